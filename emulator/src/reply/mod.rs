//! Replies in the shape that the spec gives them.

mod example;
mod shape;
mod xml;

pub(crate) use example::example;
pub(crate) use shape::{is_field, object};

use serde_json::Value;

use crate::envelope::Format;

/// A reply's body in the format asked for. `root` is the name of XML's outermost element.
pub(crate) fn write(body: &Value, root: &str, format: Format) -> String {
    match format {
        // Into bytes: `Value` writes itself through a formatter, which takes three times as long.
        Format::Json => serde_json::to_string(body).unwrap_or_default(),
        Format::Xml => xml::document(root, body),
    }
}
