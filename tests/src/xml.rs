//! Replies as the service writes them in XML.

use serde_json::Value;

use crate::metadata::Operation;

/// A reply as the service writes it in XML: an element per field, the element of a list once per item.
pub fn reply(operation: &Operation, reply: &Value) -> String {
    format!("<?xml version='1.0' encoding='UTF-8'?>{}", element(&format!("{}Response", operation.name), reply))
}

fn element(name: &str, value: &Value) -> String {
    let content = match value {
        Value::Array(items) => return items.iter().map(|item| element(name, item)).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| element(name, value)).collect(),
        Value::String(text) => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        scalar => scalar.to_string(),
    };
    format!("<{name}>{content}</{name}>")
}
