//! What documentation says of a field: its known values and its limits.

use crate::{Schema, Value};

/// Known values of an open set: of the field, or of the items of a list.
pub fn open_values(schema: &Schema) -> &[Value] {
    match &schema.items {
        Some(items) if schema.values.is_empty() => &items.values,
        _ => &schema.values,
    }
}

/// Known values: those of a closed set, or of an open one; of the field, or of the items of a list.
pub fn known_values(schema: &Schema) -> Vec<Value> {
    let closed = std::iter::once(schema).chain(schema.items.as_deref()).find(|schema| !schema.closed.is_empty());
    match closed {
        Some(schema) => schema.closed.iter().cloned().map(Value::String).collect(),
        None => open_values(schema).to_vec(),
    }
}

/// The limits of a field, each with what it limits: `("length", "at most 128")`.
pub fn limits(schema: &Schema) -> Vec<(&'static str, String)> {
    let numbers = between(schema.minimum.as_ref(), schema.maximum.as_ref());
    let lengths = between(schema.min_length, schema.max_length);
    let items = between(schema.min_items, schema.max_items);
    [("range", numbers), ("length", lengths), ("items", items)]
        .into_iter()
        .filter_map(|(what, text)| Some((what, text?)))
        .collect()
}

/// A lower and an upper limit in words.
pub fn between(least: Option<impl ToString>, greatest: Option<impl ToString>) -> Option<String> {
    match (least.map(|least| least.to_string()), greatest.map(|greatest| greatest.to_string())) {
        (Some(least), Some(greatest)) => Some(format!("{least} to {greatest}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(greatest)) => Some(format!("at most {greatest}")),
        (None, None) => None,
    }
}

/// The text of a text, a number or a Boolean.
pub fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// The text of any value: JSON for what is not a scalar.
pub fn value_text(value: &Value) -> String {
    scalar_text(value).or_else(|| serde_json::to_string(value).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(yaml: &str) -> Schema {
        serde_yaml::from_str(yaml).unwrap()
    }

    #[test]
    fn a_list_has_the_values_of_its_items() {
        let texts = |yaml: &str| known_values(&schema(yaml)).iter().map(value_text).collect::<Vec<_>>().join(" ");
        assert_eq!(texts("{ type: integer, values: [1, 2] }"), "1 2");
        assert_eq!(texts("{ type: list, items: { type: string, values: [a] } }"), "a");
        assert_eq!(texts("{ type: list, items: { type: string, enum: [b, c] } }"), "b c");
        assert!(open_values(&schema("{ type: string, enum: [b] }")).is_empty());
    }

    #[test]
    fn limits_are_described_in_words() {
        let limits = limits(&schema("{ type: string, min_length: 2, max_length: 128 }"));
        assert_eq!(limits, [("length", "2 to 128".to_owned())]);
        assert_eq!(between(Some(1), None::<u64>).as_deref(), Some("at least 1"));
        assert_eq!(between(None::<u64>, Some(9)).as_deref(), Some("at most 9"));
    }

    #[test]
    fn values_that_are_not_scalars_are_json() {
        assert_eq!(value_text(&serde_yaml::from_str("[a, { b: true }]").unwrap()), r#"["a",{"b":true}]"#);
    }
}
