//! How to page: the metadata's word, or what the names of parameters and fields say without doubt.

use serde_json::Value as Json;

use super::metadata::{Api, count};
use super::report::{NoteKind, Notes};
use crate::types::{Kind, Named, Operation, PageStyle, Pagination, Schema};

/// Parameters that take a page number, and fields that hold a total, under the names that are usual.
const PAGE: [&str; 7] = ["PageNumber", "PageNo", "CurrentPage", "PageNum", "PageIndex", "PageNumbers", "Page"];
const SIZE: [&str; 3] = ["PageSize", "MaxRecordsPerPage", "Size"];
const TOTAL: [&str; 3] = ["TotalCount", "TotalRecordCount", "Total"];
const TOKEN: [&str; 1] = ["NextToken"];
const MAXIMUM: [&str; 2] = ["MaxResults", "MaxResult"];

/// The pagination of an operation whose parameters and reply are converted.
pub(super) fn find(api: Api<'_>, operation: &Operation, notes: &mut Notes) -> Option<Pagination> {
    let Some(stated) = api.pagination() else { return guess(operation, notes) };
    let pagination = stated_pagination(stated, operation);
    match pagination.filter(|pagination| holds(pagination, operation)) {
        Some(pagination) => {
            if let Some(field) = stated.get("count_field").and_then(Json::as_str) {
                notes.add(NoteKind::NoPlace, &[], format!("the number of items in a page: `{field}`"));
            }
            Some(pagination)
        }
        None => {
            notes.add(NoteKind::PaginationUnclear, &[], "what the metadata says does not fit its parameters and its reply");
            None
        }
    }
}

/// Whether all that a pagination names is there, and of a type that can be used so.
pub(super) fn holds(pagination: &Pagination, operation: &Operation) -> bool {
    let has = |named: &Named<Schema>, name: &str, kinds: &[Kind]| {
        named.get(name).and_then(|schema| schema.kind).is_some_and(|kind| kinds.contains(&kind))
    };
    let counts = [Kind::Integer, Kind::String];
    let parameter =
        |name: &Option<String>, kinds: &[Kind]| name.as_ref().is_none_or(|name| has(&operation.parameters, name, kinds));
    let field = |path: &Option<String>, kinds: &[Kind]| {
        path.as_ref().is_none_or(|path| kind_at(path, operation).is_some_and(|kind| kinds.contains(&kind)))
    };
    let complete = match pagination.style {
        PageStyle::Page => pagination.page.is_some(),
        PageStyle::Token => pagination.token.is_some() && pagination.next.is_some(),
    };
    complete
        && has(&operation.parameters, &pagination.size, &counts)
        && parameter(&pagination.page, &counts)
        && parameter(&pagination.token, &[Kind::String])
        && field(&pagination.next, &[Kind::String])
        && field(&pagination.total, &counts)
        && kind_at(&pagination.items, operation) == Some(Kind::List)
}

/// The kind of the field at a path in the reply.
fn kind_at(path: &str, operation: &Operation) -> Option<Kind> {
    let mut fields = &operation.response;
    let mut found = None;
    for step in path.split('.') {
        let field = fields.get(step)?;
        let target = field.shape.as_ref().and_then(|shape| operation.shapes.get(shape)).unwrap_or(field);
        fields = &target.fields;
        found = target.kind;
    }
    found
}

fn stated_pagination(stated: &Json, operation: &Operation) -> Option<Pagination> {
    let name = |key: &str| stated.get(key).and_then(Json::as_str).map(str::to_owned);
    let number = |key: &str| size(stated.get(key).and_then(count));
    let style = match name("style")?.as_str() {
        "page" => PageStyle::Page,
        "token" => PageStyle::Token,
        _ => return None,
    };
    Some(in_range(Pagination {
        style,
        items: unwrapped(&name("items_path")?, operation),
        page: name("page_param"),
        token: name("token_param"),
        next: name("next_field"),
        size: name("size_param").or_else(|| name("max_param"))?,
        total: name("total_field"),
        default_size: number("default_size"),
        max_size: number("max_size"),
    }))
}

/// A number of items in a page.
fn size(count: Option<u64>) -> Option<u32> {
    count.and_then(|count| u32::try_from(count).ok()).filter(|count| *count > 0)
}

/// Without the default where that is beyond the greatest size.
fn in_range(pagination: Pagination) -> Pagination {
    let beyond = pagination.default_size.zip(pagination.max_size).is_some_and(|(default, most)| default > most);
    Pagination { default_size: pagination.default_size.filter(|_| !beyond), ..pagination }
}

/// The metadata's path leads to the list on the wire; a wrapped list is its wrapper here.
fn unwrapped(path: &str, operation: &Operation) -> String {
    let mut kept = Vec::new();
    let mut fields = &operation.response;
    let mut wrapped: Option<&str> = None;
    for step in path.split('.') {
        if wrapped.take() == Some(step) {
            continue;
        }
        kept.push(step);
        let Some(field) = fields.get(step) else { continue };
        wrapped = field.wraps.as_deref();
        fields = &field.fields;
    }
    kept.join(".")
}

fn guess(operation: &Operation, notes: &mut Notes) -> Option<Pagination> {
    let parameter = |names: &[&str], kinds: &[Kind]| present(&operation.parameters, names, kinds);
    let field = |names: &[&str], kinds: &[Kind]| present(&operation.response, names, kinds);
    let counts = [Kind::Integer, Kind::String];
    let by_token = parameter(&TOKEN, &[Kind::String]).zip(parameter(&MAXIMUM, &counts)).zip(field(&TOKEN, &[Kind::String]));
    let by_page = parameter(&PAGE, &counts).zip(parameter(&SIZE, &counts));
    let (style, size_parameter) = match (&by_token, &by_page) {
        (Some(((_, size), _)), _) => (PageStyle::Token, size.clone()),
        (None, Some((_, size))) => (PageStyle::Page, size.clone()),
        (None, None) => return None,
    };
    let items = match lists(operation)[..] {
        [(ref one, _)] => one.clone(),
        ref several if several.iter().filter(|(_, of_objects)| *of_objects).count() == 1 => {
            // Names and ids stand beside what is listed.
            several.iter().find(|(_, of_objects)| *of_objects).map(|(path, _)| path.clone())?
        }
        ref several => {
            notes.add(NoteKind::PaginationUnclear, &[], format!("{} lists in the reply: which one?", several.len()));
            return None;
        }
    };
    notes.add(NoteKind::PaginationGuessed, &[], format!("the pages are those of `{items}`"));
    let schema = operation.parameters.get(&size_parameter);
    let token = by_token.map(|((token, _), next)| (token, next));
    let total = field(&TOTAL, &counts).or_else(|| beside(&items, &TOTAL, &counts, operation));
    Some(in_range(Pagination {
        style,
        items,
        page: if token.is_none() { by_page.map(|(page, _)| page) } else { None },
        token: token.as_ref().map(|(token, _)| token.clone()),
        next: token.map(|(_, next)| next),
        total,
        default_size: size(schema.and_then(|schema| schema.default.as_ref()).and_then(|value| value.as_u64())),
        max_size: size(schema.and_then(|schema| schema.maximum.as_ref()).and_then(|most| most.as_u64())),
        size: size_parameter,
    }))
}

fn present(named: &Named<Schema>, names: &[&str], kinds: &[Kind]) -> Option<String> {
    let usable = |name: &&&str| named.get(name).and_then(|schema| schema.kind).is_some_and(|kind| kinds.contains(&kind));
    names.iter().find(usable).map(|name| (*name).to_owned())
}

/// A field with one of these names in the object that holds the list.
fn beside(items: &str, names: &[&str], kinds: &[Kind], operation: &Operation) -> Option<String> {
    let (object, _) = items.rsplit_once('.')?;
    let path = |name: &&str| format!("{object}.{name}");
    names.iter().map(path).find(|path| kind_at(path, operation).is_some_and(|kind| kinds.contains(&kind)))
}

/// Lists at the top of the reply, and whether their items are objects; if there is none, those one level below.
fn lists(operation: &Operation) -> Vec<(String, bool)> {
    let is_list = |schema: &Schema| schema.kind == Some(Kind::List);
    let of_objects = |schema: &Schema| {
        let item = schema.items.as_deref().and_then(|item| item.resolved(&operation.shapes));
        item.is_some_and(|item| item.kind == Some(Kind::Object))
    };
    let top: Vec<_> = operation
        .response
        .iter()
        .filter(|(_, field)| is_list(field))
        .map(|(name, field)| (name.to_owned(), of_objects(field)))
        .collect();
    if !top.is_empty() {
        return top;
    }
    let below = operation.response.iter().flat_map(|(name, field)| {
        let object = field.shape.as_ref().and_then(|shape| operation.shapes.get(shape)).unwrap_or(field);
        object
            .fields
            .iter()
            .filter(|(_, inner)| is_list(inner))
            .map(move |(inner, list)| (format!("{name}.{inner}"), of_objects(list)))
    });
    below.collect()
}
