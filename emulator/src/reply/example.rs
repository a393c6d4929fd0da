//! A reply made of the spec's examples, for operations that the emulator keeps no state for.

use acs_spec::{Kind, Schema};
use serde_json::{Map, Value};

use super::shape::shape;
use crate::arguments::Arguments;
use crate::catalog::Operation;

/// Shapes that hold themselves are filled this deep.
const MAX_DEPTH: usize = 12;

/// A reply with one item in each list. It is one page and the last, whatever page was asked for.
pub(crate) fn example(operation: &Operation, arguments: &Arguments) -> Map<String, Value> {
    let pagination = operation.spec.pagination.as_ref();
    let next = pagination.and_then(|pages| pages.next.as_deref());
    let total = pagination.and_then(|pages| pages.total.as_deref());
    let mut reply = Map::new();
    for (name, schema) in operation.spec.response.iter().filter(|(name, _)| Some(*name) != next) {
        let value = match name {
            // What a client asked for comes back: the page, and the size of pages.
            "PageNumber" | "PageSize" | "MaxResults" if arguments.contains_key(name) => arguments.get(name).cloned(),
            _ if Some(name) == total => Some(Value::from(1)),
            _ => value(operation, schema, 0),
        };
        if let Some(value) = value.and_then(|value| shape(operation, schema, value)) {
            reply.insert(name.to_owned(), value);
        }
    }
    reply
}

/// An example of a schema, in the form that [`shape`] takes.
fn value(operation: &Operation, schema: &Schema, depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    let schema = operation.resolve(schema);
    let given = schema.example.as_ref().or(schema.values.first()).and_then(|value| serde_json::to_value(value).ok());
    match schema.kind.unwrap_or(Kind::Any) {
        Kind::Object => {
            let fields =
                schema.fields.iter().filter_map(|(name, field)| Some((name.to_owned(), value(operation, field, depth + 1)?)));
            Some(Value::Object(fields.collect()))
        }
        Kind::List => {
            let item = schema.items.as_deref().and_then(|items| value(operation, items, depth + 1));
            Some(Value::Array(item.into_iter().collect()))
        }
        Kind::Map => Some(Value::Object(Map::new())),
        // An example need not be of the type: parts of it may be masked.
        Kind::Integer => Some(given.filter(Value::is_number).unwrap_or_else(|| 1.into())),
        Kind::Number => Some(given.filter(Value::is_number).unwrap_or_else(|| 1.into())),
        Kind::Boolean => Some(given.filter(Value::is_boolean).unwrap_or_else(|| false.into())),
        Kind::String => {
            Some(given.or_else(|| schema.closed.first().map(|first| first.as_str().into())).unwrap_or_else(|| "".into()))
        }
        Kind::Any => given,
    }
}
