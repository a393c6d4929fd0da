//! Changes of files: shown as a diff, and written all or none as far as the system allows.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::output;

/// A file before and after. One that is made has no before, one that is removed has no after.
pub(super) struct Change {
    old: Option<Version>,
    new: Option<Version>,
}

struct Version {
    path: PathBuf,
    text: String,
}

impl Change {
    /// A file with another text, and perhaps another path.
    pub(super) fn edited(old_path: PathBuf, new_path: PathBuf, old: String, new: String) -> Change {
        Change { old: Some(Version { path: old_path, text: old }), new: Some(Version { path: new_path, text: new }) }
    }

    /// A file that is not there yet.
    pub(super) fn made(path: PathBuf, text: String) -> Change {
        Change { old: None, new: Some(Version { path, text }) }
    }

    /// A file that goes.
    pub(super) fn removed(path: PathBuf, text: String) -> Change {
        Change { old: Some(Version { path, text }), new: None }
    }

    /// Where the file is now, if it is there.
    pub(super) fn old_path(&self) -> Option<&Path> {
        self.old.as_ref().map(|old| old.path.as_path())
    }

    /// Replaces words in the new text.
    pub(super) fn replace_in_new(&mut self, old: &str, new: &str) {
        if let Some(version) = &mut self.new {
            version.text = version.text.replace(old, new);
        }
    }

    fn is_moved(&self) -> bool {
        self.old.as_ref().map(|old| &old.path) != self.new.as_ref().map(|new| &new.path)
    }

    /// The change as a unified diff.
    pub(super) fn shown(&self) -> String {
        let name = |version: &Option<Version>| {
            version.as_ref().map_or_else(|| "/dev/null".to_owned(), |version| version.path.display().to_string())
        };
        let text = |version: &Option<Version>| version.as_ref().map(|version| version.text.clone()).unwrap_or_default();
        let (old, new) = (name(&self.old), name(&self.new));
        let mut shown = String::new();
        if self.is_moved() && self.old.is_some() && self.new.is_some() {
            shown.push_str(&format!("rename from {old}\nrename to {new}\n"));
        }
        let (before, after) = (text(&self.old), text(&self.new));
        if before != after {
            shown.push_str(&TextDiff::from_lines(&before, &after).unified_diff().header(&old, &new).to_string());
        }
        shown
    }
}

/// Shows changes, and writes them unless this is only a trial.
pub(super) fn show_and_write(changes: &[Change], dry_run: bool) -> Result<(), Failure> {
    changes.iter().try_for_each(|change| output::print(&change.shown()))?;
    if dry_run { Ok(()) } else { write(changes) }
}

/// Writes changes. Each file is written beside its place first: only when all are there, they take their places. If one cannot, those
/// that did are put back.
pub(super) fn write(changes: &[Change]) -> Result<(), Failure> {
    let mut staged: Vec<Option<(PathBuf, NamedTempFile)>> = Vec::new();
    for change in changes {
        staged.push(stage(change)?);
    }
    changes.iter().try_for_each(|change| expect_as_it_was(change, changes))?;
    for (index, file) in staged.into_iter().enumerate() {
        let change = &changes[index];
        if let Err(error) = place(change, file) {
            let path = change.new.as_ref().or(change.old.as_ref()).map(|version| version.path.clone()).unwrap_or_default();
            let put_back = changes[..=index].iter().rev().try_for_each(undo);
            let rest = match put_back {
                Ok(()) => "; nothing is changed".to_owned(),
                Err(error) => format!("; putting back what was written failed as well: {error}"),
            };
            return Err(Failure::new(format!("cannot write {}: {error}{rest}", path.display())));
        }
    }
    // What moved leaves its old place when all the rest is done, and folders that are empty then go, too.
    let kept: HashSet<&PathBuf> = changes.iter().filter_map(|change| Some(&change.new.as_ref()?.path)).collect();
    for change in changes {
        let Some(old) = change.old.as_ref().filter(|old| !kept.contains(&old.path)) else { continue };
        let is_same_file = change.new.as_ref().is_some_and(|new| !is_other(&old.path, &new.path));
        if !is_same_file {
            std::fs::remove_file(&old.path).map_err(|error| Failure::io("remove", &old.path, &error))?;
            if let Some(folder) = old.path.parent() {
                // It stays if something is in it.
                let _ = std::fs::remove_dir(folder);
            }
        }
    }
    Ok(())
}

fn stage(change: &Change) -> Result<Option<(PathBuf, NamedTempFile)>, Failure> {
    if let Some(old) = &change.old {
        let verb = if change.new.is_some() { "write" } else { "remove" };
        acs_spec::write::expect_writable(&old.path).map_err(|error| Failure::io(verb, &old.path, &error))?;
    }
    if let (Some(old), true) = (&change.old, change.is_moved()) {
        // Whether something can be removed shows where something can be made.
        acs_spec::write::stage(&old.path, "").map_err(|error| Failure::io("remove", &old.path, &error))?;
    }
    let Some(new) = &change.new else { return Ok(None) };
    let failed = |error: io::Error| Failure::io("write", &new.path, &error);
    // A link stays a link.
    let target = if change.is_moved() { new.path.clone() } else { std::fs::canonicalize(&new.path).map_err(failed)? };
    let file = acs_spec::write::stage(&target, &new.text).map_err(failed)?;
    if let Some(old) = &change.old {
        acs_spec::write::take_after(&file, &old.path).map_err(failed)?;
    }
    Ok(Some((target, file)))
}

fn expect_as_it_was(change: &Change, changes: &[Change]) -> Result<(), Failure> {
    if let Some(old) = &change.old
        && std::fs::read_to_string(&old.path).ok().as_deref() != Some(old.text.as_str())
    {
        return Err(Failure::new(format!("{} has changed meanwhile: run the command again", old.path.display())));
    }
    let leaves = |path: &Path| changes.iter().any(|other| other.old.as_ref().is_some_and(|old| old.path == path));
    if let Some(new) = &change.new
        && change.is_moved()
        && !leaves(&new.path)
        && change.old.as_ref().map_or_else(|| new.path.symlink_metadata().is_ok(), |old| is_other(&old.path, &new.path))
    {
        return Err(Failure::new(format!("{} is there already", new.path.display())));
    }
    Ok(())
}

fn place(change: &Change, staged: Option<(PathBuf, NamedTempFile)>) -> io::Result<()> {
    let Some((target, file)) = staged else { return Ok(()) };
    if change.old.is_none() {
        file.persist_noclobber(&target)?;
    } else {
        file.persist(&target)?;
    }
    Ok(())
}

/// Puts a file back as it was. Those that move are still in their old place.
fn undo(change: &Change) -> io::Result<()> {
    match (&change.old, &change.new) {
        (Some(old), Some(_)) if !change.is_moved() => acs_spec::write::file(&old.path, &old.text)?,
        (old, Some(new)) => {
            let is_written = std::fs::read_to_string(&new.path).is_ok_and(|text| text == new.text);
            if is_written && old.as_ref().is_none_or(|old| is_other(&old.path, &new.path)) {
                std::fs::remove_file(&new.path)?;
            }
        }
        _ => {}
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
