//! `--explain`: what would be sent, and what would be signed, without sending it.

use acs_explorer::preview::SigningSteps;
use acs_explorer::request::MASK;
use acs_runtime::SignatureVersion;
use acs_runtime::call::Preview;
use serde_json::{Map, Value, json};

use crate::full::view::Block;

/// A request that was made with the stand-in for credentials. All of it fits together; only the signature, which is that of no
/// key, is masked.
pub(super) fn explain(preview: &Preview, signature: SignatureVersion) -> Value {
    let steps = SigningSteps::of(preview, signature, false);
    let mut explained = Map::new();
    let mut add = |name: &str, value: Value| explained.insert(name.to_owned(), value);
    add("method", json!(steps.method));
    add("url", json!(steps.url));
    add("headers", steps.headers.into_iter().map(|(name, value)| (name, json!(value))).collect());
    add("body", json!(steps.body));
    if let Some(canonical) = steps.canonical_request {
        add("canonical_request", json!(canonical));
    }
    add("string_to_sign", json!(steps.string_to_sign));
    Value::Object(explained)
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
