//! Replies made of the spec's examples, for operations whose resources the emulator does not keep.

use acs_codegen::spec::{Kind, Named, Schema};
use serde_json::{Map, Value};

use crate::catalog::Operation;

/// Objects inside objects that are filled; deeper ones, which only recursive shapes have, are left out.
const MAX_DEPTH: usize = 12;

/// A reply with the example of every field.
pub(crate) fn reply(operation: &Operation) -> Map<String, Value> {
    object(operation, &operation.spec.response, 0)
}

fn object(operation: &Operation, fields: &Named<Schema>, depth: usize) -> Map<String, Value> {
    let value = |(name, schema)| Some((String::from(name), value(operation, schema, depth)?));
    fields.iter().filter_map(value).collect()
}

fn value(operation: &Operation, schema: &Schema, depth: usize) -> Option<Value> {
    let schema = operation.resolve(schema);
    if depth > MAX_DEPTH {
        return None;
    }
    match schema.kind? {
        Kind::Object => Some(Value::Object(object(operation, &schema.fields, depth + 1))),
        Kind::List => {
            let items = schema.items.as_deref().and_then(|items| value(operation, items, depth + 1)).into_iter().collect();
            Some(wrapped(schema, items))
        }
        Kind::Map => Some(Value::Object(Map::new())),
        _ => schema.example.as_ref().and_then(|example| serde_json::to_value(example).ok()),
    }
}

/// A list as the wire has it: in an object of one field, where the spec says so.
pub(crate) fn wrapped(schema: &Schema, items: Vec<Value>) -> Value {
    match &schema.wraps {
        Some(inner) => Value::Object(Map::from_iter([(inner.clone(), Value::Array(items))])),
        None => Value::Array(items),
    }
}
