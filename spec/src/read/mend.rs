//! Changes that remove what the reader found.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Applicability, Edit, Location, Source};
use crate::suggest;

use super::flow;
use super::lenient::ProblemKind;
use super::node::{Data, Entry, Node};
use super::plain;
use super::scalar::Plain;
use super::scan::Cause;

/// The change that removes the cause of a syntax error.
pub(super) fn cause(source: &Arc<Source>, cause: &Cause) -> Option<Edit> {
    let (span, replacement) = cause.edit.clone()?;
    Some(Edit::replace(Location::new(source, span), replacement, Applicability::Certain))
}

/// The changes of which each removes a mistake in the form of a file.
pub(super) fn problem(source: &Arc<Source>, root: &Node, span: &Range<usize>, kind: &ProblemKind) -> Vec<Edit> {
    let written = source.text.get(span.clone()).unwrap_or_default();
    if matches!(kind, ProblemKind::UnknownKey { .. })
        && let Some(whole) = cut_text(root, span)
        && let Some(text) = source.text.get(whole.clone()).filter(|text| !text.contains('\n'))
    {
        return vec![Edit::replace(Location::new(source, whole.clone()), plain::quoted(text), Applicability::Certain)];
    }
    let change = match kind {
        _ if written.is_empty() || written.contains('\n') => None,
        ProblemKind::UnknownKey { key, known } => unknown_key(key, known, root, span),
        ProblemKind::UnknownVariant { found, .. } if found.ends_with("[]") => {
            list(found.trim_end_matches("[]"), &source.text, root, span)
        }
        ProblemKind::WrongType { expected, .. } if expected == "a word" => {
            let inner = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
            list(inner.trim(), &source.text, root, span)
        }
        ProblemKind::UnknownVariant { found, known } => {
            suggest::meant(found, known.iter().copied()).map(|(word, applicability)| (word.to_owned(), applicability))
        }
        ProblemKind::WrongType { expected, .. } => scalar(written, expected).map(|text| (text, Applicability::Certain)),
        _ => None,
    };
    let edit = change.map(|(text, applicability)| Edit::replace(Location::new(source, span.clone()), text, applicability));
    edit.into_iter().collect()
}

/// What stands behind the `type` of the mapping that has this key.
pub(super) fn type_beside<'t>(root: &'t Node, key: &Range<usize>) -> Option<&'t str> {
    let beside = entries_with(root, key)?;
    // A schema has its type near its other keys: in a mapping of thousands of entries it is not looked for.
    beside.iter().take(100).find(|entry| entry.key.text() == Some("type"))?.value.text()
}

/// The sentence that this key without a value was meant to go on with, in brackets: `{ description: Whether to, or not. }`.
pub(super) fn cut_text(root: &Node, key: &Range<usize>) -> Option<Range<usize>> {
    let beside = entries_with(root, key)?;
    let is_rest = |entry: &Entry| matches!(&entry.value.data, Data::Scalar { text, quoted: false } if text.is_empty());
    // The entries are in the order of the file, and there can be many.
    let at = beside.partition_point(|entry| entry.key.span.start < key.start);
    let first = beside[..=at].iter().rposition(|entry| !is_rest(entry))?;
    let last = at + beside[at..].iter().take_while(|entry| is_rest(entry)).count().checked_sub(1)?;
    let begin = &beside[first];
    let is_sentence = matches!(&begin.value.data, Data::Scalar { quoted: false, .. })
        && matches!(begin.key.text(), Some("description" | "summary"));
    let range = begin.value.span.start..beside[last].key.span.end;
    let is_text = |entry: &Entry| entry.key.text().is_some_and(|text| !flow::begins_with_key(text));
    (is_sentence && beside[first + 1..=last].iter().all(is_text) && first < at && range.start < range.end).then_some(range)
}

/// The key whose value is in this place.
pub(super) fn key_of<'t>(root: &'t Node, value: &Range<usize>) -> Option<&'t str> {
    mapping_with(root, value, &|entry| entry.value.span == *value)?.1.text()
}

/// The colon in a key like `Name:{ type`, which takes in the bracket behind it.
pub(super) fn glued(root: &Node, value: &Range<usize>) -> Option<Range<usize>> {
    let (_, key) = mapping_with(root, value, &|entry| entry.value.span == *value)?;
    let text = key.text()?;
    let colon = [":{", ":["].iter().find_map(|sign| text.find(sign))?;
    let is_plain = matches!(&key.data, Data::Scalar { quoted: false, .. }) && key.span.len() == text.len();
    is_plain.then(|| key.span.start + colon..key.span.start + colon + 1)
}

fn unknown_key(key: &str, known: &[&str], root: &Node, span: &Range<usize>) -> Option<(String, Applicability)> {
    let beside = entries_with(root, span)?;
    let is_there = |name: &str| beside.iter().any(|entry| entry.key.text() == Some(name));
    if let Some((name, value)) = key.split_once(':') {
        let is_right = known.contains(&name) && !is_there(name) && !value.is_empty();
        return is_right.then(|| (format!("{name}: {value}"), Applicability::Certain));
    }
    if let Some((name, value)) = with_equals_sign(key, known) {
        return (!is_there(name)).then(|| (format!("{name}: {value}"), Applicability::Certain));
    }
    let kind = type_beside(root, span);
    let (name, applicability) = match suggest::limit(key, kind) {
        Some(limit) => (limit, Applicability::Certain),
        None => suggest::meant(key, known.iter().copied().filter(|name| !is_there(name)))?,
    };
    (suggest::advice(key, known).is_none() && !is_there(name)).then(|| (plain::written(name), applicability))
}

/// Types that need nothing beside them.
const KINDS: &[&str] = &["string", "integer", "number", "boolean", "any"];

/// `string[]` and `[string]`: a list, and what it holds.
fn list(inner: &str, source: &str, root: &Node, span: &Range<usize>) -> Option<(String, Applicability)> {
    let (mapping, key) = mapping_with(root, span, &|entry| entry.value.span == *span)?;
    let (inner, Applicability::Certain) = suggest::meant(inner, KINDS.iter().copied())? else { return None };
    let Data::Map(entries) = &mapping.data else { return None };
    if key.text() != Some("type") || entries.iter().any(|entry| entry.key.text() == Some("items")) {
        return None;
    }
    let line = source[..key.span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let between = match &source[line..key.span.start] {
        _ if source[mapping.span.clone()].starts_with('{') => ", ".to_owned(),
        indent if indent.chars().all(|c| c == ' ') => format!("\n{indent}"),
        _ => return None,
    };
    Some((format!("list{between}items: {{ type: {inner} }}"), Applicability::Certain))
}

/// A scalar as it must be written to be what is expected.
fn scalar(written: &str, expected: &str) -> Option<String> {
    if expected == "a list" {
        if let Some(items) = in_parentheses(written) {
            return Some(format!("[{items}]"));
        }
        let is_scalar = !written.contains(['|', '(', ')'])
            && !written.contains(": ")
            && !written.starts_with(['[', '{', '|', '>', '&', '*', '!', '-'])
            && !written.contains(" #");
        return is_scalar.then(|| format!("[{written}]"));
    }
    if let Some(bare) = without_comma(written, expected) {
        return Some(bare.to_owned());
    }
    if expected == "text" {
        let only = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).map(str::trim)?;
        let is_one = !only.is_empty() && !only.contains([',', '[', ']', '{', '}']);
        return is_one.then(|| only.to_owned());
    }
    let bare = written.trim_matches(['"', '\'']);
    let wants_boolean = expected == "`true` or `false`";
    match bare.to_ascii_lowercase().as_str() {
        "yes" | "on" if wants_boolean => return Some("true".to_owned()),
        "no" | "off" if wants_boolean => return Some("false".to_owned()),
        _ => {}
    }
    let fits = match Plain::of(bare) {
        Plain::Boolean(_) => wants_boolean,
        Plain::Integer(_) => expected.contains("number") || expected.contains("status"),
        Plain::Float(_) => expected.contains("a number"),
        Plain::Null | Plain::Text => false,
    };
    (fits && bare.len() < written.len()).then(|| bare.to_owned())
}

/// The items of `(a, b)`.
pub(super) fn in_parentheses(text: &str) -> Option<&str> {
    let items = text.strip_prefix('(')?.strip_suffix(')')?.trim();
    (!items.is_empty() && !items.contains(['(', ')', '[', ']', '{', '}', ':', '#', '"', '\''])).then_some(items)
}

/// The entries of the mapping that has a key in this place.
fn entries_with<'t>(root: &'t Node, key: &Range<usize>) -> Option<&'t [Entry]> {
    match &mapping_with(root, key, &|entry| entry.key.span == *key)?.0.data {
        Data::Map(entries) => Some(entries),
        _ => None,
    }
}

/// The mapping with a certain entry, and the key of that. The entry has the place in its key or its value: there can be many problems,
/// so only what holds the place is looked at.
fn mapping_with<'t>(root: &'t Node, place: &Range<usize>, is_wanted: &dyn Fn(&Entry) -> bool) -> Option<(&'t Node, &'t Node)> {
    let mut node = root;
    loop {
        node = match &node.data {
            Data::Map(entries) => {
                let before = entries.partition_point(|entry| entry.key.span.start <= place.start);
                let entry = &entries[before.checked_sub(1)?];
                if is_wanted(entry) {
                    return Some((node, &entry.key));
                }
                &entry.value
            }
            Data::List(items) => &items[items.partition_point(|item| item.span.start <= place.start).checked_sub(1)?],
            Data::Scalar { .. } => return None,
        };
    }
}

/// The key and the value in `code= NotFound`, if there is such a key.
pub(super) fn with_equals_sign<'k>(key: &'k str, known: &[&str]) -> Option<(&'k str, &'k str)> {
    let (name, value) = key.split_once('=')?;
    let (name, value) = (name.trim_end(), value.trim_start());
    (known.contains(&name) && !value.is_empty()).then_some((name, value))
}

/// The value before a comma that ends a line, as in JSON.
pub(super) fn without_comma<'t>(text: &'t str, expected: &str) -> Option<&'t str> {
    let bare = text.strip_suffix(',')?.trim_end();
    let fits = match Plain::of(bare) {
        Plain::Boolean(_) => expected == "`true` or `false`",
        Plain::Integer(_) => expected.contains("number") || expected.contains("status"),
        _ => false,
    };
    fits.then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_key_may_have_an_equals_sign_behind_it() {
        let known = ["code", "status"];
        for (key, expected) in [
            ("code= NotFound", Some(("code", "NotFound"))),
            ("code =a=b", Some(("code", "a=b"))),
            ("code=", None),
            ("kode=NotFound", None),
            ("code", None),
        ] {
            assert_eq!(with_equals_sign(key, &known), expected, "{key}");
        }
    }

    #[test]
    fn a_comma_behind_a_value_is_left_out_where_that_makes_it_fit() {
        for (text, expected, bare) in [
            ("true ,", "`true` or `false`", Some("true")),
            ("5,", "a number", Some("5")),
            ("404,", "an HTTP status", Some("404")),
            ("5,", "`true` or `false`", None),
            ("true,", "a number", None),
            ("yes or no,", "a number", None),
            ("5", "a number", None),
        ] {
            assert_eq!(without_comma(text, expected), bare, "{text}");
        }
    }
}
