//! The second stage: what the types cannot say. References, duplicates, ranges, names.

mod codes;
mod columns;
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
mod time;
mod values;
mod waiters;

use crate::diagnostic::{Applicability, Change, Code, Diagnostic, Diagnostics};
use crate::read::{self, SpecTree};
use crate::types::{Named, Operation, Schema};

use report::Report;

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
    lints::check(tree, &mut report);
    let found = report.finish().into_iter().map(|found| contradicted(found, tree));
    tree.warnings.iter().cloned().chain(found).collect::<Diagnostics>().into_result()
}

/// A reference to a name that is not there becomes the nearest one; unless several operations have that very name, and the nearest is
/// in one alone: then that one is likely misspelt, and nothing is certain.
fn contradicted(mut found: Diagnostic, tree: &SpecTree) -> Diagnostic {
    if !matches!(found.code, Code::UnknownTarget | Code::UnusedEntry) {
        return found;
    }
    let last = |path: &str| {
        path.trim_matches(['"', '\'']).rsplit(['.', ':']).find(|step| step.parse::<u32>().is_err()).unwrap_or("").to_owned()
    };
    let count = |name: &str| tree.operations.iter().filter(|source| has_name(&source.operation, name)).count();
    let mut misspelt = None;
    for edit in &mut found.edits {
        let Change::Replace { location, replacement } = &edit.change else { continue };
        let (written, meant) = (last(location.text().get(location.span()).unwrap_or_default()), last(replacement));
        if count(&meant) == 1 && count(&written) > 1 {
            edit.applicability = Applicability::Maybe;
            misspelt = Some((meant, count(&written), written));
        }
    }
    match misspelt {
        Some((meant, count, written)) => {
            found.note(format!("{count} operations have `{written}`, and one `{meant}`: is that misspelt?"))
        }
        None => found,
    }
}

/// Whether a parameter or a field has a name.
fn has_name(operation: &Operation, name: &str) -> bool {
    fn holds(fields: &Named<Schema>, name: &str) -> bool {
        fields.iter().any(|(own, schema)| own == name || inside(schema, name))
    }
    fn inside(schema: &Schema, name: &str) -> bool {
        holds(&schema.fields, name) || schema.items.as_deref().is_some_and(|items| inside(items, name))
    }
    [&operation.parameters, &operation.response, &operation.shapes].into_iter().any(|fields| holds(fields, name))
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
