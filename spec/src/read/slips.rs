//! Slips of the pen inside one line of a text that is not valid YAML.

use std::ops::Range;

/// A likely cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cause {
    pub(super) span: Range<usize>,
    pub(super) label: String,
    pub(super) help: String,
    /// What is certain to be meant, and in place of what.
    pub(super) edit: Option<(Range<usize>, String)>,
}

/// The first of them in a line that begins at `from`, without its indentation.
pub(super) fn slip(body: &str, from: usize) -> Option<Cause> {
    wrong_colon(body, from)
        .or_else(|| equals_sign(body, from))
        .or_else(|| stray_comma(body, from))
        .or_else(|| wide_sign(body, from))
        .or_else(|| round_bracket(body, from))
        .or_else(|| semicolon(body, from))
        .or_else(|| foreign_comment(body, from))
        .or_else(|| texts_without_brackets(body, from))
        .or_else(|| comma_after_quote(body, from))
        .or_else(|| block_on_its_line(body, from))
}

/// `access： write`, with the colon of another script.
fn wrong_colon(body: &str, from: usize) -> Option<Cause> {
    let key = key_length(body)?;
    let colon = body[key..].chars().next().filter(|c| matches!(c, '：' | '﹕' | '꞉' | '∶' | 'ː'))?;
    let rest = body[key + colon.len_utf8()..].trim_start();
    let space = if rest.is_empty() { "" } else { " " };
    let end = from + body.len() - rest.len();
    Some(Cause {
        span: from + key..from + key + colon.len_utf8(),
        label: format!("this is U+{:04X}, not the colon of YAML", u32::from(colon)),
        help: format!("write `{}:{space}{rest}`", &body[..key]),
        edit: Some((from + key..end, format!(":{space}"))),
    })
}

/// `access = write`.
fn equals_sign(body: &str, from: usize) -> Option<Cause> {
    let key = key_length(body)?;
    let value = body[key..].trim_start().strip_prefix('=')?.trim_start();
    let at = from + body.find('=')?;
    let is_plain = !value.is_empty() && !value.starts_with('=') && !value.contains(": ");
    is_plain.then(|| Cause {
        span: at..at + 1,
        label: "a key and its value have a colon between them".to_owned(),
        help: format!("write `{}: {value}`", &body[..key]),
        edit: Some((from + key..from + body.len() - value.len(), ": ".to_owned())),
    })
}

/// `[a,, b]` or `{ , a: b }`.
fn stray_comma(body: &str, from: usize) -> Option<Cause> {
    let value = body.strip_prefix("- ").or_else(|| body.split_once(": ").map(|(_, value)| value)).map(str::trim_start);
    if let Some(rest) = value.and_then(|value| value.strip_prefix(',')) {
        let end = body.len() - rest.trim_start().len();
        let at = body.len() - rest.len() - 1;
        return Some(Cause {
            span: from + at..from + at + 1,
            label: "there is nothing before this comma".to_owned(),
            help: "leave it out".to_owned(),
            edit: Some((from + at..from + end, String::new())),
        });
    }
    let (mut quote, mut open, mut comma) = (None, 0_usize, None);
    let mut before = ' ';
    for (at, c) in body.char_indices() {
        match (quote, c) {
            (Some(end), _) if c == end => quote = None,
            (Some(_), _) | (None, ' ') => {}
            (None, '"' | '\'') if matches!(before, ' ' | ',' | '[' | '{') => (quote, comma) = (Some(c), None),
            (None, '[' | '{') => (open, comma) = (open + 1, Some(at)),
            (None, ',') if open > 0 => match comma.replace(at) {
                Some(first) => {
                    let (before, help) = match &body[first..=first] {
                        "," => ("comma before", "leave one of the two out"),
                        _ => ("bracket before", "leave it out"),
                    };
                    return Some(Cause {
                        span: from + at..from + at + 1,
                        label: format!("there is nothing between this comma and the {before}"),
                        help: help.to_owned(),
                        edit: Some((from + first + 1..from + at + 1, String::new())),
                    });
                }
                None => continue,
            },
            (None, ']' | '}') => (open, comma) = (open.saturating_sub(1), None),
            (None, '#') if before == ' ' => return None,
            _ => comma = None,
        }
        before = c;
    }
    None
}

/// `{ type: string， example: a }`, with signs that look like those of YAML.
fn wide_sign(body: &str, from: usize) -> Option<Cause> {
    const SIGNS: &[(char, char)] =
        &[('，', ','), ('、', ','), ('｛', '{'), ('｝', '}'), ('［', '['), ('］', ']'), ('＂', '"'), ('＇', '\''), ('－', '-')];
    let is_flow = body.contains(['{', '[', '｛', '［']);
    let (at, sign, right) = body
        .char_indices()
        .find_map(|(at, c)| SIGNS.iter().find(|(sign, _)| *sign == c).map(|(sign, right)| (at, *sign, *right)))?;
    let end = at + sign.len_utf8();
    let is_quoted = body[..at].matches(['"', '\'']).count() % 2 == 1;
    (is_flow && !is_quoted).then(|| Cause {
        span: from + at..from + end,
        label: format!("this is U+{:04X}, not the `{right}` of YAML", u32::from(sign)),
        help: format!("write `{right}`"),
        edit: Some((from + at..from + end, right.to_string())),
    })
}

/// `Name: ( type: string )`.
fn round_bracket(body: &str, from: usize) -> Option<Cause> {
    let key = key_length(body)?;
    let value = body[key..].strip_prefix(':')?.trim_start();
    let at = body.len() - value.strip_prefix('(')?.len() - 1;
    let is_mapping = body[at + 1..].contains(": ") && body.ends_with(')');
    is_mapping.then(|| Cause {
        span: from + at..from + at + 1,
        label: "round brackets have no meaning in YAML".to_owned(),
        help: "put braces around keys and their values: `{ key: value }`".to_owned(),
        edit: None,
    })
}

/// `{ type: string; example: a }`.
fn semicolon(body: &str, from: usize) -> Option<Cause> {
    let open = body.find('{')?;
    let at = open + body[open..].find("; ")?;
    let next = body[at + 2..].trim_start();
    let key = key_length(next)?;
    let is_key = next[key..].starts_with(':') && !body[open..at].contains(['"', '\'']);
    is_key.then(|| Cause {
        span: from + at..from + at + 1,
        label: "keys have a comma between them".to_owned(),
        help: "write a comma".to_owned(),
        edit: Some((from + at..from + at + 1, ",".to_owned())),
    })
}

/// `// a comment`, `/* a comment */`, `<!-- a comment -->`.
fn foreign_comment(body: &str, from: usize) -> Option<Cause> {
    let (begin, end) =
        [("//", ""), ("/*", "*/"), ("<!--", "-->"), (";", "")].into_iter().find(|(begin, _)| body.starts_with(begin))?;
    let comment = body[begin.len()..].strip_suffix(end);
    Some(Cause {
        span: from..from + begin.len(),
        label: "this begins no comment".to_owned(),
        help: "begin each line of a comment with `#`".to_owned(),
        edit: comment.map(|comment| (from..from + body.len(), format!("#{}", comment.trim_end()))),
    })
}

/// `"access": "write",`, as JSON has it.
fn comma_after_quote(body: &str, from: usize) -> Option<Cause> {
    let bare = body.strip_suffix(',')?.trim_end();
    let (_, value) = bare.split_once(": ")?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains([quote, '\\'])).then(|| Cause {
        span: from + body.len() - 1..from + body.len(),
        label: "in YAML, a line does not end with a comma after its value".to_owned(),
        help: "leave it out".to_owned(),
        edit: Some((from + bare.len()..from + body.len(), String::new())),
    })
}

/// `enum: "a", "b"`.
fn texts_without_brackets(body: &str, from: usize) -> Option<Cause> {
    let (key, value) = body.split_once(": ").filter(|(key, _)| !matches!(*key, "summary" | "description"))?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'') && !key.contains(*c))?;
    let between = format!("{quote}, {quote}");
    let at = from + body.len() - value.len();
    (value.ends_with(quote) && value.contains(&between) && !value.contains('\\')).then(|| Cause {
        span: at..at + value.len(),
        label: "these are several texts".to_owned(),
        help: format!("write them as a list: `[{value}]`"),
        edit: Some((at..at + value.len(), format!("[{value}]"))),
    })
}

/// `text: | of a block`, on the line of the sign.
fn block_on_its_line(body: &str, from: usize) -> Option<Cause> {
    let (key, value) = body.split_once(": ")?;
    let value = value.trim_start();
    let sign = value.chars().next().filter(|c| matches!(c, '|' | '>'))?;
    let text = value[1..].trim_start_matches(|c: char| matches!(c, '-' | '+') || c.is_ascii_digit());
    let is_text = text.starts_with(' ') && !text.trim_start().starts_with('#') && !key.contains(['"', '\'', '{', '[']);
    let at = from + body.len() - value.len();
    is_text.then(|| Cause {
        span: at..at + 1,
        label: format!("the text that `{sign}` begins is in the lines below it"),
        help: format!("write the text there, indented; or put quotes around it, with or without the `{sign}`"),
        edit: None,
    })
}

/// The length of the name that a line begins with.
fn key_length(body: &str) -> Option<usize> {
    let length = body.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))?;
    (length > 0).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_corrected() {
        for (text, at, better) in [
            ("access： write", 6, "access: write"),
            ("access：write", 6, "access: write"),
            ("access = write", 7, "access: write"),
            ("access=write", 6, "access: write"),
            ("enum: [a,, b]", 9, "enum: [a, b]"),
            ("A: { type: string, , example: 'x,,y' }", 19, "A: { type: string, example: 'x,,y' }"),
            ("A: { , type: string }", 5, "A: { type: string }"),
            ("- ,{ a: b }", 2, "- { a: b }"),
            ("A: { type: string， b: c }", 17, "A: { type: string, b: c }"),
            ("A: { type: string; b: c }", 17, "A: { type: string, b: c }"),
            ("// text", 0, "# text"),
            ("/* text */", 0, "# text"),
            ("<!-- text -->", 0, "# text"),
            ("\"a\": \"b\",", 8, "\"a\": \"b\""),
            ("a: 'b' ,", 7, "a: 'b'"),
            ("a: 'b', 'c'", 3, "a: ['b', 'c']"),
            ("; text", 0, "# text"),
            ("a: , b", 3, "a: b"),
        ] {
            let cause = slip(text, 0).unwrap_or_else(|| panic!("nothing found in {text}"));
            assert_eq!(cause.span.start, at, "{text}");
            let mut corrected = text.to_owned();
            let (span, replacement) = cause.edit.clone().unwrap();
            corrected.replace_range(span, &replacement);
            assert_eq!(corrected, better);
            assert_eq!(slip(text, 100), Some(moved(cause, 100)), "a line further down: {text}");
        }
    }

    fn moved(cause: Cause, by: usize) -> Cause {
        let move_span = |span: Range<usize>| span.start + by..span.end + by;
        Cause { span: move_span(cause.span), edit: cause.edit.map(|(span, text)| (move_span(span), text)), ..cause }
    }

    #[test]
    fn what_is_marked_is_what_is_wrong() {
        for (text, marked) in [
            ("enum: [a,, b]", ","),
            ("A: { , type: string }", ","),
            ("access=write", "="),
            ("A: { type: string， b: c }", "，"),
            ("A: { type: string; b: c }", ";"),
            ("A: ( type: string )", "("),
            ("A.B:  ( type: string, required: true )", "("),
            ("<!-- text -->", "<!--"),
            ("a: 'b', 'c'", "'b', 'c'"),
            ("'a': 'b' ,", ","),
            ("a:  | text", "|"),
            ("a: >- text", ">"),
        ] {
            let cause = slip(text, 100).unwrap_or_else(|| panic!("nothing found in {text}"));
            assert_eq!(&text[cause.span.start - 100..cause.span.end - 100], marked, "{text}");
        }
        for text in ["A: (none)", "A: (a: b) or c", "A: a ( b: c )", "access == write", "access =", "access = a: b"] {
            assert_eq!(slip(text, 0), None, "{text}");
        }
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for text in [
            "access: write",
            "a: b = c",
            "a: ',,'",
            "- { code: a=b, status: 400 }",
            "a: x,, y",
            "text: a：b",
            "a: x， y",
            "a: { b: 'x; c: d' }",
            "a: [1, { a: ~ }, 'b', 'c', .5]",
            "a: |",
            "a: |- # text",
            "a: >2",
            "a: 'it''s', b",
            "'a', 'b',",
        ] {
            assert_eq!(slip(text, 0), None, "{text}");
        }
    }
}
