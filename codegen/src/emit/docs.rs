//! The words of the generated documentation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Field, Operation, Type};
use acs_spec::{PageStyle, Retry, Schema, Value};

/// Doc attributes: one for each line of the paragraphs, with an empty line between two of them.
pub(super) fn doc(paragraphs: &[String]) -> TokenStream {
    let text = paragraphs.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! { #(#[doc = #lines])* }
}

/// What a client's method does, what it may fail with, and what else a caller should know.
pub(super) fn operation(operation: &Operation<'_>) -> Vec<String> {
    let spec = operation.spec;
    let mut paragraphs = vec![spec.summary.clone()];
    paragraphs.extend(spec.description.as_ref().map(|text| text.trim_end().to_owned()));
    paragraphs.extend(deprecation(operation));
    paragraphs.extend(asynchrony(operation));
    paragraphs.extend(paging(operation));
    paragraphs.extend(errors(operation));
    paragraphs.push(source(operation));
    paragraphs
}

/// The spec file that an item comes from.
pub(super) fn source(operation: &Operation<'_>) -> String {
    format!("Spec: `{}`.", operation.path)
}

fn deprecation(operation: &Operation<'_>) -> Option<String> {
    let spec = operation.spec;
    if !spec.deprecated {
        return None;
    }
    let instead =
        if spec.replaced_by.is_empty() { String::new() } else { format!(" Use {} instead.", ticked(&spec.replaced_by)) };
    Some(format!("Deprecated by the service.{instead}"))
}

fn asynchrony(operation: &Operation<'_>) -> Option<String> {
    let waiter = operation.spec.waiter.as_ref().map(|name| format!("wait_until_{}", acs_spec::names::field(name)));
    match (operation.spec.asynchronous, waiter) {
        (true, Some(waiter)) => {
            Some(format!("Asynchronous: the reply only acknowledges the request. `{waiter}` waits for its end."))
        }
        (true, None) => Some("Asynchronous: the reply only acknowledges the request.".to_owned()),
        (false, Some(waiter)) => Some(format!("`{waiter}` waits until the resource is ready.")),
        (false, None) => None,
    }
}

fn paging(operation: &Operation<'_>) -> Option<String> {
    let pagination = operation.pagination.as_ref()?.spec;
    let style = match pagination.style {
        PageStyle::Page => "by page number",
        PageStyle::Token => "by token",
    };
    let sizes = match (pagination.default_size, pagination.max_size) {
        (Some(default), Some(max)) => {
            format!(", {default} items in a page unless `{}` says otherwise, {max} at most", pagination.size)
        }
        (Some(default), None) => format!(", {default} items in a page unless `{}` says otherwise", pagination.size),
        (None, Some(max)) => format!(", {max} items in a page at most"),
        (None, None) => String::new(),
    };
    Some(format!("Comes in pages, {style}{sizes}; `.pages()` and `.items()` go through all of them."))
}

fn errors(operation: &Operation<'_>) -> Option<String> {
    if operation.codes.is_empty() {
        return None;
    }
    let mut lines = vec!["# Errors".to_owned(), String::new(), "Codes that the service documents:".to_owned()];
    for code in &operation.codes {
        let status = code.spec.status.as_slice().iter().map(u16::to_string).collect::<Vec<_>>().join(" or ");
        let retry = code.spec.retry.and_then(retry).map(|retry| format!(", {retry}")).unwrap_or_default();
        let meaning = code.spec.description.as_ref().map(|text| format!(": {}", text.trim_end())).unwrap_or_default();
        lines.push(format!("- `{}` ({status}{retry}){meaning}", code.spec.code));
    }
    Some(lines.join("\n"))
}

/// What a retry class means for a caller.
pub(super) fn retry(class: Retry) -> Option<&'static str> {
    match class {
        Retry::Throttled => Some("throttled: retried after a wait"),
        Retry::Busy => Some("busy: retried after seconds"),
        Retry::Server => Some("server failure: retried where that is safe"),
        Retry::Clock => Some("clock: retried with the time corrected"),
        Retry::None => None,
    }
}

/// What a field means and what may stand in it. Limits are told, not enforced: the service is the judge.
pub(super) fn field(field: &Field<'_>) -> Vec<String> {
    let mut facts = Vec::new();
    if field.schema.required {
        facts.push("Required.".to_owned());
    }
    facts.extend(limits(field));
    let meaning = meaning(field);
    vec![if facts.is_empty() { meaning } else { format!("{meaning}\n{}", facts.join(" ")) }]
}

/// What a field means, in one sentence.
pub(super) fn meaning(field: &Field<'_>) -> String {
    field.description.map_or_else(|| format!("`{}`.", field.wire), str::to_owned)
}

fn limits(field: &Field<'_>) -> Vec<String> {
    let schema = field.schema;
    let mut facts = Vec::new();
    if schema.deprecated {
        facts.push("Deprecated by the service.".to_owned());
    }
    facts.extend(schema.default.as_ref().and_then(shown).map(|value| format!("Default: `{value}`.")));
    facts.extend(between("Range", schema.minimum.as_ref(), schema.maximum.as_ref()));
    facts.extend(between("Length", schema.min_length.as_ref(), schema.max_length.as_ref()));
    facts.extend(between("Items", schema.min_items.as_ref(), schema.max_items.as_ref()));
    facts.extend(schema.pattern.as_ref().map(|pattern| format!("Pattern: `{pattern}`.")));
    let known: Vec<String> = known_values(field.schema).iter().filter_map(shown).collect();
    if !known.is_empty() {
        facts.push(format!("Known values: {}.", ticked(&known)));
    }
    if field.ty == Type::String || schema.items.is_none() {
        facts.extend(schema.example.as_ref().and_then(shown).map(|value| format!("Example: `{value}`.")));
    }
    facts
}

fn known_values(schema: &Schema) -> &[Value] {
    match &schema.items {
        Some(items) if schema.values.is_empty() => &items.values,
        _ => &schema.values,
    }
}

fn between(what: &str, least: Option<&impl ToString>, greatest: Option<&impl ToString>) -> Option<String> {
    match (least.map(ToString::to_string), greatest.map(ToString::to_string)) {
        (Some(least), Some(greatest)) => Some(format!("{what}: {least} to {greatest}.")),
        (Some(least), None) => Some(format!("{what}: at least {least}.")),
        (None, Some(greatest)) => Some(format!("{what}: at most {greatest}.")),
        (None, None) => None,
    }
}

/// A scalar on one line; nothing where it has no such form or would break the documentation.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let fits = !text.is_empty() && text.len() <= 120 && !text.contains(['`', '\n', '\r']);
    fits.then_some(text)
}

fn ticked(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
