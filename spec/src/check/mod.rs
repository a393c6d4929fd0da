//! The second stage: what the types cannot say. References, duplicates, ranges, names.

mod codes;
mod columns;
mod fields;
mod keys;
mod limits;
mod lints;
mod names;
mod operation;
mod pagination;
mod paths;
mod pointer;
mod references;
mod report;
mod sample;
mod schema;
mod service;
mod shapes;
mod spellings;
mod time;
mod values;
mod waiters;

use crate::diagnostic::Diagnostics;
use crate::read::{self, SpecTree};

use report::Report;
use spellings::Spellings;

pub use keys::{Role, fitting_format};
#[cfg(feature = "import")]
pub(crate) use lints::{bare_example, is_plain_text, is_secret};

/// Checks a tree. `Ok` holds the warnings.
///
/// A tree that [`read::operation`] made has one operation: what concerns the others is not checked then.
///
/// # Errors
/// All mistakes of all files, warnings among them, if one of them is an error.
pub fn check(tree: &SpecTree) -> Result<Diagnostics, Diagnostics> {
    let mut report = Report::default();
    service::check(tree, &mut report);
    for source in &tree.operations {
        operation::check(source, tree, &mut report);
    }
    references::check(tree, &mut report);
    names::operations(tree, &mut report);
    waiters::check(tree, &mut report);
    let spellings = Spellings::of(tree);
    lints::check(tree, &spellings, &mut report);
    let found = report.finish().into_iter().map(|found| spellings.doubt(found));
    tree.warnings.iter().cloned().chain(found).collect::<Diagnostics>().into_result()
}

/// Reads a folder and checks what of it can be read: the tree, if there is one, and all that was found in reading and checking.
pub fn folder(dir: &std::path::Path) -> (Option<SpecTree>, Diagnostics) {
    texts(&read::texts(dir, &read::Overlay::new()))
}

/// Reads and checks what can be read of the texts of a folder.
pub fn texts(texts: &read::Texts) -> (Option<SpecTree>, Diagnostics) {
    all(texts.tree())
}

/// The same of files in memory: pairs of a path from the root of the tree, with `/` between its parts, and a content.
pub fn sources<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> (Option<SpecTree>, Diagnostics) {
    all(read::partial_from_sources(files))
}

fn all((tree, found): (Option<SpecTree>, Diagnostics)) -> (Option<SpecTree>, Diagnostics) {
    let checked = tree.as_ref().map(|tree| check(tree).unwrap_or_else(|mistakes| mistakes)).unwrap_or_default();
    let all: Diagnostics = found.into_iter().chain(checked).collect();
    (tree, all)
}
