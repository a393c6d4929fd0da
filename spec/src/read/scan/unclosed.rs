//! Quotes and brackets that are opened and never closed.

use std::ops::Range;

use super::Cause;
use super::lines::Line;

/// A quote or a bracket that the line opens and does not close, although the next line goes on with another key.
pub(super) fn never_closed(line: &Line<'_>, next: Option<&Line<'_>>) -> Option<Cause> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut chars = line.text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' if matches!(before, ' ' | '[' | '{' | ',') => {
                let mut is_closed = false;
                while let Some((_, inner)) = chars.next() {
                    match inner {
                        '\\' if c == '"' => drop(chars.next()),
                        '\'' if c == '\'' && chars.next_if(|(_, next)| *next == '\'').is_some() => {}
                        inner if inner == c => {
                            is_closed = true;
                            break;
                        }
                        _ => {}
                    }
                }
                if !is_closed && begins_key(next, line.indent) {
                    let edit = closing(&line.text[at + 1..], c, open.len()).map(|(end, text)| {
                        let at = line.start + at + 1;
                        (at + end.start..at + end.end, text)
                    });
                    return Some(Cause { edit, ..unclosed("quote", c, line.start + at) });
                }
            }
            '#' if before == ' ' => break,
            '{' | '[' if matches!(before, ' ' | '[' | '{' | ',') => open.push((c, at)),
            '}' | ']' => match open.pop() {
                // Of `{ a: [b }` the inner one. As many as were opened close in `{ a: [b} }`: that is the parser's to say.
                Some((sign, inner)) if closes(sign) != c => {
                    let missing = open.len() > line.text[at + 1..].matches(['}', ']']).count();
                    return missing.then(|| unclosed("bracket", sign, line.start + inner));
                }
                _ => {}
            },
            _ => {}
        }
        before = c;
    }
    let (sign, at) = open.first().copied()?;
    begins_key(next, line.indent).then(|| unclosed("bracket", sign, line.start + at))
}

/// Where a quote is missing behind a text, if that is certain: at the end of the line, or before the brackets that are open. A quote of
/// the other kind at the end was meant to close it.
fn closing(rest: &str, quote: char, open: usize) -> Option<(Range<usize>, String)> {
    let other = if quote == '"' { '\'' } else { '"' };
    let mut text = rest;
    for _ in 0..open {
        text = text.trim_end().strip_suffix(['}', ']'])?;
    }
    let text = text.trim_end();
    if let Some(inner) = text.strip_suffix(other).filter(|inner| is_one_text(inner, open)) {
        return Some((inner.len()..text.len(), quote.to_string()));
    }
    is_one_text(text, open).then(|| (text.len()..text.len(), quote.to_string()))
}

/// Whether a text holds nothing that may be meant to be behind it.
fn is_one_text(text: &str, open: usize) -> bool {
    let ends_it: &[char] = if open > 0 { &[',', ':', '{', '}', '[', ']'] } else { &[] };
    !text.is_empty() && !text.contains(" #") && !text.contains(['"', '\'', '\\']) && !text.contains(ends_it)
}

fn unclosed(what: &str, sign: char, at: usize) -> Cause {
    Cause {
        span: at..at + 1,
        label: format!("this {what} is not closed"),
        help: format!("close it with `{}`", closes(sign)),
        edit: None,
    }
}

/// What closes a bracket or a quote.
fn closes(sign: char) -> char {
    match sign {
        '{' => '}',
        '[' => ']',
        quote => quote,
    }
}

/// Whether a line begins with a key or an item, no deeper than another one: then nothing of that one goes on in it.
fn begins_key(line: Option<&Line<'_>>, indent: usize) -> bool {
    let Some(line) = line else { return true };
    let body = &line.text[line.indent..];
    let is_key = body.split_once(':').is_some_and(|(key, rest)| {
        (rest.is_empty() || rest.starts_with(' ')) && key.chars().all(|c| c.is_alphanumeric() || "_.-:\"'".contains(c))
    });
    line.indent <= indent && (is_key || body.starts_with("- "))
}
