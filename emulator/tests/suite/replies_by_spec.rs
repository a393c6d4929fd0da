//! What replies tell of what is kept is what their specs say.

use crate::common::fill::filled;
use crate::common::fixture::{Fixture, borrowed, operations, resolved};
use acs_spec::{Kind, Operation, Schema};
use serde_json::Value;

/// Finds what does not fit a schema: types, values that are not known, and names that are not there.
fn misfits(spec: &Operation, path: &str, schema: &Schema, value: &Value, wrong: &mut Vec<String>) {
    let wraps = schema.wraps.as_deref().or(resolved(spec, schema).wraps.as_deref());
    let schema = resolved(spec, schema);
    let value = match (wraps, value) {
        (Some(inner), Value::Object(fields)) => fields.get(inner).unwrap_or(value),
        _ => value,
    };
    let fits = match (schema.kind.unwrap_or(Kind::Any), value) {
        (Kind::Any | Kind::Map, _) => true,
        (Kind::String, Value::String(text)) => {
            let known = schema.values.iter().filter_map(|value| value.as_str()).chain(schema.closed.iter().map(String::as_str));
            let known: Vec<_> = known.collect();
            text.is_empty() || known.is_empty() || known.contains(&text.as_str())
        }
        (Kind::Integer | Kind::Number, Value::Number(_)) | (Kind::Boolean, Value::Bool(_)) => true,
        (Kind::Object, Value::Object(fields)) => {
            for (name, value) in fields {
                match schema.fields.get(name) {
                    Some(field) => misfits(spec, &format!("{path}.{name}"), field, value, wrong),
                    None => wrong.push(format!("{path} has no {name}")),
                }
            }
            true
        }
        (Kind::List, Value::Array(items)) => {
            items.iter().for_each(|item| misfits(spec, path, schema.items.as_deref().unwrap(), item, wrong));
            true
        }
        _ => false,
    };
    if !fits {
        wrong.push(format!("{path} is {value}"));
    }
}

#[tokio::test]
async fn replies_have_the_types_and_values_of_their_specs() {
    let fixture = Fixture::new().await;
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, spec) in
        operations().iter().filter(|(name, _)| ["Describe", "List", "Get"].iter().any(|verb| name.starts_with(verb)))
    {
        let required = filled(spec).into_iter().filter(|(name, _)| {
            let head = name.split('.').next().unwrap();
            spec.parameters.get(head).is_some_and(|schema| schema.required) || head == "FullNatTableId"
        });
        let known = |name: &str| fixture.known.get(name).map(|known| known[0].clone());
        let parameters: Vec<_> = required.map(|(name, value)| (name.clone(), known(&name).unwrap_or(value))).collect();
        let reply = fixture.setup.send(name, &borrowed(&parameters)).await.unwrap();
        if reply.headers.contains_key("x-acs-emulator") || reply.status != 200 {
            continue;
        }
        seen += 1;
        for (field, value) in reply.json().as_object().unwrap() {
            match spec.response.get(field) {
                Some(schema) => misfits(spec, &format!("{name}: {field}"), schema, value, &mut wrong),
                None => wrong.push(format!("{name} has no {field}")),
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 40, "{seen}");
}
