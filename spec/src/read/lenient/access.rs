//! Lists and mappings as the reader hands them out.

use std::collections::HashMap;
use std::ops::Range;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use crate::read::node::{Entry, Node};

use super::fault::Fault;
use super::reader::{Reader, describe};
use super::{ProblemKind, State};

/// The items of a list.
pub(super) struct Items<'t> {
    state: &'t State,
    items: std::slice::Iter<'t, Node>,
}

impl<'t> Items<'t> {
    pub(super) fn new(state: &'t State, items: &'t [Node]) -> Self {
        Items { state, items: items.iter() }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        seed.deserialize(Reader::new(self.state, item)).map(Some)
    }
}

/// The entries of a mapping, without those that have no business in it, and then stand-ins for those that are missing.
pub(super) struct Pairs<'t> {
    state: &'t State,
    entries: std::slice::Iter<'t, Entry>,
    value: Option<&'t Node>,
    seen: HashMap<&'t str, Range<usize>>,
    /// The keys that there may be, if not any.
    known: Option<&'static [&'static str]>,
    missing: Vec<&'static str>,
}

impl<'t> Pairs<'t> {
    pub(super) fn new(state: &'t State, entries: &'t [Entry]) -> Self {
        Pairs { state, entries: entries.iter(), value: None, seen: HashMap::new(), known: None, missing: Vec::new() }
    }

    /// Leaves out all but these keys.
    pub(super) fn only(self, known: &'static [&'static str]) -> Self {
        Pairs { known: Some(known), ..self }
    }

    /// Adds these keys.
    pub(super) fn with_stand_ins(self, missing: Vec<&'static str>) -> Self {
        Pairs { missing, ..self }
    }

    /// Whether an entry may be looked at. If not, says why.
    fn admit(&mut self, key: &'t Node) -> Option<&'t str> {
        let Some(text) = key.text() else {
            self.state.record(key, ProblemKind::WrongType { found: describe(key), expected: "a name".to_owned() });
            return None;
        };
        if let Some(first) = self.seen.get(text) {
            self.state.record(key, ProblemKind::DuplicateKey { key: text.to_owned(), first: first.clone() });
            return None;
        }
        self.seen.insert(text, key.span.clone());
        match self.known {
            Some(known) if !known.contains(&text) => {
                self.state.record(key, ProblemKind::UnknownKey { key: text.to_owned(), known });
                None
            }
            _ => Some(text),
        }
    }
}

impl<'de> MapAccess<'de> for Pairs<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        while let Some(Entry { key, value }) = self.entries.next() {
            if let Some(text) = self.admit(key) {
                self.value = Some(value);
                return seed.deserialize(StrDeserializer::new(text)).map(Some);
            }
        }
        self.value = None;
        self.missing.pop().map(|key| seed.deserialize(StrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        seed.deserialize(self.value.map_or(Reader::of_nothing(self.state), |value| Reader::new(self.state, value)))
    }
}
