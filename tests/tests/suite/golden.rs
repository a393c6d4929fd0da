//! What goes over the wire, byte by byte: no change moves one unseen.
//!
//! Clock, nonce and key are fixed, and every parameter has a value. A group of operations is a snapshot.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use acs_codegen::model;
use acs_tests::metadata::{Kind, Operation, Schema, operations};
use serde_json::{Value, json};
use vpc_api::dynamic::{Encoded, ReplyFormat};
use vpc_api::runtime::sign::{Key, Secret, SignatureVersion, SignedRequest, SigningInput, sign};
use vpc_api::runtime::wire::{Param, Params};

#[test]
fn requests_of_every_operation() {
    let tree = acs_tests::specs();
    let operations = operations();
    let mut changed = Vec::new();
    for group in &model::service(&tree).groups {
        let mut text = String::new();
        for operation in &group.operations {
            // An operation that the metadata does not know yet has nothing to be filled with.
            if let Some(described) = operations.iter().find(|described| described.name == operation.name) {
                request(described, &mut text).unwrap();
            }
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../../snapshots/golden");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        // All that changed is to be seen in one run, so the first failure must not end it.
        let same = catch_unwind(AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(group.name, text))));
        if same.is_err() {
            changed.push(group.name);
        }
    }
    assert!(changed.is_empty(), "requests of these groups are not what their snapshots say: {changed:?}");
}

/// Writes one operation's request down: its parameters, then both signatures.
fn request(operation: &Operation, to: &mut String) -> std::fmt::Result {
    let common = vpc_api::OPERATIONS.parameters;
    let own = |name: &str| !common.contains(&name);
    let input = operation.request(|parameter| own(&parameter.name), 2, &mut scalar);
    let encoded = vpc_api::OPERATIONS.encode(&operation.name, &Value::Object(input));
    let encoded = encoded.unwrap_or_else(|error| panic!("{}: {error}", operation.name));
    let params = params(&encoded);
    let v1 = signed(operation, &params, SignatureVersion::V1);
    let v3 = signed(operation, &params, SignatureVersion::V3);

    writeln!(to, "{} {}", encoded.method.as_str(), operation.name)?;
    for (name, value) in &encoded.query {
        writeln!(to, "  {name}={value}")?;
    }
    if let Some(content_type) = encoded.content_type {
        writeln!(to, "  form, {content_type}")?;
        writeln!(to, "    {}", v3.body)?;
    }
    writeln!(to, "  V1 {}", v1.string_to_sign.as_deref().unwrap_or_default())?;
    let sent = if v1.body.is_empty() { &v1.query } else { &v1.body };
    writeln!(to, "     {}", sent.rsplit_once("&Signature=").map_or("", |(_, signature)| signature))?;
    writeln!(to, "  V3 {}", v3.string_to_sign.as_deref().unwrap_or_default().replace('\n', " "))?;
    for (name, value) in v3.headers.iter().filter(|(name, _)| name == "authorization") {
        writeln!(to, "     {name}: {value}")?;
    }
    writeln!(to)
}

fn params(encoded: &Encoded) -> Params {
    let mut params = Params::new();
    for (name, value) in &encoded.query {
        params.insert(Param::new(name, value));
    }
    for (name, value) in &encoded.body {
        params.insert(Param::new(name, value).in_form());
    }
    params
}

static SECRET: LazyLock<Secret> = LazyLock::new(|| Secret::from("golden-secret"));

fn signed<'a>(operation: &Operation, params: &'a Params, version: SignatureVersion) -> SignedRequest<'a> {
    let info = vpc_api::OPERATIONS.operation(&operation.name).unwrap_or_else(|error| panic!("{error}")).info;
    let unsigned = SigningInput {
        method: info.method,
        host: "vpc.aliyuncs.com",
        version: &info.service.version,
        action: &info.name,
        params,
        form: info.form,
        format: ReplyFormat::Json,
        timestamp: "2024-05-17T12:02:09Z",
        nonce: "c443821a99803289c9b00158932b29f0",
        key: Key::AccessKey { id: "golden-key", secret: &SECRET, token: None },
        headers: &[],
    };
    sign(version, &unsigned)
}

/// Made of the path alone, so that a new field changes no other.
fn scalar(schema: &Schema, path: &str) -> Value {
    match schema.kind {
        Kind::Integer => json!(path.len()),
        Kind::Boolean => json!(path.len().is_multiple_of(2)),
        _ => json!(format!("{path} /é")),
    }
}
