//! The one layout of spec files: what fits on a line is on a line, neighbours are aligned, quotes stand where YAML needs them.
//!
//! ```text
//! text ── parse (values, comments, blank lines) ──> tree ── write ──> text
//! ```
//!
//! The import writes its files through the same layout, so a file that it brings up to date changes where the facts change.

mod comments;
mod parse;
mod scalar;
mod tree;
mod write;

use std::sync::Arc;

use serde_yaml::Value;

use crate::diagnostic::{Diagnostic, Source};
use crate::read;
use crate::read::node::{Data, Node};

/// What a file holds, by which its layout differs a little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// An operation.
    Operation,
    /// `service.yaml`.
    Service,
    /// `waiters.yaml`: each waiter has a line for each key.
    Waiters,
    /// `glossary.yaml`: each text is in quotes.
    Glossary,
}

impl FileKind {
    /// The kind of a file by its name.
    pub fn of(name: &str) -> FileKind {
        match name.rsplit('/').next().unwrap_or(name) {
            read::SERVICE => FileKind::Service,
            read::WAITERS => FileKind::Waiters,
            read::GLOSSARY => FileKind::Glossary,
            _ => FileKind::Operation,
        }
    }
}

/// Why a text was not laid out.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be read.
    Unreadable(Box<Diagnostic>),
    /// The layout has no place for something in it: the sentence says for what.
    NoPlace(&'static str),
}

/// The text in the one layout. Values and comments are the same before and after.
///
/// ```
/// use acs_spec::layout::{FileKind, format};
///
/// let text = "operation:   CreateVpc # new\nparameters:\n    VpcName: {type: 'string'}\n    Id: {type: string}\n";
/// assert_eq!(
///     format("CreateVpc.yaml", text, FileKind::Operation).unwrap(),
///     "operation: CreateVpc # new\nparameters:\n  VpcName: { type: string }\n  Id:      { type: string }\n"
/// );
/// ```
///
/// # Errors
/// The text is not valid YAML, or holds what the layout has no place for.
pub fn format(path: &str, text: &str, kind: FileKind) -> Result<String, Refusal> {
    // Files keep their line ends.
    let has_returns = text.split('\n').next().is_some_and(|line| line.ends_with('\r'));
    let text = if has_returns { text.replace("\r\n", "\n") } else { text.to_owned() };
    let source = Arc::new(Source::new(path.to_owned(), text));
    let root = read::root(&source).map_err(Refusal::Unreadable)?;
    let text = source.text.as_str();
    let comments = comments::of(text).ok_or(Refusal::NoPlace("anchors, aliases and tags"))?;
    let Data::Map(_) = &root.data else { return Err(Refusal::NoPlace("a file that is not a mapping")) };
    let (items, end) = parse::items(text, &root, &comments);
    let laid_out = write::document(&items, &end, kind);
    let is_same = Node::parse(&laid_out).is_ok_and(|after| same(&root, &after));
    if !is_same {
        return Err(Refusal::NoPlace("one of its values"));
    }
    if comments::of(&laid_out).is_none_or(|after| comments::texts(&after) != comments::texts(&comments)) {
        return Err(Refusal::NoPlace("one of its comments"));
    }
    Ok(if has_returns { laid_out.replace('\n', "\r\n") } else { laid_out })
}

/// A value as a whole file.
#[cfg(feature = "import")]
pub(crate) fn document(value: Value, kind: FileKind) -> String {
    match tree::Item::of(value).data {
        tree::Data::Map(items) => write::document(&items, &[], kind),
        _ => String::new(),
    }
}

/// Whether two trees have the same values in the same order.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.data, &other.data) {
        (Data::Scalar { .. }, Data::Scalar { .. }) => {
            let (one, other) = (parse::value(one), parse::value(other));
            let is_nan = |value: &Value| value.as_f64().is_some_and(f64::is_nan);
            one == other || is_nan(&one) && is_nan(&other)
        }
        (Data::List(one), Data::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Data::Map(one), Data::Map(other)) => {
            let pairs = || one.iter().zip(other);
            one.len() == other.len() && pairs().all(|(one, other)| same(&one.key, &other.key) && same(&one.value, &other.value))
        }
        _ => false,
    }
}
