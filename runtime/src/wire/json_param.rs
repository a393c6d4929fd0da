//! JSON in a parameter that is text on the wire.

use serde_json::{Map, Value};

/// JSON as text, for a parameter that the service parses as JSON. Text is sent unchanged; a list, an object or any other
/// [`serde_json::Value`] is serialised.
///
/// ```
/// use acs_runtime::JsonText;
/// use serde_json::json;
///
/// assert_eq!(String::from(JsonText::from(["i-1", "i-2"])), r#"["i-1","i-2"]"#);
/// assert_eq!(String::from(JsonText::from(json!({ "EnableBgp": true }))), r#"{"EnableBgp":true}"#);
/// assert_eq!(String::from(JsonText::from(r#"["as it is"]"#)), r#"["as it is"]"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonText(String);

impl From<JsonText> for String {
    fn from(json: JsonText) -> Self {
        json.0
    }
}

impl From<String> for JsonText {
    fn from(text: String) -> Self {
        JsonText(text)
    }
}

impl From<&str> for JsonText {
    fn from(text: &str) -> Self {
        JsonText(text.to_owned())
    }
}

impl From<&String> for JsonText {
    fn from(text: &String) -> Self {
        JsonText(text.clone())
    }
}

impl From<Value> for JsonText {
    fn from(value: Value) -> Self {
        JsonText(value.to_string())
    }
}

impl From<&Value> for JsonText {
    fn from(value: &Value) -> Self {
        JsonText(value.to_string())
    }
}

impl From<Map<String, Value>> for JsonText {
    fn from(fields: Map<String, Value>) -> Self {
        Value::Object(fields).into()
    }
}

impl<T: Into<Value>> From<Vec<T>> for JsonText {
    fn from(items: Vec<T>) -> Self {
        Value::from(items).into()
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for JsonText {
    fn from(items: [T; N]) -> Self {
        Value::Array(items.into_iter().map(Into::into).collect()).into()
    }
}
