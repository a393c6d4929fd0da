//! From a text to its tree: each comment finds the item that it belongs to.

use std::collections::HashMap;
use std::ops::Range;

use serde_yaml::{Number, Value};

use crate::read::node::{Data as NodeData, Node};
use crate::read::scalar::Plain;

use super::comments::{Comment, is_blank_before, line_start};
use super::tree::{Data, Item, Notes, Scalar, Written};

/// Where an item stands.
struct Place {
    span: Range<usize>,
    /// Characters before it on its line, for an item of a list before its dash. The greatest number if it does not begin its line.
    column: usize,
    parent: Option<usize>,
}

/// What a comment belongs to.
enum Home {
    Before(usize),
    Beside(usize),
    After(usize),
    End,
}

/// The items of the root, and the comments behind the last one.
pub(super) fn items(text: &str, root: &Node, comments: &[Comment]) -> (Vec<Item>, Vec<String>) {
    let mut places = Vec::new();
    survey(text, root, None, &mut places);
    let mut notes: HashMap<usize, Notes> = HashMap::new();
    let mut end = Vec::new();
    for comment in comments {
        let add = |list: &mut Vec<String>| {
            list.extend(comment.is_apart.then(String::new));
            list.push(comment.text.clone());
        };
        match home(text, comment, &places) {
            Home::Before(index) => add(&mut notes.entry(index).or_default().before),
            Home::After(index) => add(&mut notes.entry(index).or_default().after),
            Home::End => add(&mut end),
            Home::Beside(index) => match &mut notes.entry(index).or_default().beside {
                // An item has one line with one comment: the others come before it.
                Some(_) => add(&mut notes.entry(index).or_default().before),
                beside => *beside = Some(comment.text.clone()),
            },
        }
    }
    let mut line = None;
    for (index, place) in places.iter().enumerate() {
        let start = line_start(text, place.span.start);
        if line.replace(start) != Some(start) && is_blank_before(text, start) {
            notes.entry(index).or_default().before.push(String::new());
        }
    }
    let mut next = 0;
    match build(text, root, &mut next, &mut notes) {
        Data::Map(items) => (items, end),
        _ => (Vec::new(), end),
    }
}

/// All items in the order of the file.
fn survey(text: &str, node: &Node, parent: Option<usize>, places: &mut Vec<Place>) {
    let is_list = matches!(node.data, NodeData::List(_));
    let add = |start: usize, value: &Node, places: &mut Vec<Place>| {
        let before = &text[line_start(text, start)..start];
        let is_first = before.chars().all(|c| c == ' ' || c == '-');
        let column = match before.rfind('-').filter(|_| is_list) {
            _ if !is_first => usize::MAX,
            Some(dash) => dash,
            None => before.len(),
        };
        let end = if value.span.is_empty() { start } else { value.span.end.max(start) };
        let index = places.len();
        places.push(Place { span: start..end, column, parent });
        survey(text, value, Some(index), places);
    };
    match &node.data {
        NodeData::Scalar { .. } => {}
        NodeData::List(items) => items.iter().for_each(|item| add(item.span.start, item, places)),
        NodeData::Map(entries) => entries.iter().for_each(|entry| add(entry.key.span.start, &entry.value, places)),
    }
}

fn home(text: &str, comment: &Comment, places: &[Place]) -> Home {
    let at = comment.span.start;
    let next = places.partition_point(|place| place.span.start < at);
    let Some(last) = next.checked_sub(1) else {
        return if places.is_empty() { Home::End } else { Home::Before(0) };
    };
    if !comment.is_alone {
        let line = line_start(text, at);
        let before = || places[..next].iter().enumerate();
        let ends_here = |(_, place): &(usize, &Place)| place.span.end > line && place.span.end <= at;
        let starts_here = |(_, place): &(usize, &Place)| place.span.start >= line;
        let whole = before().find(|place| starts_here(place) && ends_here(place));
        let found = whole.or_else(|| before().rev().find(starts_here)).or_else(|| before().rev().find(ends_here));
        return match found {
            Some((index, _)) => Home::Beside(index),
            None if next < places.len() => Home::Before(next),
            None => Home::After(last),
        };
    }
    match places.get(next) {
        Some(place) if comment.column <= place.column => return Home::Before(next),
        Some(_) => {}
        None if comment.column == 0 => return Home::End,
        None => {}
    }
    let ancestors = std::iter::successors(Some(last), |index| places[*index].parent);
    let beside = ancestors.into_iter().find(|index| places[*index].column <= comment.column);
    beside.map_or(Home::End, Home::After)
}

/// The tree. The items are numbered in the order of the file.
fn build(text: &str, node: &Node, next: &mut usize, notes: &mut HashMap<usize, Notes>) -> Data {
    let mut item = |key: Option<Scalar>, value: &Node| {
        let index = *next;
        *next += 1;
        let data = build(text, value, next, notes);
        Item { key, data, notes: notes.remove(&index).unwrap_or_default() }
    };
    match &node.data {
        NodeData::Scalar { .. } => Data::Scalar(scalar(text, node)),
        NodeData::List(items) => Data::List(items.iter().map(|value| item(None, value)).collect()),
        NodeData::Map(entries) => {
            Data::Map(entries.iter().map(|entry| item(Some(scalar(text, &entry.key)), &entry.value)).collect())
        }
    }
}

fn scalar(text: &str, node: &Node) -> Scalar {
    let source = text.get(node.span.clone()).unwrap_or_default();
    let value = value(node);
    let written = match &value {
        Value::Null if source.is_empty() => Written::So(String::new()),
        Value::Number(_) => Written::So(source.to_owned()),
        Value::String(_) => folded(text, node.span.clone()).unwrap_or(Written::Anyhow),
        _ => Written::Anyhow,
    };
    Scalar { value, written }
}

/// The parts of a text with `>`: what it is depends on its line breaks, so they stay.
fn folded(text: &str, span: Range<usize>) -> Option<Written> {
    let line = line_start(text, span.start);
    let (indent, head) = (&text[line..span.start], text[..line].strip_suffix('\n')?);
    let head = &head[line_start(head, head.len())..];
    // A comment may follow the mark, and a key before it may have the sign of one in quotes.
    let ends = head.match_indices(" #").map(|(end, _)| end).chain([head.len()]);
    let mut last_words = ends.filter_map(|end| head[..end].split_whitespace().next_back());
    let mark = last_words.find(|word| matches!(*word, ">" | ">-"))?;
    if indent.contains(|c| c != ' ') {
        return None;
    }
    let cut = |line: &str| line.strip_prefix(indent).unwrap_or(line.trim_start()).trim_end().to_owned();
    let lines = text[span].trim_end().split('\n').enumerate();
    Some(Written::Folded(
        mark.to_owned(),
        lines.map(|(at, line)| if at == 0 { line.trim_end().to_owned() } else { cut(line) }).collect(),
    ))
}

/// What a scalar means.
pub(super) fn value(node: &Node) -> Value {
    let NodeData::Scalar { text, quoted } = &node.data else { return Value::Null };
    let plain = if *quoted { Plain::Text } else { Plain::of(text) };
    match plain {
        Plain::Null => Value::Null,
        Plain::Boolean(flag) => Value::Bool(flag),
        Plain::Integer(number) => match (i64::try_from(number), u64::try_from(number)) {
            (Ok(number), _) => Value::from(number),
            (_, Ok(number)) => Value::from(number),
            _ => Value::from(number as f64),
        },
        Plain::Float(number) => Value::Number(Number::from(number)),
        Plain::Text => Value::from(text.as_str()),
    }
}
