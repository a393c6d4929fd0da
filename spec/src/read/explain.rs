//! From what the reader found to what a person reads.

use std::sync::Arc;

use crate::diagnostic::{Applicability, Code, Diagnostic, Edit, Location, Source};
use crate::suggest;
use crate::types::Kind;

use super::flow;
use super::lenient::{Found, Problem, ProblemKind};
use super::mend;
use super::node::{Data, MAX_DEPTH, Node, TreeError, first_line};
use super::scan;

/// What the reader says of a value that may be anything: the only one that it refuses is a number that is too long.
const ANY_VALUE: &str = "any YAML value";

/// Why a text could not be parsed.
pub(super) fn tree_error(source: &Arc<Source>, error: TreeError) -> Diagnostic {
    let mistake = |code, span, message: String| Diagnostic::error(code, Location::new(source, span), message);
    match error {
        TreeError::Syntax { at, message } => match cause(&source.text, at, &message) {
            Some(cause) => {
                let edit = mend::cause(source, &cause);
                let mistake = mistake(Code::Syntax, cause.span, "the file is not valid YAML".to_owned())
                    .label(cause.label)
                    .help(cause.help);
                if let Some(edit) = edit { mistake.edit(edit) } else { mistake }
            }
            None => {
                let help = syntax_help(&message);
                let span = character(&source.text, at);
                let mistake = mistake(Code::Syntax, span, "the file is not valid YAML".to_owned()).label(message);
                if let Some(help) = help { mistake.help(help) } else { mistake }
            }
        },
        TreeError::Empty => mistake(Code::EmptyFile, 0..0, "the file is empty".to_owned())
            .help("start from another file of the folder, or delete this one"),
        TreeError::SecondDocument { first, second } => {
            let mistake =
                mistake(Code::SecondDocument, first_line(&source.text, second), "the file holds a second document".to_owned())
                    .label("it begins here")
                    .help("write one file for each operation");
            if first.is_empty() { mistake } else { mistake.related(Location::new(source, first), "the first begins here") }
        }
        TreeError::TooDeep { at } => {
            mistake(Code::TooDeep, character(&source.text, at), format!("collections nest deeper than {MAX_DEPTH} levels"))
                .label("one level too many")
                .help("name a part of it in `shapes` and refer to that with `shape`")
        }
        TreeError::TooLarge { at } => mistake(Code::TooLarge, at, "aliases make the file too large".to_owned())
            .label("the copy that is one too many")
            .help("use `shapes` in place of anchors and aliases"),
    }
}

fn cause(text: &str, at: usize, message: &str) -> Option<scan::Cause> {
    let is_escape = message.contains("escape character") || message.contains("hexadecimal");
    let escape = if is_escape { flow::escape(text, at) } else { None };
    escape.or_else(|| scan::cause(text, at))
}

/// A mistake in the form of a file.
pub(super) fn problem(source: &Arc<Source>, root: &Node, Problem { span, kind }: Problem) -> Diagnostic {
    if let Some(colon) = mend::glued(root, &span) {
        let insert = Edit::replace(Location::new(source, colon.end..colon.end), " ".to_owned(), Applicability::Certain);
        return Diagnostic::error(Code::WrongType, Location::new(source, colon), "this colon separates nothing")
            .label("there is no space after the colon")
            .help("write a space after it")
            .edit(insert);
    }
    let edits = mend::problem(source, root, &span, &kind);
    let mistake = |code, message: String| Diagnostic {
        edits,
        ..Diagnostic::error(code, Location::new(source, first_line(&source.text, span.clone())), message)
    };
    match kind {
        ProblemKind::UnknownKey { key, known } => mistake(Code::UnknownKey, format!("unknown key `{key}`"))
            .label("the format has no such key here")
            .help(match mend::cut_text(root, &span) {
                Some(_) => "a comma ends a text without quotes: put quotes around the text".to_owned(),
                None => unknown_key_help(&key, known, mend::type_beside(root, &span)),
            }),
        ProblemKind::MissingKey { key } => {
            mistake(Code::MissingKey, format!("missing key `{key}`")).label(format!("this mapping needs the key `{key}`"))
        }
        ProblemKind::DuplicateKey { key, first } => mistake(Code::DuplicateKey, format!("the key `{key}` comes twice"))
            .label("the second time")
            .related(Location::new(source, first), "the first time"),
        ProblemKind::WrongType { found, expected } => {
            let help = match (mend::key_of(root, &span), found.words.as_str()) {
                (Some("sample"), "a mapping") => Some("write the reply as JSON below `sample: |`, indented".to_owned()),
                (Some("endpoints"), words) => words
                    .strip_prefix("the text ")
                    .map(|rule| format!("write the host as `{{ rule: {} }}`", rule.trim_matches('`'))),
                _ => None,
            };
            let help = help.or_else(|| wrong_type_help(&found, &expected));
            let expected = if expected == ANY_VALUE { "a number of at most 64 bits, or text in quotes" } else { &expected };
            let mistake = mistake(Code::WrongType, format!("expected {expected}, found {}", found.words))
                .label(format!("expected {expected}"));
            if let Some(help) = help { mistake.help(help) } else { mistake }
        }
        ProblemKind::UnknownVariant { found, known } => mistake(Code::UnknownVariant, format!("unknown word `{found}`"))
            .label("the format has no such word here")
            .help(match is_shape(root, &found) && known.contains(&"object") {
                true => format!("write `shape: {found}` in place of `type: {found}`"),
                false => unknown_word_help(&found, known),
            }),
        ProblemKind::Layout { message, label, related, help } => {
            let mistake = mistake(Code::WrongType, message).label(label).help(help);
            match related {
                Some((span, label)) => mistake.related(Location::new(source, first_line(&source.text, span)), label),
                None => mistake,
            }
        }
        ProblemKind::Other(message) => mistake(Code::WrongType, message),
    }
}

/// Whether a file describes a shape of this name.
fn is_shape(root: &Node, name: &str) -> bool {
    let Data::Map(entries) = &root.data else { return false };
    let shapes = entries.iter().find(|entry| entry.key.text() == Some("shapes"));
    matches!(shapes.map(|shapes| &shapes.value.data), Some(Data::Map(shapes)) if shapes.iter().any(|shape| shape.key.text() == Some(name)))
}

fn unknown_key_help(key: &str, known: &[&str], kind: Option<&str>) -> String {
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
    match suggest::advice(key) {
        Some(advice) => advice.to_owned(),
        None => suggest::help(key, "keys", known.iter().copied()),
    }
}

fn unknown_word_help(found: &str, known: &[&str]) -> String {
    match found.split_once(" //") {
        Some((word, _)) if known.contains(&word.trim_end()) => "a comment begins with `#`".to_owned(),
        _ if found.split_once('#').is_some_and(|(word, _)| known.contains(&word)) => {
            "write a space before the `#` that begins a comment".to_owned()
        }
        _ => match found.split_once('<') {
            Some(("list" | "array" | "List" | "Array" | "Vec" | "vec" | "set", inner)) if known.contains(&"list") => {
                format!("write `type: list` and what it holds as `items: {{ type: {} }}`", inner.trim_end_matches('>'))
            }
            _ if found.contains('|') && known.contains(&"any") => {
                "there are no unions: use `type: any`, and tell in the description what it may be".to_owned()
            }
            _ => suggest::help(found, "words", known.iter().copied()),
        },
    }
}

fn wrong_type_help(found: &Found, expected: &str) -> Option<String> {
    let text = found.words.strip_prefix("the text `").and_then(|rest| rest.strip_suffix('`'));
    match (expected, text) {
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
    usual_help(found, expected).map(str::to_owned)
}

/// A whole number that was written with zeros before it, or with signs between its digits: `010`, `1_000`, `1,000`.
fn plain_number(text: &str) -> Option<String> {
    let digits = text.replace(['_', ',', '\''], "");
    let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.trim_start_matches('0');
    (is_number && number != text && !number.is_empty()).then(|| number.to_owned())
}

fn usual_help(found: &Found, expected: &str) -> Option<&'static str> {
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
fn syntax_help(message: &str) -> Option<&'static str> {
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

/// The character at a place, or the last one of the text if the place is its end.
fn character(text: &str, at: usize) -> std::ops::Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    match rest.chars().next() {
        Some(character) if character != '\n' => at..at + character.len_utf8(),
        _ => at..at,
    }
}
