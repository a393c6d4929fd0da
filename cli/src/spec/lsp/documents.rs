//! The texts that the client has open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use acs_spec::read::Overlay;
use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::text;

/// A text that the client has open.
#[derive(Debug)]
pub(super) struct Document {
    /// The address that the client gave.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
}

/// All of them by path.
#[derive(Debug, Default)]
pub(super) struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    pub(super) fn open(&mut self, path: PathBuf, document: Document) {
        self.0.insert(path, document);
    }

    /// Applies changes in their order. Those of a text that is not open are skipped.
    pub(super) fn change(&mut self, path: &Path, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let Some(document) = self.0.get_mut(path) else { return };
        document.version = version;
        for change in changes {
            match change.range {
                None => document.text = change.text,
                Some(range) => {
                    let start = text::offset(&document.text, range.start);
                    let end = text::offset(&document.text, range.end).max(start);
                    document.text.replace_range(start..end, &change.text);
                }
            }
        }
    }

    pub(super) fn close(&mut self, path: &Path) {
        self.0.remove(path);
    }

    pub(super) fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.keys().map(PathBuf::as_path)
    }

    /// The open spec files below a folder.
    pub(super) fn overlay(&self, root: &Path) -> Overlay {
        let below = self.0.iter().filter_map(|(path, document)| Some((name(root, path)?, document.text.clone())));
        below.collect()
    }
}

/// The name of a spec file in the tree that has this root: its path with `/` between its parts.
pub(super) fn name(root: &Path, path: &Path) -> Option<String> {
    let parts: Vec<&str> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    (is_yaml && !parts.iter().any(|part| part.starts_with('.'))).then(|| parts.join("/"))
}
