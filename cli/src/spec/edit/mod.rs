//! Changing a service as a whole: what is renamed, removed or added, and everything that names it. All is worked out in memory and
//! checked there before a file is written.

mod cut;
mod features;
pub(super) mod group;
pub(super) mod rename;
pub(super) mod rm;
mod workspace;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use acs_spec::check;
use acs_spec::diagnostic::{Code, Diagnostics, Location, Severity, Source};
use acs_spec::read::{self, Loose, Overlay, SpecTree, Texts};

use super::patch::{self, Change};
use super::symbols::words::words;
use super::symbols::{Context, FileEdits};
use crate::failure::Failure;
use crate::output;

/// A service on disk, without errors.
struct Service {
    root: PathBuf,
    texts: Texts,
    tree: SpecTree,
    found: Diagnostics,
}

/// Errors that do not keep names from being found: a group that has no operation yet.
fn is_tolerated(code: Code) -> bool {
    code == Code::EmptyGroup
}

impl Service {
    fn open(root: PathBuf) -> Result<Service, Failure> {
        let root = root.strip_prefix(".").map(Path::to_owned).unwrap_or(root);
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
        if !root.is_dir() {
            return Err(Failure::new(format!(
                "there is no folder {}: `--spec` names the one with `service.yaml`",
                root.display()
            )));
        }
        let texts = read::texts(&root, &Overlay::new());
        let (tree, found) = check::texts(&texts);
        let is_wrong = found.iter().any(|one| one.severity == Severity::Error && !is_tolerated(one.code));
        match tree {
            Some(tree) if !is_wrong => Ok(Service { root, texts, tree, found }),
            _ => {
                let errors = found.into_iter().filter(|one| one.severity == Severity::Error);
                output::note("the specs have errors, which must be corrected first: names in such files may not be found");
                Err(Failure::diagnostics(errors.collect()))
            }
        }
    }

    fn context<T>(&self, ask: impl FnOnce(&Context<'_>) -> T) -> T {
        let operation =
            |name: &str| self.tree.operations.iter().find(|source| source.path == name).map(|source| &source.operation);
        ask(&Context { texts: &self.texts, tree: Some(&self.tree), operation: &operation, words: &words })
    }

    /// The file of an operation.
    fn file(&self, operation: &str) -> Option<&str> {
        let source = self.tree.operations.iter().find(|source| source.operation.operation == operation)?;
        Some(source.path.as_str())
    }

    fn operations(&self) -> impl Iterator<Item = &str> {
        self.tree.operations.iter().map(|source| source.operation.operation.as_str())
    }

    /// A place in a file, as editors find it.
    fn place(&self, file: &str, at: usize) -> String {
        match self.texts.get(file) {
            Some(source) => {
                let location = Location::new(source, at..at);
                format!("{}:{}:{}", location.path(), location.line(), location.column())
            }
            None => file.to_owned(),
        }
    }
}

/// The new contents of the files of a service.
struct Plan<'s> {
    service: &'s Service,
    /// By the new path from the root: the path before, and the text.
    files: BTreeMap<String, (String, String)>,
    removed: BTreeSet<String>,
    /// What changes outside of the specs.
    others: Vec<Change>,
}

impl<'s> Plan<'s> {
    fn of(service: &'s Service) -> Plan<'s> {
        let file = |(name, source): (&str, &std::sync::Arc<acs_spec::diagnostic::Source>)| {
            (name.to_owned(), (name.to_owned(), source.text.clone()))
        };
        Plan { service, files: service.texts.iter().map(file).collect(), removed: BTreeSet::new(), others: Vec::new() }
    }

    fn text(&self, name: &str) -> &str {
        self.files.get(name).map_or("", |(_, text)| text)
    }

    fn apply(&mut self, edits: &[FileEdits]) {
        for edit in edits {
            if let Some((_, text)) = self.files.get_mut(&edit.file) {
                *text = edit.applied(text);
            }
        }
    }

    fn edit(&mut self, name: &str, new: String) {
        if let Some((_, text)) = self.files.get_mut(name) {
            *text = new;
        }
    }

    fn move_file(&mut self, old: &str, new: String) {
        if let Some(file) = self.files.remove(old) {
            self.files.insert(new, file);
        }
    }

    fn remove(&mut self, name: &str) {
        if let Some((old, _)) = self.files.remove(name) {
            self.removed.insert(old);
        }
    }

    /// The files outside of the specs that change.
    fn changed(&self) -> HashSet<PathBuf> {
        self.others.iter().filter_map(Change::old_path).map(Path::to_owned).collect()
    }

    /// Where words stand in the specs as they are to be: path, line and column, with the line.
    fn mentions(&self, meant: &[String]) -> Vec<String> {
        let mut places = Vec::new();
        for (name, (_, text)) in &self.files {
            let path = self.service.root.join(name).display().to_string();
            let source = std::sync::Arc::new(Source::new(path, text.clone()));
            for at in meant.iter().flat_map(|word| workspace::positions(&source.text, word)) {
                let location = Location::new(&source, at..at);
                let line = source.text.lines().nth(location.line() - 1).unwrap_or_default().trim();
                places.push(format!("{}:{}:{}: {line}", location.path(), location.line(), location.column()));
            }
        }
        places
    }

    /// Fails if the specs would have errors that they do not have now.
    fn check(&self) -> Result<(), Failure> {
        let loose = |(name, (_, text)): (&String, &(String, String))| Loose {
            name: name.clone(),
            shown: self.service.root.join(name).display().to_string(),
            bytes: text.clone().into_bytes(),
        };
        let (_, after) = check::texts(&Texts::of(self.files.iter().map(loose)));
        let new = after.into_iter().filter(|one| one.severity == Severity::Error && !is_tolerated(one.code));
        let new: Diagnostics = new.collect();
        if new.is_empty() {
            return Ok(());
        }
        output::note("nothing is changed, since the specs would have errors then:");
        Err(Failure::diagnostics(new))
    }

    /// Checks the result, shows it if it is only a trial, and writes it otherwise. Returns how many files change.
    fn finish(self, dry_run: bool) -> Result<usize, Failure> {
        self.check()?;
        let path = |name: &str| {
            let path = self.service.root.join(name);
            path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
        };
        let mut changes = Vec::new();
        for (name, (old_name, text)) in &self.files {
            let old = self.service.texts.get(old_name).map_or("", |source| source.text.as_str());
            if name == old_name && old == text {
                continue;
            }
            let mark = mark(&path(old_name), old)?;
            if name != old_name {
                expect_own_file(&path(old_name))?;
            }
            changes.push(Change::edited(path(old_name), path(name), format!("{mark}{old}"), format!("{mark}{text}")));
        }
        for name in &self.removed {
            let old = self.service.texts.get(name).map_or("", |source| source.text.as_str());
            let mark = mark(&path(name), old)?;
            changes.push(Change::removed(path(name), format!("{mark}{old}")));
        }
        changes.extend(self.others);
        if dry_run {
            changes.iter().try_for_each(|change| output::print(&change.shown()))?;
        } else {
            patch::write(&changes)?;
        }
        Ok(changes.len())
    }
}

/// The byte order mark of a file, if it has one. Fails if the file is not as it was read.
fn mark(path: &Path, text: &str) -> Result<&'static str, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    let mark = "\u{feff}";
    match bytes.strip_prefix(mark.as_bytes()) {
        Some(rest) if rest == text.as_bytes() => Ok(mark),
        None if bytes == text.as_bytes() => Ok(""),
        _ => Err(Failure::new(format!("{} has changed meanwhile: run the command again", path.display()))),
    }
}

/// A link cannot be moved without what it leads to.
fn expect_own_file(path: &Path) -> Result<(), Failure> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => {
            Err(Failure::new(format!("{} is a symbolic link: rename the file that it leads to by hand", path.display())))
        }
        _ => Ok(()),
    }
}

/// How lines of a text end.
fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Shows where else a name stands.
fn tell_mentions(what: &str, mentions: &[String]) {
    const MOST: usize = 20;
    if mentions.is_empty() {
        return;
    }
    output::note(&format!("{what}:"));
    mentions.iter().take(MOST).for_each(|place| output::note(&format!("  {place}")));
    if mentions.len() > MOST {
        output::note(&format!("  and {} more", mentions.len() - MOST));
    }
}
