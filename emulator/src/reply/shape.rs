//! Converts the emulator's values to the shape of a response's schema.
//!
//! Inside, lists are plain arrays under the names of the wire. A schema says which of them the wire wraps, and of what type a
//! field is: the same count is a number in one operation and a string in another.

use acs_spec::{Kind, Named, Schema};
use serde_json::{Map, Value};

use crate::catalog::Operation;

/// The fields of a schema that `lookup` has a value for; it is asked once for each. Lists are always present, even if empty.
pub(crate) fn object(
    operation: &Operation,
    fields: &Named<Schema>,
    lookup: &mut dyn FnMut(&str) -> Option<Value>,
) -> Map<String, Value> {
    let mut object = Map::with_capacity(fields.iter().count());
    for (name, schema) in fields.iter() {
        let is_list = operation.resolve(schema).kind == Some(Kind::List);
        let value = lookup(name).filter(|value| !value.is_null()).or(is_list.then(|| Value::Array(Vec::new())));
        if let Some(value) = value.and_then(|value| shape(operation, schema, value)) {
            object.insert(name.to_owned(), value);
        }
    }
    object
}

/// A value in the shape of a schema; `None` if it cannot have that shape.
pub(crate) fn shape(operation: &Operation, schema: &Schema, value: Value) -> Option<Value> {
    let wraps = schema.wraps.as_deref();
    let schema = operation.resolve(schema);
    match schema.kind.unwrap_or(Kind::Any) {
        Kind::Any | Kind::Map => Some(value),
        Kind::String => text(value).map(Value::String),
        Kind::Integer => match value {
            Value::String(text) => text.parse::<i64>().ok().map(Value::from),
            Value::Number(_) => Some(value),
            _ => None,
        },
        Kind::Number => match value {
            Value::String(text) => text.parse::<f64>().ok().map(Value::from),
            Value::Number(_) => Some(value),
            _ => None,
        },
        Kind::Boolean => match value {
            Value::Bool(_) => Some(value),
            Value::String(text) => text.to_ascii_lowercase().parse::<bool>().ok().map(Value::from),
            _ => None,
        },
        Kind::Object => match value {
            Value::Object(mut given) => {
                Some(Value::Object(object(operation, &schema.fields, &mut |name| given.get_mut(name).map(Value::take))))
            }
            _ => None,
        },
        Kind::List => {
            let Value::Array(items) = value else { return None };
            let mut shaped = Vec::with_capacity(items.len());
            if let Some(schema) = schema.items.as_deref() {
                shaped.extend(items.into_iter().filter_map(|item| shape(operation, schema, item)));
            }
            let list = Value::Array(shaped);
            Some(match wraps.or(schema.wraps.as_deref()) {
                Some(inner) => Value::Object(Map::from_iter([(inner.to_owned(), list)])),
                None => list,
            })
        }
    }
}

/// Whether the items of a list have a field.
pub(crate) fn is_field(operation: &Operation, list: &Schema, name: &str) -> bool {
    let item = operation.resolve(list).items.as_deref().map(|items| operation.resolve(items));
    item.is_some_and(|item| item.fields.get(name).is_some())
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        // Some fields are strings that hold JSON.
        Value::Array(_) | Value::Object(_) => Some(value.to_string()),
        Value::Null => None,
    }
}
