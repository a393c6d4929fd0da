//! From the fields of a form to a request.

use acs_spec::{Operation, flat};
use serde_json::{Map, Value};

/// The object that flat names and their values describe. A parameter whose own name has dots is left whole. Empty values are left
/// out, and so are names that lead nowhere and those of the form itself (`_confirm`).
pub(crate) fn nest<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>, operation: &Operation) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, value) in pairs {
        if value.is_empty() || name.is_empty() || name.starts_with('_') {
            continue;
        }
        let is_whole = operation.parameters.get(name).is_some();
        // The form itself makes no such names.
        let _ = flat::insert(&mut object, name, value.to_owned(), is_whole);
    }
    object.values_mut().for_each(compact);
    object
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
        let flat = flat::pairs(&nested);
        assert_eq!(nest(flat.iter().map(|(name, value)| (name.as_str(), value.as_str())), &operation()), nested);
    }

    #[test]
    fn hostile_names_take_no_memory() {
        let deep = format!("A{}", ".1".repeat(60_000));
        let nested = nest([("A.999999999", "x"), ("B.0", "x"), (deep.as_str(), "x"), ("..", "x"), ("C.1000", "y")], &operation());
        assert_eq!(nested.get("C"), Some(&json!(["y"])));
    }
}
