//! What is wrong with a spec, as data: a code, a message, a location, a label, notes, helps and edits.
//!
//! A stage collects all that it finds in one [`Diagnostics`]. The three doors differ only in how they show it: a terminal takes
//! [`Diagnostics::render`], a build script one line each ([`Diagnostics::one_lines`]), a macro the text without colour.

mod code;
mod edit;
mod location;
mod render;

use std::fmt;
use std::path::{Path, PathBuf};

pub use code::Code;
pub use edit::{Applicability, Change, Edit};
pub(crate) use location::slashed;
pub use location::{Location, Source};

/// Whether a mistake stops the generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// No code can be made from the spec.
    Error,
    /// The spec works, and is likely not what its author meant.
    Warning,
}

/// One error or warning.
///
/// `L` is where it is, `E` an edit that removes its cause: a check that does not know the bytes of the file yet has a path in place
/// of a [`Location`].
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic<L = Location, E = Edit> {
    /// Which rule is broken.
    pub code: Code,
    /// Whether it stops the generator.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where it is wrong.
    pub location: L,
    /// What to see at the location. May be empty.
    pub label: String,
    /// Other locations that take part, each with what to see there.
    pub related: Vec<(L, String)>,
    /// What to know.
    pub notes: Vec<String>,
    /// What to do.
    pub helps: Vec<String>,
    /// Changes that do it. Each alone is enough.
    pub edits: Vec<E>,
}

impl<L, E> Diagnostic<L, E> {
    /// An error: it stops the generator.
    pub fn error(code: Code, location: L, message: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Error, code, location, message.into())
    }

    /// A warning: it does not.
    pub fn warning(code: Code, location: L, message: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Warning, code, location, message.into())
    }

    fn new(severity: Severity, code: Code, location: L, message: String) -> Self {
        let (label, related, notes, helps, edits) = Default::default();
        Diagnostic { code, severity, message, location, label, related, notes, helps, edits }
    }

    /// Says what to see at the location.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a location that takes part.
    pub fn related(mut self, location: L, label: impl Into<String>) -> Self {
        self.related.push((location, label.into()));
        self
    }

    /// Adds something to know.
    pub fn note(self, note: impl Into<String>) -> Self {
        self.notes([note])
    }

    /// Adds several things to know, or none.
    pub fn notes(mut self, notes: impl IntoIterator<Item: Into<String>>) -> Self {
        self.notes.extend(notes.into_iter().map(Into::into));
        self
    }

    /// Adds something to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.helps([help])
    }

    /// Adds several things to do, or none.
    pub fn helps(mut self, helps: impl IntoIterator<Item: Into<String>>) -> Self {
        self.helps.extend(helps.into_iter().map(Into::into));
        self
    }

    /// Adds a change that is enough by itself.
    pub fn edit(mut self, edit: E) -> Self {
        self.edits.push(edit);
        self
    }
}

impl Diagnostic {
    /// The change that may be made without asking, if there is one.
    pub fn certain_edit(&self) -> Option<&Edit> {
        self.edits.iter().find(|edit| edit.applicability == Applicability::Certain)
    }
}

/// All that a stage found, ordered by file and location.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// What was found, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many were found, warnings included.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// How many of them are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether one of them stops the generator.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// `Err` if one of them stops the generator, `Ok` with the warnings otherwise.
    pub fn into_result(self) -> Result<Diagnostics, Diagnostics> {
        if self.has_errors() { Err(self) } else { Ok(self) }
    }

    /// The first hundred as the compiler would show them: message, file, line, column, the line itself, a caret and a label. The
    /// number of the others follows at the end.
    pub fn render(&self, color: bool) -> String {
        render::all(&self.0, color)
    }

    /// All of them in one line each, `path:line:column: error[E0101]: message; help: what to do`, in the form that editors find
    /// places in.
    pub fn one_lines(&self) -> impl Iterator<Item = String> + '_ {
        render::one_lines(&self.0)
    }

    /// The same with paths from a folder, where they lead into it: as its author knows them.
    pub fn relative_to(self, folder: &Path) -> Diagnostics {
        let mut moved = location::Moved::out_of(folder);
        self.moved(&mut |location| moved.location(location))
    }

    /// The same with other paths; `path` gives none where one is to stay.
    pub fn with_paths(self, path: &dyn Fn(&str) -> Option<PathBuf>) -> Diagnostics {
        let mut moved = location::Moved::to(|old| path(old).map(|path| slashed(&path)));
        self.moved(&mut |location| moved.location(location))
    }

    fn moved(self, place: &mut dyn FnMut(&Location) -> Location) -> Diagnostics {
        let edit = |edit: Edit, place: &mut dyn FnMut(&Location) -> Location| Edit {
            change: match edit.change {
                Change::Replace { location, replacement } => Change::Replace { location: place(&location), replacement },
                Change::Rename { location, name } => Change::Rename { location: place(&location), name },
            },
            ..edit
        };
        let mut one = |one: Diagnostic| Diagnostic {
            location: place(&one.location),
            related: one.related.iter().map(|(location, label)| (place(location), label.clone())).collect(),
            edits: one.edits.into_iter().map(|change| edit(change, place)).collect(),
            ..one
        };
        self.0.into_iter().map(&mut one).collect()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        let mut list: Vec<Diagnostic> = iter.into_iter().collect();
        list.sort_by(|a, b| (&a.location, a.code, &a.message).cmp(&(&b.location, b.code, &b.message)));
        Diagnostics(list)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Diagnostics(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}
