//! Where a check is in a file, and how that becomes a [`Location`].
//!
//! A check follows the parsed values with a [`NodePath`], a linked list on the stack, so a spec that is right pays nothing for
//! locations. What is reported points to a key or a value with a [`Pointer`]. The [`SourceMap`] parses a file again, once, to find
//! the bytes.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Location, Source};
use crate::fit::Step;
use crate::read::node::{Data, Entry, Node, first_line};

/// The path from the top of a file to one of its nodes.
#[derive(Clone, Copy)]
pub(super) struct NodePath<'a> {
    source: &'a Arc<Source>,
    last: Option<(&'a NodePath<'a>, Segment<'a>)>,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> NodePath<'a> {
    /// The top of a file.
    pub(super) fn top(source: &'a Arc<Source>) -> Self {
        NodePath { source, last: None }
    }

    /// The value of a key.
    pub(super) fn key(&'a self, key: &'a str) -> NodePath<'a> {
        NodePath { source: self.source, last: Some((self, Segment::Key(key))) }
    }

    /// An item of a list, from 0.
    pub(super) fn index(&'a self, index: usize) -> NodePath<'a> {
        NodePath { source: self.source, last: Some((self, Segment::Index(index))) }
    }

    /// Points to the key of the node.
    pub(super) fn at_key(&self) -> Pointer {
        self.at_key_of(&[])
    }

    /// Points to the value of the node.
    pub(super) fn at_value(&self) -> Pointer {
        self.at_value_of(&[])
    }

    /// Points to the key of a part of the value.
    pub(super) fn at_key_of(&self, way: &[Step]) -> Pointer {
        Pointer { source: Arc::clone(self.source), target: Target::Key(self.steps(way)) }
    }

    /// Points to a part of the value.
    pub(super) fn at_value_of(&self, way: &[Step]) -> Pointer {
        Pointer { source: Arc::clone(self.source), target: Target::Value(self.steps(way)) }
    }

    /// Points to a piece of a text that is the value of the node, if the text stands in the file as it is: in a block, or on one line.
    pub(super) fn inside(&self, text: &str, piece: Range<usize>) -> Option<Pointer> {
        let file = &self.source.text;
        let root = Node::parse(file).ok()?;
        let value = self.steps(&[]).iter().try_fold(&root, |value, step| child(value, step).map(|(_, next)| next))?.span.clone();
        let before = text.get(..piece.start)?;
        let line = text[before.rfind('\n').map_or(0, |newline| newline + 1)..].lines().next()?;
        let column = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1);
        // The same line comes in the file as often as in the text.
        let number = text[..before.len() - column].lines().filter(|other| *other == line).count();
        let written = file.get(value.clone())?;
        let start = written.match_indices(line).map(|(at, _)| at).nth(number)?;
        let at = value.start + start + column;
        let length = text.get(piece.clone())?.lines().next().unwrap_or_default().len();
        Some(Pointer { source: Arc::clone(self.source), target: Target::Span(at..at + length) })
    }

    /// Whether the value is a text in quotes.
    pub(super) fn is_quoted(&self) -> bool {
        let Ok(root) = Node::parse(&self.source.text) else { return false };
        let value = self.steps(&[]).iter().try_fold(&root, |value, step| child(value, step).map(|(_, next)| next));
        value.is_some_and(|value| matches!(value.data, Data::Scalar { quoted: true, .. }))
    }

    /// How many steps there are.
    pub(super) fn depth(&self) -> usize {
        self.segments().count()
    }

    /// The steps from here to the top.
    fn segments(&self) -> impl Iterator<Item = Segment<'a>> {
        std::iter::successors(self.last, |(parent, _)| parent.last).map(|(_, segment)| segment)
    }

    fn steps(&self, way: &[Step]) -> Vec<Step> {
        let owned = |segment| match segment {
            Segment::Key(key) => Step::Key(str::to_owned(key)),
            Segment::Index(index) => Step::Index(index),
        };
        let mut steps: Vec<Step> = self.segments().map(owned).collect();
        steps.reverse();
        steps.extend_from_slice(way);
        steps
    }
}

/// A piece of a file whose bytes are not looked up yet.
#[derive(Debug)]
pub(super) struct Pointer {
    source: Arc<Source>,
    target: Target,
}

#[derive(Debug)]
enum Target {
    Key(Vec<Step>),
    Value(Vec<Step>),
    Span(Range<usize>),
}

impl Pointer {
    /// Points to bytes that are known.
    pub(super) fn to_span(source: &Arc<Source>, span: Range<usize>) -> Pointer {
        Pointer { source: Arc::clone(source), target: Target::Span(span) }
    }

    /// The file as a whole.
    pub(super) fn file(&self) -> Location {
        Location::file(&self.source)
    }

    /// The bytes to show: those of the target, or of its nearest parent that exists.
    fn shown(&self, root: &Node) -> Range<usize> {
        let (steps, is_key) = match &self.target {
            Target::Key(steps) => (steps, true),
            Target::Value(steps) => (steps, false),
            Target::Span(span) => return span.clone(),
        };
        let (mut key, mut value) = (None, root);
        for step in steps {
            match child(value, step) {
                Some(next) => (key, value) = next,
                None => return shown(key, value, true, &self.source.text),
            }
        }
        shown(key, value, is_key, &self.source.text)
    }

    /// The bytes of the scalar that is the target, if it exists and is on one line.
    fn scalar(&self, root: &Node) -> Option<Range<usize>> {
        let follow =
            |steps: &[Step]| steps.iter().try_fold((None, root), |(_, value): (Option<&Node>, &Node), step| child(value, step));
        let node = match &self.target {
            Target::Key(steps) => follow(steps)?.0?,
            Target::Value(steps) => follow(steps)?.1,
            Target::Span(span) => return Some(span.clone()),
        };
        let is_one_line = first_line(&self.source.text, node.span.clone()) == node.span;
        (node.text().is_some() && is_one_line && !node.span.is_empty()).then(|| node.span.clone())
    }
}

/// A key and its value, or an item of a list, which has no key.
fn child<'t>(node: &'t Node, step: &Step) -> Option<(Option<&'t Node>, &'t Node)> {
    match (step, &node.data) {
        (Step::Key(wanted), Data::Map(_)) => node.entry(wanted).map(|Entry { key, value }| (Some(key), value)),
        (Step::Index(index), Data::List(items)) => items.get(*index).map(|item| (None, item)),
        _ => None,
    }
}

/// The bytes to show for a key or its value. A value of several lines is shown by its key.
fn shown(key: Option<&Node>, value: &Node, is_key: bool, text: &str) -> Range<usize> {
    let line = first_line(text, value.span.clone());
    match key {
        Some(key) if is_key || line.end < value.span.end || line.is_empty() => key.span.clone(),
        _ => line,
    }
}

/// Turns pointers into locations. Each file is parsed once, when the first location in it is asked for.
#[derive(Default)]
pub(super) struct SourceMap {
    trees: HashMap<*const Source, Option<Node>>,
}

impl SourceMap {
    /// The location to show for a pointer. It is the file as a whole if the file is not valid YAML.
    pub(super) fn location(&mut self, pointer: &Pointer) -> Location {
        let span = self.tree(pointer).map_or(0..0, |root| pointer.shown(root));
        Location::new(&pointer.source, span)
    }

    /// The location of the scalar that a pointer leads to, if it exists and is on one line.
    pub(super) fn scalar(&mut self, pointer: &Pointer) -> Option<Location> {
        let span = pointer.scalar(self.tree(pointer)?)?;
        Some(Location::new(&pointer.source, span))
    }

    fn tree(&mut self, pointer: &Pointer) -> Option<&Node> {
        let source = &pointer.source;
        self.trees.entry(Arc::as_ptr(source)).or_insert_with(|| Node::parse(&source.text).ok()).as_ref()
    }
}
