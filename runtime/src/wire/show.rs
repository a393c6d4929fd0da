//! `Debug` and equality of generated types, written once over their fields.

use std::fmt;

use super::encode::{Encode, Fields};
use super::node::{Field, Node};

/// Writes a value as derived `Debug` would, with the wire names of its fields. Fields without a value are left out,
/// sensitive ones and those with the name of a secret are `***`.
///
/// # Errors
/// If writing to the formatter fails.
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
