//! What the check reports, until the locations are known.

use std::collections::HashSet;

use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, Edit, Severity};
use crate::read::plain;
use crate::suggest;

use super::pointer::{Pointer, SourceMap};

/// A diagnostic whose locations are not looked up yet.
pub(super) type Unlocated = Diagnostic<Pointer, PlannedEdit>;

/// Collects diagnostics.
#[derive(Default)]
pub(super) struct Report {
    diagnostics: Vec<Unlocated>,
}

/// An edit of the text that its diagnostic points to.
pub(super) struct PlannedEdit {
    text: NewText,
    applicability: Applicability,
}

/// What replaces the text.
enum NewText {
    /// A text, with quotes if YAML needs them.
    Text(String),
    /// The same text, with quotes.
    Quoted,
    /// The same text, without quotes.
    Unquoted,
    /// These signs.
    Signs(String),
    /// Nothing in the file, which gets this name.
    FileName(String),
}

impl Report {
    /// Adds a diagnostic.
    pub(super) fn add(&mut self, diagnostic: Unlocated) {
        self.diagnostics.push(diagnostic);
    }

    /// Looks up all locations. Warnings at the location of an error are left out: they follow from it.
    pub(super) fn finish(self) -> Diagnostics {
        let mut map = SourceMap::default();
        let found: Vec<Diagnostic> = self.diagnostics.into_iter().map(|one| one.located(&mut map)).collect();
        let is_error = |one: &Diagnostic| one.severity == Severity::Error;
        let errors: HashSet<(String, usize)> = found.iter().filter(|one| is_error(one)).map(start).collect();
        found.into_iter().filter(|one| is_error(one) || !errors.contains(&start(one))).collect()
    }
}

fn start(diagnostic: &Diagnostic) -> (String, usize) {
    (diagnostic.location.path().to_owned(), diagnostic.location.span().start)
}

impl Unlocated {
    /// Suggests which of the candidates a word may stand for, and replaces it if it is what the diagnostic points to.
    pub(super) fn did_you_mean<'a>(self, word: &str, what: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        let all: Vec<&str> = candidates.into_iter().collect();
        let meant = suggest::meant(word, all.iter().copied());
        self.help(suggest::help(word, what, all)).becomes(meant)
    }

    /// Replaces what the diagnostic points to.
    pub(super) fn becomes(self, text: Option<(impl Into<String>, Applicability)>) -> Self {
        match text {
            Some((text, applicability)) => self.edit(PlannedEdit { text: NewText::Text(text.into()), applicability }),
            None => self,
        }
    }

    /// Replaces what the diagnostic points to by these signs.
    pub(super) fn written_as(self, signs: String) -> Self {
        self.edit(PlannedEdit { text: NewText::Signs(signs), applicability: Applicability::Certain })
    }

    /// Puts quotes around what the diagnostic points to.
    pub(super) fn quoted(self) -> Self {
        self.edit(PlannedEdit { text: NewText::Quoted, applicability: Applicability::Certain })
    }

    /// Removes the quotes around what the diagnostic points to.
    pub(super) fn unquoted(self) -> Self {
        self.edit(PlannedEdit { text: NewText::Unquoted, applicability: Applicability::Certain })
    }

    /// Renames the file that the diagnostic points to.
    pub(super) fn file_becomes(self, name: String, applicability: Applicability) -> Self {
        self.edit(PlannedEdit { text: NewText::FileName(name), applicability })
    }

    fn located(self, map: &mut SourceMap) -> Diagnostic {
        let edits = self.edits.iter().filter_map(|edit| edit.located(&self.location, map)).collect();
        Diagnostic {
            code: self.code,
            severity: self.severity,
            message: self.message,
            location: map.location(&self.location),
            label: self.label,
            related: self.related.into_iter().map(|(pointer, label)| (map.location(&pointer), label)).collect(),
            notes: self.notes,
            helps: self.helps,
            edits,
        }
    }
}

impl PlannedEdit {
    /// The edit, if the text exists and is on one line.
    fn located(&self, pointer: &Pointer, map: &mut SourceMap) -> Option<Edit> {
        if let NewText::FileName(name) = &self.text {
            return Some(Edit::rename(pointer.file(), name, self.applicability));
        }
        let location = map.scalar(pointer)?;
        let written = location.text().get(location.span())?;
        let text = match &self.text {
            NewText::Text(text) => plain::written(text),
            NewText::Signs(signs) => signs.clone(),
            NewText::Quoted => plain::quoted(written),
            NewText::Unquoted => written.trim_matches(['"', '\'']).to_owned(),
            NewText::FileName(_) => return None,
        };
        Some(Edit::replace(location, text, self.applicability))
    }
}
