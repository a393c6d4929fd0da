//! Warnings: what works, and is likely not what its author meant.

mod glossary;
mod marks;
mod markup;
mod names;
mod repeated;
mod text;
mod values;

use crate::read::SpecTree;

use super::report::Report;
use super::spellings::Spellings;

#[cfg(feature = "import")]
pub(crate) use {
    marks::is_secret,
    markup::{bare_example, is_plain_text},
};

pub(super) fn check(tree: &SpecTree, spellings: &Spellings<'_>, report: &mut Report) {
    let sources = tree.operations.iter().map(|source| &source.source);
    let shared = [Some(&tree.sources.service), tree.sources.glossary.as_ref(), tree.sources.waiters.as_ref()];
    for source in shared.into_iter().flatten().chain(sources) {
        text::check(source, report);
    }
    for source in &tree.operations {
        markup::operation(&source.operation, &source.source, report);
        marks::operation(&source.operation, &source.source, report);
        repeated::operation(&source.operation, &source.source, report);
        values::operation(&source.operation, &source.source, report);
    }
    markup::shared(tree, report);
    names::check(tree, spellings, report);
    glossary::check(tree, report);
    values::waiters(tree, report);
}
