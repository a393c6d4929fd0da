//! What parameters, fields, items and shapes are.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

use super::{Named, is_default};

/// The type of a parameter, a field, an item or a shape, and the facts about it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// The kind of value. Left out if `shape` is set.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Name of a shape in `shapes`, instead of a type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// Width of a number, or what a string holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// What it means. Left out if the glossary describes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// True if the service rejects a request without it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// True if a request needs it in practice, although the service accepts one without it. The documentation says so.
    #[serde(default, skip_serializing_if = "is_default")]
    pub needed: bool,
    /// Value that the service uses if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub default: Option<Value>,
    /// An example value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub example: Option<Value>,
    /// Closed set of values: becomes a Rust enum.
    #[serde(rename = "enum", default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<String>,
    /// Known values of an open set: stays a string, the values go into the docs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<serde_json::Value>"))]
    pub values: Vec<Value>,
    /// Least length of a string, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Greatest length of a string, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Least value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub minimum: Option<Number>,
    /// Greatest value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub maximum: Option<Number>,
    /// Least number of items of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Greatest number of items of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// Regular expression that a string matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// True if it is deprecated.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: bool,
    /// True for secrets and personal data: never shown in `Debug`, logs or traces.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sensitive: bool,
    /// How a list or an object parameter is written on the wire. The default is `repeatList` for lists, `flat` for objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    /// Where a parameter is sent. The default is the query.
    #[serde(rename = "in", default, skip_serializing_if = "is_default")]
    pub location: ParameterLocation,
    /// True for the parameter that makes a request safe to retry: generated once per call if the caller sets none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub idempotency_token: bool,
    /// Name of the Rust field, if the wire name cannot become one or is the name of another field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rust_name: Option<String>,
    /// Other names of a field in replies, such as one that differs in case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// For a list that the wire wraps in an object: the name of the list inside. `Vpcs: { type: list, wraps: Vpc, … }` is
    /// `{"Vpcs": {"Vpc": […]}}` on the wire and a plain list in Rust.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wraps: Option<String>,
    /// Type of a list's items, or of a map's values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    /// Fields of an object by wire name.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub fields: Named<Schema>,
}

impl Schema {
    /// The schema itself, or the shape that its reference leads to; `None` if it leads nowhere or in a circle.
    pub fn resolved<'s>(&'s self, shapes: &'s Named<Schema>) -> Option<&'s Schema> {
        let mut schema = self;
        // A chain of references that ends is at most as long as there are shapes.
        for _ in 0..=shapes.len() {
            match &schema.shape {
                None => return Some(schema),
                Some(name) => schema = shapes.get(name)?,
            }
        }
        None
    }
}

/// Kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text.
    String,
    /// Whole number: `int64` unless `format` says `int32`.
    Integer,
    /// Number with a fraction: `double` unless `format` says `float`.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A fixed set of named fields.
    Object,
    /// A list of items of one type.
    List,
    /// Values of one type under names that are data.
    Map,
    /// Anything.
    Any,
}

impl Kind {
    /// All kinds.
    pub const ALL: &[Kind] =
        &[Kind::String, Kind::Integer, Kind::Number, Kind::Boolean, Kind::Object, Kind::List, Kind::Map, Kind::Any];
}

/// Width of a number, or what a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
    /// 32-bit floating point.
    Float,
    /// 64-bit floating point.
    Double,
    /// A date and time as text.
    Iso8601,
    /// Base64 text.
    Byte,
    /// Bytes as text.
    Binary,
    /// JSON as text. In a request a list or an object may be given in its place.
    Json,
}

/// How a list or an object is written in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Style {
    /// `Name.1=a&Name.2=b`, for lists.
    RepeatList,
    /// `Name.Field=v`, for objects and lists that may nest.
    Flat,
    /// `Name={"Field":"v"}`: one parameter that holds JSON.
    Json,
    /// `Name=a,b`: items joined with commas.
    Simple,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ParameterLocation {
    /// In the query of the URL.
    #[default]
    Query,
    /// In a form body.
    Form,
}

/// A scalar, or whatever else YAML can hold, in a place where the schema decides what fits.
pub type Value = serde_yaml::Value;

/// A number in a limit.
pub type Number = serde_yaml::Number;
