//! What a service offers for a place: the names that other files have.

use std::collections::BTreeSet;

use acs_spec::facts::TableFacts;
use acs_spec::fit::Step;
use acs_spec::read::{SpecTree, written};
use acs_spec::{Kind, Named, Operation, Schema, Waiter};
use lsp_types::CompletionItemKind;

use super::grammar::{FileKind, Place};
use super::known::{self, KnownCode};
use super::scan::{self, Part, Word};
use super::target::Target;
use crate::spec::symbols::fields;

/// Something that may be written.
pub(super) struct Candidate {
    pub(super) label: String,
    pub(super) kind: CompletionItemKind,
    pub(super) detail: String,
    pub(super) docs: String,
    /// What is inserted in place of the label.
    pub(super) insert: Option<String>,
}

impl Candidate {
    pub(super) fn plain(
        label: impl Into<String>,
        kind: CompletionItemKind,
        detail: String,
        docs: impl Into<String>,
    ) -> Candidate {
        Candidate { label: label.into(), kind, detail, docs: docs.into(), insert: None }
    }
}

/// Names for the keys of a mapping of names.
pub(super) fn names(target: &Target<'_>, cursor: &Word, place: Place<'_>, has_colon: bool) -> Vec<Candidate> {
    let Some(tree) = &target.service.tree else { return Vec::new() };
    match (target.kind, place.owner, place.key) {
        (FileKind::Glossary, ..) => undescribed(tree, has_colon),
        (_, "Operation", "parameters") | (_, "Service", "parameters") => field_names(tree, true, has_colon),
        (_, "Operation", "response") | (_, "Schema", "fields") => field_names(tree, false, has_colon),
        (_, "Service", "groups") => {
            let folders: BTreeSet<&str> = tree.operations.iter().map(|source| source.group.as_str()).collect();
            folders.into_iter().map(|name| key(name, CompletionItemKind::MODULE, String::new(), "", has_colon)).collect()
        }
        (_, "Waiter", "with") => {
            let parameters = of_waiter(target, tree, cursor, place).into_iter();
            parameters.map(|found| key(&found.label, found.kind, found.detail, &found.docs, has_colon)).collect()
        }
        _ => Vec::new(),
    }
}

/// Names for a value.
pub(super) fn values(target: &Target<'_>, cursor: &Word, place: Place<'_>) -> Vec<Candidate> {
    let Some(tree) = &target.service.tree else { return Vec::new() };
    let operation = target.operation();
    let parameters = || operation.map(|operation| of_fields(&operation.parameters, operation, tree)).unwrap_or_default();
    let response = || operation.map(|operation| of_fields(&operation.response, operation, tree)).unwrap_or_default();
    match (place.owner, place.key) {
        ("Operation", "operation") => target
            .stem()
            .map(|stem| Candidate::plain(stem, CompletionItemKind::FILE, "as the file".to_owned(), ""))
            .into_iter()
            .collect(),
        ("Operation", "waiter") => waiters(tree),
        ("Operation", "replaced_by") => in_list(operations(tree), place, cursor),
        ("Operation", "columns") => in_list(columns(target, tree), place, cursor),
        ("Waiter", "operation") => operations(tree),
        ("Schema", "shape") => {
            let shapes = operation.map(|operation| {
                operation.shapes.iter().map(|(name, schema)| (name, fields::described(schema, &operation.shapes)))
            });
            shapes
                .into_iter()
                .flatten()
                .map(|(name, detail)| Candidate::plain(name, CompletionItemKind::STRUCT, detail, ""))
                .collect()
        }
        ("Pagination", "page" | "token" | "size") => parameters(),
        ("Pagination", "items" | "next" | "total") => response(),
        ("Service", "region_parameter") => field_names(tree, true, true),
        ("ErrorCode", "code") => codes(tree)
            .map(|(code, known)| Candidate::plain(code, CompletionItemKind::CONSTANT, detail(&known), docs(&known)))
            .collect(),
        ("ErrorCode", "status") => statuses(target, tree, cursor),
        ("Waiter", _) => of_waiter(target, tree, cursor, place),
        _ => Vec::new(),
    }
}

/// Whole entries for the list of error codes.
pub(super) fn errors(target: &Target<'_>, before: &str) -> Vec<Candidate> {
    let Some(tree) = &target.service.tree else { return Vec::new() };
    let entry = |(code, known): (&str, KnownCode<'_>)| {
        let statuses: Vec<String> = known.statuses.iter().map(u16::to_string).collect();
        let status = if let [one] = &statuses[..] { one.clone() } else { format!("[{}]", statuses.join(", ")) };
        let retry = known.retry.map(|retry| format!(", retry: {}", retry.as_str())).unwrap_or_default();
        let insert = format!("{before}{{ code: {}, status: {status}{retry} }}", written(code));
        Candidate { insert: Some(insert), ..Candidate::plain(code, CompletionItemKind::CONSTANT, detail(&known), docs(&known)) }
    };
    codes(tree).map(entry).collect()
}

fn codes(tree: &SpecTree) -> impl Iterator<Item = (&str, KnownCode<'_>)> {
    let mut all: Vec<_> = known::codes(tree).into_iter().collect();
    all.sort_by_key(|(_, known)| std::cmp::Reverse(known.operations));
    all.into_iter()
}

fn detail(known: &KnownCode<'_>) -> String {
    let statuses: Vec<String> = known.statuses.iter().map(u16::to_string).collect();
    format!("{}, in {} operations", statuses.join(", "), known.operations)
}

fn docs(known: &KnownCode<'_>) -> String {
    let retry = known.retry.map(|retry| format!("Retry: `{}`.", retry.as_str()));
    [known.description.map(str::to_owned), retry].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn statuses(target: &Target<'_>, tree: &SpecTree, cursor: &Word) -> Vec<Candidate> {
    let entry: Vec<Step> = cursor.steps.iter().take(2).cloned().collect();
    let words = scan::words_lenient(target.text);
    let code = words.iter().find(|word| word.steps.split_last() == Some((&Step::Key("code".to_owned()), &entry)));
    let all = known::codes(tree);
    let known = code.and_then(|code| all.get(code.text.as_str()));
    let statuses = known.map(|known| known.statuses.clone()).unwrap_or_else(|| [400, 403, 404, 409, 429, 500, 503].into());
    let word = |status: u16| Candidate {
        insert: Some(status.to_string()),
        ..Candidate::plain(status.to_string(), CompletionItemKind::VALUE, String::new(), "")
    };
    statuses.into_iter().map(word).collect()
}

fn waiters(tree: &SpecTree) -> Vec<Candidate> {
    let waiter = |(name, waiter): (&str, &Waiter)| {
        Candidate::plain(name, CompletionItemKind::EVENT, format!("polls {}", waiter.operation), &waiter.summary[..])
    };
    tree.waiters.iter().map(waiter).collect()
}

fn operations(tree: &SpecTree) -> Vec<Candidate> {
    let of = |operation: &Operation| {
        Candidate::plain(
            &operation.operation[..],
            CompletionItemKind::FUNCTION,
            operation.access.as_str().to_owned(),
            &operation.summary[..],
        )
    };
    tree.operations.iter().map(|source| of(&source.operation)).collect()
}

/// Fields that hold plain values, of the list that a table shows.
fn columns(target: &Target<'_>, tree: &SpecTree) -> Vec<Candidate> {
    let Some(operation) = target.operation() else { return Vec::new() };
    let Some(table) = TableFacts::of(operation) else { return Vec::new() };
    let is_taken = |name: &str| operation.columns.iter().any(|taken| taken == name);
    let holds = |schema: &Schema| schema.resolved(&operation.shapes).and_then(|schema| schema.kind);
    let is_plain = |name: &str| !matches!(table.fields.get(name).and_then(holds), Some(Kind::Object | Kind::Map));
    let mut found = of_fields(table.fields, operation, tree);
    found.retain(|candidate| is_plain(&candidate.label) && !is_taken(&candidate.label));
    found
}

/// In a place for a list that has no bracket yet, a name gets them.
fn in_list(mut found: Vec<Candidate>, place: Place<'_>, cursor: &Word) -> Vec<Candidate> {
    if place.is_list() && !matches!(cursor.steps.last(), Some(Step::Index(_))) {
        found.iter_mut().for_each(|candidate| candidate.insert = Some(format!("[{}]", candidate.label)));
    }
    found
}

/// What the waiter around a place says of a key, as it is typed: the file may not be readable now.
fn said(target: &Target<'_>, cursor: &Word, key: &str) -> Option<String> {
    let way = [cursor.steps.first()?.clone(), Step::Key(key.to_owned())];
    let words = scan::words_lenient(target.text);
    words.into_iter().find(|word| word.part == Part::Value && word.steps == way).map(|word| word.text)
}

fn of_waiter(target: &Target<'_>, tree: &SpecTree, cursor: &Word, place: Place<'_>) -> Vec<Candidate> {
    let said = |key: &str| said(target, cursor, key);
    let Some(polled) = said("operation").and_then(|name| known::operation(tree, &name)) else { return Vec::new() };
    let inside = |keys: &[&str]| {
        let path: Vec<String> = keys.iter().filter_map(|key| said(key)).collect();
        fields::inside_path(polled, (!path.is_empty()).then(|| path.join(".")).as_deref())
    };
    let of = |fields: Option<&Named<Schema>>| fields.map(|fields| of_fields(fields, polled, tree)).unwrap_or_default();
    let found = match place.key {
        "id" | "also" | "with" => of(Some(&polled.parameters)),
        "called" => field_names(tree, true, true),
        "items" => of(Some(&polled.response)),
        "sub_items" => of(inside(&["items"])),
        "match" | "status" => of(inside(&["items", "sub_items"])),
        "success" | "failure" | "transient" => {
            let item = inside(&["items", "sub_items"]);
            let status = said("status").and_then(|status| item?.get(&status));
            let open = status.into_iter().flat_map(|status| status.values.iter().filter_map(|value| value.as_str()));
            let closed = status.into_iter().flat_map(|status| status.closed.iter().map(String::as_str));
            closed.chain(open).map(|value| Candidate::plain(value, CompletionItemKind::ENUM_MEMBER, String::new(), "")).collect()
        }
        "not_found" => {
            let codes = polled.errors.iter().map(|error| error.code.as_str());
            codes.map(|code| Candidate::plain(code, CompletionItemKind::CONSTANT, String::new(), "")).collect()
        }
        _ => Vec::new(),
    };
    in_list(found, place, cursor)
}

fn of_fields(of: &Named<Schema>, operation: &Operation, tree: &SpecTree) -> Vec<Candidate> {
    let docs =
        |name: &str, schema: &Schema| schema.description.clone().or_else(|| tree.glossary.get(name).cloned()).unwrap_or_default();
    let field = |(name, schema): (&str, &Schema)| {
        Candidate::plain(name, CompletionItemKind::FIELD, fields::described(schema, &operation.shapes), docs(name, schema))
    };
    of.iter().map(field).collect()
}

/// Names that other operations have, the most frequent first, each with the type that it has there.
fn field_names(tree: &SpecTree, of_request: bool, is_bare: bool) -> Vec<Candidate> {
    let mut all: Vec<(&str, (usize, &Schema))> = known::fields(tree, of_request).into_iter().collect();
    all.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let mut found: Vec<Candidate> = all
        .into_iter()
        .map(|(name, (count, schema))| {
            let docs = tree.glossary.get(name).cloned().unwrap_or_default();
            let detail = format!("{}, in {count} operations", fields::described(schema, &Named::default()));
            let insert = if is_bare { name.to_owned() } else { format!("{}: {}", written(name), defined(schema)) };
            Candidate { insert: Some(insert), ..Candidate::plain(name, CompletionItemKind::FIELD, detail, docs) }
        })
        .collect();
    let is_new = |name: &&str| !found.iter().any(|known| known.label == **name);
    let of_glossary: Vec<Candidate> = tree
        .glossary
        .names()
        .filter(|name| !name.contains(['.', ':']))
        .filter(is_new)
        .map(|name| {
            key(name, CompletionItemKind::FIELD, String::new(), tree.glossary.get(name).map_or("", String::as_str), is_bare)
        })
        .collect();
    found.extend(of_glossary);
    found
}

/// A plain type as it is written in brackets; nothing for one that takes more lines.
fn defined(schema: &Schema) -> String {
    let word = fields::described(schema, &Named::default());
    let format = schema
        .format
        .and_then(|format| serde_json::to_value(format).ok())
        .and_then(|format| format.as_str().map(|format| format!(", format: {format}")));
    let example =
        schema.example.as_ref().and_then(|example| example.as_str()).map(|example| format!(", example: {}", written(example)));
    let token = if schema.idempotency_token { ", idempotency_token: true" } else { "" };
    match schema.kind {
        Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean) => {
            format!("{{ type: {word}{}{}{token} }}", format.unwrap_or_default(), example.unwrap_or_default())
        }
        _ => String::new(),
    }
}

/// Names of parameters and fields that neither an operation nor the glossary describes.
fn undescribed(tree: &SpecTree, has_colon: bool) -> Vec<Candidate> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for of_request in [true, false] {
        names.extend(known::fields(tree, of_request).into_keys());
    }
    names.retain(|name| tree.glossary.get(name).is_none());
    names.into_iter().map(|name| key(name, CompletionItemKind::FIELD, String::new(), "", has_colon)).collect()
}

fn key(name: &str, kind: CompletionItemKind, detail: String, docs: &str, has_colon: bool) -> Candidate {
    let insert = format!("{}{}", written(name), if has_colon { "" } else { ": " });
    Candidate { insert: Some(insert), ..Candidate::plain(name, kind, detail, docs) }
}

/// The type of a word in a spec file.
pub(super) fn kind(word: &str) -> Option<Kind> {
    serde_json::from_value(serde_json::Value::from(word)).ok()
}

/// Whether a format is one of a type.
pub(super) fn fits_format(format: &str, kind: Kind) -> bool {
    match serde_json::from_value(serde_json::Value::from(format)) {
        Ok(format) => acs_spec::check::fitting_format(format).contains(&kind),
        Err(_) => true,
    }
}
