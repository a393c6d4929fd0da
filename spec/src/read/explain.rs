//! From what the reader found to what a person reads.

use std::sync::Arc;

use crate::diagnostic::{Applicability, Code, Diagnostic, Edit, Location, Source};

use super::flow;
use super::help;
use super::lenient::{Problem, ProblemKind};
use super::mend;
use super::node::{MAX_DEPTH, Node, TreeError, first_line};
use super::scan;

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
                let span = character(&source.text, at);
                let control = source.text[span.clone()].chars().next().filter(|c| c.is_control());
                let help = if control.is_some() { Some("leave it out") } else { help::syntax(&message) };
                let message =
                    control.map_or(message, |c| format!("YAML does not allow the control character U+{:04X}", u32::from(c)));
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
    let has_edit = !edits.is_empty();
    let mistake = |code, message: String| Diagnostic {
        edits,
        ..Diagnostic::error(code, Location::new(source, first_line(&source.text, span.clone())), message)
    };
    match kind {
        ProblemKind::UnknownKey { key, known } => mistake(Code::UnknownKey, format!("unknown key `{key}`"))
            .label("the format has no such key here")
            .help(match mend::cut_text(root, &span) {
                Some(_) => "a comma ends a text without quotes: put quotes around the text".to_owned(),
                None => help::unknown_key(&key, known, mend::type_beside(root, &span)),
            }),
        ProblemKind::MissingKey { key } => {
            mistake(Code::MissingKey, format!("missing key `{key}`")).label(format!("this mapping needs the key `{key}`"))
        }
        ProblemKind::DuplicateKey { key, first } => mistake(Code::DuplicateKey, format!("the key `{key}` comes twice"))
            .label("the second time")
            .related(Location::new(source, first), "the first time"),
        ProblemKind::WrongType { found, expected } => {
            let help = match (mend::key_of(root, &span), found.words.as_str()) {
                (Some("errors"), "a mapping") => Some("write each as an item: `- { code: …, status: … }`".to_owned()),
                (_, "a list") if expected == "text" && has_edit => Some("leave the brackets out".to_owned()),
                (Some("sample"), "a mapping") => Some("write the reply as JSON below `sample: |`, indented".to_owned()),
                (Some("endpoints"), words) => words
                    .strip_prefix("the text ")
                    .map(|rule| format!("write the host as `{{ rule: {} }}`", rule.trim_matches('`'))),
                _ => None,
            };
            let help = help.or_else(|| help::wrong_type(&found, &expected));
            let expected = if expected == help::ANY_VALUE { "a number of at most 64 bits, or text in quotes" } else { &expected };
            let mistake = mistake(Code::WrongType, format!("expected {expected}, found {}", found.words))
                .label(format!("expected {expected}"));
            if let Some(help) = help { mistake.help(help) } else { mistake }
        }
        ProblemKind::UnknownVariant { found, known } => mistake(Code::UnknownVariant, format!("unknown word `{found}`"))
            .label("the format has no such word here")
            .help(match help::is_shape(root, &found) && known.contains(&"object") {
                true => format!("write `shape: {found}` in place of `type: {found}`"),
                false => help::unknown_word(&found, known),
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

/// The character at a place, or the last one of the text if the place is its end.
fn character(text: &str, at: usize) -> std::ops::Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    match rest.chars().next() {
        Some(character) if character != '\n' => at..at + character.len_utf8(),
        _ => at..at,
    }
}
