//! What the check finds, until the places are known.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity, Source};
use crate::read::node::Node;

use super::trail::Spot;

/// Collects mistakes.
#[derive(Default)]
pub(super) struct Report {
    found: Vec<Mistake>,
}

/// A mistake whose location is still a [`Spot`].
pub(super) struct Mistake {
    code: Code,
    severity: Severity,
    spot: Spot,
    message: String,
    label: String,
    related: Vec<(Spot, String)>,
    notes: Vec<String>,
    helps: Vec<String>,
}

impl Report {
    /// Adds a mistake that stops the generator.
    pub(super) fn error(&mut self, code: Code, spot: Spot, message: impl Into<String>) -> &mut Mistake {
        self.add(code, Severity::Error, spot, message.into())
    }

    /// Adds a mistake that does not.
    pub(super) fn warning(&mut self, code: Code, spot: Spot, message: impl Into<String>) -> &mut Mistake {
        self.add(code, Severity::Warning, spot, message.into())
    }

    fn add(&mut self, code: Code, severity: Severity, spot: Spot, message: String) -> &mut Mistake {
        let index = self.found.len();
        let (label, related, notes, helps) = Default::default();
        self.found.push(Mistake { code, severity, spot, message, label, related, notes, helps });
        &mut self.found[index]
    }

    /// Finds all places. Of a location with an error, warnings are left out: they follow from it.
    pub(super) fn finish(self) -> Diagnostics {
        let mut atlas = Atlas::default();
        let found: Vec<Diagnostic> = self.found.into_iter().map(|mistake| mistake.placed(&mut atlas)).collect();
        let is_error = |one: &Diagnostic| one.severity == Severity::Error;
        let errors: HashSet<(String, usize)> = found.iter().filter(|one| is_error(one)).map(start).collect();
        found.into_iter().filter(|one| is_error(one) || !errors.contains(&start(one))).collect()
    }
}

fn start(diagnostic: &Diagnostic) -> (String, usize) {
    (diagnostic.location.path().to_owned(), diagnostic.location.span().start)
}

impl Mistake {
    /// Says what to see at the location.
    pub(super) fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = label.into();
        self
    }

    /// Adds a location that takes part.
    pub(super) fn related(&mut self, spot: Spot, label: impl Into<String>) -> &mut Self {
        self.related.push((spot, label.into()));
        self
    }

    /// Adds what there is to know.
    pub(super) fn notes(&mut self, notes: impl IntoIterator<Item = String>) -> &mut Self {
        self.notes.extend(notes);
        self
    }

    /// Adds something to know.
    pub(super) fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }

    /// Adds what there is to do.
    pub(super) fn helps(&mut self, helps: impl IntoIterator<Item = String>) -> &mut Self {
        self.helps.extend(helps);
        self
    }

    /// Adds something to do.
    pub(super) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.helps.push(help.into());
        self
    }

    fn placed(self, atlas: &mut Atlas) -> Diagnostic {
        Diagnostic {
            code: self.code,
            severity: self.severity,
            message: self.message,
            location: atlas.location(&self.spot),
            label: self.label,
            related: self.related.into_iter().map(|(spot, label)| (atlas.location(&spot), label)).collect(),
            notes: self.notes,
            helps: self.helps,
        }
    }
}

/// The trees of the files that something was found in, each made once.
#[derive(Default)]
struct Atlas {
    trees: HashMap<*const Source, Option<Node>>,
}

impl Atlas {
    fn location(&mut self, spot: &Spot) -> Location {
        let tree = self.trees.entry(Arc::as_ptr(&spot.source)).or_insert_with(|| Node::parse(&spot.source.text).ok());
        Location::new(&spot.source, tree.as_ref().map_or(0..0, |root| spot.span(root)))
    }
}
