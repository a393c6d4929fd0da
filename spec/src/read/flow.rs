//! Slips inside the brackets of one line: texts that need quotes there, and colons without a space.

use std::ops::Range;

use crate::suggest;

use super::plain;
use super::slips::Cause;

/// Keys that may stand in brackets. What follows a comma and is none of them goes on with a text.
const KEYS: &[&str] = &[
    "type",
    "shape",
    "format",
    "description",
    "required",
    "needed",
    "default",
    "example",
    "enum",
    "values",
    "min_length",
    "max_length",
    "minimum",
    "maximum",
    "min_items",
    "max_items",
    "pattern",
    "deprecated",
    "sensitive",
    "style",
    "in",
    "idempotency_token",
    "rust_name",
    "aliases",
    "wraps",
    "items",
    "fields",
    "code",
    "status",
    "retry",
];

/// Further keys of the format, which are words of sentences as well: only with a colon are they keys.
const WITH_COLON: &[&str] = &[
    "also",
    "called",
    "default_size",
    "delay",
    "failure",
    "id",
    "map",
    "match",
    "max_size",
    "network_rule",
    "next",
    "not_found",
    "operation",
    "page",
    "regions",
    "rule",
    "size",
    "sub_items",
    "success",
    "summary",
    "token",
    "total",
    "transient",
    "until",
    "with",
];

/// Keys whose value is a sentence.
const PROSE: &[&str] = &["summary", "description"];

/// The first slip in a line that begins at `from`, without its indentation.
pub(super) fn slip(body: &str, from: usize) -> Option<Cause> {
    let (mut quote, mut open) = (None, 0_usize);
    let mut before = ' ';
    for (at, c) in body.char_indices() {
        match (quote, c) {
            (Some(end), _) if c == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if matches!(before, ' ' | ',' | '[' | '{') => quote = Some(c),
            (None, '#') if before == ' ' => return None,
            (None, '[' | '{') if before == ':' => return glued(body, at, from),
            (None, '[' | '{') => open += 1,
            (None, ']' | '}') => open = open.saturating_sub(1),
            (None, _) if open > 0 && before == ' ' && c != ' ' => {
                if let Some(cause) = value(body, at, open, from) {
                    return Some(cause);
                }
            }
            (None, '@' | '`') if before == '[' => return value(body, at, open, from),
            _ => {}
        }
        before = c;
    }
    None
}

/// `values:[a, b]`.
fn glued(body: &str, at: usize, from: usize) -> Option<Cause> {
    let key = name_before(&body[..at - 1])?;
    KEYS.contains(&key).then(|| Cause {
        span: from + at - 1 - key.len()..from + at,
        label: "there is no space after the colon".to_owned(),
        help: format!("write a space after it: `{key}: {}`", &body[at..=at]),
        edit: Some((from + at..from + at, " ".to_owned())),
    })
}

/// What a text that begins here without quotes holds and cannot hold.
fn value(body: &str, at: usize, open: usize, from: usize) -> Option<Cause> {
    let cause = |place: Range<usize>, label: String, edit: Option<(Range<usize>, String)>| Cause {
        span: from + place.start..from + place.end,
        label,
        help: "put quotes around the text".to_owned(),
        edit: edit.map(|(span, text)| (from + span.start..from + span.end, text)),
    };
    let key = body[..at].trim_end().strip_suffix(':').and_then(name_before);
    if let Some(sign) = body[at..].chars().next().filter(|sign| matches!(sign, '@' | '`')) {
        let text = key.and_then(|_| meant(&body[at..], open));
        let text = text.or_else(|| body[at..].split([',', ']', '}', ':']).next().filter(|_| key.is_none()));
        let edit = text.map(|text| (at..at + text.len(), plain::quoted(text)));
        return Some(cause(at..at + 1, format!("a text cannot begin with {sign:?}"), edit));
    }
    let key = key?;
    if let Some(sign) = ["- ", "? "].iter().find(|sign| body[at..].starts_with(**sign)) {
        let edit = meant(&body[at..], open).map(|text| (at..at + text.len(), plain::quoted(text)));
        return Some(cause(at..at + 1, format!("a text cannot begin with `{}` and a space", sign.trim_end()), edit));
    }
    if body[at..].starts_with("${") {
        let end = body[at..].find('}').map(|end| at + end + 1);
        let edit = end
            .filter(|end| body[*end..].trim_start().starts_with([',', '}']))
            .map(|end| (at..end, plain::quoted(&body[at..end])));
        return Some(cause(at + 1..at + 2, "a text without quotes cannot hold a bracket here".to_owned(), edit));
    }
    if key == "type"
        && let Some(bracket) = array_type(&body[at..])
    {
        return Some(Cause {
            span: from + at..from + at + bracket.len(),
            label: "there is no such type".to_owned(),
            help: "write `type: list` and what it holds as `items: { type: … }`".to_owned(),
            edit: None,
        });
    }
    let text = meant(&body[at..], open)?;
    let edit = || Some((at..at + text.len(), plain::quoted(text))).filter(|_| PROSE.contains(&key));
    if let Some(hash) = text.find(" #") {
        return Some(cause(at + hash + 1..at + hash + 2, "a comment begins at ` #`".to_owned(), edit()));
    }
    let colon = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))?;
    // A comma may be missing before a key.
    let is_text = name_before(&text[..colon]).is_none_or(|word| !is_key(word));
    is_text.then(|| cause(at + colon..at + colon + 1, "a text without quotes cannot hold `: `".to_owned(), edit()))
}

/// `array[string]`.
fn array_type(rest: &str) -> Option<&str> {
    let end = rest.find(']')? + 1;
    let (outer, _) = rest[..end].split_once('[')?;
    (!outer.is_empty() && outer.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(&rest[..end])
}

/// The text that was meant to stand before the next key, or before the brackets that end the line.
fn meant(rest: &str, open: usize) -> Option<&str> {
    let begins_key = |at: &usize| {
        let next = rest[at + 1..].trim_start();
        next.split_once(": ").is_some_and(|(key, value)| is_key(key) || !key.contains(' ') && value.starts_with('{'))
    };
    let text = match rest.match_indices(',').map(|(at, _)| at).find(begins_key) {
        Some(comma) => &rest[..comma],
        None => (0..open).try_fold(rest.trim_end(), |text, _| text.strip_suffix(['}', ']']).map(str::trim_end))?,
    };
    (!text.is_empty() && !text.contains(['{', '}', '[', ']', '"'])).then_some(text)
}

/// Whether a word before a colon is a key.
fn is_key(word: &str) -> bool {
    KEYS.contains(&word) || WITH_COLON.contains(&word)
}

/// Whether words begin with a key, even a misspelt one: then they do not continue a sentence.
pub(super) fn begins_with_key(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or(words);
    KEYS.iter().any(|key| *key == first || suggest::is_slip(key, first))
}

/// The name that a text ends with.
fn name_before(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    Some(&text[rest.len()..]).filter(|name| !name.is_empty())
}

/// A backslash that begins no escape in the text in double quotes that begins here.
pub(super) fn escape(text: &str, at: usize) -> Option<Cause> {
    let inner = text.get(at..)?.strip_prefix('"')?;
    let (mut wrong, mut right, mut end) = (None, false, None);
    let mut chars = inner.char_indices();
    while let Some((place, c)) = chars.next() {
        match c {
            '"' => {
                end = Some(place);
                break;
            }
            '\\' => {
                let (_, sign) = chars.next()?;
                if is_escape(sign, chars.as_str()) { right = true } else { wrong = wrong.or(Some((place, sign))) }
            }
            _ => {}
        }
    }
    let (place, sign) = wrong?;
    let start = at + 1 + place;
    // Where another backslash begins an escape, it may be meant.
    let whole = end.map(|end| &inner[..end]).filter(|whole| !right && !whole.contains(['\'', '\n']));
    Some(Cause {
        span: start..start + 1 + sign.len_utf8(),
        label: format!("`\\{sign}` is not a valid escape here"),
        help: "put single quotes around a text with backslashes, or write each of them twice".to_owned(),
        edit: whole.map(|whole| (at..at + whole.len() + 2, format!("'{whole}'"))),
    })
}

fn is_escape(sign: char, rest: &str) -> bool {
    let digits = match sign {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return "0abt\tnvfre \"/\\N_LP\n\r".contains(sign),
    };
    rest.chars().take(digits).filter(char::is_ascii_hexdigit).count() == digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrected(text: &str, cause: Cause) -> String {
        let mut corrected = text.to_owned();
        let (span, replacement) = cause.edit.unwrap();
        corrected.replace_range(span, &replacement);
        corrected
    }

    /// What the types say, by the error about a key that none of them has.
    #[test]
    fn the_keys_are_those_of_the_format() {
        use crate::types::{Endpoints, ErrorCode, Pagination, Schema, Waiter};
        use std::collections::BTreeSet;

        fn known<T: serde::de::DeserializeOwned + std::fmt::Debug>() -> BTreeSet<String> {
            let error = serde_yaml::from_str::<T>("none: 1").unwrap_err().to_string();
            error.split_once("expected one of").unwrap().1.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        }
        let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<String>>();
        let first = &known::<Schema>() | &known::<ErrorCode>();
        let further = &(&known::<Pagination>() | &known::<Waiter>()) | &known::<Endpoints>();
        assert_eq!(set(KEYS), first);
        assert_eq!(set(WITH_COLON), &further - &first);
    }

    #[test]
    fn slips_are_found_and_corrected() {
        for (text, at, better) in [
            ("A: { description: Force #1., type: a }", 24, "A: { description: \"Force #1.\", type: a }"),
            ("A: { type: a, description: So: yes, or no. }", 29, "A: { type: a, description: \"So: yes, or no.\" }"),
            ("A: { description: @see b., type: a }", 18, "A: { description: \"@see b.\", type: a }"),
            ("A: { values: [@a, b] }", 14, "A: { values: [\"@a\", b] }"),
            ("A: { values: [a, @b] }", 17, "A: { values: [a, \"@b\"] }"),
            ("A: { type: a, values:[a] }", 14, "A: { type: a, values: [a] }"),
            ("A: { example: - a, type: b }", 14, "A: { example: \"- a\", type: b }"),
            ("A: { example: ${A}, type: b }", 15, "A: { example: ${A}, type: b }".replace("${A}", "\"${A}\"").leak()),
        ] {
            let cause = slip(text, 0).unwrap_or_else(|| panic!("nothing found in {text}"));
            assert_eq!(cause.span.start, at, "{text}");
            let further = slip(text, 100).unwrap();
            assert_eq!(further.span, cause.span.start + 100..cause.span.end + 100, "a line further down: {text}");
            let edits = further.edit.zip(cause.edit.as_ref()).unwrap();
            assert_eq!(edits.0.0, edits.1.0.start + 100..edits.1.0.end + 100, "a line further down: {text}");
            assert_eq!(corrected(text, cause), better);
        }
        for (text, marked) in [
            ("A: { description: Force #1., type: a }", "#"),
            ("A: { type: a, description: So: yes, or no. }", ":"),
            ("A: { values: [a, @b] }", "@"),
            ("A: { example: ${A}, type: b }", "{"),
            ("A: { type: a, values:[a] }", "values:"),
            ("A: { type: array[string], required: true }", "array[string]"),
        ] {
            let span = slip(text, 100).unwrap().span;
            assert_eq!(&text[span.start - 100..span.end - 100], marked, "{text}");
        }
        for text in [
            "p: { style: page, items: A, page: P, size: S }",
            "A: { type: a description: b }",
            "A: { type: a } # so: {b}",
            "A: { example: 'a #b: c', type: a }",
            "A: { example: 'it''s: b', type: a }",
            "A: { example: a#b, type: a }",
            "A: { type: a }, b: - c",
            "A: { type: [a] }",
            "a: b: c",
        ] {
            assert_eq!(slip(text, 0), None, "{text}");
        }
    }

    #[test]
    fn a_backslash_that_escapes_nothing_is_found() {
        let text = r#"a: "C:\dir""#;
        let cause = escape(text, 3).unwrap();
        assert_eq!(cause.span, 6..8);
        assert_eq!(corrected(text, cause), r"a: 'C:\dir'");
        assert_eq!(escape(r#"a: "C:\dir\new""#, 3).unwrap().edit, None);
        assert_eq!(escape(r#"a: "\u12""#, 3).unwrap().span, 4..6);
    }
}
