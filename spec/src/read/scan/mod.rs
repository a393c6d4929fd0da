//! The most likely cause of a YAML syntax error.
//!
//! A parser often reports a mistake several lines after it. This scan looks for common mistakes from the top, line by line. It
//! runs only on text that the parser rejected, and only up to the place of the parser's error.

mod lines;
mod structure;
mod unclosed;

pub(super) use super::slips::Cause;
use super::slips::slip;
use super::{flow, plain, quotes};
use lines::{Line, lines, shortened};

/// The first common mistake at or before the offset where the parser gave up.
pub(super) fn cause(text: &str, at: usize) -> Option<Cause> {
    let lines = lines(text);
    let last = lines.partition_point(|line| line.start <= at);
    let considered = &lines[..last];
    let by_line = considered.iter().enumerate().find_map(|(index, line)| {
        let next = lines.get(index + 1);
        conflict(line).or_else(|| if line.in_block { None } else { indentation(line).or_else(|| content(line, next)) })
    });
    // A tab shows in the line before it, whose text seems to go on.
    let next = lines.get(last).filter(|line| line.text.starts_with([' ', '\t']));
    by_line.or_else(|| next.and_then(indentation)).or_else(|| structure::misfit(considered))
}

fn conflict(line: &Line<'_>) -> Option<Cause> {
    let is_marker = line.text.starts_with("<<<<<<< ") || line.text.starts_with(">>>>>>> ") || line.text == "=======";
    is_marker.then(|| Cause {
        span: line.start..line.start + 7,
        label: "this is a merge conflict marker".to_owned(),
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
            let kind = if c == '\u{a0}' { "a no-break space" } else { "a space that YAML does not allow" };
            (format!("{kind} (U+{:04X})", u32::from(c)), "indent with plain spaces")
        }
        _ => return None,
    };
    let start = line.start + at;
    let span = start..start + sign.len_utf8();
    // The number of spaces that replace a tab is unknown.
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
        .or_else(|| unclosed::never_closed(line, next))
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
        Some(space) => format!("the space after the colon is U+{:04X}, not a plain space", u32::from(space)),
        None => "there is no space after the colon".to_owned(),
    };
    is_glued.then(|| Cause {
        span: from + skipped..from + skipped + length + 1,
        label,
        help: format!("write a space after it: `{}: {}`", &key[..length], shortened(text)),
        edit: Some((from + skipped + length..end, ": ".to_owned())),
    })
}

/// A text in typographic quotes, which YAML does not interpret as quotes, so that its content may have a meaning.
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

/// A value that begins with a character that YAML reserves.
fn leading_sign(line: &Line<'_>) -> Option<Cause> {
    let (at, value) = value(line)?;
    let sign = value.chars().next()?;
    let is_reserved = matches!(sign, '`' | '%' | '@');
    let is_indicator = value.starts_with("- ") || value.starts_with("? ");
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
    (is_reserved || is_indicator || goes_on()).then(|| Cause {
        span: at..at + sign.len_utf8(),
        label: if is_indicator {
            format!("a text cannot begin with `{sign}` and a space")
        } else {
            format!("a text cannot begin with {sign:?}")
        },
        help: match sign {
            '-' => "put quotes around the text, or begin a list in the next line".to_owned(),
            _ => "put quotes around the text".to_owned(),
        },
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(usize, String)> {
        cause(text, text.len()).map(|cause| (cause.span.start, cause.label))
    }

    #[test]
    fn valid_texts_have_no_cause() {
        for text in [
            include_str!("../../../tests/trees/good/vpc/DescribeThings.yaml"),
            include_str!("../../../tests/trees/good/vpc/CreateThing.yaml"),
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
            ("a: - b\n", 3, "a text cannot begin with `-` and a space"),
            ("a: ? b\n", 3, "a text cannot begin with `?` and a space"),
            ("a: | b\n", 3, "the text that `|` begins"),
            ("a: { b: [c, d }\ne: f\n", 8, "this bracket is not closed"),
            ("a:\nb: { c: d }\n  e: f\n", 3, "this line is indented as `a:` is"),
            ("a:\n  b: c\n    d: e\n", 14, "this line is indented deeper"),
            ("a:\n\u{a0} b: c\n", 3, "a no-break space (U+00A0) in the indentation"),
            ("a: b\naccess:write\n", 5, "there is no space after the colon"),
            ("a:\n  -{ b: c }\n", 5, "there is no space after the dash"),
            ("a: `b` c\n", 3, "a text cannot begin with '`'"),
            ("a: {region}.host\n", 3, "a text cannot begin with '{'"),
            ("a: { b: \"c }\nd: e\n", 8, "this quote is not closed"),
            ("a: { b: c\nd: e\n", 3, "this bracket is not closed"),
            ("a:\n  - b: c\n  d: e\n", 5, "this dash begins an item"),
            ("a:\n  d: e\n  - b: c\n  f: g\n", 12, "this dash begins an item"),
            ("a: [b,, c]\n", 6, "there is nothing between"),
            ("<<<<<<< HEAD\na: b\n", 0, "this is a merge conflict marker"),
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

    /// What is marked, and the text with the correction where it is certain.
    #[test]
    fn the_mistake_is_marked_and_what_is_certain_corrected() {
        let none = None::<(&str, Option<&str>)>;
        for (text, expected) in [
            ("a: b\n  \t c: d\n", Some(("\t", None))),
            ("a:\n\u{a0}\u{a0} b: c\n", Some(("\u{a0}", Some("a:\n   b: c\n")))),
            ("a: - b\n", Some(("-", Some("a: \"- b\"\n")))),
            ("a: @b # c\n", Some(("@", None))),
            ("a: {region}.host\n", Some(("{", Some("a: \"{region}.host\"\n")))),
            ("a: [b] c\n", Some(("[", Some("a: \"[b] c\"\n")))),
            ("a: { b: [c, d }\ne: f\n", Some(("[", None))),
            ("a: { b: \"c }\nd: e\n", Some(("\"", Some("a: { b: \"c\" }\nd: e\n")))),
            ("a: 'b\"\nc: d\n", Some(("'", Some("a: 'b'\nc: d\n")))),
            ("a: \"b\\\"\nc: d\n", Some(("\"", None))),
            ("a: 'b''c\nd: e\n", Some(("'", None))),
            ("a: [\"b, c\nd: e\n", Some(("\"", None))),
            ("a:\nb: { c: d }\n  e: f\n", Some(("b: { c: d }", None))),
            ("a:\n  b: c\n    d: e\n", Some(("d: e", None))),
            ("a: b\naccess write\n", Some(("access", Some("a: b\naccess: write\n")))),
            ("a: b\nsummary\nb: c\n", Some(("summary", None))),
            ("a: b\naccess:write\n", Some(("access:", Some("a: b\naccess: write\n")))),
            ("a:\n  -{ b: c }\n", Some(("-", Some("a:\n  - { b: c }\n")))),
            ("a:\n  d: e\n  - b: c\n  f: g\n", Some(("-", None))),
            ("a:\n  b: c\n d: e\n  e: f\n", Some(("d: e", None))),
            ("a: | b\nc: d\n", Some(("|", None))),
            ("a: b\n=======\nc: d\n", Some(("=======", None))),
            ("a: { b: %c }\n", none),
            ("a: {region} # c\n", none),
            ("a: { b: [c, d} }\ne: f\n", none),
            ("a: 'b\\'\nc: d'\n", none),
            ("a: b # { c\nd: e\n", none),
            ("a: { b: c,\n  d: e }\n", none),
            ("a: b\n  access write\n", none),
            ("a: b\nother write\nc: d\n", none),
            ("a:\n  b: c\n d:\n  e: f\n", none),
        ] {
            let found = cause(text, text.len()).map(|cause| {
                let corrected = cause.edit.map(|(span, better)| [&text[..span.start], &better, &text[span.end..]].concat());
                (&text[cause.span], corrected)
            });
            let expected = expected.map(|(marked, corrected)| (marked, corrected.map(str::to_owned)));
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
