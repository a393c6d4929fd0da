//! Typed arguments as flat parameters.

use acs_spec::Style;
use acs_spec::flat::add_pairs;
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
            _ => add_pairs(name.clone(), value, &mut pairs),
        }
    }
    pairs
}

fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
