//! What the vendor's metadata says of every operation: parameters and reply, by wire name and type.
//!
//! Proofs compute from it what the project's own specs and code must give. It is read from `fixtures/metadata.jsonl`, an
//! operation a line, in the words of the vendor's format.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// An operation.
#[derive(Debug, Deserialize)]
pub struct Operation {
    /// Name on the wire.
    #[serde(rename = "operation")]
    pub name: String,
    /// `GET` or `POST`.
    pub method: String,
    /// What it takes.
    pub parameters: Vec<Parameter>,
    /// What it replies.
    pub response: Schema,
}

/// A parameter of an operation.
#[derive(Debug, Deserialize)]
pub struct Parameter {
    /// Name on the wire.
    pub name: String,
    /// `query` or `formData`.
    #[serde(rename = "in")]
    pub place: String,
    /// How a list or an object is written.
    pub style: Option<String>,
    /// Its type.
    pub schema: Schema,
}

/// A type.
#[derive(Debug, Deserialize)]
pub struct Schema {
    /// What kind of value.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// `int32` or `int64` for integers.
    pub format: Option<String>,
    /// Whether a request must have it.
    #[serde(default)]
    pub required: bool,
    /// Type of a list's items.
    pub items: Option<Box<Schema>>,
    /// Fields of an object.
    #[serde(default)]
    pub properties: BTreeMap<String, Schema>,
}

/// The kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Kind {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

impl Schema {
    /// Whether it is an integer of 32 bits.
    pub fn is_int32(&self) -> bool {
        self.format.as_deref() == Some("int32")
    }

    /// A value with every field in it and `count` items in every list, whose scalars `scalar` makes. It is told the path of
    /// each, like `Tag.1.Key`.
    pub fn fill(&self, path: &str, count: usize, scalar: &mut dyn FnMut(&Schema, &str) -> Value) -> Value {
        match (self.kind, &self.items) {
            (Kind::Object, _) => {
                let fields = self.properties.iter();
                fields.map(|(name, field)| (name.clone(), field.fill(&format!("{path}.{name}"), count, scalar))).collect()
            }
            (Kind::Array, Some(item)) => (1..=count).map(|n| item.fill(&format!("{path}.{n}"), count, scalar)).collect(),
            _ => scalar(self, path),
        }
    }

    /// The list that an object of one field wraps, with its name.
    pub fn wrapped_list(&self) -> Option<&str> {
        let mut fields = self.properties.iter();
        match (fields.next(), fields.next()) {
            (Some((name, list)), None) if list.kind == Kind::Array => Some(name),
            _ => None,
        }
    }
}

impl Operation {
    /// A request made of those parameters that `which` wants, filled like [`Schema::fill`].
    pub fn request(
        &self,
        which: impl Fn(&Parameter) -> bool,
        count: usize,
        scalar: &mut dyn FnMut(&Schema, &str) -> Value,
    ) -> Map<String, Value> {
        let wanted = self.parameters.iter().filter(|parameter| which(parameter));
        wanted.map(|parameter| (parameter.name.clone(), parameter.schema.fill(&parameter.name, count, scalar))).collect()
    }
}

/// All operations.
pub fn operations() -> Vec<Operation> {
    lines("metadata.jsonl")
}

/// The JSON values of a fixture, one on each line.
///
/// # Panics
///
/// If there is no such fixture or a line is something else.
pub fn lines<T: DeserializeOwned>(fixture: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => panic!("{}: {error}", path.display()),
    };
    let read = |(index, line)| match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) => panic!("{fixture}:{}: {error}", index + 1),
    };
    text.lines().enumerate().map(read).collect()
}
