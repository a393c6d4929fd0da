//! What an import did, and what it could not carry over: data, and a text for people.

use std::fmt;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Operations that the metadata has.
    pub operations: usize,
    /// Files that are new, by path.
    pub added: Vec<String>,
    /// Files whose facts changed, by path.
    pub changed: Vec<String>,
    /// How many files are as they were.
    pub unchanged: usize,
    /// Operations of the tree that the metadata no longer has, by path. They are not deleted.
    pub removed: Vec<String>,
    /// What was left out, guessed, or kept against the metadata, in the order of the operations.
    pub notes: Vec<Note>,
}

/// One thing that a person should know about an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What kind of thing.
    pub kind: NoteKind,
    /// Operation, empty for the whole service.
    pub operation: String,
    /// Path of the parameter or the field, with dots; empty for the whole operation.
    pub place: String,
    /// What happened there.
    pub text: String,
}

/// Kind of a [`Note`]: worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// An operation cannot be expressed, and is missing from the tree.
    OperationLeftOut,
    /// A parameter cannot be expressed, and is missing from its operation.
    ParameterLeftOut,
    /// A field cannot be expressed, and is missing from its object.
    FieldLeftOut,
    /// A type is unknown or refers to nothing: anything is taken there.
    TypeUnknown,
    /// A parameter or a field is listed more than once; the first counts.
    Duplicate,
    /// A shape named by hand no longer fits what the metadata says, and is written out in place.
    ShapeOutgrown,
    /// A closed set of values became an open one.
    EnumOpened,
    /// A default contradicts its type, its values or its limits.
    DefaultDropped,
    /// A limit contradicts its type or another limit.
    LimitDropped,
    /// A known value contradicts its type.
    ValueDropped,
    /// An error code is empty, or its status is none of an error.
    ErrorCodeDropped,
    /// An example contradicts its type, its values or its limits.
    ExampleDropped,
    /// A fact has no place in the spec files.
    NoPlace,
    /// There is something to page through, but not how.
    PaginationUnclear,
    /// What to poll after an operation is said, but not all that a waiter needs.
    WaiterUnclear,
    /// Whether an operation only reads was derived from its name, or from its name against the metadata.
    AccessGuessed,
    /// How to page was derived from the names of parameters and fields.
    PaginationGuessed,
    /// What a waiter waits for was derived from names.
    WaiterGuessed,
    /// A text of the metadata cannot be taken over.
    TextDropped,
    /// A secret was recognised by its name.
    SensitiveGuessed,
    /// Hosts were guessed from little.
    EndpointGuessed,
    /// Comments of a file that had to be written again are gone.
    CommentsLost,
    /// What a person wrote was kept though the metadata says otherwise.
    Kept,
    /// A summary was made from a name: write a better one.
    NeedsSummary,
}

impl NoteKind {
    /// Whether something is missing from the tree that the metadata has.
    pub fn is_left_out(self) -> bool {
        matches!(self, NoteKind::OperationLeftOut | NoteKind::ParameterLeftOut | NoteKind::FieldLeftOut)
    }

    /// Whether the metadata leaves open what a client could do for its user.
    pub fn is_unclear(self) -> bool {
        matches!(self, NoteKind::PaginationUnclear | NoteKind::WaiterUnclear)
    }
}

/// How many notes of a kind are shown as examples.
const EXAMPLES: usize = 3;

impl Report {
    /// How many notes there are of a kind.
    pub fn count(&self, kind: NoteKind) -> usize {
        self.notes.iter().filter(|note| note.kind == kind).count()
    }

    /// What the metadata has and the tree lacks: operations, parameters and fields, each with the reason.
    pub fn left_out(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.kind.is_left_out())
    }

    /// Whether nothing would be written.
    pub fn is_current(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }
}

impl fmt::Display for Report {
    /// Counts, then each kind of note: all that was left out, and a few examples of the others, or all of them with `{:#}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (added, changed) = (self.added.len(), self.changed.len());
        writeln!(f, "{} operations: {added} files new, {changed} changed, {} as they were", self.operations, self.unchanged)?;
        some(f, "changed", self.changed.iter())?;
        if !self.removed.is_empty() {
            writeln!(f, "{} no longer in the metadata; delete them by hand if they are gone for good", self.removed.len())?;
            some(f, "gone", self.removed.iter())?;
        }
        let mut kinds: Vec<NoteKind> = self.notes.iter().map(|note| note.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            writeln!(f, "{} × {kind}", self.count(kind))?;
            let shown = self.notes.iter().filter(|note| note.kind == kind);
            match kind {
                NoteKind::NeedsSummary if !f.alternate() => {}
                // What is missing is named, all of it.
                kind if kind.is_left_out() || kind.is_unclear() => {
                    for note in shown {
                        writeln!(f, "    {note}")?;
                    }
                }
                _ => some(f, "", shown)?,
            }
        }
        Ok(())
    }
}

/// A few of many, and how many more there are. With `{:#}`, all of them.
fn some<T: fmt::Display>(f: &mut fmt::Formatter<'_>, label: &str, mut items: impl Iterator<Item = T>) -> fmt::Result {
    let colon = if label.is_empty() { "" } else { ": " };
    let shown = if f.alternate() { usize::MAX } else { EXAMPLES };
    for item in items.by_ref().take(shown) {
        writeln!(f, "    {label}{colon}{item}")?;
    }
    match items.count() {
        0 => Ok(()),
        more => writeln!(f, "    … and {more} more"),
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.operation, &self.place].into_iter().filter(|part| !part.is_empty());
        let at = parts.map(String::as_str).collect::<Vec<_>>().join(" ");
        match (at.as_str(), self.text.as_str()) {
            ("", text) => f.write_str(text),
            (at, "") => f.write_str(at),
            (at, text) => write!(f, "{at}: {text}"),
        }
    }
}

impl fmt::Display for NoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoteKind::OperationLeftOut => "operation left out",
            NoteKind::ParameterLeftOut => "parameter left out",
            NoteKind::FieldLeftOut => "field left out",
            NoteKind::TypeUnknown => "type not known: anything is taken",
            NoteKind::Duplicate => "listed more than once",
            NoteKind::ShapeOutgrown => "shape that no longer fits",
            NoteKind::EnumOpened => "closed set of values that can only be an open one",
            NoteKind::DefaultDropped => "default that does not fit",
            NoteKind::LimitDropped => "limit that does not fit",
            NoteKind::ValueDropped => "known value that does not fit",
            NoteKind::ErrorCodeDropped => "error code that does not fit",
            NoteKind::ExampleDropped => "example that does not fit",
            NoteKind::NoPlace => "fact that the spec files have no place for",
            NoteKind::PaginationUnclear => "pages, but not clear how",
            NoteKind::WaiterUnclear => "no waiter, though the metadata says what to poll",
            NoteKind::WaiterGuessed => "waiter derived from names: check that it fits",
            NoteKind::TextDropped => "text that cannot be taken over",
            NoteKind::AccessGuessed => "read or write derived from the name",
            NoteKind::PaginationGuessed => "pagination derived from names",
            NoteKind::SensitiveGuessed => "secret recognised by its name",
            NoteKind::EndpointGuessed => "host guessed",
            NoteKind::CommentsLost => "comment lost",
            NoteKind::Kept => "kept as written by hand, against the metadata",
            NoteKind::NeedsSummary => "needs a summary",
        })
    }
}

/// Collects notes. Knows the operation that is being imported.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) operation: String,
    pub(super) notes: Vec<Note>,
}

impl Notes {
    pub(super) fn add(&mut self, kind: NoteKind, place: &[&str], text: impl Into<String>) {
        let (operation, place) = (self.operation.clone(), place.join("."));
        self.notes.push(Note { kind, operation, place, text: text.into() });
    }
}
