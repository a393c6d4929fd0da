//! `Debug` and equality of generated types, written once over their fields.

use std::fmt;

use super::encode::{Encode, Fields};
use super::node::{Entry, Node};
use super::secret_name::is_secret_name;

/// Writes a value as derived `Debug` would, with the wire names of its fields. Fields without a value are left out,
/// sensitive ones and those with the name of a secret are `***`.
///
/// # Errors
/// If the formatter cannot be written to.
pub fn debug(f: &mut fmt::Formatter<'_>, name: &str, value: &dyn Encode) -> fmt::Result {
    let node = Fields::of(value);
    let mut shown = f.debug_struct(name);
    if let Node::Object(entries) = &node {
        for entry in entries {
            shown.field(&entry.name, &Field(entry));
        }
    }
    shown.finish()
}

/// Whether two values of one type have equal fields.
pub fn same(a: &dyn Encode, b: &dyn Encode) -> bool {
    Fields::of(a) == Fields::of(b)
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
