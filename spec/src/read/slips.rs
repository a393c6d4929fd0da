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
    wrong_colon(body, from).or_else(|| equals_sign(body, from)).or_else(|| stray_comma(body, from))
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
        label: format!("this is not a YAML colon but U+{:04X}", u32::from(colon)),
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
            label: "nothing stands before this comma".to_owned(),
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
                        label: format!("nothing stands between this comma and the {before}"),
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
            ("a: , b", 3, "a: b"),
        ] {
            let cause = slip(text, 0).unwrap_or_else(|| panic!("nothing found in {text}"));
            assert_eq!(cause.span.start, at, "{text}");
            let mut corrected = text.to_owned();
            let (span, replacement) = cause.edit.unwrap();
            corrected.replace_range(span, &replacement);
            assert_eq!(corrected, better);
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
            "a: [1, { a: ~ }, 'b', 'c', .5]",
        ] {
            assert_eq!(slip(text, 0), None, "{text}");
        }
    }
}
