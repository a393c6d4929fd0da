//! `Serialize` and `Deserialize` of generated types, written once over their lists of fields.
//!
//! Values have the shape of the wire: wire names, lists wrapped where the wire wraps them, absent fields left out. The impls are
//! for formats that describe themselves, such as JSON and YAML, since a value may have several shapes.

use serde_core::de::{Deserialize, Deserializer, Error};
use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::decode::FromNode;
use super::encode::ToNode;
use super::json::JsonNode;
use super::node::Node;

/// Serialises a value, the parameters marked sensitive included.
///
/// # Errors
/// If the serialiser fails.
pub fn serialize<S: Serializer>(value: &dyn ToNode, serializer: S) -> Result<S::Ok, S::Error> {
    InOrder(&value.to_node().unwrap_or_default()).serialize(serializer)
}

/// Deserialises a value. Numbers and booleans may be text, and unknown fields are skipped, as in a reply of the service.
///
/// # Errors
/// If the deserialiser fails, or if a value does not fit its field: leniency is for the service's replies, not for what a program stored.
pub fn deserialize<'de, T: FromNode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let JsonNode(node) = JsonNode::deserialize(deserializer)?;
    T::from_node(&node).map_err(Error::custom)?.ok_or_else(|| Error::custom("null in place of a value"))
}

/// A node with the fields of objects in the order in which they are listed.
struct InOrder<'n, 'a>(&'n Node<'a>);

impl Serialize for InOrder<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Node::Null => serializer.serialize_unit(),
            Node::Bool(value) => serializer.serialize_bool(*value),
            Node::Int(value) => match i64::try_from(*value) {
                Ok(value) => serializer.serialize_i64(value),
                Err(_) => serializer.serialize_i128(*value),
            },
            Node::Float(value) => serializer.serialize_f64(*value),
            Node::Text(text) => serializer.serialize_str(text),
            Node::List(items) => serializer.collect_seq(items.iter().map(InOrder)),
            Node::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for entry in entries {
                    map.serialize_entry(entry.name.as_ref(), &InOrder(&entry.node))?;
                }
                map.end()
            }
        }
    }
}
