//! JSON to nodes and back.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_core::ser::{Serialize, SerializeMap, Serializer};
use serde_json::error::Category;

use super::node::{Entry, Hint, Node};
use super::parse_error::ParseError;

/// Parses JSON. Strings without escapes are borrowed from the text; integers of 64 bits, with or without sign, are exact.
///
/// ```
/// let node = acs_runtime::wire::parse_json(r#"{"TotalCount": 2, "VpcId": "vpc-1"}"#)?;
/// assert_eq!(node.get("VpcId").and_then(|id| id.to_text()).as_deref(), Some("vpc-1"));
/// # Ok::<(), acs_runtime::wire::ParseError>(())
/// ```
///
/// # Errors
/// If the text is not one JSON value, or if it nests deeper than 127 levels.
pub fn parse_json<T: AsRef<[u8]> + ?Sized>(json: &T) -> Result<Node<'_>, ParseError> {
    parse(json.as_ref())
}

/// Writes compact JSON with the fields of each object sorted by name, as the official SDKs do. Characters beyond ASCII stay
/// as they are. A name that an object holds more than once, as one from XML may, becomes a list.
///
/// ```
/// use acs_runtime::wire::{parse_json, write_json};
///
/// let node = parse_json(r#"{ "Value": "专有网络", "Key": [1, true, null] }"#)?;
/// assert_eq!(write_json(&node), r#"{"Key":[1,true,null],"Value":"专有网络"}"#);
/// # Ok::<(), acs_runtime::wire::ParseError>(())
/// ```
pub fn write_json(node: &Node<'_>) -> String {
    // Names are strings, and writing to memory does not fail.
    serde_json::to_string(&Sorted(node)).unwrap_or_default()
}

fn parse(json: &[u8]) -> Result<Node<'_>, ParseError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let parsed = JsonNode::deserialize(&mut deserializer).and_then(|parsed| deserializer.end().map(|()| parsed));
    parsed.map(|JsonNode(node)| node).map_err(|error| problem(&error))
}

fn problem(error: &serde_json::Error) -> ParseError {
    let text = error.to_string();
    let problem = match error.classify() {
        // Messages about syntax do not quote the text.
        Category::Syntax => text.split(" at line ").next().unwrap_or_default(),
        Category::Eof => "it ends too early",
        Category::Data | Category::Io => "it cannot be read",
    };
    ParseError::new("JSON", problem, error.line(), error.column())
}

pub(super) struct JsonNode<'a>(pub(super) Node<'a>);

impl<'de> Deserialize<'de> for JsonNode<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor).map(JsonNode)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node<'de>, E> {
        Ok(Node::Int(value))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Int(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(Node::Int(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node<'de>, E> {
        Ok(Node::Float(value))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(JsonNode(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some((JsonNode(name), JsonNode(node))) = fields.next_entry()? {
            // JSON has no other names than strings.
            if let Node::Text(name) = name {
                entries.push(Entry { name, node, hint: Hint::default() });
            }
        }
        Ok(Node::Object(entries))
    }
}

/// Serialises a node with the fields of objects in order of their names.
struct Sorted<'n, 'a>(&'n Node<'a>);

impl Serialize for Sorted<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Node::Null => serializer.serialize_unit(),
            Node::Bool(value) => serializer.serialize_bool(*value),
            Node::Int(value) => serializer.serialize_i128(*value),
            Node::Float(value) => serializer.serialize_f64(*value),
            Node::Text(text) => serializer.serialize_str(text),
            Node::List(items) => serializer.collect_seq(items.iter().map(Sorted)),
            Node::Object(entries) => {
                let mut map = serializer.serialize_map(None)?;
                let mut sorted: Vec<_> = entries.iter().collect();
                sorted.sort_by(|a, b| a.name.cmp(&b.name));
                for same in sorted.chunk_by(|a, b| a.name == b.name) {
                    match same {
                        [entry] => map.serialize_entry(&entry.name, &Sorted(&entry.node))?,
                        entries => map.serialize_entry(&entries[0].name, &Repeated(entries))?,
                    }
                }
                map.end()
            }
        }
    }
}

/// Entries of one name, as a list.
struct Repeated<'n, 'a>(&'n [&'n Entry<'a>]);

impl Serialize for Repeated<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|entry| Sorted(&entry.node)))
    }
}
