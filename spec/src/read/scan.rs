//! What most often is behind a text that is not valid YAML.
//!
//! A parser notices many mistakes only where they stop making sense, lines later. This scan looks for the usual ones from the
//! top, line by line, and is trusted only for a text that the parser refuses, up to the place where it does.

use std::ops::Range;

pub(super) use super::slips::Cause;
use super::slips::slip;
use super::{flow, plain, quotes};

/// The first usual mistake at or before a place where the parser gave up.
pub(super) fn cause(text: &str, at: usize) -> Option<Cause> {
    let lines = lines(text);
    let last = lines.partition_point(|line| line.start <= at);
    let considered = &lines[..last];
    let by_line = considered.iter().enumerate().find_map(|(index, line)| {
        let next = lines.get(index + 1);
        conflict(line).or_else(|| indentation(line)).or_else(|| if line.in_block { None } else { content(line, next) })
    });
    by_line
        .or_else(|| comma_behind(considered))
        .or_else(|| no_colon(considered))
        .or_else(|| item_among_keys(considered))
        .or_else(|| outdented(considered))
}

/// A line of a text that is not a comment and not blank.
struct Line<'t> {
    /// Where it begins.
    start: usize,
    text: &'t str,
    /// How many spaces it begins with.
    indent: usize,
    /// Whether it is part of a text of several lines.
    in_block: bool,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    // The indentation of the key of a literal block that the lines are in.
    let mut block: Option<usize> = None;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let indent = line.len() - line.trim_start_matches(' ').len();
        if !line.is_empty() {
            block = block.filter(|key| indent > *key);
            let in_block = block.is_some();
            if in_block || !line.trim_start().starts_with('#') {
                lines.push(Line { start, text: line, indent, in_block });
            }
            if !in_block && opens_block(line) {
                block = Some(indent);
            }
        }
        start += whole.len();
    }
    lines
}

/// Whether the lines below are literal text.
fn opens_block(line: &str) -> bool {
    let mark = line.rsplit(' ').next().unwrap_or_default();
    line.contains(": ") && mark.starts_with(['|', '>']) && mark[1..].chars().all(|c| matches!(c, '-' | '+' | '1'..='9'))
}

fn conflict(line: &Line<'_>) -> Option<Cause> {
    let is_marker = line.text.starts_with("<<<<<<< ") || line.text.starts_with(">>>>>>> ") || line.text == "=======";
    is_marker.then(|| Cause {
        span: line.start..line.start + 7,
        label: "this is a marker of a merge conflict".to_owned(),
        help: "choose one of the two versions, and delete the markers".to_owned(),
        edit: None,
    })
}

/// Tabs and wide or no-break spaces where a line begins.
fn indentation(line: &Line<'_>) -> Option<Cause> {
    let (at, sign) = line.text.char_indices().find(|(_, c)| *c != ' ')?;
    let (name, help) = match sign {
        '\t' => ("a tab".to_owned(), "indent with spaces: YAML allows no tabs there"),
        c if c.is_whitespace() => {
            let kind = if c == '\u{a0}' { "a no-break space" } else { "a space that YAML does not know" };
            (format!("{kind} (U+{:04X})", u32::from(c)), "indent with plain spaces")
        }
        _ => return None,
    };
    let start = line.start + at;
    let span = start..start + sign.len_utf8();
    // How many spaces a tab stands for, nobody knows.
    let count = line.text[at..].chars().take_while(|c| *c == '\u{a0}').count();
    let edit = (count > 0).then(|| (start..start + count * sign.len_utf8(), " ".repeat(count)));
    Some(Cause { span, label: format!("{name} in the indentation"), help: help.to_owned(), edit })
}

fn content(line: &Line<'_>, next: Option<&Line<'_>>) -> Option<Cause> {
    let body = &line.text[line.indent..];
    let from = line.start + line.indent;
    missing_space_after_dash(body, from)
        .or_else(|| missing_space_after_colon(body, from))
        .or_else(|| typographic(line, next))
        .or_else(|| slip(body, from))
        .or_else(|| flow::slip(body, from))
        .or_else(|| leading_sign(line))
        .or_else(|| never_closed(line, next))
}

/// `-{ … }`.
fn missing_space_after_dash(body: &str, from: usize) -> Option<Cause> {
    let after_dash = body.strip_prefix('-')?.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '{' || c == '[');
    after_dash.then(|| Cause {
        span: from..from + 1,
        label: "there is no space after the dash".to_owned(),
        help: format!("write a space after it: `- {}`", shortened(&body[1..])),
        edit: Some((from..from + 1, "- ".to_owned())),
    })
}

/// `access write`.
fn no_colon(lines: &[Line<'_>]) -> Option<Cause> {
    const KEYS: &[&str] = &[
        "access",
        "description",
        "errors",
        "method",
        "operation",
        "pagination",
        "parameters",
        "response",
        "shapes",
        "summary",
        "waiter",
    ];
    let line = lines.iter().rev().take(2).find(|line| {
        let key = line.text.split(' ').next().unwrap_or_default();
        line.indent == 0 && !line.in_block && KEYS.contains(&key) && !line.text.contains(':')
    })?;
    let (key, value) = line.text.split_once(' ').unwrap_or((line.text, ""));
    let end = line.start + key.len();
    Some(Cause {
        span: line.start..end,
        label: "there is no colon after the key".to_owned(),
        help: format!("write one: `{key}: {}`", shortened(value.trim_start())),
        edit: Some((end..end, ":".to_owned())),
    })
}

/// `- { … },`, as JSON has it.
fn comma_behind(lines: &[Line<'_>]) -> Option<Cause> {
    let is_whole = |line: &&Line<'_>| {
        let count = |signs: [char; 2]| line.text.matches(signs).count();
        let opened = count(['{', '[']);
        !line.in_block && opened > 0 && opened == count(['}', ']'])
    };
    let line = lines.iter().rev().take(2).filter(is_whole).find(|line| line.text.ends_with(','))?;
    let bare = line.text.trim_end_matches([',', ' ']);
    let (start, end) = (line.start + bare.len(), line.start + line.text.len());
    bare.ends_with(['}', ']']).then(|| Cause {
        span: end - 1..end,
        label: "no comma stands behind the bracket that ends a line".to_owned(),
        help: "leave it out".to_owned(),
        edit: Some((start..end, String::new())),
    })
}

/// `access:write`.
fn missing_space_after_colon(body: &str, from: usize) -> Option<Cause> {
    let key = body.strip_prefix("- ").unwrap_or(body);
    let skipped = body.len() - key.len();
    let length = key.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let rest = key[length..].strip_prefix(':')?;
    let is_glued = length > 0 && !rest.is_empty() && !rest.starts_with([' ', '/', ':']);
    let is_glued = is_glued && (rest.starts_with(['{', '[']) || !key.contains(": "));
    let text = rest.trim_start();
    let end = from + body.len() - text.len();
    let label = match rest.chars().next().filter(|c| c.is_whitespace()) {
        Some(space) => format!("there is no plain space after the colon, but U+{:04X}", u32::from(space)),
        None => "there is no space after the colon".to_owned(),
    };
    is_glued.then(|| Cause {
        span: from + skipped..from + skipped + length + 1,
        label,
        help: format!("write a space after it: `{}: {}`", &key[..length], shortened(text)),
        edit: Some((from + skipped + length..end, ": ".to_owned())),
    })
}

/// A text in quotes that YAML does not know: what is in it may mean something else then.
fn typographic(line: &Line<'_>, next: Option<&Line<'_>>) -> Option<Cause> {
    let body = &line.text[line.indent..];
    let from = line.start + line.indent;
    quotes::begun(body).into_iter().find_map(|(at, quote)| {
        let quoted = quotes::quoted(body, at, next.is_some_and(|next| next.indent > line.indent))?;
        let inner = quotes::inner(quoted).filter(|inner| inner.contains([':', ',', '{', '[', '#']))?;
        let span = from + at..from + at + quoted.len();
        Some(Cause {
            span: span.clone(),
            label: format!("`{quote}` is not a YAML quote"),
            help: "use plain quotes: `\"` or `'`".to_owned(),
            edit: Some((span, plain::quoted(inner))),
        })
    })
}

/// A value that begins with a sign that YAML keeps for itself.
fn leading_sign(line: &Line<'_>) -> Option<Cause> {
    let (at, value) = value(line)?;
    let sign = value.chars().next()?;
    let is_reserved = matches!(sign, '`' | '%' | '@');
    // `{region}.x` is a mapping with something behind it.
    let goes_on = || {
        let close = match sign {
            '{' => '}',
            '[' => ']',
            _ => return false,
        };
        value.find(close).is_some_and(|end| {
            let rest = value[end + 1..].trim_start();
            !value[1..end].contains([':', ',']) && !rest.is_empty() && !rest.starts_with(['#', ',', '}', ']'])
        })
    };
    let is_plain = !value.contains(" #") && !line.text[..at - line.start].contains(['{', '[', '"', '\'']);
    (is_reserved || goes_on()).then(|| Cause {
        span: at..at + sign.len_utf8(),
        label: format!("a text cannot begin with {sign:?}"),
        help: "put quotes around the text".to_owned(),
        edit: is_plain.then(|| (at..at + value.len(), plain::quoted(value))),
    })
}

/// The value of a key on its line, with its place.
fn value<'t>(line: &Line<'t>) -> Option<(usize, &'t str)> {
    let body = &line.text[line.indent..];
    let colon = body.find(": ")?;
    let value = body[colon + 2..].trim_start();
    let at = line.start + line.text.len() - value.len();
    (!value.is_empty()).then_some((at, value))
}

/// A quote or a bracket that the line opens and does not close, although the next line goes on with another key.
fn never_closed(line: &Line<'_>, next: Option<&Line<'_>>) -> Option<Cause> {
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
            '}' | ']' => drop(open.pop()),
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
        help: format!(
            "close it with `{}`",
            match sign {
                '{' => '}',
                '[' => ']',
                other => other,
            }
        ),
        edit: None,
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

/// A line that begins with a dash although those in its column are keys of one mapping. A list may stand in the column of its key.
fn item_among_keys(lines: &[Line<'_>]) -> Option<Cause> {
    let is_item = |line: &Line<'_>| line.text[line.indent..].starts_with("- ");
    let (index, item) = lines.iter().enumerate().rev().find(|(_, line)| !line.in_block && is_item(line))?;
    let before = lines[..index].iter().rev().find(|line| line.indent <= item.indent)?;
    let begins_list = before.text.ends_with(':') && (before.indent < item.indent || !is_item(before));
    let after = lines[index + 1..].iter().find(|line| line.indent <= item.indent);
    let is_key = |line: &Line<'_>| line.indent == item.indent && !is_item(line) && line.text.contains(':');
    let is_alone = if begins_list { before.indent < item.indent && after.is_some_and(is_key) } else { is_key(before) };
    let start = item.start + item.indent;
    is_alone.then(|| Cause {
        span: start..start + 1,
        label: "this dash begins an item of a list, and the lines around are keys".to_owned(),
        help: "leave the dash out".to_owned(),
        edit: None,
    })
}

/// A line that stands further left than the lines before and after it, although it opens nothing.
fn outdented(lines: &[Line<'_>]) -> Option<Cause> {
    let [.., before, line, after] = lines else { return None };
    let stands_out = before.indent == after.indent && line.indent < after.indent;
    let opens_nothing = !line.text.ends_with([':', ',', '[', '{']) && !line.in_block && !before.in_block;
    (stands_out && opens_nothing).then(|| Cause {
        span: line.start + line.indent..line.start + line.text.len(),
        label: format!("this line is indented by {}, and those around it by {}", line.indent, after.indent),
        help: "check the indentation of the line: what belongs together begins in one column".to_owned(),
        edit: None,
    })
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 30 { text.to_owned() } else { format!("{}…", text.chars().take(30).collect::<String>()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(usize, String)> {
        cause(text, text.len()).map(|cause| (cause.span.start, cause.label))
    }

    #[test]
    fn valid_texts_have_no_cause() {
        for text in [
            include_str!("../../tests/trees/good/vpc/DescribeThings.yaml"),
            include_str!("../../tests/trees/good/vpc/CreateThing.yaml"),
            "a: \"two\n  lines\"\nb: |\n  access:write\n  `x`\nc: [a,\n  b]\n",
            "a:\n- b: c\n- d: e\nf: g\nh:\n  - i: j\n    k: l\n  - m\nn: o\n",
            "a: 'it''s'\nb: http://x\nc: { d: e } # f\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn usual_mistakes_are_found_where_they_begin() {
        for (text, at, label) in [
            ("a: b\n\tc: d\n", 5, "a tab in the indentation"),
            ("a:\n\u{a0} b: c\n", 3, "a no-break space (U+00A0) in the indentation"),
            ("a: b\naccess:write\n", 5, "there is no space after the colon"),
            ("a:\n  -{ b: c }\n", 5, "there is no space after the dash"),
            ("a: `b` c\n", 3, "a text cannot begin with '`'"),
            ("a: {region}.host\n", 3, "a text cannot begin with '{'"),
            ("a: { b: \"c }\nd: e\n", 8, "this quote is not closed"),
            ("a: { b: c\nd: e\n", 3, "this bracket is not closed"),
            ("a:\n  - b: c\n  d: e\n", 5, "this dash begins an item"),
            ("a:\n  d: e\n  - b: c\n  f: g\n", 12, "this dash begins an item"),
            ("a: [b,, c]\n", 6, "nothing stands between"),
            ("<<<<<<< HEAD\na: b\n", 0, "this is a marker of a merge conflict"),
        ] {
            let (start, text_found) = found(text).unwrap_or_else(|| panic!("nothing found in {text:?}"));
            assert_eq!(start, at, "{text:?}");
            assert!(text_found.starts_with(label), "{text_found}");
        }
    }

    #[test]
    fn a_line_further_left_than_its_neighbours_is_found() {
        let text = "a:\n  b: c\nd: e\n  f: g\n";
        assert_eq!(cause(text, text.find("f:").unwrap_or_default()).map(|cause| cause.span), Some(10..14));
    }
}
