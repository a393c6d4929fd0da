//! A deserializer that goes on after a mistake.
//!
//! Where the tree does not hold what a type asks for, it records a [`Problem`] and hands out a stand-in (zero, empty text, the
//! first variant), so that the rest is read too. Only a key that is missing cannot be replaced before it is missed: then it is
//! remembered as required in that type and reading starts again. There are few such keys, so few passes are made.

mod access;
mod fault;
mod reader;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::node::Node;
use fault::Fault;
use reader::Reader;

/// A mistake in the form of a file.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) span: Range<usize>,
    pub(super) kind: ProblemKind,
}

#[derive(Debug, Clone)]
pub(super) enum ProblemKind {
    UnknownKey {
        key: String,
        known: &'static [&'static str],
    },
    MissingKey {
        key: &'static str,
    },
    DuplicateKey {
        key: String,
        first: Range<usize>,
    },
    WrongType {
        found: Found,
        expected: String,
    },
    /// One mistake of layout in place of what it reads as.
    Layout {
        message: String,
        label: String,
        related: Option<(Range<usize>, String)>,
        help: String,
    },
    UnknownVariant {
        found: String,
        known: &'static [&'static str],
    },
    Other(String),
}

/// What stands where something else is expected.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What it is, in words.
    pub(super) words: String,
    /// Whether it is text only because of its quotes.
    pub(super) is_quoted: bool,
}

/// How often to start again before giving up the search for further mistakes.
const MOST_PASSES: usize = 200;

/// Reads a tree as a type.
pub(super) fn read<T: DeserializeOwned>(root: &Node) -> Result<T, Vec<Problem>> {
    match passes(root) {
        (Some(value), problems) if problems.is_empty() => Ok(value),
        (_, problems) => Err(problems),
    }
}

/// What can be read of a tree, with stand-ins for the rest.
pub(super) fn salvage<T: DeserializeOwned>(root: &Node) -> Option<T> {
    passes(root).0
}

fn passes<T: DeserializeOwned>(root: &Node) -> (Option<T>, Vec<Problem>) {
    let state = State::default();
    for _ in 0..MOST_PASSES {
        state.problems.borrow_mut().clear();
        match T::deserialize(Reader::new(&state, root)) {
            Ok(value) => return (Some(value), state.problems.take()),
            Err(Fault::Again) => {}
            Err(_) => break,
        }
    }
    (None, state.problems.take())
}

/// What is known so far.
#[derive(Default)]
struct State {
    problems: RefCell<Vec<Problem>>,
    /// Keys that a type turned out to require.
    required: RefCell<HashMap<&'static str, Vec<&'static str>>>,
    /// Nodes that a type refused after it had got them, by address, and why. A stand-in takes their place.
    refused: RefCell<HashMap<*const Node, ProblemKind>>,
}

impl State {
    fn record(&self, node: &Node, kind: ProblemKind) {
        self.problems.borrow_mut().push(Problem { span: node.span.clone(), kind });
    }
}
