//! Renaming a symbol wherever it stands, by the bytes of the files.

use std::ops::Range;

use acs_spec::names;
use acs_spec::read::written;

use super::{Context, Symbol};

/// The pieces of a file that get another text.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::spec) struct FileEdits {
    /// Path of the file from the root of the tree.
    pub(in crate::spec) file: String,
    pub(in crate::spec) pieces: Vec<(Range<usize>, String)>,
}

impl FileEdits {
    /// The text with its new pieces. Those that meet an earlier one are left out.
    pub(in crate::spec) fn applied(&self, text: &str) -> String {
        let mut pieces = self.pieces.clone();
        pieces.sort_by_key(|(span, _)| span.start);
        let (mut made, mut at) = (String::new(), 0);
        for (span, new) in pieces {
            if let Some(before) = text.get(at..span.start).filter(|_| span.start >= at) {
                made.push_str(before);
                made.push_str(&new);
                at = span.end;
            }
        }
        made.push_str(&text[at..]);
        made
    }
}

/// What has to change for a waiter, a shape, an operation or a group to have another name. Comments and layout stay.
///
/// # Errors
/// Why it cannot have that name.
pub(in crate::spec) fn rename(context: &Context<'_>, symbol: &Symbol, name: &str) -> Result<Vec<FileEdits>, String> {
    let (what, old, is_taken) = match symbol {
        Symbol::Waiter(old) => ("waiter", old, context.tree.is_some_and(|tree| tree.waiters.get(name).is_some())),
        Symbol::Shape(file, old) => {
            ("shape", old, context.operation(file).is_some_and(|operation| operation.shapes.get(name).is_some()))
        }
        Symbol::Operation(old) => {
            let plain = |name: &str| name.replace(['-', '_'], "").to_lowercase();
            let mut others = context.tree.into_iter().flat_map(|tree| &tree.operations).map(|source| &source.operation.operation);
            ("operation", old, others.any(|other| other != old && plain(other) == plain(name)))
        }
        Symbol::Group(old) => ("group", old, context.tree.is_some_and(|tree| tree.service.groups.get(name).is_some())),
        _ => return Err("the service gives this name: it cannot be another".to_owned()),
    };
    if is_taken || name == old {
        return Err(format!("there is a{} {what} `{name}` already", if what == "operation" { "n" } else { "" }));
    }
    let (is_name, rule) = match symbol {
        Symbol::Operation(_) => (names::is_operation(name), "it has ASCII letters, digits, `_` and `-`, the first a letter"),
        Symbol::Group(_) => (names::is_group(name), "it has small letters, digits and dashes, and begins with a letter"),
        _ => (names::is_type(name), "it begins with a capital, and letters and digits follow"),
    };
    if !is_name {
        let article = if what == "operation" { "an" } else { "a" };
        return Err(format!("`{}` is not a valid name for {article} {what}: {rule}", name.escape_debug()));
    }
    let of_file = |(file, occurrences): (String, Vec<super::Occurrence>)| {
        let text = &context.texts.get(&file)?.text;
        let piece = |one: &super::Occurrence| Some((one.span.clone(), renamed(text.get(one.span.clone())?, old, name)));
        Some(FileEdits { pieces: occurrences.iter().filter_map(piece).collect(), file })
    };
    Ok(super::all(context, symbol).into_iter().filter_map(of_file).collect())
}

/// A word with another name in it, in its quotes. What would be no text without quotes gets some.
fn renamed(word: &str, old: &str, new: &str) -> String {
    let made = word.replacen(old, new, 1);
    let is_quoted = made.starts_with(['"', '\'']);
    if is_quoted || made != new { made } else { written(new) }
}
