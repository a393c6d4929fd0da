//! Completion: what may be written at a place.

use std::collections::BTreeSet;
use std::ops::Range;

use acs_spec::Kind;
use acs_spec::check::Role;
use acs_spec::fit::Step;
use acs_spec::read::written;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, MarkupContent, MarkupKind, TextEdit,
};

use super::candidates::{self, Candidate};
use super::grammar::{Grammar, Place};
use super::scan::{self, Part, Word};
use super::target::Target;
use super::text;

/// More than a person reads; the client asks again when more is typed.
const MOST: usize = 300;

/// What may stand at a place of a file.
pub(super) fn complete(target: &Target<'_>, grammar: &Grammar, offset: usize) -> CompletionList {
    let mut list = CompletionList::default();
    let Some(cursor) = scan::cursor(target.text, offset) else { return list };
    let Some(place) = grammar.place(target.kind, &cursor.steps) else { return list };
    let span = unquoted(target.text, &cursor.span);
    let is_quoted = span != cursor.span;
    let typed = target.text.get(span.start..offset.min(span.end)).unwrap_or_default().to_lowercase();
    let mut found = candidates(target, grammar, &cursor, place);
    found.retain(|candidate| contains_in_order(&candidate.label.to_lowercase(), &typed));
    list.is_incomplete = found.len() > MOST;
    found.truncate(MOST);
    let range = text::range(target.text, span);
    list.items = found.into_iter().enumerate().map(|(index, candidate)| item(candidate, index, range, is_quoted)).collect();
    list
}

/// Whether all that was typed comes in a word, in its order: clients select in this way, too.
fn contains_in_order(word: &str, typed: &str) -> bool {
    let mut rest = word.chars();
    typed.chars().all(|c| rest.any(|other| other == c))
}

fn unquoted(text: &str, span: &Range<usize>) -> Range<usize> {
    match text[span.clone()].chars().next().filter(|c| matches!(c, '"' | '\'')) {
        Some(quote) => {
            let closed = span.len() > 1 && text[span.clone()].ends_with(quote);
            span.start + 1..span.end - usize::from(closed)
        }
        None => span.clone(),
    }
}

fn item(candidate: Candidate, index: usize, range: lsp_types::Range, is_quoted: bool) -> CompletionItem {
    let Candidate { label, kind, detail, docs, insert } = candidate;
    let new_text = match insert {
        Some(insert) => insert,
        None if is_quoted => label.clone(),
        None => written(&label),
    };
    CompletionItem {
        kind: Some(kind),
        detail: (!detail.is_empty()).then_some(detail),
        documentation: (!docs.is_empty())
            .then_some(Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: docs })),
        sort_text: Some(format!("{index:05}")),
        filter_text: Some(label.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        label,
        ..CompletionItem::default()
    }
}

fn candidates(target: &Target<'_>, grammar: &Grammar, cursor: &Word, place: Place<'_>) -> Vec<Candidate> {
    if place.is_mapping() {
        let mut found = keys(target, grammar, cursor, place);
        // An item that is begun with a dash has no bracket yet.
        if cursor.part == Part::Value && cursor.span.is_empty() && place.owner == "Operation" && place.key == "errors" {
            found = candidates::errors(target, "");
        }
        return found;
    }
    if place.is_list() && place.key == "errors" && cursor.part == Part::Key {
        return candidates::errors(target, "- ");
    }
    let known = place.words();
    if known.is_empty() || place.key == "status" {
        return candidates::values(target, cursor, place);
    }
    let kind = type_beside(target, cursor).filter(|_| place.owner == "Schema" && place.key == "format");
    let fits = |word: &str| kind.is_none_or(|kind| candidates::fits_format(word, kind));
    let words = known.into_iter().filter(|term| fits(&term.word));
    words.map(|term| Candidate::plain(term.word, CompletionItemKind::ENUM_MEMBER, String::new(), term.meaning)).collect()
}

/// Keys of the format, and names, that the mapping does not have yet.
fn keys(target: &Target<'_>, grammar: &Grammar, cursor: &Word, place: Place<'_>) -> Vec<Candidate> {
    let words = scan::words_lenient(target.text);
    let is_sibling = |word: &&Word| word.part == Part::Key && word.steps == cursor.steps && word.span != cursor.span;
    let present: BTreeSet<&str> = words.iter().filter(is_sibling).map(|word| word.text.as_str()).collect();
    let has_colon = target.text[cursor.span.end..].trim_start_matches(' ').starts_with(':');
    let is_schema = place.type_name() == Some("Schema");
    let type_word = words.iter().find(|word| word.steps.split_last() == Some((&Step::Key("type".to_owned()), &cursor.steps)));
    let kind = type_word.and_then(|word| candidates::kind(&word.text));
    let role = role(&cursor.steps);
    let fits = |key: &str| {
        !is_schema || role.map_or_else(|| Role::Parameter.allows(key, kind) || key == "wraps", |role| role.allows(key, kind))
    };
    let terms = place.keys().into_iter().filter(|term| !present.contains(term.word.as_str()) && fits(&term.word));
    let mut found: Vec<Candidate> = terms
        .map(|term| {
            let mut way = cursor.steps.clone();
            way.push(Step::Key(term.word.clone()));
            let is_open = grammar.place(target.kind, &way).is_some_and(|inner| inner.is_mapping() || inner.is_list());
            let insert = format!(
                "{}{}",
                term.word,
                if has_colon {
                    ""
                } else if is_open {
                    ":"
                } else {
                    ": "
                }
            );
            Candidate {
                insert: Some(insert),
                ..Candidate::plain(term.word, CompletionItemKind::PROPERTY, String::new(), term.meaning)
            }
        })
        .collect();
    if found.is_empty() {
        found = candidates::names(target, cursor, place, has_colon);
        found.retain(|candidate| !present.contains(candidate.label.as_str()));
    }
    found
}

/// The type that the mapping around a value gives.
fn type_beside(target: &Target<'_>, cursor: &Word) -> Option<Kind> {
    let (_, above) = cursor.steps.split_last()?;
    let words = scan::words_lenient(target.text);
    let word = words.iter().find(|word| word.steps.split_last() == Some((&Step::Key("type".to_owned()), above)))?;
    candidates::kind(&word.text)
}

/// What a schema is, by where it stands; shapes may be anything.
fn role(steps: &[Step]) -> Option<Role> {
    let key = |step: Option<&Step>| match step {
        Some(Step::Key(key)) => key.clone(),
        _ => String::new(),
    };
    let is_item = steps.len() > 2 && key(steps.last()) == "items";
    match (key(steps.first()).as_str(), steps.len(), is_item) {
        ("parameters", 2, _) => Some(Role::Parameter),
        ("parameters", _, true) => Some(Role::SentItem),
        ("parameters", ..) => Some(Role::SentField),
        ("response", _, true) => Some(Role::ReceivedItem),
        ("response", ..) => Some(Role::Received),
        _ => None,
    }
}
