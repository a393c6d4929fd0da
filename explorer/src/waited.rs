//! Which resources to wait for after a call.

use acs_spec::{Operation, Waiter};
use serde_json::{Map, Value};

/// The ids of what an operation began: those that its reply names, or else its request; none if only the caller knows them.
pub fn ids(waiter: &Waiter, operation: &Operation, request: &Map<String, Value>, reply: &Map<String, Value>) -> Vec<String> {
    let found = |paths: Vec<&str>, from: &Map<String, Value>| {
        let mut found = Vec::new();
        for path in paths {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            from.get(first).into_iter().for_each(|value| collect(value, rest, &mut found));
        }
        found
    };
    match found(waiter.ids_in_reply(operation), reply) {
        ids if ids.is_empty() => found(waiter.ids_in_request(operation), request),
        ids => ids,
    }
}

/// The texts at a path through objects, lists, and the objects that wrap lists.
fn collect(value: &Value, path: &str, found: &mut Vec<String>) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, path, found)),
        Value::Object(fields) => match (fields.get(step), fields.values().next()) {
            (Some(field), _) => collect(field, rest, found),
            (None, Some(list @ Value::Array(_))) if fields.len() == 1 => collect(list, path, found),
            _ => {}
        },
        Value::String(text) if path.is_empty() && !text.is_empty() => found.push(text.clone()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_are_found_in_lists_and_wrapped_lists() {
        let operation: Operation = serde_yaml::from_str(
            "
operation: CreateThings
summary: S.
access: write
parameters:
  ThingIds: { type: list, items: { type: string } }
response:
  Out: { type: list, wraps: out, items: { type: object, fields: { Id: { type: string } } } }
",
        )
        .unwrap();
        let waiter: Waiter = serde_yaml::from_str(
            "{ summary: S., operation: X, called: [ThingIds, Out.Id], items: Things, match: ThingId, until: gone }",
        )
        .unwrap();
        let map = |value: Value| value.as_object().cloned().unwrap();
        let request = map(json!({ "ThingIds": ["a", "b"] }));
        assert_eq!(ids(&waiter, &operation, &request, &Map::new()), ["a", "b"]);
        let reply = map(json!({ "Out": { "out": [{ "Id": "c" }, { "Id": "d" }, {}] } }));
        assert_eq!(ids(&waiter, &operation, &request, &reply), ["c", "d"]);
    }
}
