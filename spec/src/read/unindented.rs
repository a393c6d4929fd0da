//! Mistakes of layout that YAML accepts: they read as something else, and one of them as many problems.

use std::ops::Range;

use crate::suggest;

use super::lenient::{Problem, ProblemKind};
use super::node::{Data, Entry, Node};

/// Keys whose value is a mapping or a list.
const CONTAINERS: &[&str] =
    &["parameters", "response", "shapes", "errors", "pagination", "items", "fields", "groups", "endpoints", "map"];

/// Keys of an operation that hold names.
const SECTIONS: &[&str] = &["parameters", "response", "shapes", "errors"];

/// The problems, with one in place of all those that a mistake of layout makes.
pub(super) fn collapse(root: &Node, mut problems: Vec<Problem>) -> Vec<Problem> {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.data {
            Data::Map(entries) => {
                if let Some(entry) = entries.iter().find(|entry| entry.key.text().is_some_and(|key| SECTIONS.contains(&key))) {
                    inner_section(entries, entry, std::ptr::eq(node, root), &mut problems);
                }
                for index in 0..entries.len() {
                    below_nothing(entries, index, &mut problems);
                    round_brackets(entries, index, &mut problems);
                    names_in_items(entries, &entries[index], &mut problems);
                }
                open.extend(entries.iter().map(|entry| &entry.value));
            }
            Data::List(items) => {
                dash_each(items, &mut problems);
                open.extend(items);
            }
            Data::Scalar { .. } => {}
        }
    }
    problems
}

/// `response:` inside of `parameters`, or `errors:` inside of `response`.
fn inner_section(beside: &[Entry], entry: &Entry, is_root: bool, problems: &mut Vec<Problem>) {
    let is_named = |entry: &Entry| entry.key.text().is_some_and(|key| key.starts_with(|c: char| c.is_ascii_uppercase()));
    let is_wrong = problems.iter().any(|problem| is_in(&problem.span, &entry.value.span));
    let Some(name) = entry.key.text().filter(|_| !is_root && is_wrong && beside.iter().any(is_named)) else { return };
    let layout = ProblemKind::Layout {
        message: format!("`{name}` stands among parameters or fields"),
        label: "this is a key of the operation".to_owned(),
        related: None,
        help: "begin it in the first column".to_owned(),
    };
    replace(problems, whole(entry), Problem { span: entry.key.span.clone(), kind: layout });
}

/// `Name:` and below it, in the same column, `type: string`.
fn below_nothing(entries: &[Entry], index: usize, problems: &mut Vec<Problem>) {
    let parent = &entries[index];
    let is_empty = matches!(&parent.value.data, Data::Scalar { text, quoted: false } if text.is_empty());
    let Some(name) = parent.key.text().filter(|_| is_empty) else { return };
    if !(CONTAINERS.contains(&name) || name.starts_with(|c: char| c.is_ascii_uppercase())) {
        return;
    }
    let following = &entries[index + 1..];
    let is_misplaced = |entry: &Entry| problems.iter().any(|problem| reads_elsewhere(problem, entry));
    let is_wrong = |entry: &&Entry| problems.iter().any(|problem| is_in(&problem.span, &whole(entry)));
    let count = following.iter().take_while(is_wrong).count();
    let Some(first) = following[..count].first().filter(|entry| is_misplaced(entry)) else { return };
    let span = first.key.span.clone();
    let end = whole(&following[count - 1]).end;
    replace(
        problems,
        parent.key.span.start..end,
        Problem {
            span,
            kind: ProblemKind::Layout {
                message: format!("there is nothing below `{name}`"),
                label: format!("this is not indented below `{name}`"),
                related: Some((parent.key.span.clone(), "this has no value".to_owned())),
                help: format!("indent what belongs to `{name}`"),
            },
        },
    );
}

/// Whether a key would be right in another mapping.
fn reads_elsewhere(problem: &Problem, entry: &Entry) -> bool {
    match &problem.kind {
        ProblemKind::UnknownKey { key, known } => {
            problem.span == entry.key.span && suggest::nearest(key, known.iter().copied()).is_none()
        }
        ProblemKind::DuplicateKey { .. } => problem.span == entry.key.span,
        ProblemKind::WrongType { expected, .. } => problem.span == entry.value.span && expected == "a mapping",
        _ => false,
    }
}

/// `{ enum: (a, b) }`, which is the text `(a` and the key `b)`.
fn round_brackets(entries: &[Entry], index: usize, problems: &mut Vec<Problem>) {
    let entry = &entries[index];
    let Some(first) = entry.value.text().and_then(|text| text.strip_prefix('(')).filter(|text| !text.contains(')')) else {
        return;
    };
    let following = &entries[index + 1..];
    let is_rest = |entry: &&Entry| matches!(&entry.value.data, Data::Scalar { text, quoted: false } if text.is_empty());
    let rest: Vec<&str> = following.iter().take_while(is_rest).filter_map(|entry| entry.key.text()).collect();
    let Some(end) = rest.iter().position(|key| key.ends_with(')')) else { return };
    let items: Vec<&str> = std::iter::once(first).chain(rest[..=end].iter().copied()).collect();
    let layout = ProblemKind::Layout {
        message: "a list is in square brackets".to_owned(),
        label: "round brackets have no meaning in YAML".to_owned(),
        related: None,
        help: format!("write `[{}]`", items.join(", ").trim_end_matches(')')),
    };
    let range = whole(entry).start..whole(&following[end]).end;
    replace(problems, range, Problem { span: entry.value.span.start..following[end].key.span.end, kind: layout });
}

/// `items` that hold names: the fields of the items, or those of an object.
fn names_in_items(beside: &[Entry], entry: &Entry, problems: &mut Vec<Problem>) {
    let (Some("items"), Data::Map(names)) = (entry.key.text(), &entry.value.data) else { return };
    let is_unknown = |name: &Entry| {
        let at = |problem: &Problem| problem.span == name.key.span && matches!(problem.kind, ProblemKind::UnknownKey { .. });
        problems.iter().any(at) && name.key.text().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    if names.is_empty() || !names.iter().all(is_unknown) {
        return;
    }
    let is_object = beside.iter().any(|other| other.key.text() == Some("type") && other.value.text() == Some("object"));
    replace(
        problems,
        entry.value.span.clone(),
        Problem {
            span: entry.key.span.clone(),
            kind: ProblemKind::Layout {
                message: "`items` holds names".to_owned(),
                label: "this is the type of the items, not their fields".to_owned(),
                related: None,
                help: match is_object {
                    true => "an object has `fields`".to_owned(),
                    false => "put the names into `fields`: `items: { type: object, fields: { … } }`".to_owned(),
                },
            },
        },
    );
}

/// `- code: NotFound` and below it `- status: 404`.
fn dash_each(items: &[Node], problems: &mut Vec<Problem>) {
    let key = |item: &Node| match &item.data {
        Data::Map(entries) if entries.len() == 1 => entries[0].key.text().map(str::to_owned),
        _ => None,
    };
    let lacks = |item: &Node| {
        let is_missing = |problem: &Problem| matches!(problem.kind, ProblemKind::MissingKey { .. });
        problems.iter().any(|problem| is_missing(problem) && is_in(&problem.span, &item.span))
    };
    let Some(first) = items.iter().position(|item| key(item).is_some() && lacks(item)) else { return };
    let mut keys = Vec::new();
    for item in &items[first..] {
        match key(item).filter(|key| lacks(item) && !keys.contains(key)) {
            Some(key) => keys.push(key),
            None => break,
        }
    }
    if let [_, second, ..] = keys.as_slice() {
        let run = &items[first..first + keys.len()];
        let problem = Problem {
            span: run[1].span.clone(),
            kind: ProblemKind::Layout {
                message: "one item is written as several".to_owned(),
                label: format!("the dash makes `{second}` an item"),
                related: Some((run[0].span.clone(), "the item begins here".to_owned())),
                help: "write a dash before the first key alone, and put the others below that key".to_owned(),
            },
        };
        replace(problems, run[0].span.start..run[run.len() - 1].span.end, problem);
    }
}

fn replace(problems: &mut Vec<Problem>, range: Range<usize>, by: Problem) {
    problems.retain(|problem| !is_in(&problem.span, &range));
    problems.push(by);
    problems.sort_by_key(|problem| problem.span.start);
}

fn whole(entry: &Entry) -> Range<usize> {
    entry.key.span.start..entry.value.span.end.max(entry.key.span.end)
}

fn is_in(span: &Range<usize>, range: &Range<usize>) -> bool {
    range.start <= span.start && span.end <= range.end
}
