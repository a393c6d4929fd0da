//! The way from the top of a file to what is being checked.
//!
//! A trail lives on the stack and costs nothing but a few words. Only when there is something to report does it become a
//! [`Spot`], and a spot becomes a place once the file is read again.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Source;
use crate::fit::Step;
use crate::read::node::{Data, Entry, Node, first_line};

/// Where the check is: a node of a file, and how it got there.
#[derive(Clone, Copy)]
pub(super) struct Trail<'a> {
    source: &'a Arc<Source>,
    parent: Option<&'a Trail<'a>>,
    step: Link<'a>,
}

#[derive(Clone, Copy)]
enum Link<'a> {
    Top,
    Key(&'a str),
    Index(usize),
}

impl<'a> Trail<'a> {
    /// The top of a file.
    pub(super) fn top(source: &'a Arc<Source>) -> Self {
        Trail { source, parent: None, step: Link::Top }
    }

    /// The value of a key.
    pub(super) fn key(&'a self, key: &'a str) -> Trail<'a> {
        Trail { source: self.source, parent: Some(self), step: Link::Key(key) }
    }

    /// An item of a list, from 0.
    pub(super) fn index(&'a self, index: usize) -> Trail<'a> {
        Trail { source: self.source, parent: Some(self), step: Link::Index(index) }
    }

    /// The key itself.
    pub(super) fn at_key(&self) -> Spot {
        self.spot(Part::Key)
    }

    /// What stands behind the key.
    pub(super) fn at_value(&self) -> Spot {
        self.spot(Part::Value)
    }

    /// What stands behind a part of a value.
    pub(super) fn at_value_of(&self, way: &[Step]) -> Spot {
        self.at_value().extended(way)
    }

    /// The key of a part of a value.
    pub(super) fn at_key_of(&self, way: &[Step]) -> Spot {
        self.at_key().extended(way)
    }

    /// How many steps there are.
    pub(super) fn depth(&self) -> usize {
        std::iter::successors(self.parent, |trail| trail.parent).count()
    }

    fn spot(&self, part: Part) -> Spot {
        let mut steps: Vec<Step> = std::iter::successors(Some(self), |trail| trail.parent)
            .filter_map(|trail| match trail.step {
                Link::Top => None,
                Link::Key(key) => Some(Step::Key(key.to_owned())),
                Link::Index(index) => Some(Step::Index(index)),
            })
            .collect();
        steps.reverse();
        Spot { source: Arc::clone(self.source), steps, part, known: None }
    }
}

/// A trail that outlives the check.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) source: Arc<Source>,
    steps: Vec<Step>,
    part: Part,
    /// A place that is known already.
    known: Option<Range<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Key,
    Value,
}

impl Spot {
    /// A place that is known already.
    pub(super) fn at(source: &Arc<Source>, span: Range<usize>) -> Spot {
        Spot { source: Arc::clone(source), steps: Vec::new(), part: Part::Value, known: Some(span) }
    }

    fn extended(mut self, way: &[Step]) -> Spot {
        self.steps.extend_from_slice(way);
        self
    }

    /// The piece of the file, or of what comes nearest to it above.
    pub(super) fn span(&self, root: &Node) -> Range<usize> {
        if let Some(span) = &self.known {
            return span.clone();
        }
        let mut found = Found { key: None, value: root };
        for step in &self.steps {
            match found.step(step) {
                Some(next) => found = next,
                None => return found.span(Part::Key, &self.source.text),
            }
        }
        found.span(self.part, &self.source.text)
    }

    /// The scalar that the steps lead to, if it is there and on one line.
    pub(super) fn scalar(&self, root: &Node) -> Option<Range<usize>> {
        if let Some(span) = &self.known {
            return Some(span.clone());
        }
        let found = self.steps.iter().try_fold(Found { key: None, value: root }, |found, step| found.step(step))?;
        let node = if self.part == Part::Key { found.key? } else { found.value };
        let is_one_line = first_line(&self.source.text, node.span.clone()) == node.span;
        (node.text().is_some() && is_one_line && !node.span.is_empty()).then(|| node.span.clone())
    }
}

/// A node and the key that it stands behind.
struct Found<'t> {
    key: Option<&'t Node>,
    value: &'t Node,
}

impl<'t> Found<'t> {
    fn step(&self, step: &Step) -> Option<Found<'t>> {
        match (step, &self.value.data) {
            (Step::Key(wanted), Data::Map(_)) => {
                let Entry { key, value } = self.value.entry(wanted)?;
                Some(Found { key: Some(key), value })
            }
            (Step::Index(index), Data::List(items)) => Some(Found { key: None, value: items.get(*index)? }),
            _ => None,
        }
    }

    /// A collection that fills several lines is pointed at by its key.
    fn span(&self, part: Part, text: &str) -> Range<usize> {
        let value = first_line(text, self.value.span.clone());
        match self.key {
            Some(key) if part == Part::Key || value.end < self.value.span.end || value.is_empty() => key.span.clone(),
            _ => value,
        }
    }
}
