//! The tree between Rust types and the wire.

use std::borrow::Cow;
use std::fmt;

use super::secret_name::is_secret_name;

/// A value as JSON, XML and flattened parameters can carry it.
///
/// `Debug` hides what an [`Entry`] marks as sensitive. Nothing is marked in a node parsed from a reply, so do not log one.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Node<'a> {
    /// Nothing: JSON's `null`, or an item of a list that has no value.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// Named values in order. XML may repeat a name: each is an item of a list.
    Object(Vec<Entry<'a>>),
}

/// A named value of an object.
#[derive(Clone, PartialEq)]
pub struct Entry<'a> {
    /// Name on the wire.
    pub name: Cow<'a, str>,
    /// The value.
    pub node: Node<'a>,
    /// How a request writes it, and whether it may be shown.
    pub hint: Hint,
}

/// What an encoder must know about a field besides its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hint {
    /// Kept out of `Debug`, logs and traces.
    pub sensitive: bool,
    /// Sent in the form body, not in the query.
    pub form: bool,
    /// How a list or an object is written.
    pub style: Style,
}

/// How a list or an object parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// `Name.1.Field=value`.
    #[default]
    Flat,
    /// `Name={"Field":"value"}`.
    Json,
    /// `Name=a,b`.
    Simple,
}

impl<'a> Node<'a> {
    /// The value of an object's field: the first of that name.
    pub fn get(&self, name: &str) -> Option<&Node<'a>> {
        match self {
            Node::Object(entries) => entries.iter().find(|entry| entry.name == name).map(|entry| &entry.node),
            _ => None,
        }
    }

    /// The values of all fields of an object that have this name.
    pub(crate) fn all<'n>(&'n self, name: &str) -> impl Iterator<Item = &'n Node<'a>> {
        let entries = if let Node::Object(entries) = self { entries.as_slice() } else { &[] };
        entries.iter().filter(move |entry| entry.name == name).map(|entry| &entry.node)
    }

    /// The same value, owned.
    pub fn to_static(&self) -> Node<'static> {
        match self {
            Node::Null => Node::Null,
            Node::Bool(value) => Node::Bool(*value),
            Node::Int(value) => Node::Int(*value),
            Node::Float(value) => Node::Float(*value),
            Node::Text(text) => Node::Text(Cow::Owned(text.clone().into_owned())),
            Node::List(items) => Node::List(items.iter().map(Node::to_static).collect()),
            Node::Object(entries) => Node::Object(entries.iter().map(Entry::to_static).collect()),
        }
    }

    /// A scalar as the text that the wire carries; `None` for null, lists and objects.
    pub fn to_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Node::Bool(true) => Some(Cow::Borrowed("true")),
            Node::Bool(false) => Some(Cow::Borrowed("false")),
            Node::Int(value) => Some(Cow::Owned(value.to_string())),
            Node::Float(value) => Some(Cow::Owned(decimal(*value))),
            Node::Text(text) => Some(Cow::Borrowed(text)),
            Node::Null | Node::List(_) | Node::Object(_) => None,
        }
    }

    /// Whether it holds nothing: null, white space, a list without items, an object without fields. XML cannot tell these
    /// apart.
    pub fn is_blank(&self) -> bool {
        match self {
            Node::Null => true,
            Node::Text(text) => text.trim().is_empty(),
            Node::List(items) => items.is_empty(),
            Node::Object(entries) => entries.is_empty(),
            Node::Bool(_) | Node::Int(_) | Node::Float(_) => false,
        }
    }
}

impl Entry<'_> {
    fn to_static(&self) -> Entry<'static> {
        Entry { name: Cow::Owned(self.name.clone().into_owned()), node: self.node.to_static(), hint: self.hint }
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.name).field("node", &Field(self)).field("hint", &self.hint).finish()
    }
}

/// The shortest decimal that reads back as the same number, with an exponent where the official SDKs agree on one.
fn decimal(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude >= 1e21 && magnitude.is_finite() {
        return format!("{value:e}").replace('e', "e+");
    }
    if magnitude < 1e-6 && magnitude > 0.0 {
        return format!("{value:e}");
    }
    value.to_string()
}

/// The value of a field, or `***` if it is sensitive or its name says that it is a secret.
pub(super) struct Field<'n, 'a>(pub(super) &'n Entry<'a>);

impl fmt::Debug for Field<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.hint.sensitive || is_secret_name(&self.0.name) { f.write_str("***") } else { Value(&self.0.node).fmt(f) }
    }
}

struct Value<'n, 'a>(&'n Node<'a>);

impl fmt::Debug for Value<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Node::Null => f.write_str("null"),
            Node::Bool(value) => value.fmt(f),
            Node::Int(value) => value.fmt(f),
            Node::Float(value) => value.fmt(f),
            Node::Text(text) => text.fmt(f),
            Node::List(items) => f.debug_list().entries(items.iter().map(Value)).finish(),
            Node::Object(entries) => {
                let fields = entries.iter().map(|entry| (Plain(&entry.name), Field(entry)));
                f.debug_map().entries(fields).finish()
            }
        }
    }
}

/// A name without quotes.
struct Plain<'n>(&'n str);

impl fmt::Debug for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
