//! What to do about a mistake in the form of a file, in one line.

use crate::suggest;
use crate::types::Kind;

use super::lenient::Found;
use super::mend;
use super::node::{Data, Node};

/// What the reader says of a value that may be anything: the only one that it refuses is a number that is too long.
pub(super) const ANY_VALUE: &str = "any YAML value";

/// Whether a file describes a shape of this name.
pub(super) fn is_shape(root: &Node, name: &str) -> bool {
    let Data::Map(entries) = &root.data else { return false };
    let shapes = entries.iter().find(|entry| entry.key.text() == Some("shapes"));
    matches!(shapes.map(|shapes| &shapes.value.data), Some(Data::Map(shapes)) if shapes.iter().any(|shape| shape.key.text() == Some(name)))
}

pub(super) fn unknown_key(key: &str, known: &[&str], kind: Option<&str>) -> String {
    if let Some((name, value)) = key.split_once(':')
        && known.contains(&name)
    {
        return format!("write a space after the colon: `{name}: {value}`");
    }
    if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit()) && known.contains(&"status") {
        return format!("several statuses are a list: `status: [400, {key}]`");
    }
    if known.contains(&"code")
        && known.contains(&"retry")
        && suggest::nearest(key, known.iter().copied()).is_none()
        && key.contains('.')
    {
        return format!("write `{{ code: {key}, status: 400 }}`");
    }
    if let Some((name, value)) = mend::with_equals_sign(key, known) {
        return format!("a key and its value have a colon between them: `{name}: {value}`");
    }
    if let Some(limit) = suggest::limit(key, kind) {
        return format!("did you mean `{limit}`?");
    }
    if known.contains(&"fields")
        && key.starts_with(|c: char| c.is_ascii_uppercase())
        && suggest::nearest(key, known.iter().copied()).is_none()
    {
        return "fields of an object belong into `fields`".to_owned();
    }
    if let Some(sign) = suggest::odd_sign(key) {
        let letters: String = key.chars().filter(char::is_ascii_graphic).collect();
        if known.contains(&letters.as_str()) {
            return format!("write `{letters}`: this holds U+{:04X}", u32::from(sign));
        }
    }
    match suggest::advice(key, known) {
        Some(advice) => advice.to_owned(),
        None => suggest::help(key, "keys", known.iter().copied()),
    }
}

pub(super) fn unknown_word(found: &str, known: &[&str]) -> String {
    match found.split_once(" //") {
        Some((word, _)) if known.contains(&word.trim_end()) => "a comment begins with `#`".to_owned(),
        _ if found.split_once('#').is_some_and(|(word, _)| known.contains(&word)) => {
            "write a space before the `#` that begins a comment".to_owned()
        }
        _ => match found.split_once('<') {
            Some((outer, inner)) if known.contains(&"list") && generic(outer).is_some() => {
                let inner = inner.trim_end_matches('>').rsplit(',').next().unwrap_or_default().trim();
                let inner = suggest::nearest(inner, known.iter().copied()).unwrap_or(inner);
                match generic(outer) {
                    Some("option") => format!("write `type: {inner}`: what is not required may be left out"),
                    kind => format!("write `type: {}` and what it holds as `items: {{ type: {inner} }}`", kind.unwrap_or("list")),
                }
            }
            _ if found.contains('|') && known.contains(&"any") => {
                "there are no unions: use `type: any`, and tell in the description what it may be".to_owned()
            }
            _ => match foreign_type(found).filter(|_| known.contains(&"object")) {
                Some(meant) => format!("write {meant}"),
                None => suggest::help(found, "words", known.iter().copied()),
            },
        },
    }
}

/// What a generic type of another language is here.
fn generic(outer: &str) -> Option<&'static str> {
    Some(match outer.to_ascii_lowercase().as_str() {
        "list" | "array" | "vec" | "set" | "seq" | "slice" => "list",
        "map" | "dict" | "hashmap" | "record" => "map",
        "option" | "optional" => "option",
        _ => return None,
    })
}

/// What types are here that are formats of others, or constraints.
fn foreign_type(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "blob" | "bytes" => "`type: string, format: byte`, or `binary` for a body",
        "json" => "`type: string, format: json`",
        "enum" => "`type: string`, and the values as `enum: [a, b]`",
        "union" => "`type: any`, and tell in the description what it may be",
        "date" | "datetime" | "timestamp" => "`type: string, format: iso8601`",
        "password" | "secret" => "`type: string, sensitive: true`",
        "none" | "null" | "void" => "the type of the value, or leave the parameter or field out",
        _ => return None,
    })
}

pub(super) fn wrong_type(found: &Found, expected: &str) -> Option<String> {
    let text = found.words.strip_prefix("the text `").and_then(|rest| rest.strip_suffix('`'));
    match (expected, text) {
        ("a list", Some(text)) if mend::in_parentheses(text).is_some() => {
            return mend::in_parentheses(text).map(|items| format!("write it as a list: `[{items}]`"));
        }
        ("a list", Some(text)) if text.contains('|') => {
            return Some(format!("write it as a list: `[{}]`", text.split('|').map(str::trim).collect::<Vec<_>>().join(", ")));
        }
        ("a list", Some(text)) if !text.is_empty() => return Some(format!("write it as a list: `[{text}]`")),
        ("a mapping", Some(kind)) if Kind::ALL.iter().any(|known| format!("{known:?}").eq_ignore_ascii_case(kind)) => {
            return Some(format!("write `{{ type: {kind} }}`"));
        }
        // An error code.
        ("a mapping", Some(text)) if text.contains('.') && !text.contains([' ', '{', '/']) => {
            return Some(format!("write `{{ code: {text}, status: 400 }}`"));
        }
        ("a mapping", Some(_)) => return Some("write keys and their values, as `{ key: value }`".to_owned()),
        (expected, Some(text)) if expected.contains("number") && !found.is_quoted => {
            if let Some(number) = plain_number(text) {
                return Some(format!("write the number as `{number}`"));
            }
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            let unit = &text[digits.len()..];
            if !digits.is_empty() && unit.chars().all(char::is_alphabetic) {
                return Some(format!("write the number alone: `{digits}`"));
            }
        }
        ("`true` or `false`", Some(text)) if !found.is_quoted && suggest::nearest(text, ["true", "false"]).is_some() => {
            return suggest::nearest(text, ["true", "false"]).map(|word| format!("did you mean `{word}`?"));
        }
        (_, Some(text)) if mend::without_comma(text, expected).is_some() => return Some("leave the comma out".to_owned()),
        _ => {}
    }
    usual(found, expected).map(str::to_owned)
}

/// A whole number that was written with zeros before it, or with signs between its digits: `010`, `1_000`, `1,000`.
fn plain_number(text: &str) -> Option<String> {
    let digits = text.replace(['_', ',', '\''], "");
    let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.trim_start_matches('0');
    (is_number && number != text && !number.is_empty()).then(|| number.to_owned())
}

fn usual(found: &Found, expected: &str) -> Option<&'static str> {
    match (expected, found.words.as_str()) {
        ("a list", "a mapping") => Some("write its items in brackets, as `[a, b]`, or each in a line after a dash"),
        ("`true` or `false`", "the text `yes`" | "the text `on`") => Some("write `true`"),
        ("`true` or `false`", "the number `1`") => Some("write `true`"),
        ("`true` or `false`", "the number `0`") => Some("write `false`"),
        ("`true` or `false`", "the text `no`" | "the text `off`") => Some("write `false`"),
        ("a word", "a list") => Some("write `type: list` and what it holds as `items: { type: … }`"),
        ("a text or a list of them" | "text" | "a word", "nothing") => Some("write a value, or leave the key out"),
        ("text", "a mapping") => Some("put quotes around text that begins with `{`, or that holds `: `"),
        ("text", "a list") => Some("write one text; put quotes around it if it begins with `[`"),
        ("a mapping", "a list") => Some("write keys and their values, without dashes and brackets: `key: value`"),
        ("a mapping", words) if words.starts_with("the boolean") || words.starts_with("the number") => {
            Some("write keys and their values, as `{ key: value }`")
        }
        ("a word", "a mapping") => Some("write one word"),
        (expected, words) if (expected.starts_with("a whole number") || expected == ANY_VALUE) && is_beyond(words) => {
            Some("the number is beyond 64 bits")
        }
        _ if found.is_quoted && !expected.contains("text") => Some("leave the quotes out"),
        _ => None,
    }
}

/// Whether a value is a whole number that 64 bits cannot hold.
fn is_beyond(words: &str) -> bool {
    let digits = words.trim_start_matches("the number `").trim_start_matches('-').trim_end_matches('`');
    digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() && digits.parse::<u64>().is_err()
}

/// What most often is behind a complaint of the YAML parser.
pub(super) fn syntax(message: &str) -> Option<&'static str> {
    if message.contains("anchor or alias") || message.contains("unknown anchor") {
        return Some("put quotes around text that begins with `*` or `&`");
    }
    if message.contains("mismatched bracket") {
        return Some("close each bracket with its own kind: `[` with `]`, `{` with `}`");
    }
    if message.contains("misplaced bracket") {
        return Some("leave the bracket out, or open it before");
    }
    if message.contains("unexpected character") {
        return Some("put quotes around the text, or leave the character out");
    }
    if message.contains("BOM") {
        return Some("delete the invisible character U+FEFF here");
    }
    if message.contains("<document start>") {
        return Some("leave the line that begins with `%` out: spec files have no directives");
    }
    if message.contains("tab") {
        return Some("indent with spaces: YAML allows no tabs there");
    }
    if message.contains("quote") || message.contains("double-quoted") || message.contains("single-quoted") {
        return Some("put the whole text into quotes, and quotes inside it into the other kind of quotes");
    }
    if message.contains("mapping values are not allowed") || message.contains("simple key") {
        return Some("put quotes around text that holds `: `, and check the indentation of the line");
    }
    if message.contains("expected ',' or") {
        return Some("put a comma between two keys or items, or close the bracket before");
    }
    if message.contains("did not find expected") || message.contains("indentation") {
        return Some("check the indentation of the line: keys of one mapping begin in the same column");
    }
    if message.contains("alias") || message.contains("anchor") {
        return Some("put quotes around text that begins with `*` or `&`");
    }
    None
}
