//! Changes of files: shown as a diff, and written all or none as far as the system allows.

use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::failure::Failure;

/// A file before and after.
pub(super) struct Change {
    pub(super) old_path: PathBuf,
    pub(super) new_path: PathBuf,
    pub(super) old: String,
    pub(super) new: String,
}

impl Change {
    /// The change as a unified diff.
    pub(super) fn shown(&self) -> String {
        let (old, new) = (self.old_path.display().to_string(), self.new_path.display().to_string());
        let mut shown = String::new();
        if self.old_path != self.new_path {
            shown.push_str(&format!("rename from {old}\nrename to {new}\n"));
        }
        if self.old != self.new {
            shown.push_str(&TextDiff::from_lines(&self.old, &self.new).unified_diff().header(&old, &new).to_string());
        }
        shown
    }
}

/// Writes changes. Each file is written beside its place first: only when all are there, they take their places.
pub(super) fn write(changes: &[Change]) -> Result<(), Failure> {
    let mut staged: Vec<(&Change, PathBuf, NamedTempFile)> = Vec::new();
    for change in changes {
        let failed = |error: std::io::Error| Failure::io("write", &change.new_path, &error);
        // A link stays a link.
        let target = if change.old_path == change.new_path {
            std::fs::canonicalize(&change.new_path).map_err(failed)?
        } else {
            change.new_path.clone()
        };
        let file = acs_spec::write::stage(&target, &change.new).map_err(failed)?;
        let permissions = std::fs::metadata(&change.old_path).map_err(failed)?.permissions();
        file.as_file().set_permissions(permissions).map_err(failed)?;
        staged.push((change, target, file));
    }
    for change in changes {
        if std::fs::read_to_string(&change.old_path).ok().as_deref() != Some(change.old.as_str()) {
            return Err(Failure::new(format!("{} has changed meanwhile: run the command again", change.old_path.display())));
        }
        if change.old_path != change.new_path && is_other(&change.old_path, &change.new_path) {
            return Err(Failure::new(format!("{} is there already", change.new_path.display())));
        }
    }
    for (change, target, file) in staged {
        file.persist(&target).map_err(|error| Failure::io("write", &change.new_path, &error.error))?;
        if change.old_path != change.new_path && is_other(&change.old_path, &change.new_path) {
            std::fs::remove_file(&change.old_path).map_err(|error| Failure::io("remove", &change.old_path, &error))?;
        }
    }
    Ok(())
}

/// Whether there is another file in a place. Where case makes no difference, a file with another case is the same one.
fn is_other(old: &Path, new: &Path) -> bool {
    match (std::fs::canonicalize(old), std::fs::canonicalize(new)) {
        (Ok(old), Ok(new)) => old != new,
        (_, new) => new.is_ok(),
    }
}
