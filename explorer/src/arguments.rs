//! From flat names to a request: `Tag.1.Key=team` is the key of the first tag.

use acs_spec::Operation;
use serde_json::{Map, Value};

/// Most items of a list: a name like `Tag.999999999.Key` must not take memory for all before it.
const MOST_ITEMS: usize = 1000;

/// Most steps of a name.
const DEEPEST: usize = 16;

/// The object that flat names and their values describe. A parameter whose own name has dots is left whole; empty values, what
/// is not a name of a parameter (`_confirm`) and what cannot be placed are left out.
pub(crate) fn nest<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>, operation: &Operation) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, value) in pairs {
        if value.is_empty() || name.is_empty() || name.starts_with('_') {
            continue;
        }
        let steps: Vec<&str> = if operation.parameters.get(name).is_some() { vec![name] } else { name.split('.').collect() };
        if steps.len() <= DEEPEST {
            insert(&mut object, &steps, value);
        }
    }
    object.values_mut().for_each(compact);
    object
}

/// Flat names and values of an object: what [`nest`] takes.
pub(crate) fn flatten(object: &Map<String, Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in object {
        flatten_into(name.clone(), value, &mut pairs);
    }
    pairs
}

fn flatten_into(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                flatten_into(format!("{name}.{}", index + 1), item, pairs);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                flatten_into(format!("{name}.{field}"), value, pairs);
            }
        }
        Value::String(text) => pairs.push((name, text.clone())),
        scalar => pairs.push((name, scalar.to_string())),
    }
}

fn insert(object: &mut Map<String, Value>, steps: &[&str], value: &str) {
    if let [first, rest @ ..] = steps {
        insert_into(object.entry((*first).to_owned()).or_insert(Value::Null), rest, value);
    }
}

fn insert_into(slot: &mut Value, steps: &[&str], value: &str) {
    let Some((first, rest)) = steps.split_first() else {
        *slot = Value::String(value.to_owned());
        return;
    };
    match first.parse::<usize>() {
        Ok(0) => {}
        Ok(index) if index > MOST_ITEMS => {}
        Ok(index) => {
            if !slot.is_array() {
                *slot = Value::Array(Vec::new());
            }
            if let Value::Array(items) = slot {
                if items.len() < index {
                    items.resize(index, Value::Null);
                }
                if let Some(item) = items.get_mut(index - 1) {
                    insert_into(item, rest, value);
                }
            }
        }
        Err(_) => {
            if !slot.is_object() {
                *slot = Value::Object(Map::new());
            }
            if let Value::Object(fields) = slot {
                insert(fields, steps, value);
            }
        }
    }
}

/// A form leaves gaps where items were removed; a request has none.
fn compact(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.retain(|item| !item.is_null());
            items.iter_mut().for_each(compact);
        }
        Value::Object(fields) => fields.values_mut().for_each(compact),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn operation() -> Operation {
        serde_yaml::from_str("{ operation: X, summary: S., access: read, parameters: { Whole.Name: { type: string } } }").unwrap()
    }

    #[test]
    fn names_nest_and_flatten_again() {
        let pairs =
            [("Name", "a"), ("Tag.3.Key", "k"), ("Tag.1.Key", "j"), ("Empty", ""), ("_confirm", "x"), ("Whole.Name", "w")];
        let nested = nest(pairs, &operation());
        let expected = json!({"Name": "a", "Tag": [{"Key": "j"}, {"Key": "k"}], "Whole.Name": "w"});
        assert_eq!(Value::Object(nested.clone()), expected);
        let flat = flatten(&nested);
        assert_eq!(nest(flat.iter().map(|(name, value)| (name.as_str(), value.as_str())), &operation()), nested);
    }

    #[test]
    fn hostile_names_take_no_memory() {
        let deep = format!("A{}", ".1".repeat(60_000));
        let nested = nest([("A.999999999", "x"), ("B.0", "x"), (deep.as_str(), "x"), ("..", "x"), ("C.1000", "y")], &operation());
        assert_eq!(nested.get("C"), Some(&json!(["y"])));
    }
}
