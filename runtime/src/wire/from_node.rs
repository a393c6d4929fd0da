//! The values that a field, a list or a map can hold.

use std::collections::BTreeMap;

use super::decode::{Decode, FromNode, Reader, take};
use super::decode_error::DecodeError;
use super::json::write_json;
use super::node::Node;

impl<T: Decode + Default> FromNode for T {
    fn read(mut reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        if reader.is_null() {
            return Ok(None);
        }
        let mut value = T::default();
        reader.fields(&mut value)?;
        Ok(Some(value))
    }

    fn of_null() -> Option<Self> {
        Some(T::default())
    }
}

impl FromNode for String {
    fn read(mut reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        if let Some(text) = reader.text() {
            return Ok(Some(text?.into_owned()));
        }
        let node = reader.into_node()?;
        Ok(match &*node {
            Node::Null => None,
            Node::List(items) if items.is_empty() => None,
            // `<Description/>` is the empty string that JSON would write as `""`.
            Node::Object(entries) if entries.is_empty() => Some(String::new()),
            Node::List(_) | Node::Object(_) => Some(write_json(&node)),
            scalar => scalar.to_text().map(|text| text.into_owned()),
        })
    }
}

impl FromNode for i64 {
    fn read(reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        let node = &*reader.into_node()?;
        integer(node).map_err(|()| DecodeError::new("a 64-bit integer", node))
    }
}

impl FromNode for i32 {
    fn read(reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        let node = &*reader.into_node()?;
        let narrow = integer(node).and_then(|number| number.map(i32::try_from).transpose().map_err(drop));
        narrow.map_err(|()| DecodeError::new("a 32-bit integer", node))
    }
}

impl FromNode for f64 {
    fn read(reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        let node = &*reader.into_node()?;
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
    fn read(reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(f64::read(reader)?.map(|number| number as f32))
    }
}

impl FromNode for bool {
    fn read(reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        let node = &*reader.into_node()?;
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

impl FromNode for Node<'static> {
    fn read(reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(Some(reader.into_node()?.to_static()))
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn read(mut reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        if reader.is_null() {
            return Ok(None);
        }
        let mut items = Vec::new();
        reader.each_item(0, &mut |item| take(item, &mut items))?;
        Ok(Some(items))
    }
}

impl<T: FromNode> FromNode for BTreeMap<String, T> {
    fn read(mut reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        if reader.is_null() {
            return Ok(None);
        }
        let mut values = BTreeMap::new();
        reader.each_entry(&mut |name, value| {
            values.extend(T::read(value)?.map(|value| (name.to_owned(), value)));
            Ok(())
        })?;
        Ok(Some(values))
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

/// What was found; an error if nothing was found in a value that is not blank.
fn found_or_blank<T>(found: Option<T>, node: &Node<'_>) -> Result<Option<T>, ()> {
    match found {
        None if !node.is_blank() => Err(()),
        found => Ok(found),
    }
}
