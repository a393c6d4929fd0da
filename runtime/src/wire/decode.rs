//! From nodes to generated types, as leniently as the official SDKs are: numbers and booleans may be text and text may be a
//! number, every field may be missing or null, unknown fields are passed over, a wrapped list may come bare.

use std::collections::BTreeMap;
use std::fmt;

use super::decode_error::DecodeError;
use super::from_node::FromNode;
use super::node::Node;

/// A type whose fields can be set by name. Generated for every response and shape.
pub trait Decode {
    /// Sets the field that the wire calls `name`; unknown names are skipped.
    ///
    /// # Errors
    /// If the value does not fit the field.
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError>;
}

/// A value to be taken into a field.
///
/// Its methods fail if the value does not fit, with an error that says where it is. Null and what means as much set nothing.
#[derive(Clone, Copy)]
pub struct Reader<'n> {
    node: &'n Node<'n>,
}

impl<'n> Reader<'n> {
    /// Reads the fields of `node` into `value`. Null and what holds nothing set nothing.
    pub fn read(node: &'n Node<'n>, value: &mut dyn Decode) -> Result<(), DecodeError> {
        match node {
            Node::Object(entries) => {
                for entry in entries {
                    value.field(&entry.name, Reader { node: &entry.node }).map_err(|error| error.within(entry.name.as_ref()))?;
                }
                Ok(())
            }
            // Some operations answer with an empty list or text where they have no object.
            other if other.is_blank() => Ok(()),
            other => Err(DecodeError::new("an object", other)),
        }
    }

    /// Leaves the value alone.
    pub fn skip(self) -> Result<(), DecodeError> {
        Ok(())
    }

    /// A string; numbers and booleans are taken as their text, lists and objects as JSON.
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

    /// A boolean, also as text in any case or as 0 and 1.
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
        each_item(self.node, slot.len(), &mut |item| take(item, slot))
    }

    /// A list of which it matters whether it is empty or absent.
    pub fn present_list<T: FromNode>(self, slot: &mut Option<Vec<T>>) -> Result<(), DecodeError> {
        match self.node {
            Node::Null => Ok(()),
            _ => self.list(slot.get_or_insert_default()),
        }
    }

    /// A list that the wire wraps in an object of one field; the bare list is taken as well.
    pub fn wrapped<T: FromNode>(self, inner: &str, slot: &mut Vec<T>) -> Result<(), DecodeError> {
        each_wrapped(self.node, inner, slot.len(), &mut |item| take(item, slot))
    }

    /// Values under names that are data.
    pub fn map<T: FromNode>(self, slot: &mut BTreeMap<String, T>) -> Result<(), DecodeError> {
        slot.extend(BTreeMap::from_node(self.node)?.unwrap_or_default());
        Ok(())
    }
}

/// Says nothing of the value: it is part of a reply, and nobody knows yet whether it is sensitive.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

/// What is done with an item of a list.
pub(super) type Take<'t> = &'t mut dyn FnMut(&Node<'_>) -> Result<(), DecodeError>;

pub(super) fn take<T: FromNode>(item: &Node<'_>, slot: &mut Vec<T>) -> Result<(), DecodeError> {
    slot.extend(T::from_node(item)?);
    Ok(())
}

/// Gives each item of a list to `take`. In XML a list is its items one after the other, so `node` may be an item, the one
/// after `count` others.
pub(super) fn each_item(node: &Node<'_>, count: usize, take: Take<'_>) -> Result<(), DecodeError> {
    match node {
        Node::List(items) => {
            for (index, item) in items.iter().enumerate() {
                take(item).map_err(|error| error.at(index))?;
            }
            Ok(())
        }
        // An empty element is an empty list. That a list of one item that is empty looks the same is of no consequence.
        node if node.is_blank() => Ok(()),
        item => take(item).map_err(|error| error.at(count)),
    }
}

fn each_wrapped(node: &Node<'_>, inner: &str, mut count: usize, take: Take<'_>) -> Result<(), DecodeError> {
    let Node::Object(entries) = node else { return each_item(node, count, take) };
    for entry in entries.iter().filter(|entry| entry.name == inner) {
        each_item(&entry.node, count, take).map_err(|error| error.within(inner))?;
        count += 1;
    }
    Ok(())
}
