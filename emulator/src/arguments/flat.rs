//! Typed arguments as flat parameters.

use acs_spec::Style;
use serde_json::{Map, Value};

use crate::catalog::Operation;

/// Parameters as the wire has them: `Tag.1.Key`.
pub(crate) fn flat(operation: &Operation, parameters: &Map<String, Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in parameters {
        let style = operation.spec.parameters.get(name).and_then(|schema| operation.resolve(schema).style);
        match (style, value) {
            (Some(Style::Json), Value::Object(_) | Value::Array(_)) => pairs.push((name.clone(), value.to_string())),
            (Some(Style::Simple), Value::Array(items)) => {
                pairs.push((name.clone(), items.iter().map(scalar).collect::<Vec<_>>().join(",")));
            }
            _ => flatten(name.clone(), value, &mut pairs),
        }
    }
    pairs
}

fn flatten(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| flatten(format!("{name}.{}", index + 1), item, pairs));
        }
        Value::Object(fields) => fields.iter().for_each(|(field, value)| flatten(format!("{name}.{field}"), value, pairs)),
        value => pairs.push((name, scalar(value))),
    }
}

fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
