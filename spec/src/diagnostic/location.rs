//! Places in spec files.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Component, Path};
use std::sync::Arc;

use crate::printable::{is_hidden, one_line};

/// A spec file as it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Path to show.
    pub path: String,
    /// Content. Empty if the file could not be read.
    pub text: String,
}

impl Source {
    /// A file and its content. A byte order mark is left out.
    pub fn new(path: String, mut text: String) -> Self {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Source { path, text }
    }
}

/// A piece of a spec file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    source: Arc<Source>,
    span: Range<usize>,
}

impl Location {
    /// The bytes of `span`, moved back to character borders inside the text.
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        let start = border_at_or_before(&source.text, span.start);
        let end = border_at_or_before(&source.text, span.end).max(start);
        Location { source: Arc::clone(source), span: start..end }
    }

    /// The file as a whole.
    pub fn file(source: &Arc<Source>) -> Self {
        Location::new(source, 0..0)
    }

    /// Path of the file, to show.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// The whole file.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The location as a range of bytes in the file.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The same place in a file whose path shows nothing but what can be seen.
    pub(super) fn printable(&self) -> Location {
        if !self.path().chars().any(is_hidden) {
            return self.clone();
        }
        let source = Source { path: one_line(self.path(), usize::MAX), text: self.source.text.clone() };
        Location { source: Arc::new(source), span: self.span() }
    }

    /// Line of the location's start, from 1.
    pub fn line(&self) -> usize {
        self.position(self.span.start).0
    }

    /// Column of the location's start in characters, from 1.
    pub fn column(&self) -> usize {
        self.position(self.span.start).1
    }

    /// Line and column behind the location's last character, from 1.
    pub fn end(&self) -> (usize, usize) {
        self.position(self.span.end)
    }

    fn position(&self, at: usize) -> (usize, usize) {
        let before = &self.source.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl PartialOrd for Location {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Location {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |location: &Location| (location.span.start, location.span.end);
        self.path().cmp(other.path()).then_with(|| key(self).cmp(&key(other)))
    }
}

/// Gives locations other paths.
pub(super) struct Moved<F> {
    path: F,
    /// The files so far, by path.
    sources: HashMap<String, Arc<Source>>,
}

impl<F: Fn(&str) -> Option<String>> Moved<F> {
    pub(super) fn to(path: F) -> Self {
        Moved { path, sources: HashMap::new() }
    }

    pub(super) fn location(&mut self, location: &Location) -> Location {
        let old = location.path();
        let source = match self.sources.get(old) {
            Some(source) => Arc::clone(source),
            None => {
                let Some(path) = (self.path)(old) else { return location.clone() };
                let source = Arc::new(Source { path, text: location.text().to_owned() });
                self.sources.insert(old.to_owned(), Arc::clone(&source));
                source
            }
        };
        Location { source, span: location.span() }
    }
}

impl Moved<()> {
    /// Paths from a folder, where they lead into it.
    pub(super) fn out_of(folder: &Path) -> Moved<impl Fn(&str) -> Option<String>> {
        let prefix = format!("{}/", slashed(folder).trim_end_matches('/'));
        Moved::to(move |path: &str| path.strip_prefix(&prefix).map(str::to_owned))
    }
}

/// A path as it is shown: with `/` between its parts on every system.
pub(crate) fn slashed(path: &Path) -> String {
    let mut text = String::new();
    let is_here = |part: &Component<'_>| *part == Component::CurDir;
    for part in path.components().filter(|part| !is_here(part) || path.components().count() == 1) {
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        match part {
            Component::RootDir => text.push('/'),
            part => text.push_str(&part.as_os_str().to_string_lossy()),
        }
    }
    text
}

fn border_at_or_before(text: &str, index: usize) -> usize {
    (0..=index.min(text.len())).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0)
}
