//! The texts of spec files, from a folder or from elsewhere, before they are parsed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::{File, SpecTree, files, parts};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Source};

/// Texts that replace files, by path from the root of the tree with `/` between its parts: what an editor holds and has
/// not saved.
pub type Overlay = BTreeMap<String, String>;

/// The texts of a folder of spec files, before they are parsed.
#[derive(Debug, Default)]
pub struct Texts {
    pub(super) files: Vec<File>,
    pub(super) found: Vec<Diagnostic>,
    is_part: bool,
}

/// A file that comes from elsewhere than a folder, such as a revision of a repository.
#[derive(Debug, Clone)]
pub struct Loose {
    /// Path from the root of the tree, with `/` between its parts.
    pub name: String,
    /// Path to show.
    pub shown: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Texts {
    /// The texts of files from elsewhere. A file that is not text is reported and left out.
    pub fn of(files: impl IntoIterator<Item = Loose>) -> Texts {
        let mut texts = Texts::default();
        for Loose { name, shown, bytes } in files {
            match files::text(shown, bytes) {
                Ok(source) => texts.files.push(File { path: name, source }),
                Err(mistake) => texts.found.push(*mistake),
            }
        }
        texts.files.sort_by(|a, b| a.path.cmp(&b.path));
        texts
    }

    /// The same texts as some of a tree's: what is missing beside them is not reported.
    #[must_use]
    pub fn part(self) -> Texts {
        Texts { is_part: true, ..self }
    }

    /// The files with their paths from the root of the tree, sorted by them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<Source>)> {
        self.files.iter().map(|file| (file.path.as_str(), &file.source))
    }

    /// A file by its path from the root of the tree.
    pub fn get(&self, path: &str) -> Option<&Arc<Source>> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(&self.files[index].source)
    }

    /// Reads what can be read of the texts, and says what is wrong with the rest. There is no tree without a `service.yaml` that
    /// reads.
    pub fn tree(&self) -> (Option<SpecTree>, Diagnostics) {
        let (tree, found) = parts(self.files.clone(), self.found.clone(), !self.is_part);
        (tree, found.into_iter().collect())
    }
}

/// The texts of a folder of spec files. Those of the overlay replace files or add some.
pub fn texts(dir: &Path, overlay: &Overlay) -> Texts {
    let (files, found) = files::readable(dir, overlay);
    Texts { files, found, is_part: false }
}

/// The files of a folder that cannot be read. They have no text, so work on texts skips them.
pub fn unreadable(dir: &Path) -> Diagnostics {
    let Texts { found, .. } = texts(dir, &Overlay::new());
    found.into_iter().filter(|one| one.severity == Severity::Error).collect()
}
