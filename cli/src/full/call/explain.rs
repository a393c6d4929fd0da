//! `--explain`: what would be sent, and what would be signed, without sending it.

use acs_runtime::call::Preview;
use acs_runtime::env::Env;
use acs_runtime::sign::{canonical_query, parse_query, v3, write_query};
use acs_runtime::{Credentials, SignatureVersion};
use serde_json::{Map, Value, json};

use crate::full::request::MASK;
use crate::full::view::Block;

/// Credentials that prove nothing, of the kind that the environment has: who calls is not shown anyway, and to find out who it
/// is may take requests of its own.
pub(super) fn stand_in(env: &Env) -> Credentials {
    let key = Credentials::access_key(MASK, MASK);
    if env.get("ALIBABA_CLOUD_SECURITY_TOKEN").is_some() { key.with_token(MASK) } else { key }
}

/// A request that was made with the stand-in for credentials. All of it fits together; only the signature, which is that of no
/// key, is masked.
pub(super) fn explain(preview: &Preview, signature: SignatureVersion) -> Value {
    let request = preview.request();
    let query = parse_query(request.query()).unwrap_or_default();
    let query = query.iter().map(|(name, value)| (name.as_str(), if name == "Signature" { MASK } else { value }));
    let url = format!("{}?{}", request.address(), write_query(query));
    let host = request.address().split('/').nth(2).unwrap_or_default();
    let headers: Vec<(&str, &str)> = std::iter::once(("host", host))
        .chain(request.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default())))
        .collect();
    let mut explained = Map::new();
    let mut add = |name: &str, value: Value| explained.insert(name.to_owned(), value);
    add("method", json!(request.method.as_str()));
    add("url", json!(url.trim_end_matches('?')));
    add("headers", headers.iter().map(|(name, value)| ((*name).to_owned(), json!(shown(name, value)))).collect());
    add("body", json!(String::from_utf8_lossy(&request.body)));
    if signature == SignatureVersion::V3 {
        let query = parse_query(request.query()).unwrap_or_default();
        let query = canonical_query(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let signed = v3::headers_to_sign(headers);
        let canonical = v3::canonical_request(request.method.as_str(), "/", &query, &signed, &v3::hash(&request.body));
        add("canonical_request", json!(canonical));
    }
    add("string_to_sign", json!(preview.string_to_sign()));
    Value::Object(explained)
}

/// A header with the signature masked, and what it covers shown.
fn shown(name: &str, value: &str) -> String {
    match v3::parse_authorization(value).filter(|_| name == "authorization") {
        Some(parts) => v3::authorization(parts.key_id, parts.signed_headers, MASK),
        None => value.to_owned(),
    }
}

/// The explanation as people read it.
pub(super) fn lay_out(explained: &Value) -> Vec<Block> {
    let text = |name: &str| explained[name].as_str().unwrap_or_default().to_owned();
    let mut blocks = vec![Block::title("Request"), Block::text(format!("{} {}", text("method"), text("url")))];
    let headers = explained["headers"].as_object().into_iter().flatten();
    let rows = headers.map(|(name, value)| vec![name.clone(), value.as_str().unwrap_or_default().to_owned()]).collect();
    blocks.push(Block::Table { columns: Vec::new(), rows });
    for (title, name) in [("Body", "body"), ("Canonical request", "canonical_request"), ("String to sign", "string_to_sign")] {
        if !text(name).is_empty() {
            blocks.extend([Block::title(title), Block::text(text(name))]);
        }
    }
    blocks.push(Block::prose(format!(
        "Nothing was sent. What would prove who the caller is, and other secrets, are shown, and signed, as {MASK}."
    )));
    blocks
}
