//! Facts about operations and fields in a few words.

use acs_codegen::model::Type;
use acs_spec::{Access, Operation, Schema, Value};
use maud::{Markup, html};

/// What kind of operation it is.
pub(super) fn badges(operation: &Operation) -> Markup {
    html! {
        span.badges {
            @match operation.access {
                Access::Read => span.badge.read { "read" },
                Access::Write => span.badge.write { "write" },
            }
            @if operation.pagination.is_some() { span.badge { "pages" } }
            @if operation.asynchronous { span.badge { "asynchronous" } }
            @if operation.deprecated { span.badge.deprecated { "deprecated" } }
        }
    }
}

/// The type of a field.
pub(super) fn type_name(ty: &Type<'_>) -> String {
    match ty {
        Type::String | Type::Enum(_) => "string".to_owned(),
        Type::Int32 => "int32".to_owned(),
        Type::Int64 => "int64".to_owned(),
        Type::Float => "float".to_owned(),
        Type::Double => "double".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "any".to_owned(),
        Type::Struct { .. } => "object".to_owned(),
        Type::List { item, .. } => format!("list of {}s", type_name(item)),
        Type::Map(item) => format!("map to {}s", type_name(item)),
    }
}

/// Limits, defaults and examples of a field, each in a few words.
pub(super) fn limits(schema: &Schema) -> Vec<(&'static str, String)> {
    let mut limits = Vec::new();
    let mut add = |name, text: Option<String>| limits.extend(text.map(|text| (name, text)));
    let number = |number: &Option<acs_spec::Number>| number.as_ref().map(ToString::to_string);
    let length = |number: &Option<u64>| number.map(|number| number.to_string());
    add("range", range(number(&schema.minimum), number(&schema.maximum), ""));
    add("length", range(length(&schema.min_length), length(&schema.max_length), " characters"));
    add("items", range(length(&schema.min_items), length(&schema.max_items), " items"));
    add("pattern", schema.pattern.clone());
    add("default", schema.default.as_ref().map(value_text));
    add("example", schema.example.as_ref().map(value_text));
    limits
}

fn range(least: Option<String>, most: Option<String>, of: &str) -> Option<String> {
    Some(match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}{of}"),
        (Some(least), None) => format!("{least}{of} or more"),
        (None, Some(most)) => format!("at most {most}{of}"),
        (None, None) => return None,
    })
}

/// Known values: those of a closed set, or some of an open one.
pub(super) fn known_values(schema: &Schema) -> Vec<String> {
    match schema.closed.is_empty() {
        true => schema.values.iter().map(value_text).collect(),
        false => schema.closed.clone(),
    }
}

/// A value of a spec as text.
pub(super) fn value_text(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => serde_json::to_value(value).map(|value| value.to_string()).unwrap_or_default(),
    }
}

/// Prose with `code` in it.
pub(super) fn prose(text: &str) -> Markup {
    html! { @for paragraph in text.trim().split("\n\n") { p { (inline(paragraph)) } } }
}

/// One paragraph with `code` in it.
pub(super) fn inline(text: &str) -> Markup {
    html! { @for (index, part) in text.split('`').enumerate() { @if index % 2 == 1 { code { (part) } } @else { (part) } } }
}
