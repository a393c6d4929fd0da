//! Cutting an entry or an item out of a YAML text. Everything else stays as it is, comments above the entry too.

use std::ops::Range;

use acs_spec::fit::Step;
use acs_spec::read::{Data, Node};

/// The text without what a way leads to. Where that leaves a mapping or a list empty, the key of that goes, too, unless it is the
/// whole text. `None` if the way leads nowhere.
pub(super) fn cut(text: &str, way: &[Step]) -> Option<String> {
    let root = Node::of(text)?;
    let mut way = way;
    loop {
        let (last, above) = way.split_last()?;
        let parent = find(&root, above)?;
        let (span, count) = match (&parent.data, last) {
            (Data::Map(entries), Step::Key(key)) => {
                let index = entries.iter().position(|entry| entry.key.text() == Some(key))?;
                let spans: Vec<_> = entries.iter().map(|entry| entry.key.span.start..end(text, &entry.value)).collect();
                (piece(text, parent, &spans, index), entries.len())
            }
            (Data::List(items), Step::Index(index)) => {
                let spans: Vec<_> = items.iter().map(|item| item.span.start..end(text, item)).collect();
                spans.get(*index)?;
                (piece(text, parent, &spans, *index), items.len())
            }
            _ => return None,
        };
        if count == 1 && !above.is_empty() {
            way = above;
            continue;
        }
        let mut cut = text.to_owned();
        cut.replace_range(span, "");
        return Some(cut);
    }
}

fn find<'n>(mut node: &'n Node, way: &[Step]) -> Option<&'n Node> {
    for step in way {
        node = match (&node.data, step) {
            (Data::Map(entries), Step::Key(key)) => &entries.iter().find(|entry| entry.key.text() == Some(key))?.value,
            (Data::List(items), Step::Index(index)) => items.get(*index)?,
            _ => return None,
        };
    }
    Some(node)
}

/// Where a value ends. What a block holds may be followed by comments that belong to what comes next.
fn end(text: &str, node: &Node) -> usize {
    let is_flow = text[node.span.start..].starts_with(['{', '[']);
    let inner = match &node.data {
        Data::Map(entries) if !is_flow => entries.iter().map(|entry| end(text, &entry.value)).max(),
        Data::List(items) if !is_flow => items.iter().map(|item| end(text, item)).max(),
        _ => None,
    };
    let end = inner.unwrap_or(node.span.end);
    node.span.start + text[node.span.start..end.max(node.span.start)].trim_end().len()
}

/// What to take away for one entry of several.
fn piece(text: &str, parent: &Node, spans: &[Range<usize>], index: usize) -> Range<usize> {
    let own = spans[index].clone();
    if text[parent.span.start..].starts_with(['{', '[']) {
        return match (spans.get(index + 1), index) {
            (Some(next), _) => own.start..next.start,
            (None, 0) => own,
            (None, _) => spans[index - 1].end..own.end,
        };
    }
    // Whole lines, with a comment behind the value.
    let start = text[..own.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[own.end..].find('\n').map_or(text.len(), |newline| own.end + newline + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(path: &str) -> Vec<Step> {
        path.split('/').map(|part| part.parse().map(Step::Index).unwrap_or_else(|_| Step::Key(part.to_owned()))).collect()
    }

    #[test]
    fn an_entry_goes_and_the_rest_stays() {
        for (text, path, expected) in [
            ("a: 1\n# of b\nb: 2 # two\nc: 3\n", "b", "a: 1\n# of b\nc: 3\n"),
            ("a: 1\r\nb:\r\n  x: 2\r\n\r\n# of c\r\nc: 3\r\n", "b", "a: 1\r\n\r\n# of c\r\nc: 3\r\n"),
            ("a: 1\nb: |\n  x\n  y\nc: 3", "b", "a: 1\nc: 3"),
            ("a: 1\nc: 3", "c", "a: 1\n"),
            ("l: [A, B, C]\n", "l/0", "l: [B, C]\n"),
            ("l: [A, B, C]\n", "l/1", "l: [A, C]\n"),
            ("l: [A, B, C]\n", "l/2", "l: [A, B]\n"),
            ("a: 1\nl: [A]\nb: 2\n", "l/0", "a: 1\nb: 2\n"),
            ("l:\n  - A # first\n  - B\n", "l/0", "l:\n  - B\n"),
            ("l:\n  [A,\n   B]\nb: 1\n", "l/1", "l:\n  [A]\nb: 1\n"),
            ("m: { a: 1, b: { c: 2 } }\n", "m/b/c", "m: { a: 1 }\n"),
            ("g:\n  a: A.\n  b: B.\nz: 1\n", "g/a", "g:\n  b: B.\nz: 1\n"),
        ] {
            assert_eq!(cut(text, &way(path)).as_deref(), Some(expected), "{text:?} {path}");
        }
        assert_eq!(cut("a: 1\n", &way("b")), None);
    }
}
