//! Changes of spec files that remove a mistake.

use super::Location;

/// A change that removes a mistake. Where a diagnostic has several, each alone does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// What to change.
    pub change: Change,
}

/// Whether a change may be made without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// It is what the author meant.
    Certain,
    /// It is what the author may have meant: a person decides.
    Maybe,
}

/// What to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A piece of a file is replaced. An empty piece is a place to insert at.
    Replace {
        /// The piece.
        location: Location,
        /// The text in its place.
        replacement: String,
    },
    /// The file that the location is in gets another name in its folder.
    Rename {
        /// The file.
        location: Location,
        /// Its new name, without the folder.
        name: String,
    },
}

impl Edit {
    /// Replaces a piece of a file.
    pub fn replace(location: Location, replacement: impl Into<String>, applicability: Applicability) -> Self {
        Edit { applicability, change: Change::Replace { location, replacement: replacement.into() } }
    }

    /// Renames the file that a location is in.
    pub fn rename(location: Location, name: impl Into<String>, applicability: Applicability) -> Self {
        Edit { applicability, change: Change::Rename { location, name: name.into() } }
    }

    /// What it does, in one line for a menu.
    pub fn title(&self) -> String {
        match &self.change {
            Change::Rename { name, .. } => format!("rename the file to `{name}`"),
            Change::Replace { location, replacement } => {
                let before = location.text().get(location.span()).unwrap_or_default();
                match (before.trim(), replacement.trim()) {
                    (old, new) if old == new => "correct the spaces".to_owned(),
                    ("", new) => format!("insert `{new}`"),
                    (old, "") => format!("remove `{old}`"),
                    (old, new) => format!("replace `{old}` with `{new}`"),
                }
            }
        }
    }
}
