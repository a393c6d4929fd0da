//! Facts about operations and fields in a few words.

use acs_spec::facts::{self, value_text};
use acs_spec::{Operation, Schema, Value};
use maud::{Markup, html};

/// What kind of operation it is.
pub(super) fn badges(operation: &Operation) -> Markup {
    html! {
        span.badges {
            @let access = operation.access.as_str();
            span class={ "badge " (access) } { (access) }
            @if operation.pagination.is_some() { span.badge { "pages" } }
            @if operation.asynchronous { span.badge { "asynchronous" } }
            @if operation.deprecated { span.badge.deprecated { "deprecated" } }
        }
    }
}

/// Limits, defaults and examples of a field, each in a few words.
pub(super) fn limits(schema: &Schema) -> Vec<(&'static str, String)> {
    let pattern = schema.pattern.clone().map(|pattern| ("pattern", pattern));
    let value = |name, value: &Option<Value>| value.as_ref().map(|value| (name, value_text(value)));
    let stated = [pattern, value("default", &schema.default), value("example", &schema.example)];
    facts::limits(schema).into_iter().chain(stated.into_iter().flatten()).collect()
}

/// The texts of the known values.
pub(super) fn known_values(schema: &Schema) -> Vec<String> {
    facts::known_values(schema).iter().map(value_text).collect()
}

/// Prose with `code` in it.
pub(super) fn prose(text: &str) -> Markup {
    html! { @for paragraph in text.trim().split("\n\n") { p { (inline(paragraph)) } } }
}

/// One paragraph with `code` in it.
pub(super) fn inline(text: &str) -> Markup {
    html! { @for (index, part) in text.split('`').enumerate() { @if index % 2 == 1 { code { (part) } } @else { (part) } } }
}
