//! The parameters of an operation as fields of a form, each with its documentation.
//!
//! A field has the parameter's name on the wire, `Tag.1.Key`, so that the query of a page's address is the request.

use acs_codegen::model::{Enum, Field, Operation, Type};
use acs_spec::facts::{NEEDED, is_needed, value_text};
use maud::{Markup, html};
use serde_json::Value;

use super::facts::{inline, known_values, limits};
use super::reply_fields::shape;
use crate::catalog::Catalog;
use crate::check::takes_json;
use crate::state::Resources;

/// Objects inside objects that have fields of their own; deeper ones are JSON.
const DEEPEST: usize = 4;

/// What the fields are made from.
pub(super) struct Form<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) operation: &'a Operation<'a>,
    /// What the emulator holds, to offer ids of.
    pub(super) resources: &'a Resources,
}

impl Form<'_> {
    /// A parameter with its value, if it has one.
    pub(super) fn field(&self, field: &Field<'_>, path: &str, value: Option<&Value>) -> Markup {
        self.nested(field, path, value, 0)
    }

    fn nested(&self, field: &Field<'_>, path: &str, value: Option<&Value>, depth: usize) -> Markup {
        let input = self.input(&field.ty, field, path, value, depth);
        html! {
            div.field data-path=(path) {
                div.label {
                    label for=(id(path)) { code.name { (field.wire) } }
                    " " span.type { (field.ty) }
                    @if field.schema.required { " " span.badge.required { "required" } }
                    @if self.is_needed(field) { " " span.badge.needed title=(NEEDED) { "needed in practice" } }
                    @if field.schema.sensitive { " " span.badge { "secret" } }
                    @if field.schema.deprecated { " " span.badge.deprecated { "deprecated" } }
                    @if field.schema.idempotency_token { " " span.badge { "made up if empty" } }
                }
                (input)
                p.problem id={ (id(path)) "-problem" } {}
                div.about id={ (id(path)) "-about" } { (self.about(field)) }
            }
        }
    }

    /// Whether the caller should give an optional parameter.
    fn is_needed(&self, field: &Field<'_>) -> bool {
        !field.schema.required && is_needed(field.wire, field.schema, &self.catalog.shared.service)
    }

    fn about(&self, field: &Field<'_>) -> Markup {
        let known = known_values(field.schema);
        html! {
            @if let Some(text) = field.description { (inline(text)) " " }
            @if field.schema.closed.is_empty() && !known.is_empty() { span.values { @for value in &known { code { (value) } " " } } }
            @for (name, text) in limits(field.schema) { span.limit { (name) " " code { (text) } } " " }
            @for creator in self.catalog.creators(field.wire).iter().filter(|name| *name != self.operation.name) {
                span.limit { "from " a href={ "/operations/" (creator) } { (creator) } } " "
            }
        }
    }

    fn input(&self, ty: &Type<'_>, field: &Field<'_>, path: &str, value: Option<&Value>, depth: usize) -> Markup {
        match ty {
            Type::Enum(name) => self.choice(name, path, value),
            Type::Boolean => choices(path, &["true".into(), "false".into()], value),
            Type::List { item, .. } if depth < DEEPEST => self.list(item, field, path, value, depth),
            Type::Struct { .. } if depth < DEEPEST => self.object(ty, path, value, depth),
            Type::List { .. } | Type::Struct { .. } | Type::Map(_) | Type::Any => json(path, value),
            _ => self.text(field, path, value),
        }
    }

    fn choice(&self, name: &str, path: &str, value: Option<&Value>) -> Markup {
        let set: Option<&Enum<'_>> = self.operation.enums.iter().find(|set| set.type_name == name);
        let values: Vec<String> =
            set.map(|set| set.variants.iter().map(|(_, value)| (*value).to_owned()).collect()).unwrap_or_default();
        choices(path, &values, value)
    }

    fn text(&self, field: &Field<'_>, path: &str, value: Option<&Value>) -> Markup {
        let schema = field.schema;
        let values = known_values(schema);
        let example = schema.example.as_ref().map(value_text).unwrap_or_default();
        // A secret is never sent back into a page.
        let text = if schema.sensitive { String::new() } else { shown(value) };
        if takes_json(&example) {
            return html! { textarea id=(id(path)) name=(path) rows="3" spellcheck="false" placeholder=(example) data-json aria-describedby=(described(path)) { (text) } };
        }
        let numeric = matches!(field.ty, Type::Int32 | Type::Int64 | Type::Float | Type::Double);
        let list = format!("{}-values", id(path));
        let offered = self.resources.like(&example);
        let kind = if schema.sensitive { "password" } else { "text" };
        html! {
            input id=(id(path)) name=(path) type=(kind) value=(text) placeholder=(example) autocomplete="off" spellcheck="false"
                inputmode=[numeric.then_some("numeric")] list=[(!values.is_empty() || !offered.is_empty()).then_some(&list)] data-secret[schema.sensitive] aria-describedby=(described(path));
            @if !values.is_empty() || !offered.is_empty() {
                datalist id=(list) {
                    @for value in &values { option value=(value) {} }
                    @for resource in &offered { option value=(resource.id) { (resource.kind) " " (resource.name) " " (resource.status) } }
                }
            }
        }
    }

    fn object(&self, ty: &Type<'_>, path: &str, value: Option<&Value>, depth: usize) -> Markup {
        let Some(shape) = shape(ty, self.operation) else { return json(path, value) };
        html! {
            div.group id=(id(path)) role="group" aria-label=(path) {
                @for field in &shape.fields {
                    (self.nested(field, &format!("{path}.{}", field.wire), value.and_then(|value| value.get(field.wire)), depth + 1))
                }
            }
        }
    }

    /// The items that there are, an empty one after them, and one to make more of.
    fn list(&self, item: &Type<'_>, field: &Field<'_>, path: &str, value: Option<&Value>, depth: usize) -> Markup {
        let items: &[Value] = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let row = |path: &str, value: Option<&Value>| {
            html! {
                div.item data-item {
                    (self.input(item, field, path, value, depth + 1))
                    button.quiet type="button" data-remove hidden aria-label={ "Remove " (path) } { "×" }
                }
            }
        };
        html! {
            div.list id=(id(path)) role="group" aria-label=(path) data-list=(path) {
                @for (index, value) in items.iter().enumerate() { (row(&format!("{path}.{}", index + 1), Some(value))) }
                (row(&format!("{path}.{}", items.len() + 1), None))
                template data-index={ "__" (depth) "__" } { (row(&format!("{path}.__{depth}__"), None)) }
                button.quiet.add type="button" data-add hidden { "Add an item" }
            }
        }
    }
}

/// A choice among values, or none of them. A value that is not among them is kept; the check reports it.
fn choices(path: &str, values: &[String], value: Option<&Value>) -> Markup {
    let text = shown(value);
    let foreign = !text.is_empty() && !values.contains(&text);
    html! {
        select id=(id(path)) name=(path) aria-describedby=(described(path)) {
            option value="" {}
            @for value in values { option value=(value) selected[*value == text] { (value) } }
            @if foreign { option value=(text) selected { (text) } }
        }
    }
}

fn json(path: &str, value: Option<&Value>) -> Markup {
    html! { textarea id=(id(path)) name=(path) rows="3" spellcheck="false" placeholder="JSON" data-json aria-describedby=(described(path)) { (shown(value)) } }
}

/// A value as it stands in a field.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The id of a field's element.
pub(super) fn id(path: &str) -> String {
    format!("p-{}", path.replace(['.', ' '], "-"))
}

fn described(path: &str) -> String {
    format!("{0}-problem {0}-about", id(path))
}
