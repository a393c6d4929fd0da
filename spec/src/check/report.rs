//! What the check finds, until the places are known.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Applicability, Code, Diagnostic, Diagnostics, Edit, Location, Severity, Source};
use crate::read::node::Node;
use crate::read::plain;
use crate::suggest;

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
    edits: Vec<Planned>,
}

/// An edit at the spot of a mistake.
struct Planned {
    text: NewText,
    applicability: Applicability,
}

/// What is to stand in a place.
enum NewText {
    /// A text, with quotes if YAML needs them.
    Text(String),
    /// What stands there, with quotes.
    Quoted,
    /// What stands there, without quotes.
    Unquoted,
    /// The file gets this name.
    FileName(String),
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
        let (label, related, notes, helps, edits) = Default::default();
        self.found.push(Mistake { code, severity, spot, message, label, related, notes, helps, edits });
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

    /// Says which of the candidates a word may stand for, and replaces it if it stands where the mistake is.
    pub(super) fn did_you_mean<'a>(
        &mut self,
        word: &str,
        what: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> &mut Self {
        let all: Vec<&str> = candidates.into_iter().collect();
        let meant = suggest::meant(word, all.iter().copied());
        self.help(suggest::help(word, what, all)).becomes(meant)
    }

    /// Replaces what stands where the mistake is.
    pub(super) fn becomes(&mut self, text: Option<(impl Into<String>, Applicability)>) -> &mut Self {
        match text {
            Some((text, applicability)) => self.plan(NewText::Text(text.into()), applicability),
            None => self,
        }
    }

    /// Puts quotes around what stands where the mistake is.
    pub(super) fn quoted(&mut self) -> &mut Self {
        self.plan(NewText::Quoted, Applicability::Certain)
    }

    /// Leaves the quotes out around what stands where the mistake is.
    pub(super) fn unquoted(&mut self) -> &mut Self {
        self.plan(NewText::Unquoted, Applicability::Certain)
    }

    /// Renames the file of the mistake.
    pub(super) fn file_becomes(&mut self, name: String, applicability: Applicability) -> &mut Self {
        self.plan(NewText::FileName(name), applicability)
    }

    fn plan(&mut self, text: NewText, applicability: Applicability) -> &mut Self {
        self.edits.push(Planned { text, applicability });
        self
    }

    fn placed(self, atlas: &mut Atlas) -> Diagnostic {
        let edits = self.edits.iter().filter_map(|edit| edit.placed(&self.spot, atlas)).collect();
        Diagnostic {
            code: self.code,
            severity: self.severity,
            message: self.message,
            location: atlas.location(&self.spot),
            label: self.label,
            related: self.related.into_iter().map(|(spot, label)| (atlas.location(&spot), label)).collect(),
            notes: self.notes,
            helps: self.helps,
            edits,
        }
    }
}

impl Planned {
    /// The edit, if the place is there and on one line.
    fn placed(&self, spot: &Spot, atlas: &mut Atlas) -> Option<Edit> {
        if let NewText::FileName(name) = &self.text {
            return Some(Edit::rename(Location::file(&spot.source), name, self.applicability));
        }
        let location = atlas.exact(spot)?;
        let written = location.text().get(location.span())?;
        let text = match &self.text {
            NewText::Text(text) => plain::written(text),
            NewText::Quoted => plain::quoted(written),
            NewText::Unquoted => written.trim_matches(['"', '\'']).to_owned(),
            NewText::FileName(_) => return None,
        };
        Some(Edit::replace(location, text, self.applicability))
    }
}

/// The trees of the files that something was found in, each made once.
#[derive(Default)]
struct Atlas {
    trees: HashMap<*const Source, Option<Node>>,
}

impl Atlas {
    fn location(&mut self, spot: &Spot) -> Location {
        let tree = self.tree(spot);
        Location::new(&spot.source, tree.map_or(0..0, |root| spot.span(root)))
    }

    /// The place of the scalar that a spot leads to.
    fn exact(&mut self, spot: &Spot) -> Option<Location> {
        let span = spot.scalar(self.tree(spot)?)?;
        Some(Location::new(&spot.source, span))
    }

    fn tree(&mut self, spot: &Spot) -> Option<&Node> {
        self.trees.entry(Arc::as_ptr(&spot.source)).or_insert_with(|| Node::parse(&spot.source.text).ok()).as_ref()
    }
}
