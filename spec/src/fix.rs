//! Applies the edits of diagnostics that are certain to spec files.
//!
//! Nothing here touches the disk: the input and the output are texts. An edit may reveal other mistakes, so files are checked again
//! until no certain edit is left.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::check;
use crate::diagnostic::{Change, Code, Diagnostic, Diagnostics};
use crate::read::node::Node;

/// How often to check again. Invalid YAML shows one mistake at a time.
const MOST_ROUNDS: usize = 100;

/// A spec file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedFile {
    /// Its path from the root of the tree.
    pub old_name: String,
    /// Its path afterwards.
    pub new_name: String,
    /// Its text.
    pub old_text: String,
    /// Its text afterwards.
    pub new_text: String,
}

impl FixedFile {
    /// Whether anything is different.
    pub fn is_changed(&self) -> bool {
        self.old_name != self.new_name || self.old_text != self.new_text
    }
}

/// An edit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Path of the file from the root of the tree.
    pub name: String,
    /// Line and column, unless the file as a whole was meant.
    pub place: Option<(usize, usize)>,
    /// What it did.
    pub title: String,
    /// The rule that was broken.
    pub code: Code,
}

/// A tree after its edits.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// All files.
    pub files: Vec<FixedFile>,
    /// The edits that were made.
    pub made: Vec<Made>,
    /// What is still found in the files that were meant.
    pub left: Diagnostics,
}

/// Makes every certain edit in the files that are meant. The files are pairs of a path from the root of the tree and a text; all
/// those of the tree are needed, since one decides what is right in another.
pub fn fix(files: impl IntoIterator<Item = (String, String)>, is_meant: &dyn Fn(&str) -> bool) -> Fixed {
    let file = |(name, text): (String, String)| FixedFile {
        old_name: name.clone(),
        new_name: name,
        old_text: text.clone(),
        new_text: text,
    };
    let mut tree = Tree { files: files.into_iter().map(file).collect(), made: Vec::new(), refused: HashSet::new() };
    tree.files.sort_by(|a, b| a.new_name.cmp(&b.new_name));
    let meant: HashSet<String> =
        tree.files.iter().filter(|file| is_meant(&file.old_name)).map(|file| file.old_name.clone()).collect();
    for _ in 0..MOST_ROUNDS {
        let found = tree.found(&meant);
        if !tree.round(&found) {
            return Fixed { files: tree.files, made: tree.made, left: found };
        }
    }
    let left = tree.found(&meant);
    Fixed { files: tree.files, made: tree.made, left }
}

struct Tree {
    files: Vec<FixedFile>,
    made: Vec<Made>,
    /// Edits that did no good, by file, text to replace and replacement.
    refused: HashSet<(String, String)>,
}

/// A text in place of a piece of a file.
struct Piece {
    span: Range<usize>,
    replacement: String,
    made: Made,
}

impl Tree {
    /// What is found in the files that are meant.
    fn found(&self, meant: &HashSet<String>) -> Diagnostics {
        let texts = self.files.iter().map(|file| (file.new_name.as_str(), file.new_text.as_str()));
        let (_, found) = check::sources(texts);
        let old_names: BTreeMap<&str, &str> =
            self.files.iter().map(|file| (file.new_name.as_str(), file.old_name.as_str())).collect();
        let is_meant = |one: &Diagnostic| match old_names.get(one.location.path()) {
            Some(old) => meant.contains(*old),
            // What is said of no file is said of the whole tree.
            None => meant.len() == self.files.len(),
        };
        found.into_iter().filter(is_meant).collect()
    }

    /// Makes the edits that do not meet each other. Whether there was one.
    fn round(&mut self, found: &Diagnostics) -> bool {
        let mut pieces: BTreeMap<String, Vec<Piece>> = BTreeMap::new();
        let mut renames: Vec<(String, String, Code)> = Vec::new();
        for one in found {
            let Some(edit) = one.certain_edit() else { continue };
            match &edit.change {
                Change::Replace { location, replacement } => {
                    let (path, span) = (location.path().to_owned(), location.span());
                    let place = Some((location.line(), location.column()));
                    let made = Made { name: path.clone(), place, title: edit.title(), code: one.code };
                    let refused = self.refused.contains(&(path.clone(), key(&span, replacement)));
                    let list = pieces.entry(path).or_default();
                    let is_free = list.iter().all(|other| other.span.end <= span.start || span.end <= other.span.start);
                    if is_free && !refused {
                        list.push(Piece { span, replacement: replacement.clone(), made });
                    }
                }
                Change::Rename { location, name } => {
                    let folder = location.path().rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
                    renames.push((location.path().to_owned(), format!("{folder}{name}"), one.code));
                }
            }
        }
        let mut is_changed = false;
        for (path, pieces) in pieces {
            is_changed |= self.replace(&path, pieces);
        }
        for (old, new, code) in renames {
            is_changed |= self.rename(&old, &new, code);
        }
        is_changed
    }

    fn replace(&mut self, path: &str, mut pieces: Vec<Piece>) -> bool {
        let Some(file) = self.files.iter_mut().find(|file| file.new_name == path) else { return false };
        pieces.sort_by_key(|piece| piece.span.start);
        let mut text = file.new_text.clone();
        for piece in pieces.iter().rev() {
            if text.get(piece.span.clone()).is_some() {
                text.replace_range(piece.span.clone(), &piece.replacement);
            }
        }
        // Valid YAML stays valid, and invalid YAML gets better or stays as it is.
        let is_worse = Node::parse(&text).is_err() && Node::parse(&file.new_text).is_ok();
        if is_worse || text == file.new_text {
            let keys = pieces.iter().map(|piece| (path.to_owned(), key(&piece.span, &piece.replacement)));
            self.refused.extend(keys);
            return false;
        }
        file.new_text = text;
        self.made.extend(pieces.into_iter().map(|piece| piece.made));
        true
    }

    fn rename(&mut self, old: &str, new: &str, code: Code) -> bool {
        if self.files.iter().any(|file| file.new_name.eq_ignore_ascii_case(new) && file.new_name != old) {
            return false;
        }
        let Some(file) = self.files.iter_mut().find(|file| file.new_name == old) else { return false };
        file.new_name = new.to_owned();
        let title = format!("rename the file to `{}`", new.rsplit('/').next().unwrap_or(new));
        self.made.push(Made { name: old.to_owned(), place: None, title, code });
        true
    }
}

fn key(span: &Range<usize>, replacement: &str) -> String {
    format!("{}-{} {replacement}", span.start, span.end)
}
