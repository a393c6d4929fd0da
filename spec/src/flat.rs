//! Flat parameters and the object that they describe: `Tag.1.Key=team` is the key of the first tag.

use std::fmt;

use serde_json::{Map, Value};

/// Most items of a list: a name like `Tag.999999999.Key` must not take memory for all items before it.
const MAX_ITEMS: usize = 1000;

/// Most steps of a name.
const MAX_DEPTH: usize = 32;

/// Why a flat name cannot be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameError {
    /// It has too many steps.
    TooDeep,
    /// An index is 0 or too large.
    Index(usize),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameError::TooDeep => write!(f, "nests deeper than {MAX_DEPTH} levels"),
            NameError::Index(index) => {
                write!(f, "has the index {index}: the items of a list are counted from 1, {MAX_ITEMS} at most")
            }
        }
    }
}

impl std::error::Error for NameError {}

/// Puts a text where a flat name leads: a number is the position in a list, from 1. Items of the list that are not there yet are
/// null. What is in the way is replaced. With `is_whole`, the dots of the name are part of it.
///
/// ```
/// use serde_json::{Map, json};
///
/// let mut parameters = Map::new();
/// acs_spec::flat::insert(&mut parameters, "Tag.1.Key", "team".into(), false).unwrap();
/// assert_eq!(json!(parameters), json!({ "Tag": [{ "Key": "team" }] }));
/// ```
///
/// # Errors
/// The name has too many steps, or an index that no list has. The object is unchanged then.
pub fn insert(parameters: &mut Map<String, Value>, name: &str, value: String, is_whole: bool) -> Result<(), NameError> {
    if is_whole {
        parameters.insert(name.to_owned(), Value::String(value));
        return Ok(());
    }
    if name.split('.').count() > MAX_DEPTH {
        return Err(NameError::TooDeep);
    }
    // The first step is a parameter's name, whatever it looks like.
    let mut steps = name.split('.');
    let first = steps.next().unwrap_or_default();
    let steps: Vec<Step<'_>> = steps.map(Step::parse).collect::<Result<_, _>>()?;
    let slot = steps.iter().fold(parameters.entry(first).or_insert(Value::Null), |slot, step| step.within(slot));
    *slot = Value::String(value);
    Ok(())
}

enum Step<'n> {
    Field(&'n str),
    /// The position of an item, from 1.
    Item(usize),
}

impl<'n> Step<'n> {
    fn parse(text: &'n str) -> Result<Self, NameError> {
        match text.parse::<usize>() {
            Err(_) => Ok(Step::Field(text)),
            Ok(index @ 1..=MAX_ITEMS) => Ok(Step::Item(index)),
            Ok(index) => Err(NameError::Index(index)),
        }
    }

    fn within<'v>(&self, slot: &'v mut Value) -> &'v mut Value {
        match self {
            Step::Field(name) => {
                if !slot.is_object() {
                    *slot = Value::Object(Map::new());
                }
                &mut slot[*name]
            }
            Step::Item(index) => {
                if !slot.is_array() {
                    *slot = Value::Array(Vec::new());
                }
                if let Value::Array(items) = slot {
                    items.resize(items.len().max(*index), Value::Null);
                }
                &mut slot[*index - 1]
            }
        }
    }
}

/// The flat names and texts of an object: what [`insert`] takes. Nulls are left out.
pub fn pairs(parameters: &Map<String, Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in parameters {
        add_pairs(name.clone(), value, &mut pairs);
    }
    pairs
}

/// Adds the flat names and texts of one value to `pairs`.
pub fn add_pairs(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                add_pairs(format!("{name}.{}", index + 1), item, pairs);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                add_pairs(format!("{name}.{field}"), value, pairs);
            }
        }
        Value::String(text) => pairs.push((name, text.clone())),
        scalar => pairs.push((name, scalar.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn nested(names: &[(&str, &str)]) -> Result<Value, NameError> {
        let mut parameters = Map::new();
        for (name, value) in names {
            insert(&mut parameters, name, (*value).to_owned(), *name == "Whole.Name")?;
        }
        Ok(Value::Object(parameters))
    }

    #[test]
    fn names_nest_and_flatten_again() {
        let given = [("Name", "a"), ("Tag.2.Key", "k"), ("Tag.2.Value", ""), ("O.F", "f"), ("Whole.Name", "w")];
        let expected = json!({"Name": "a", "Tag": [null, {"Key": "k", "Value": ""}], "O": {"F": "f"}, "Whole.Name": "w"});
        assert_eq!(nested(&given), Ok(expected.clone()));
        let mut flat = pairs(expected.as_object().unwrap());
        flat.sort();
        let mut given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        given.sort();
        assert_eq!(flat, given);
    }

    #[test]
    fn names_that_lead_nowhere_are_rejected_and_change_nothing() {
        let mut parameters = Map::new();
        let deep = format!("A{}", ".1".repeat(60_000));
        for (name, error) in [
            ("A.0", NameError::Index(0)),
            ("A.B.1001", NameError::Index(1001)),
            ("A.999999999", NameError::Index(999_999_999)),
            (deep.as_str(), NameError::TooDeep),
        ] {
            assert_eq!(insert(&mut parameters, name, "x".to_owned(), false), Err(error));
        }
        assert!(parameters.is_empty());
    }

    #[test]
    fn what_is_in_the_way_is_replaced() {
        assert_eq!(nested(&[("A", "x"), ("A.1", "y")]), Ok(json!({"A": ["y"]})));
        assert_eq!(nested(&[("A.1", "x"), ("A.B", "y")]), Ok(json!({"A": {"B": "y"}})));
        assert_eq!(nested(&[("1", "x"), ("..", "y")]), Ok(json!({"1": "x", "": {"": {"": "y"}}})));
    }
}
