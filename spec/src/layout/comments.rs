//! The comments of a file.

use std::ops::Range;

use granit_parser::{Event, Parser};

use crate::read::node::MAX_DEPTH;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) span: Range<usize>,
    /// With its `#`, without the spaces at its end.
    pub(super) text: String,
    /// Whether nothing stands before it on its line.
    pub(super) is_alone: bool,
    /// Characters before it on its line.
    pub(super) column: usize,
    /// Whether the line before is blank.
    pub(super) is_apart: bool,
}

/// The comments in their order; `None` if the text has anchors, aliases or tags, or cannot be read.
pub(super) fn of(text: &str) -> Option<Vec<Comment>> {
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
        max_buffered_comment_events: usize::MAX
    };
    let mut found = Vec::new();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.ok()?;
        match event {
            Event::Comment(..) => found.push(comment(text, span.byte_range()?)),
            Event::Alias(_) => return None,
            Event::Scalar(_, _, anchor, tag) if anchor != 0 || tag.is_some() => return None,
            Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag) if anchor != 0 || tag.is_some() => {
                return None;
            }
            _ => {}
        }
    }
    found.sort_by_key(|comment| comment.span.start);
    Some(found)
}

fn comment(text: &str, span: Range<usize>) -> Comment {
    let line = line_start(text, span.start);
    let before = &text[line..span.start];
    Comment {
        text: text[span.clone()].trim_end().to_owned(),
        is_alone: before.trim().is_empty(),
        column: before.chars().count(),
        is_apart: is_blank_before(text, line),
        span,
    }
}

/// The texts, in an order that does not depend on where they stand.
pub(super) fn texts(comments: &[Comment]) -> Vec<&str> {
    let mut texts: Vec<&str> = comments.iter().map(|comment| comment.text.as_str()).collect();
    texts.sort_unstable();
    texts
}

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Whether the line before the one that begins here is blank.
pub(super) fn is_blank_before(text: &str, line: usize) -> bool {
    let Some(before) = text[..line].strip_suffix('\n') else { return false };
    before[line_start(before, before.len())..].trim().is_empty()
}
