//! What changed between two spec trees, and whom it concerns: for release notes, and for a reviewer.
//!
//! A change breaks users if code that was written against the old client may not compile, or may not mean the same, with the
//! new one. Names in Rust follow from the specs, so comparing specs is enough.

mod operation;
mod render;
mod schema;
mod service;

use std::fmt;

use crate::read::SpecTree;

pub use render::{plain, render};

/// One difference between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whom it concerns.
    pub severity: Severity,
    /// Operation that it concerns; empty for what all operations share.
    pub operation: String,
    /// Path of the parameter, the field or the key, with dots; empty for the whole operation.
    pub place: String,
    /// What is different, in words that follow the place.
    pub text: String,
}

/// Whom a [`Change`] concerns: worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Users must change their code, or look at it again.
    Breaking,
    /// Something is new, or behaves differently without anybody having to do anything.
    Additive,
    /// Only texts, examples and limits, which are documented and not enforced.
    Documentation,
}

/// All differences, those that break users first, in the order of the operations.
pub fn diff(old: &SpecTree, new: &SpecTree) -> Vec<Change> {
    let mut changes = Changes::default();
    service::compare(old, new, &mut changes);
    operation::compare_all(old, new, &mut changes);
    changes.found.sort_by_key(|change| change.severity);
    changes.found
}

/// Whether any of the changes breaks users.
pub fn breaks(changes: &[Change]) -> bool {
    changes.iter().any(|change| change.severity == Severity::Breaking)
}

impl Severity {
    /// The severity in a word, as programs read it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Breaking => "breaking",
            Severity::Additive => "additive",
            Severity::Documentation => "documentation",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.operation, &self.place].into_iter().filter(|part| !part.is_empty());
        for part in parts {
            write!(f, "`{part}` ")?;
        }
        f.write_str(&self.text)
    }
}

/// Collects changes. Knows the operation that is being compared.
#[derive(Default)]
struct Changes {
    operation: String,
    /// Groups that have another name, old and new: their operations did not move.
    renamed_groups: Vec<(String, String)>,
    found: Vec<Change>,
}

impl Changes {
    fn add(&mut self, severity: Severity, place: &[&str], text: impl Into<String>) {
        let (operation, place) = (self.operation.clone(), place.join("."));
        self.found.push(Change { severity, operation, place, text: text.into() });
    }

    fn breaking(&mut self, place: &[&str], text: impl Into<String>) {
        self.add(Severity::Breaking, place, text);
    }

    fn additive(&mut self, place: &[&str], text: impl Into<String>) {
        self.add(Severity::Additive, place, text);
    }

    /// A fact that only the documentation tells.
    fn documented<T: PartialEq>(&mut self, place: &[&str], what: &str, old: &T, new: &T) {
        if old != new {
            self.add(Severity::Documentation, place, format!("has another {what}"));
        }
    }
}
