//! The values that a field, a list or a map can hold.

use std::collections::BTreeMap;

use super::decode::{Decode, Reader, each_item, take};
use super::decode_error::DecodeError;
use super::json::write_json;
use super::node::Node;

/// A value that can be made from a node.
pub trait FromNode: Sized {
    /// The value; `None` for null and for what means as much, like empty text where a number is due.
    ///
    /// # Errors
    /// If the node holds something else.
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError>;
}

impl<T: Decode + Default> FromNode for T {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        if *node == Node::Null {
            return Ok(None);
        }
        let mut value = T::default();
        Reader::read(node, &mut value)?;
        Ok(Some(value))
    }
}

impl FromNode for String {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(match node {
            Node::Null => None,
            Node::List(items) if items.is_empty() => None,
            // `<Description/>` is the empty string that JSON would write as `""`.
            Node::Object(entries) if entries.is_empty() => Some(String::new()),
            Node::List(_) | Node::Object(_) => Some(write_json(node)),
            scalar => scalar.to_text().map(|text| text.into_owned()),
        })
    }
}

impl FromNode for i64 {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        integer(node).map_err(|()| DecodeError::new("a 64-bit integer", node))
    }
}

impl FromNode for i32 {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        let narrow = integer(node).and_then(|number| number.map(i32::try_from).transpose().map_err(drop));
        narrow.map_err(|()| DecodeError::new("a 32-bit integer", node))
    }
}

impl FromNode for f64 {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        let number = match node {
            Node::Int(number) => Some(*number as f64),
            Node::Float(number) => Some(*number),
            Node::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        found_or_blank(number, node).map_err(|()| DecodeError::new("a number", node))
    }
}

impl FromNode for f32 {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(f64::from_node(node)?.map(|number| number as f32))
    }
}

impl FromNode for bool {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        let value = match node {
            Node::Bool(value) => Some(*value),
            Node::Int(0) => Some(false),
            Node::Int(1) => Some(true),
            Node::Text(text) => match text.trim() {
                text if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
                text if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
                _ => None,
            },
            _ => None,
        };
        found_or_blank(value, node).map_err(|()| DecodeError::new("a boolean", node))
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        if *node == Node::Null {
            return Ok(None);
        }
        let mut items = Vec::new();
        each_item(node, 0, &mut |item| take(item, &mut items))?;
        Ok(Some(items))
    }
}

impl<T: FromNode> FromNode for BTreeMap<String, T> {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        match node {
            Node::Null => Ok(None),
            Node::Object(entries) => {
                let mut values = BTreeMap::new();
                for entry in entries {
                    if let Some(value) = T::from_node(&entry.node).map_err(|error| error.within(entry.name.as_ref()))? {
                        values.insert(entry.name.clone().into_owned(), value);
                    }
                }
                Ok(Some(values))
            }
            other if other.is_blank() => Ok(Some(BTreeMap::new())),
            other => Err(DecodeError::new("an object", other)),
        }
    }
}

fn integer(node: &Node<'_>) -> Result<Option<i64>, ()> {
    let number = match node {
        Node::Int(number) => i64::try_from(*number).ok(),
        Node::Float(number) => whole(*number),
        Node::Text(text) => text.trim().parse().ok().or_else(|| whole(text.trim().parse().ok()?)),
        _ => None,
    };
    found_or_blank(number, node)
}

/// A number without fraction, below 2^53: above, a double skips whole numbers.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

/// Nothing found is right where there is nothing.
fn found_or_blank<T>(found: Option<T>, node: &Node<'_>) -> Result<Option<T>, ()> {
    match found {
        None if !node.is_blank() => Err(()),
        found => Ok(found),
    }
}
