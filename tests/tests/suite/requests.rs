//! What every operation sends, compared with what the metadata's rules give.

use std::collections::BTreeSet;

use acs_codegen::model;
use acs_runtime::operation::Method;
use acs_runtime::sign::{Key, ReplyFormat, Secret, SignatureVersion, SigningInput, parse_query, sign};
use acs_runtime::wire::Params;
use acs_tests::metadata::{Kind, Operation, Schema, operations};
use serde_json::{Map, Value, json};

/// The client may have more: what somebody wrote a spec for before the metadata knew it.
#[test]
fn the_client_has_every_operation_of_the_metadata() {
    let described: BTreeSet<String> = operations().into_iter().map(|operation| operation.name).collect();
    let generated: BTreeSet<String> = vpc_api::OPERATIONS.operations.iter().map(|one| one.info.name.to_string()).collect();
    assert_eq!(described.len(), 403);
    let lacking: Vec<&String> = described.difference(&generated).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

/// What signing adds to a request without parameters is what a spec may not describe, with both versions and every kind of key.
#[test]
fn specs_reserve_what_signing_adds() {
    let (secret, token) = (Secret::from("secret"), Secret::from("token"));
    let keys = [
        Key::AccessKey { id: "id", secret: &secret, token: None },
        Key::AccessKey { id: "id", secret: &secret, token: Some(&token) },
        Key::Bearer(&token),
        Key::Anonymous,
    ];
    let mut added = BTreeSet::new();
    for (version, key) in
        [SignatureVersion::V1, SignatureVersion::V3].into_iter().flat_map(|version| keys.map(|key| (version, key)))
    {
        let input = SigningInput {
            method: Method::Get,
            host: "vpc.aliyuncs.com",
            version: "2016-04-28",
            action: "DescribeVpcs",
            params: &Params::new(),
            form: false,
            format: ReplyFormat::Json,
            timestamp: "2016-02-23T12:46:24Z",
            nonce: "nonce",
            key,
            headers: &[],
        };
        let signed = sign(version, &input);
        added.extend(parse_query(&signed.query).unwrap().into_iter().map(|(name, _)| name));
    }
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
    assert_eq!(set(acs_runtime::sign::COMMON_PARAMETERS), added);
    assert_eq!(set(acs_spec::names::COMMON_PARAMETERS), added);
}

/// What nobody else can fill in is an argument of the client's method: the region is the client's, a token is made up.
#[test]
fn required_parameters_are_arguments() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    for operation in operations() {
        let generated = service.operation(&operation.name).unwrap();
        let arguments: Vec<&str> = generated.required(service.spec).iter().map(|field| field.wire).collect();
        let token = generated.request.fields.iter().find(|field| field.schema.idempotency_token).map(|field| field.wire);
        let required = operation.parameters.iter().filter(|parameter| parameter.schema.required).map(|one| one.name.as_str());
        let required: Vec<&str> = required.filter(|name| *name != "RegionId" && Some(*name) != token).collect();
        assert_eq!(arguments, required, "{}", operation.name);
    }
}

/// Every value is another, so a field that is sent under another's name is seen.
#[test]
fn every_field() {
    check_all(|operation| {
        let mut count = 0;
        operation.request(|_| true, 2, &mut |schema, path| {
            count += 1;
            match schema.kind {
                Kind::Integer => json!(count),
                Kind::Boolean => json!(count % 2 == 0),
                _ => json!(format!("{path} is {count}")),
            }
        })
    });
}

#[test]
fn required_fields_only() {
    check_all(|operation| {
        operation.request(|parameter| parameter.schema.required, 1, &mut |schema, path| match schema.kind {
            Kind::Integer => json!(7),
            Kind::Boolean => json!(false),
            _ => json!(path),
        })
    });
}

#[test]
fn nothing() {
    check_all(|_| Map::new());
}

#[test]
fn awkward_values_in_lists_of_twelve() {
    const TEXTS: [&str; 9] =
        ["", " ", "生产 🚀", "a b+c*d~e/f", "k=v&x%20y", "two\nlines\t", "\"quoted\" \\", "<xml>&amp;", "1,2,,\u{202e}\u{0}"];
    const INT64: [i64; 4] = [i64::MAX, i64::MIN, 0, -1];
    const INT32: [i32; 4] = [i32::MAX, i32::MIN, 0, -1];
    for turn in 0..TEXTS.len() {
        check_all(|operation| {
            let mut count = turn;
            operation.request(|_| true, 12, &mut |schema, _| {
                count += 1;
                match schema.kind {
                    Kind::Integer if schema.is_int32() => json!(INT32[count % INT32.len()]),
                    Kind::Integer => json!(INT64[count % INT64.len()]),
                    Kind::Boolean => json!(count % 2 == 0),
                    _ => json!(TEXTS[count % TEXTS.len()]),
                }
            })
        });
    }
}

#[test]
fn empty_lists_and_nulls() {
    check_all(|operation| operation.request(|_| true, 0, &mut |_, _| Value::Null));
}

/// An item without a field keeps its index.
#[test]
fn lists_with_gaps() {
    check_all(|operation| {
        let mut request = operation.request(|_| true, 3, &mut |schema, path| scalar(schema, path));
        for parameter in &operation.parameters {
            let of_objects = parameter.schema.items.as_ref().is_some_and(|item| item.kind == Kind::Object);
            if let Some(items) = request.get_mut(&parameter.name).and_then(Value::as_array_mut).filter(|_| of_objects) {
                items[1] = json!({});
            }
        }
        request
    });
}

/// Numbers and booleans may be given as text, and text as a number: the same is sent.
#[test]
fn values_of_another_kind() {
    for operation in operations() {
        let right = operation.request(|_| true, 2, &mut |schema, path| match schema.kind {
            Kind::Integer => json!(12),
            Kind::Boolean => json!(true),
            _ => json!(path.len().to_string()),
        });
        let other = operation.request(|_| true, 2, &mut |schema, path| match schema.kind {
            Kind::Integer => json!("12"),
            Kind::Boolean => json!("True"),
            _ => json!(path.len()),
        });
        let encode = |request| vpc_api::OPERATIONS.encode(&operation.name, &Value::Object(request)).unwrap();
        assert_eq!(encode(other), encode(right), "{}", operation.name);
    }
}

#[test]
fn an_unknown_parameter_is_refused() {
    for operation in operations() {
        let mut request = operation.request(|_| true, 1, &mut |schema, path| scalar(schema, path));
        request.insert("Unheard".to_owned(), json!("of"));
        let error = vpc_api::OPERATIONS.encode(&operation.name, &Value::Object(request)).unwrap_err();
        assert!(error.to_string().contains("`Unheard`"), "{}: {error}", operation.name);
    }
}

/// Encodes a request of each operation, and compares.
fn check_all(request: impl Fn(&Operation) -> Map<String, Value>) {
    for operation in operations() {
        let request = request(&operation);
        let name = &operation.name;
        let expected = operation.sent(&request);
        let sent = vpc_api::OPERATIONS.encode(name, &Value::Object(request)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(sent.method.as_str(), operation.method, "{name}");
        assert_eq!(sent.query, expected.query, "{name}");
        assert_eq!(sent.body, expected.form, "{name}");
        let form = operation.has_form().then_some("application/x-www-form-urlencoded");
        assert_eq!(sent.content_type, form, "{name}");
    }
}

fn scalar(schema: &Schema, path: &str) -> Value {
    match schema.kind {
        Kind::Integer => json!(path.len()),
        Kind::Boolean => json!(true),
        _ => json!(path),
    }
}
