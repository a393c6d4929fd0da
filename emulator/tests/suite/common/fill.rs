//! Parameters made from a spec.

use acs_spec::{Kind, Operation, Schema, Style};

/// Flat parameters for everything that an operation takes, but for those that say how to answer.
pub(crate) fn filled(operation: &Operation) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    operation.parameters.iter().for_each(|(name, schema)| fill(operation, name, schema, &mut parameters));
    parameters.retain(|(name, _)| !matches!(name.as_str(), "RegionId" | "DryRun" | "NextToken"));
    if operation.parameters.get("RegionId").is_some() {
        parameters.insert(0, ("RegionId".into(), "cn-hangzhou".into()));
    }
    parameters
}

/// The flat parameters of a value that fits a schema.
fn fill(operation: &Operation, name: &str, schema: &Schema, to: &mut Vec<(String, String)>) {
    let schema = schema.shape.as_ref().and_then(|shape| operation.shapes.get(shape)).unwrap_or(schema);
    let kind = schema.kind.unwrap_or(Kind::String);
    match (kind, schema.style) {
        (Kind::Object, Some(Style::Json)) => to.push((name.into(), "{}".into())),
        (Kind::List, Some(Style::Simple)) => to.push((name.into(), "a,b".into())),
        (Kind::Object, _) => {
            schema.fields.iter().for_each(|(field, schema)| fill(operation, &format!("{name}.{field}"), schema, to))
        }
        (Kind::List, _) => fill(operation, &format!("{name}.1"), schema.items.as_deref().unwrap(), to),
        _ => to.push((name.into(), scalar(kind, schema))),
    }
}

fn scalar(kind: Kind, schema: &Schema) -> String {
    if let Some(first) = schema.closed.first() {
        return first.clone();
    }
    let example = schema.example.as_ref().and_then(|example| match example {
        serde_yaml::Value::String(text) => Some(text.clone()),
        serde_yaml::Value::Number(number) => Some(number.to_string()),
        serde_yaml::Value::Bool(value) => Some(value.to_string()),
        _ => None,
    });
    example.unwrap_or_else(|| match kind {
        Kind::Integer | Kind::Number => schema.minimum.as_ref().map_or("1".into(), ToString::to_string),
        Kind::Boolean => "true".into(),
        _ => "x".repeat(schema.min_length.unwrap_or(2).max(2) as usize),
    })
}
