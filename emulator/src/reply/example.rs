//! A reply made of the spec's examples, for operations that the emulator keeps no state for.

use serde_json::{Map, Value};

use super::shape::shape;
use crate::arguments::Arguments;
use crate::catalog::Operation;

/// A reply with one item in each list. It is the only page, whichever page was requested.
pub(crate) fn example(operation: &Operation, arguments: &Arguments) -> Map<String, Value> {
    let pagination = operation.spec.pagination.as_ref();
    let next = pagination.and_then(|pages| pages.next.as_deref());
    let total = pagination.and_then(|pages| pages.total.as_deref());
    let mut reply = Map::new();
    for (name, schema) in operation.spec.response.iter().filter(|(name, _)| Some(*name) != next) {
        let value = match name {
            // The page number and the page size are those of the request.
            "PageNumber" | "PageSize" | "MaxResults" if arguments.contains_key(name) => arguments.get(name).cloned(),
            _ if Some(name) == total => Some(Value::from(1)),
            _ => acs_spec::example(name, schema, &operation.spec.shapes, &|_| String::new())
                .and_then(|value| serde_json::to_value(value).ok()),
        };
        if let Some(value) = value.and_then(|value| shape(operation, schema, value)) {
            reply.insert(name.to_owned(), value);
        }
    }
    if let Some((first, rest)) = total.and_then(|path| path.split_once('.'))
        && let Some(object) = reply.get_mut(first)
        && let Some(total) = rest.split('.').try_fold(object, |value, name| value.get_mut(name))
    {
        *total = Value::from(1);
    }
    reply
}
