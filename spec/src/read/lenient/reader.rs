//! The deserializer itself: what a node is read as.

use serde::de::value::StrDeserializer;
use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::read::node::{Data, Entry, Node};
use crate::read::scalar::Plain;
use crate::suggest;

use super::access::{Items, Pairs};
use super::fault::Fault;
use super::{Found, ProblemKind, State};

/// A node, or nothing where a stand-in is asked for.
#[derive(Clone, Copy)]
pub(super) struct Reader<'t> {
    state: &'t State,
    node: Option<&'t Node>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(state: &'t State, node: &'t Node) -> Self {
        Reader { state, node: Some(node) }
    }

    /// One that hands out stand-ins.
    pub(super) fn of_nothing(state: &'t State) -> Self {
        Reader { state, node: None }
    }

    /// The node, unless a stand-in takes its place.
    fn accepted(self) -> Option<&'t Node> {
        let node = self.node?;
        let refused = self.state.refused.borrow();
        let Some(kind) = refused.get(&std::ptr::from_ref(node)) else {
            return Some(node);
        };
        self.state.record(node, kind.clone());
        None
    }

    fn wrong_type(self, expected: &str) {
        if let Some(node) = self.node {
            let kind = ProblemKind::WrongType { found: describe(node), expected: expected.to_owned() };
            self.state.record(node, kind);
        }
    }

    /// What a type says of a node after it got it: remembered for the next pass.
    fn settle<T>(self, result: Result<T, Fault>) -> Result<T, Fault> {
        let kind = match result {
            Ok(value) => return Ok(value),
            Err(Fault::Again | Fault::Stuck) => return result,
            Err(Fault::Type { expected }) => match self.node {
                Some(node) => ProblemKind::WrongType { found: describe(node), expected },
                None => return Err(Fault::Stuck),
            },
            Err(Fault::Missing { field }) => ProblemKind::MissingKey { key: field },
            Err(Fault::Other(message)) => ProblemKind::Other(message),
        };
        let Some(node) = self.node else {
            return Err(Fault::Stuck);
        };
        let before = self.state.refused.borrow_mut().insert(std::ptr::from_ref(node), kind);
        Err(if before.is_none() { Fault::Again } else { Fault::Stuck })
    }

    fn integer<T: TryFrom<i128>>(self, expected: &str) -> Option<T> {
        let node = self.accepted()?;
        let integer = match plain(node) {
            Some(Plain::Integer(integer)) => T::try_from(integer).ok(),
            _ => None,
        };
        if integer.is_none() {
            self.wrong_type(expected);
        }
        integer
    }

    fn entries(self) -> Option<&'t [Entry]> {
        let node = self.accepted()?;
        match &node.data {
            Data::Map(entries) => return Some(entries),
            _ if is_left_out(node) => return Some(&[]),
            _ => self.wrong_type("a mapping"),
        }
        None
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $expected:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.settle(visitor.$visit(self.integer($expected).unwrap_or_default()))
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Some(node) = self.accepted() else {
            return self.settle(visitor.visit_u64(0));
        };
        self.settle(match (&node.data, plain(node)) {
            (Data::List(items), _) => visitor.visit_seq(Items::new(self.state, items)),
            (Data::Map(entries), _) => visitor.visit_map(Pairs::new(self.state, entries)),
            (Data::Scalar { .. }, Some(Plain::Null)) => visitor.visit_unit(),
            (Data::Scalar { .. }, Some(Plain::Boolean(boolean))) => visitor.visit_bool(boolean),
            (Data::Scalar { .. }, Some(Plain::Float(float))) => visitor.visit_f64(float),
            (Data::Scalar { .. }, Some(Plain::Integer(integer))) => match (u64::try_from(integer), i64::try_from(integer)) {
                (Ok(integer), _) => visitor.visit_u64(integer),
                (_, Ok(integer)) => visitor.visit_i64(integer),
                _ => visitor.visit_i128(integer),
            },
            (Data::Scalar { text, .. }, _) => visitor.visit_str(text),
        })
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let boolean = match self.accepted().map(plain) {
            Some(Some(Plain::Boolean(boolean))) => boolean,
            Some(_) => {
                self.wrong_type("`true` or `false`");
                false
            }
            None => false,
        };
        self.settle(visitor.visit_bool(boolean))
    }

    integers! {
        deserialize_u8 visit_u8 "a whole number from 0 to 255";
        deserialize_u16 visit_u16 "a whole number from 0 to 65535";
        deserialize_u32 visit_u32 "a whole number from 0 to 4294967295";
        deserialize_u64 visit_u64 "a whole number that is not negative";
        deserialize_i8 visit_i8 "a whole number from -128 to 127";
        deserialize_i16 visit_i16 "a whole number from -32768 to 32767";
        deserialize_i32 visit_i32 "a whole number of 32 bits";
        deserialize_i64 visit_i64 "a whole number of 64 bits";
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let node = self.accepted();
        let text = node.and_then(Node::text);
        if node.is_some() && text.is_none() {
            self.wrong_type("text");
        }
        self.settle(visitor.visit_str(text.unwrap_or_default()))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.accepted() {
            Some(node) if plain(node) != Some(Plain::Null) => visitor.visit_some(self),
            _ => visitor.visit_none(),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items = match self.accepted() {
            Some(Node { data: Data::List(items), .. }) => items.as_slice(),
            Some(node) if !is_left_out(node) => {
                self.wrong_type("a list");
                &[]
            }
            _ => &[],
        };
        self.settle(visitor.visit_seq(Items::new(self.state, items)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let entries = self.entries().unwrap_or_default();
        self.settle(visitor.visit_map(Pairs::new(self.state, entries)))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let entries = self.entries();
        let required = self.state.required.borrow().get(name).cloned().unwrap_or_default();
        let missing = required.into_iter().filter(|key| !has(entries.unwrap_or_default(), key)).collect::<Vec<_>>();
        // A mapping of which no key is known was meant to be something else: that its keys are unknown says enough.
        let is_other = |entries: &[Entry]| {
            !entries.is_empty() && entries.iter().all(|entry| entry.key.text().is_none_or(|key| !known.contains(&key)))
        };
        if let (Some(node), Some(entries)) = (self.node, entries.filter(|entries| !is_other(entries))) {
            for key in missing.iter().filter(|key| !is_misspelt(entries, key, known)) {
                self.state.record(node, ProblemKind::MissingKey { key });
            }
        }
        let pairs = Pairs::new(self.state, entries.unwrap_or_default()).only(known).with_stand_ins(missing);
        match visitor.visit_map(pairs) {
            Err(Fault::Missing { field }) => {
                self.state.required.borrow_mut().entry(name).or_default().push(field);
                Err(Fault::Again)
            }
            result => self.settle(result),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let node = self.accepted();
        let variant = match node.map(Node::text) {
            Some(Some(text)) if known.contains(&text) => Some(text),
            Some(Some(text)) => {
                if let Some(node) = node {
                    self.state.record(node, ProblemKind::UnknownVariant { found: text.to_owned(), known });
                }
                None
            }
            Some(None) => {
                self.wrong_type("a word");
                None
            }
            None => None,
        };
        let variant = variant.or(known.first().copied()).unwrap_or_default();
        self.settle(visitor.visit_enum(StrDeserializer::new(variant)))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier }
}

/// The meaning of a scalar that is neither quoted nor tagged as text.
fn plain(node: &Node) -> Option<Plain> {
    match &node.data {
        Data::Scalar { text, quoted: false } => Some(Plain::of(text)),
        _ => None,
    }
}

/// Whether nothing was written: `errors:` and the end of the line.
fn is_left_out(node: &Node) -> bool {
    matches!(&node.data, Data::Scalar { text, quoted: false } if text.is_empty())
}

fn has(entries: &[Entry], key: &str) -> bool {
    entries.iter().any(|entry| entry.key.text() == Some(key))
}

/// Whether a key is there, but for its spelling: then the unknown key is enough to report.
fn is_misspelt(entries: &[Entry], key: &str, known: &[&str]) -> bool {
    let unknown = |text: &&str| !known.contains(text);
    let mut texts = entries.iter().filter_map(|entry| entry.key.text()).filter(unknown);
    texts.any(|text| {
        let text = text.split('=').next().unwrap_or(text).trim_end();
        text == key || suggest::nearest(text, known.iter().copied()) == Some(key)
    })
}

/// What a node is.
pub(super) fn describe(node: &Node) -> Found {
    let is_quoted = match &node.data {
        Data::Scalar { text, quoted: true } => Plain::of(text) != Plain::Text,
        _ => false,
    };
    Found { words: words(node), is_quoted }
}

fn words(node: &Node) -> String {
    let Some(text) = node.text() else {
        return match node.data {
            Data::List(_) => "a list".to_owned(),
            _ => "a mapping".to_owned(),
        };
    };
    match plain(node) {
        Some(Plain::Null) => "nothing".to_owned(),
        Some(Plain::Boolean(_)) => format!("the boolean `{text}`"),
        Some(Plain::Integer(_) | Plain::Float(_)) => format!("the number `{text}`"),
        Some(Plain::Text) | None => match text.lines().next() {
            Some(line) if line.len() == text.len() && line.chars().count() <= 40 => format!("the text `{line}`"),
            _ => "text".to_owned(),
        },
    }
}
