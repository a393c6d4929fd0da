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
pub(super) fn collapse(root: &Node, problems: Vec<Problem>) -> Vec<Problem> {
    let mut problems = Problems::new(problems);
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
    problems.finish()
}

/// Problems by their place: there can be many, and each is looked up.
struct Problems {
    /// In the order of where they begin.
    all: Vec<Problem>,
    /// What takes the place of all problems in a range.
    instead: Vec<(Range<usize>, Problem)>,
}

impl Problems {
    fn new(mut all: Vec<Problem>) -> Self {
        all.sort_by_key(|problem| problem.span.start);
        Problems { all, instead: Vec::new() }
    }

    /// The problems in a range.
    fn within<'p>(&'p self, range: &Range<usize>) -> impl Iterator<Item = &'p Problem> + use<'p> {
        let range = range.clone();
        let first = self.all.partition_point(|problem| problem.span.start < range.start);
        let begun = self.all[first..].iter().take_while(move |problem| problem.span.start <= range.end);
        begun.filter(move |problem| problem.span.end <= range.end)
    }

    /// The problems at exactly this place.
    fn at<'p>(&'p self, span: &Range<usize>) -> impl Iterator<Item = &'p Problem> + use<'p> {
        let span = span.clone();
        let first = self.all.partition_point(|problem| problem.span.start < span.start);
        let begun = self.all[first..].iter().take_while(move |problem| problem.span.start == span.start);
        begun.filter(move |problem| problem.span.end == span.end)
    }

    fn replace(&mut self, range: Range<usize>, by: Problem) {
        self.instead.push((range, by));
    }

    fn finish(mut self) -> Vec<Problem> {
        // Of ranges that lie in each other the outer one counts.
        self.instead.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut found = Vec::new();
        for (range, problem) in self.instead {
            if ranges.last().is_none_or(|outer| range.end > outer.end) {
                ranges.push(range);
                found.push(problem);
            }
        }
        let is_replaced = |problem: &Problem| {
            let after = ranges.partition_point(|range| range.start <= problem.span.start);
            after.checked_sub(1).is_some_and(|index| problem.span.end <= ranges[index].end)
        };
        found.extend(self.all.into_iter().filter(|problem| !is_replaced(problem)));
        found.sort_by_key(|problem| problem.span.start);
        found
    }
}

/// `response:` inside of `parameters`, or `errors:` inside of `response`.
fn inner_section(beside: &[Entry], entry: &Entry, is_root: bool, problems: &mut Problems) {
    let is_named = |entry: &Entry| entry.key.text().is_some_and(|key| key.starts_with(|c: char| c.is_ascii_uppercase()));
    let is_wrong = problems.within(&entry.value.span).next().is_some();
    let Some(name) = entry.key.text().filter(|_| !is_root && is_wrong && beside.iter().any(is_named)) else { return };
    let layout = ProblemKind::Layout {
        message: format!("`{name}` stands among parameters or fields"),
        label: "this is a key of the operation".to_owned(),
        related: None,
        help: "begin it in the first column".to_owned(),
    };
    problems.replace(whole(entry), Problem { span: entry.key.span.clone(), kind: layout });
}

/// `Name:` and below it, in the same column, `type: string`.
fn below_nothing(entries: &[Entry], index: usize, problems: &mut Problems) {
    let parent = &entries[index];
    let Some(name) = parent.key.text().filter(|_| is_nothing(parent)) else { return };
    if !(CONTAINERS.contains(&name) || name.starts_with(|c: char| c.is_ascii_uppercase())) {
        return;
    }
    let following = &entries[index + 1..];
    let is_misplaced = |entry: &Entry| problems.within(&whole(entry)).any(|problem| reads_elsewhere(problem, entry));
    let is_wrong = |entry: &&Entry| !is_nothing(entry) && problems.within(&whole(entry)).next().is_some();
    let count = following.iter().take_while(is_wrong).count();
    let Some(first) = following[..count].first().filter(|entry| is_misplaced(entry)) else { return };
    let span = first.key.span.clone();
    let end = whole(&following[count - 1]).end;
    problems.replace(
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
fn round_brackets(entries: &[Entry], index: usize, problems: &mut Problems) {
    let entry = &entries[index];
    let Some(first) = entry.value.text().and_then(|text| text.strip_prefix('(')).filter(|text| !text.contains(')')) else {
        return;
    };
    let following = &entries[index + 1..];
    let rest: Vec<&str> = following.iter().take_while(|entry| is_nothing(entry)).filter_map(|entry| entry.key.text()).collect();
    let Some(end) = rest.iter().position(|key| key.ends_with(')')) else { return };
    let items: Vec<&str> = std::iter::once(first).chain(rest[..=end].iter().copied()).collect();
    let layout = ProblemKind::Layout {
        message: "a list is in square brackets".to_owned(),
        label: "round brackets have no meaning in YAML".to_owned(),
        related: None,
        help: format!("write `[{}]`", items.join(", ").trim_end_matches(')')),
    };
    let range = whole(entry).start..whole(&following[end]).end;
    problems.replace(range, Problem { span: entry.value.span.start..following[end].key.span.end, kind: layout });
}

/// `items` that hold names: the fields of the items, or those of an object.
fn names_in_items(beside: &[Entry], entry: &Entry, problems: &mut Problems) {
    let (Some("items"), Data::Map(names)) = (entry.key.text(), &entry.value.data) else { return };
    let is_unknown = |name: &Entry| {
        problems.at(&name.key.span).any(|problem| matches!(problem.kind, ProblemKind::UnknownKey { .. }))
            && name.key.text().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    if names.is_empty() || !names.iter().all(is_unknown) {
        return;
    }
    let is_object = beside.iter().any(|other| other.key.text() == Some("type") && other.value.text() == Some("object"));
    problems.replace(
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
fn dash_each(items: &[Node], problems: &mut Problems) {
    let key = |item: &Node| match &item.data {
        Data::Map(entries) if entries.len() == 1 => entries[0].key.text().map(str::to_owned),
        _ => None,
    };
    let lacks = |item: &Node| problems.within(&item.span).any(|problem| matches!(problem.kind, ProblemKind::MissingKey { .. }));
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
        problems.replace(run[0].span.start..run[run.len() - 1].span.end, problem);
    }
}

/// Whether a key has no value.
fn is_nothing(entry: &Entry) -> bool {
    matches!(&entry.value.data, Data::Scalar { text, quoted: false } if text.is_empty())
}

fn whole(entry: &Entry) -> Range<usize> {
    entry.key.span.start..entry.value.span.end.max(entry.key.span.end)
}
