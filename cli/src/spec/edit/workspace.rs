//! What is outside of the specs and bears their names: snapshots, documentation, manifests.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use acs_spec::diagnostic::{Location, Source};

use crate::spec::patch::Change;

/// Larger files are data.
const MOST_BYTES: u64 = 4 << 20;

/// The texts around a folder of specs.
pub(super) struct Workspace {
    root: PathBuf,
    files: Vec<(PathBuf, String)>,
}

impl Workspace {
    /// The workspace of cargo that the specs are in. Without one there is nothing.
    pub(super) fn around(specs: &Path) -> Workspace {
        let Some(root) = root(specs) else { return Workspace { root: PathBuf::new(), files: Vec::new() } };
        let mut files = Vec::new();
        let real_specs = std::fs::canonicalize(specs).unwrap_or_else(|_| specs.to_owned());
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            let mut entries: Vec<_> = std::fs::read_dir(&folder).into_iter().flatten().flatten().collect();
            entries.sort_by_key(std::fs::DirEntry::file_name);
            for entry in entries {
                let (path, name) = (entry.path(), entry.file_name());
                let name = name.to_string_lossy();
                let Ok(kind) = entry.file_type() else { continue };
                if name.starts_with('.') || name == "target" || name == "node_modules" {
                    continue;
                }
                // Links are not followed: they lead to what is found otherwise, or out of the workspace.
                if kind.is_dir() && std::fs::canonicalize(&path).ok().as_deref() != Some(&real_specs) {
                    folders.push(path);
                } else if kind.is_file()
                    && entry.metadata().is_ok_and(|metadata| metadata.len() <= MOST_BYTES)
                    && let Some(text) = std::fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok())
                {
                    files.push((path.strip_prefix(".").map(Path::to_owned).unwrap_or(path), text));
                }
            }
        }
        files.sort();
        Workspace { root, files }
    }

    /// Snapshots and documentation with replaced words, one of which begins as `hints` say. A snapshot of something that is renamed moves: `moved`
    /// gives the path from the folder of snapshots.
    pub(super) fn renamed(
        &self,
        hints: &[&str],
        word: &dyn Fn(&str) -> Option<String>,
        moved: &dyn Fn(&str) -> Option<String>,
    ) -> Vec<Change> {
        let change = |(path, text): &(PathBuf, String)| {
            if !is_document(path) {
                return None;
            }
            let is_named = hints.iter().any(|hint| text.contains(hint));
            let new_text = if is_named { replaced(text, word) } else { text.clone() };
            let new_path = snapshot_name(path).and_then(|(folder, name)| Some(folder.join(moved(&name)?)));
            let new_path = new_path.unwrap_or_else(|| path.clone());
            (new_path != *path || new_text != *text).then(|| Change::edited(path.clone(), new_path, text.clone(), new_text))
        };
        self.files.iter().filter_map(change).collect()
    }

    /// The snapshots of an operation, to be removed.
    pub(super) fn without_snapshot(&self, group: &str, operation: &str) -> Vec<Change> {
        let own = format!("{group}/{operation}.snap");
        let is_own = |path: &Path| snapshot_name(path).is_some_and(|(_, name)| name == own);
        let own = self.files.iter().filter(|(path, _)| is_own(path));
        own.map(|(path, text)| Change::removed(path.clone(), text.clone())).collect()
    }

    /// Manifests, changed.
    pub(super) fn manifests(&self, change: impl Fn(&str) -> Option<String>) -> Vec<Change> {
        let manifests = self.files.iter().filter(|(path, _)| path.file_name().is_some_and(|name| name == "Cargo.toml"));
        let changed = |(path, text): &(PathBuf, String)| {
            let new = change(text).filter(|new| new != text)?;
            Some(Change::edited(path.clone(), path.clone(), text.clone(), new))
        };
        manifests.filter_map(changed).collect()
    }

    /// Where one of these words stands first in files that are not changed: path, line and column.
    pub(super) fn mentions(&self, meant: &[String], changed: &HashSet<PathBuf>) -> Vec<String> {
        let mut places = Vec::new();
        for (path, text) in self.files.iter().filter(|(path, _)| !changed.contains(path)) {
            let first = meant.iter().filter_map(|word| position(text, word)).min();
            if let Some(at) = first {
                let source = std::sync::Arc::new(Source::new(path.display().to_string(), text.clone()));
                let location = Location::new(&source, at..at);
                places.push(format!("{}:{}:{}", location.path(), location.line(), location.column()));
            }
        }
        places
    }

    pub(super) fn is_empty(&self) -> bool {
        self.root.as_os_str().is_empty()
    }
}

/// The nearest folder above with a manifest of a workspace, or else with one of a crate.
fn root(specs: &Path) -> Option<PathBuf> {
    if specs.join(".git").exists() {
        return None;
    }
    let mut folder = specs.join("..");
    if specs.is_relative() {
        let mut parts = specs.components();
        if parts.next_back().is_some_and(|last| matches!(last, std::path::Component::Normal(_))) {
            folder = parts.as_path().to_owned();
        }
    } else if let Some(parent) = specs.parent() {
        folder = parent.to_owned();
    }
    let steps = std::fs::canonicalize(specs).ok()?.components().count();
    let mut nearest = None;
    for _ in 0..steps {
        let here = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.clone() };
        if let Ok(manifest) = std::fs::read_to_string(here.join("Cargo.toml")) {
            if manifest.lines().any(|line| line.trim().starts_with("[workspace")) {
                return Some(shortened(here));
            }
            nearest.get_or_insert(here.clone());
        }
        // What is outside of the repository is none of its workspace.
        if here.join(".git").exists() {
            break;
        }
        folder = match folder.components().next_back() {
            Some(std::path::Component::Normal(_)) => folder.parent().map(Path::to_owned)?,
            Some(std::path::Component::RootDir | std::path::Component::Prefix(_)) => break,
            None | Some(std::path::Component::CurDir) => PathBuf::from(".."),
            Some(std::path::Component::ParentDir) => folder.join(".."),
        };
    }
    nearest.map(shortened)
}

/// Paths are shown without a leading `./`.
fn shortened(folder: PathBuf) -> PathBuf {
    if folder.as_os_str() == "." { folder } else { folder.strip_prefix(".").map(Path::to_owned).unwrap_or(folder) }
}

/// What follows the names of the specs: snapshots and documentation, but no history.
fn is_document(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_history = name.to_ascii_uppercase().starts_with("CHANGELOG");
    path.extension().is_some_and(|extension| extension == "snap" || extension == "md") && !is_history
}

/// The folder of snapshots that a snapshot of an operation is in, and its name from there: `<group>/<Operation>.snap`.
fn snapshot_name(path: &Path) -> Option<(PathBuf, String)> {
    let file = path.file_name()?.to_str().filter(|name| name.ends_with(".snap"))?;
    let group = path.parent()?;
    let folder = group.parent().filter(|folder| folder.iter().any(|part| part == "snapshots"))?;
    Some((folder.to_owned(), format!("{}/{file}", group.file_name()?.to_str()?)))
}

/// Where a word stands first.
fn position(text: &str, word: &str) -> Option<usize> {
    positions(text, word).into_iter().next()
}

/// Where a word stands, with nothing before and behind it that belongs to a name.
pub(super) fn positions(text: &str, word: &str) -> Vec<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let is_free = |at: &usize| {
        let (before, behind) = (text[..*at].chars().next_back(), text[at + word.len()..].chars().next());
        let is_open = |end: Option<char>, beyond: Option<char>| end.is_some_and(is_word) && beyond.is_some_and(is_word);
        !is_open(word.chars().next(), before) && !is_open(word.chars().next_back(), behind)
    };
    text.match_indices(word).map(|(at, _)| at).filter(is_free).collect()
}

/// The words of a text that can be names, and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    text.split_inclusive(move |c: char| !is_word(c)).map(move |piece| {
        let start = at;
        at += piece.len();
        (start, piece.trim_end_matches(|c: char| !is_word(c)))
    })
}

fn replaced(text: &str, word: &dyn Fn(&str) -> Option<String>) -> String {
    let (mut made, mut end) = (String::new(), 0);
    for (at, old) in words(text).filter(|(_, word)| !word.is_empty()) {
        if let Some(new) = word(old) {
            made.push_str(&text[end..at]);
            made.push_str(&new);
            end = at + old.len();
        }
    }
    made.push_str(&text[end..]);
    made
}
