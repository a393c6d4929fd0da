//! From nodes to generated types, as leniently as the official SDKs are (protocol section 6.2).

use std::collections::BTreeMap;
use std::fmt;

use super::node::Node;

/// A type whose fields can be set by name. Generated for every response and shape.
pub trait Decode {
    /// Sets the field that the wire calls `name`; unknown names are skipped.
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError>;
}

/// A value that does not fit its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: Vec<String>,
    expected: &'static str,
    found: String,
}

impl DecodeError {
    fn new(expected: &'static str, found: &Node<'_>) -> Self {
        // The value itself may be sensitive: only its kind is told.
        let found = match found {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Int(_) => "a whole number",
            Node::Float(_) => "a number",
            Node::Text(_) => "other text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
        };
        DecodeError { path: Vec::new(), expected, found: found.to_owned() }
    }

    fn within(mut self, name: impl Into<String>) -> Self {
        self.path.push(name.into());
        self
    }

    /// Where in the reply, as `Vpcs.Vpc[2].VpcId`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.path.iter().rev() {
            if !path.is_empty() && !step.starts_with('[') {
                path.push('.');
            }
            path.push_str(step);
        }
        path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` should be {}, but is {}", self.path(), self.expected, self.found)
    }
}

impl std::error::Error for DecodeError {}

/// A value to be taken into a field.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'n> {
    node: &'n Node<'n>,
}

impl<'n> Reader<'n> {
    /// Reads the fields of `node` into `value`. Anything but an object sets nothing.
    pub fn read(node: &'n Node<'n>, value: &mut dyn Decode) -> Result<(), DecodeError> {
        match node {
            Node::Object(entries) => {
                for entry in entries {
                    value.field(&entry.name, Reader { node: &entry.node }).map_err(|error| error.within(entry.name.as_ref()))?;
                }
                Ok(())
            }
            Node::Null => Ok(()),
            // An empty XML element is an object without fields.
            Node::Text(text) if text.is_empty() => Ok(()),
            // Some old operations answer with an empty list where they have no object.
            Node::List(items) if items.is_empty() => Ok(()),
            other => Err(DecodeError::new("an object", other)),
        }
    }

    /// Leaves the value alone.
    pub fn skip(self) -> Result<(), DecodeError> {
        Ok(())
    }

    /// A string; numbers and booleans are taken as their text.
    pub fn string(self, slot: &mut Option<String>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A 32-bit integer, also as text.
    pub fn int32(self, slot: &mut Option<i32>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A 64-bit integer, also as text.
    pub fn int64(self, slot: &mut Option<i64>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A 32-bit floating point number, also as text.
    pub fn float(self, slot: &mut Option<f32>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A 64-bit floating point number, also as text.
    pub fn double(self, slot: &mut Option<f64>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// A boolean, also as text in any case.
    pub fn boolean(self, slot: &mut Option<bool>) -> Result<(), DecodeError> {
        self.value(slot)
    }

    /// An object, or any other value.
    pub fn value<T: FromNode>(self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        *slot = T::from_node(self.node)?;
        Ok(())
    }

    /// An object that may hold itself.
    pub fn boxed<T: FromNode>(self, slot: &mut Option<Box<T>>) -> Result<(), DecodeError> {
        *slot = T::from_node(self.node)?.map(Box::new);
        Ok(())
    }

    /// A list. In XML each item is an element of its own, so items are added to what is there.
    pub fn list<T: FromNode>(self, slot: &mut Vec<T>) -> Result<(), DecodeError> {
        push_items(self.node, slot)
    }

    /// A list that an empty reply can be told from an absent one by.
    pub fn present_list<T: FromNode>(self, slot: &mut Option<Vec<T>>) -> Result<(), DecodeError> {
        match self.node {
            Node::Null => Ok(()),
            node => push_items(node, slot.get_or_insert_default()),
        }
    }

    /// A list that the wire wraps in an object of one field; the bare list is taken as well.
    pub fn wrapped<T: FromNode>(self, inner: &str, slot: &mut Vec<T>) -> Result<(), DecodeError> {
        match self.node {
            Node::Object(entries) => {
                for entry in entries.iter().filter(|entry| entry.name == inner) {
                    push_items(&entry.node, slot).map_err(|error| error.within(inner))?;
                }
                Ok(())
            }
            bare => push_items(bare, slot),
        }
    }

    /// Values under names that are data.
    pub fn map<T: FromNode>(self, slot: &mut BTreeMap<String, T>) -> Result<(), DecodeError> {
        slot.extend(BTreeMap::from_node(self.node)?.unwrap_or_default());
        Ok(())
    }
}

fn push_items<T: FromNode>(node: &Node<'_>, slot: &mut Vec<T>) -> Result<(), DecodeError> {
    match node {
        Node::List(items) => {
            for (index, item) in items.iter().enumerate() {
                slot.extend(T::from_node(item).map_err(|error| error.within(format!("[{index}]")))?);
            }
            Ok(())
        }
        Node::Null => Ok(()),
        // `<Vpcs/>`: no item. An item that is empty text cannot be told from it.
        Node::Text(text) if text.is_empty() => Ok(()),
        item => {
            let index = slot.len();
            slot.extend(T::from_node(item).map_err(|error| error.within(format!("[{index}]")))?);
            Ok(())
        }
    }
}

/// A value that can be made from a node.
pub trait FromNode: Sized {
    /// The value; `None` for null and for what means as much, like empty text where a number is due.
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
        match node {
            Node::Null => Ok(None),
            Node::Object(entries) if entries.is_empty() => Ok(None),
            other => other.to_text().map(|text| Some(text.into_owned())).ok_or_else(|| DecodeError::new("text", other)),
        }
    }
}

impl FromNode for i64 {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        let wrong = || DecodeError::new("a 64-bit integer", node);
        match node {
            Node::Null => Ok(None),
            Node::Int(number) => i64::try_from(*number).map(Some).map_err(|_| wrong()),
            // Exact for every whole number below 2^53, which is where a double stops counting.
            Node::Float(number) if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 => Ok(Some(*number as i64)),
            Node::Text(text) => match text.trim() {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| wrong()),
            },
            _ => Err(wrong()),
        }
    }
}

impl FromNode for i32 {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        let wrong = || DecodeError::new("a 32-bit integer", node);
        match i64::from_node(node).map_err(|_| wrong())? {
            Some(number) => i32::try_from(number).map(Some).map_err(|_| wrong()),
            None => Ok(None),
        }
    }
}

impl FromNode for f64 {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        let wrong = || DecodeError::new("a number", node);
        match node {
            Node::Null => Ok(None),
            Node::Int(number) => Ok(Some(*number as f64)),
            Node::Float(number) => Ok(Some(*number)),
            Node::Text(text) => match text.trim() {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| wrong()),
            },
            _ => Err(wrong()),
        }
    }
}

impl FromNode for f32 {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(f64::from_node(node)?.map(|number| number as f32))
    }
}

impl FromNode for bool {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        let wrong = || DecodeError::new("a boolean", node);
        match node {
            Node::Null => Ok(None),
            Node::Bool(value) => Ok(Some(*value)),
            Node::Int(0) => Ok(Some(false)),
            Node::Int(1) => Ok(Some(true)),
            Node::Text(text) => match text.trim() {
                "" => Ok(None),
                text if text.eq_ignore_ascii_case("true") || text == "1" => Ok(Some(true)),
                text if text.eq_ignore_ascii_case("false") || text == "0" => Ok(Some(false)),
                _ => Err(wrong()),
            },
            _ => Err(wrong()),
        }
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        if *node == Node::Null {
            return Ok(None);
        }
        let mut items = Vec::new();
        push_items(node, &mut items)?;
        Ok(Some(items))
    }
}

impl<T: FromNode> FromNode for BTreeMap<String, T> {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        match node {
            Node::Null => Ok(None),
            Node::Text(text) if text.is_empty() => Ok(Some(BTreeMap::new())),
            Node::Object(entries) => {
                let mut values = BTreeMap::new();
                for entry in entries {
                    if let Some(value) = T::from_node(&entry.node).map_err(|error| error.within(entry.name.as_ref()))? {
                        values.insert(entry.name.clone().into_owned(), value);
                    }
                }
                Ok(Some(values))
            }
            other => Err(DecodeError::new("an object", other)),
        }
    }
}

impl FromNode for serde_json::Value {
    fn from_node(node: &Node<'_>) -> Result<Option<Self>, DecodeError> {
        Ok(match node {
            Node::Null => None,
            other => Some(json_value(other)),
        })
    }
}

fn json_value(node: &Node<'_>) -> serde_json::Value {
    match node {
        Node::Null => serde_json::Value::Null,
        Node::Bool(value) => (*value).into(),
        Node::Int(number) => i64::try_from(*number).map(Into::into).or_else(|_| u64::try_from(*number).map(Into::into)).unwrap_or_default(),
        Node::Float(number) => (*number).into(),
        Node::Text(text) => serde_json::Value::String(text.clone().into_owned()),
        Node::List(items) => items.iter().map(json_value).collect(),
        Node::Object(entries) => {
            let mut object = serde_json::Map::new();
            for entry in entries {
                object.insert(entry.name.clone().into_owned(), json_value(&entry.node));
            }
            serde_json::Value::Object(object)
        }
    }
}
