//! `serde_json::Value` as a value of any shape, and `Map` as an object with any fields.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Number, Value};

use super::decode::{Decode, FromNode, Reader};
use super::decode_error::DecodeError;
use super::encode::{Encode, Fields, ToNode, entry, list};
use super::node::{Entry, Hint, Node};

impl ToNode for Value {
    fn to_node(&self) -> Option<Node<'_>> {
        Some(match self {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(*value),
            Value::Number(number) => match number.as_i128() {
                Some(value) => Node::Int(value),
                None => number.as_f64().map_or(Node::Null, Node::Float),
            },
            Value::String(text) => Node::Text(Cow::Borrowed(text)),
            Value::Array(items) => list(items),
            Value::Object(fields) => Node::Object(
                fields
                    .iter()
                    .map(|(name, value)| {
                        entry(Cow::Borrowed(name.as_str()), value.to_node().unwrap_or_default(), Hint::default())
                    })
                    .collect(),
            ),
        })
    }
}

impl FromNode for Value {
    fn read(reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(match &*reader.into_node()? {
            Node::Null => None,
            other => Some(value(other)),
        })
    }

    fn of_null() -> Option<Self> {
        Some(Value::Null)
    }
}

/// The request or reply of an operation whose type is not known: every field under its wire name.
impl Encode for Map<String, Value> {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        self.iter().for_each(|(name, value)| to.value(name, Some(value)));
    }
}

impl Decode for Map<String, Value> {
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError> {
        let mut read = None;
        value.value(&mut read)?;
        self.insert(name.to_owned(), read.unwrap_or_default());
        Ok(())
    }
}

fn value(node: &Node<'_>) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => (*value).into(),
        Node::Int(number) => Number::from_i128(*number).map_or_else(|| (*number as f64).into(), Value::Number),
        Node::Float(number) => (*number).into(),
        Node::Text(text) => Value::String(text.clone().into_owned()),
        Node::List(items) => items.iter().map(value).collect(),
        Node::Object(entries) => object(entries),
    }
}

/// XML repeats a name for each item of a list: such names become arrays.
fn object(entries: &[Entry<'_>]) -> Value {
    let mut fields = Map::new();
    let mut repeated = HashSet::new();
    for entry in entries {
        let value = value(&entry.node);
        match fields.get_mut(entry.name.as_ref()) {
            None => {
                fields.insert(entry.name.clone().into_owned(), value);
            }
            Some(Value::Array(items)) if repeated.contains(&entry.name) => items.push(value),
            Some(first) => {
                *first = Value::Array(vec![first.take(), value]);
                repeated.insert(&entry.name);
            }
        }
    }
    Value::Object(fields)
}
