//! Types like the generated ones, with a field of every kind.

use std::collections::BTreeMap;
use std::fmt;

use acs_runtime::wire::{Decode, DecodeError, Encode, Fields, Reader, debug, same};

/// A reply with a field of every kind.
#[derive(Default)]
pub(crate) struct Everything {
    pub(crate) text: Option<String>,
    pub(crate) int: Option<i32>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) flag: Option<bool>,
    pub(crate) tag: Option<Tag>,
    pub(crate) parent: Option<Box<Everything>>,
    pub(crate) ids: Vec<String>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) wrapped: Vec<Tag>,
    pub(crate) wrapped_ids: Vec<String>,
    pub(crate) present: Option<Vec<i64>>,
    pub(crate) map: BTreeMap<String, i64>,
    pub(crate) any: Option<serde_json::Value>,
    pub(crate) password: Option<String>,
}

/// Names that texts are tried under: those of fields of [`Everything`], and one that it does not have.
pub(crate) const FIELDS: [&str; 16] = [
    "Text",
    "Int",
    "Long",
    "Float",
    "Double",
    "Flag",
    "Object",
    "Parent",
    "Ids",
    "Tags",
    "Wrapped",
    "WrappedIds",
    "Present",
    "Map",
    "Any",
    "Unknown",
];

impl Decode for Everything {
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError> {
        match name {
            "Text" => value.string(&mut self.text),
            "Int" => value.int32(&mut self.int),
            "Long" => value.int64(&mut self.long),
            "Float" => value.float(&mut self.float),
            "Double" => value.double(&mut self.double),
            "Flag" => value.boolean(&mut self.flag),
            "Object" => value.value(&mut self.tag),
            "Parent" => value.boxed(&mut self.parent),
            "Ids" => value.list(&mut self.ids),
            "Tags" => value.list(&mut self.tags),
            "Wrapped" => value.wrapped("Item", &mut self.wrapped),
            "WrappedIds" => value.wrapped("Id", &mut self.wrapped_ids),
            "Present" => value.present_list(&mut self.present),
            "Map" => value.map(&mut self.map),
            "Any" => value.value(&mut self.any),
            "Password" => value.string(&mut self.password),
            _ => value.skip(),
        }
    }
}

impl Encode for Everything {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        to.string("Text", &self.text);
        to.int32("Int", self.int);
        to.int64("Long", self.long);
        to.float("Float", self.float);
        to.double("Double", self.double);
        to.boolean("Flag", self.flag);
        to.value("Object", self.tag.as_ref());
        to.value("Parent", self.parent.as_deref());
        to.list("Ids", &self.ids);
        to.list("Tags", &self.tags);
        to.wrapped("Wrapped", "Item", &self.wrapped);
        to.wrapped("WrappedIds", "Id", &self.wrapped_ids);
        to.present_list("Present", &self.present);
        to.map("Map", &self.map);
        to.value("Any", self.any.as_ref());
        to.sensitive().string("Password", &self.password);
    }
}

impl PartialEq for Everything {
    fn eq(&self, other: &Self) -> bool {
        same(self, other)
    }
}

impl fmt::Debug for Everything {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "Everything", self)
    }
}

/// A shape within a reply.
#[derive(Default)]
pub(crate) struct Tag {
    pub(crate) key: Option<String>,
    pub(crate) value: Option<String>,
}

impl Tag {
    pub(crate) fn new(key: &str, value: &str) -> Self {
        Tag { key: Some(key.to_owned()), value: Some(value.to_owned()) }
    }
}

impl Decode for Tag {
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError> {
        match name {
            "Key" => value.string(&mut self.key),
            "Value" => value.string(&mut self.value),
            _ => value.skip(),
        }
    }
}

impl Encode for Tag {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        to.string("Key", &self.key);
        to.string("Value", &self.value);
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        same(self, other)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "Tag", self)
    }
}
