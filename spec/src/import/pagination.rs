//! How to page: the metadata's word, or what the names of parameters and fields say without doubt.

use serde_json::Value as Json;

use super::metadata::{Api, count};
use super::report::{NoteKind, Notes};
use crate::types::{Kind, Named, Operation, PageStyle, Pagination, Schema};

/// Parameters that take a page number, and fields that hold a total, under the names that are usual. Case does not count.
const PAGE: [&str; 8] = ["PageNumber", "PageNo", "CurrentPage", "PageNum", "PageIndex", "PageNumbers", "Page", "PageId"];
const SIZE: [&str; 3] = ["PageSize", "MaxRecordsPerPage", "Size"];
const TOTAL: [&str; 4] = ["TotalCount", "TotalRecordCount", "TotalRecords", "Total"];
/// Parameters that take the token of a page, each with the fields that hold the next one.
const TOKEN: [(&str, &[&str]); 4] = [
    ("NextToken", &["NextToken"]),
    ("PageToken", &["NextPageToken", "NextToken"]),
    ("Marker", &["NextMarker"]),
    ("Cursor", &["NextCursor"]),
];
const MAXIMUM: [&str; 4] = ["MaxResults", "MaxResult", "MaxItems", "Limit"];
/// What else shows that a list continues.
const OTHER: [&str; 2] = ["Offset", "PageOffset"];

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
        PageStyle::Page => pagination.page.is_some() && pagination.size.is_some(),
        PageStyle::Token => pagination.token.is_some() && pagination.next.is_some(),
    };
    complete
        && parameter(&pagination.size, &counts)
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
        size: name("size_param").or_else(|| name("max_param")),
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
    if !is_in_pages(operation) {
        return None;
    }
    match by_names(operation) {
        Ok(pagination) => {
            notes.add(NoteKind::PaginationGuessed, &[], format!("the pages are those of `{}`", pagination.items));
            Some(pagination)
        }
        Err(why) => {
            notes.add(NoteKind::PaginationUnclear, &[], why);
            None
        }
    }
}

/// Whether a parameter asks for a part of a list. `Size` and `Limit` alone mean anything.
fn is_in_pages(operation: &Operation) -> bool {
    let tokens = TOKEN.iter().map(|(token, _)| token);
    let mut asking = PAGE.iter().chain(&SIZE[..2]).chain(tokens).chain(&MAXIMUM[..3]).chain(&OTHER);
    asking.any(|name| operation.parameters.names().any(|known| known.eq_ignore_ascii_case(name)))
}

/// How to page by the names of parameters and fields, or what they leave open.
fn by_names(operation: &Operation) -> Result<Pagination, String> {
    let parameter = |names: &[&str], kinds: &[Kind]| present(&operation.parameters, names, kinds);
    let counts = [Kind::Integer, Kind::String];
    let items = items(operation)?;
    let next_to = |names: &[&str], kinds: &[Kind]| {
        present(&operation.response, names, kinds).or_else(|| beside(&items, names, kinds, operation))
    };
    let (page, size) = (parameter(&PAGE, &counts), parameter(&SIZE, &counts));
    let token =
        TOKEN.iter().find_map(|(token, next)| Some((parameter(&[token], &[Kind::String])?, next_to(next, &[Kind::String])?)));
    let (style, size) = match (&token, &page) {
        (Some(_), _) => (PageStyle::Token, parameter(&MAXIMUM, &counts).or(size)),
        (None, Some(page)) if size.is_none() => {
            return Err(format!("`{page}` is there, but no parameter for the size of a page"));
        }
        (None, Some(_)) => (PageStyle::Page, size),
        (None, None) => return Err(no_way(operation)),
    };
    let schema = size.as_ref().and_then(|size| operation.parameters.get(size));
    Ok(in_range(Pagination {
        style,
        page: page.filter(|_| token.is_none()),
        token: token.as_ref().map(|(token, _)| token.clone()),
        next: token.map(|(_, next)| next),
        total: next_to(&TOTAL, &counts),
        default_size: self::size(schema.and_then(|schema| schema.default.as_ref()).and_then(|value| value.as_u64())),
        max_size: self::size(schema.and_then(|schema| schema.maximum.as_ref()).and_then(|most| most.as_u64())),
        size,
        items,
    }))
}

/// What is there that has to do with pages, without saying how to go from one to the next.
fn no_way(operation: &Operation) -> String {
    let named = |names: &[&str]| names.iter().find_map(|name| same_name(&operation.parameters, name));
    if let Some(token) = TOKEN.iter().find_map(|(token, _)| named(&[token])) {
        return format!("`{token}` is there, but the reply has no token of the next page");
    }
    match named(&OTHER) {
        Some(offset) => format!("`{offset}` is neither the number of a page nor a token: does it count pages or items?"),
        None => "there is a size of pages, but no parameter for their number or their token".to_owned(),
    }
}

/// The list that the pages are of.
fn items(operation: &Operation) -> Result<String, String> {
    let lists = lists(operation);
    let mut of_objects = lists.iter().filter(|(_, of_objects)| *of_objects);
    match (&lists[..], of_objects.next(), of_objects.next()) {
        ([], ..) => Err("the reply has no list with a type".to_owned()),
        // Names and ids stand beside what is listed.
        ([(one, _)], ..) | (_, Some((one, _)), None) => Ok(one.clone()),
        (several, ..) => {
            let names: Vec<String> = several.iter().map(|(path, _)| format!("`{path}`")).collect();
            Err(format!("{} lists in the reply, {}: which one?", several.len(), names.join(", ")))
        }
    }
}

fn present(named: &Named<Schema>, names: &[&str], kinds: &[Kind]) -> Option<String> {
    let usable = |name: &str| named.get(name).and_then(|schema| schema.kind).is_some_and(|kind| kinds.contains(&kind));
    names.iter().filter_map(|name| same_name(named, name)).find(|name| usable(name))
}

/// The name as it is written there.
fn same_name(named: &Named<Schema>, name: &str) -> Option<String> {
    let exact = named.get(name).is_some().then_some(name);
    exact.or_else(|| named.names().find(|known| known.eq_ignore_ascii_case(name))).map(str::to_owned)
}

/// A field with one of these names in an object that the list is in: the innermost that has one.
fn beside(items: &str, names: &[&str], kinds: &[Kind], operation: &Operation) -> Option<String> {
    let (mut object, _) = items.rsplit_once('.')?;
    loop {
        let fields = fields_at(object, operation)?;
        if let Some(name) = present(fields, names, kinds) {
            return Some(format!("{object}.{name}"));
        }
        (object, _) = object.rsplit_once('.')?;
    }
}

/// The fields of the object at a path in the reply.
fn fields_at<'o>(path: &str, operation: &'o Operation) -> Option<&'o Named<Schema>> {
    path.split('.').try_fold(&operation.response, |fields, step| Some(&fields.get(step)?.resolved(&operation.shapes)?.fields))
}

/// The fields of the items of the list at a path in the reply.
pub(super) fn item_fields<'o>(path: &str, operation: &'o Operation) -> Option<&'o Named<Schema>> {
    let (object, list) = path.rsplit_once('.').unwrap_or(("", path));
    let fields = if object.is_empty() { &operation.response } else { fields_at(object, operation)? };
    let items = fields.get(list)?.resolved(&operation.shapes)?.items.as_deref()?;
    Some(&items.resolved(&operation.shapes)?.fields)
}

/// How deep lists are looked for.
const DEEPEST: usize = 4;

/// The outermost lists of the reply that are on one level, and whether their items are objects.
pub(super) fn lists(operation: &Operation) -> Vec<(String, bool)> {
    let of_objects = |schema: &Schema| {
        let item = schema.items.as_deref().and_then(|item| item.resolved(&operation.shapes));
        item.is_some_and(|item| item.kind == Some(Kind::Object))
    };
    let mut level: Vec<(String, &Named<Schema>)> = vec![(String::new(), &operation.response)];
    for _ in 0..DEEPEST {
        let fields =
            level.iter().flat_map(|(path, fields)| fields.iter().map(move |(name, field)| (format!("{path}{name}"), field)));
        let fields: Vec<(String, &Schema)> =
            fields.filter_map(|(path, field)| Some((path, field.resolved(&operation.shapes)?))).collect();
        let lists: Vec<_> = fields.iter().filter(|(_, field)| field.kind == Some(Kind::List)).collect();
        if !lists.is_empty() {
            return lists.into_iter().map(|(path, list)| (path.clone(), of_objects(list))).collect();
        }
        level = fields.into_iter().map(|(path, field)| (format!("{path}."), &field.fields)).collect();
    }
    Vec::new()
}
