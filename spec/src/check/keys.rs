//! Which keys a schema may have, by where it is used and by its type.

use crate::types::{Format, Kind, Schema, Style};

/// Where a schema is used, which decides which keys it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A parameter of the request.
    Parameter,
    /// A field of an object in a request.
    SentField,
    /// An item of a list or a value of a map in a request.
    SentItem,
    /// A shape that a request holds.
    SentShape,
    /// A field of the response, at any depth.
    Received,
    /// An item of a list or a value of a map in a response.
    ReceivedItem,
    /// A shape that only a response holds.
    ReceivedShape,
}

impl Role {
    pub(super) fn is_sent(self) -> bool {
        matches!(self, Role::Parameter | Role::SentField | Role::SentItem | Role::SentShape)
    }

    /// Whether a key means something here; `kind` is the type, where it is known.
    pub fn allows(self, key: &str, kind: Option<Kind>) -> bool {
        let is_typed = |fitting: &[Kind]| kind.is_none_or(|kind| fitting.contains(&kind));
        self.reserved(key).is_none() && typed(key).is_none_or(is_typed)
    }

    /// What alone a key is for, if that is something else.
    pub(super) fn reserved(self, key: &str) -> Option<&'static str> {
        let (is_right, right) = match key {
            "required" | "needed" => (matches!(self, Role::Parameter | Role::SentField), "a parameter or a field inside one"),
            "style" | "in" | "idempotency_token" => (self == Role::Parameter, "a parameter"),
            "wraps" => (!self.is_sent(), "a list of the response"),
            "aliases" => (self == Role::Received, "a field of the response"),
            "rust_name" => (matches!(self, Role::Parameter | Role::SentField | Role::Received), "a parameter or a field"),
            _ => return None,
        };
        (!is_right).then_some(right)
    }

    /// The role of a field of an object in this role.
    pub(super) fn of_field(self) -> Role {
        if self.is_sent() { Role::SentField } else { Role::Received }
    }

    /// The role of an item of a list in this role.
    pub(super) fn of_item(self) -> Role {
        if self.is_sent() { Role::SentItem } else { Role::ReceivedItem }
    }

    /// The role in words.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Role::Parameter => "a parameter",
            Role::SentField => "a field inside a parameter",
            Role::SentItem => "an item of a parameter",
            Role::SentShape | Role::ReceivedShape => "a shape",
            Role::Received => "a field of the response",
            Role::ReceivedItem => "an item in the response",
        }
    }
}

/// The keys of a schema that constrain its type, with the types that each fits.
pub(super) fn typed_keys(schema: &Schema) -> impl Iterator<Item = (&'static str, &'static [Kind])> {
    let keys = [
        (schema.format.is_some(), "format"),
        (!schema.closed.is_empty(), "enum"),
        (!schema.values.is_empty(), "values"),
        (schema.min_length.is_some(), "min_length"),
        (schema.max_length.is_some(), "max_length"),
        (schema.minimum.is_some(), "minimum"),
        (schema.maximum.is_some(), "maximum"),
        (schema.min_items.is_some(), "min_items"),
        (schema.max_items.is_some(), "max_items"),
        (schema.pattern.is_some(), "pattern"),
        (schema.wraps.is_some(), "wraps"),
        (schema.items.is_some(), "items"),
        (!schema.fields.is_empty(), "fields"),
    ];
    let format = schema.format.map(fitting_format);
    let fitting = move |key| if key == "format" { format } else { typed(key) };
    keys.into_iter().filter(|(is_there, _)| *is_there).filter_map(move |(_, key)| Some((key, fitting(key)?)))
}

/// The types that a key fits, if it does not fit all.
fn typed(key: &str) -> Option<&'static [Kind]> {
    use Kind::{Boolean, Integer, List, Map, Number, Object, String};
    Some(match key {
        "format" => &[String, Integer, Number],
        "enum" | "min_length" | "max_length" | "pattern" => &[String],
        "values" => &[String, Integer, Number, Boolean],
        "minimum" | "maximum" => &[Integer, Number],
        "min_items" | "max_items" | "wraps" => &[List],
        "items" => &[List, Map],
        "fields" => &[Object],
        _ => return None,
    })
}

/// The types that a format fits.
pub fn fitting_format(format: Format) -> &'static [Kind] {
    match format {
        Format::Int32 | Format::Int64 => &[Kind::Integer],
        Format::Float | Format::Double => &[Kind::Number],
        Format::Iso8601 | Format::Byte | Format::Binary | Format::Json => &[Kind::String],
    }
}

/// The word for a kind in a spec file.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Object => "object",
        Kind::List => "list",
        Kind::Map => "map",
        Kind::Any => "any",
    }
}

/// Kinds of which one is wanted: `` `integer` or `string` ``.
pub(super) fn any_of(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| format!("`{}`", kind_name(*kind))).collect::<Vec<_>>().join(" or ")
}

/// The word for a style in a spec file.
pub(super) fn style_name(style: Style) -> &'static str {
    match style {
        Style::RepeatList => "repeatList",
        Style::Flat => "flat",
        Style::Json => "json",
        Style::Simple => "simple",
    }
}
