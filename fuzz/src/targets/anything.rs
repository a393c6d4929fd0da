//! A type with every kind of field, whatever the names are: the length of a name is its kind.

use std::collections::BTreeMap;

use acs_runtime::wire::{Decode, DecodeError, Node, Reader};

/// What was read under each name.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Anything(BTreeMap<String, Field>);

#[derive(Debug, Default, PartialEq)]
struct Field {
    text: Option<String>,
    number: Option<i64>,
    flag: Option<bool>,
    object: Option<Box<Anything>>,
    list: Vec<Anything>,
    texts: Vec<String>,
    present: Option<Vec<i32>>,
    map: BTreeMap<String, String>,
    node: Option<Node<'static>>,
}

impl Decode for Anything {
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError> {
        let field = self.0.entry(name.to_owned()).or_default();
        match name.len() % 11 {
            0 => value.int64(&mut field.number),
            1 => value.boolean(&mut field.flag),
            2 => value.list(&mut field.list),
            3 => value.wrapped(name, &mut field.texts),
            4 => value.present_list(&mut field.present),
            5 => value.map(&mut field.map),
            6 => value.value(&mut field.node),
            7 => value.skip(),
            // The wrappers of lists are called like their items, with an `s`.
            8 => value.wrapped(name.trim_end_matches('s'), &mut field.list),
            9 => value.boxed(&mut field.object),
            _ => value.string(&mut field.text),
        }
    }
}
