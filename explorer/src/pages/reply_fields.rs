//! The fields of a reply as a tree.

use acs_codegen::model::{Field, Operation, Struct, Type};
use maud::{Markup, html};

use super::facts::{inline, known_values, limits};

/// The fields of a reply, nested as they come.
pub(super) fn tree(operation: &Operation<'_>) -> Markup {
    list(&operation.response.fields, operation, &mut Vec::new())
}

/// `open` are the types that the fields are in: one of them is not shown again inside itself.
fn list<'m>(fields: &'m [Field<'_>], operation: &'m Operation<'_>, open: &mut Vec<&'m str>) -> Markup {
    html! { ul.fields { @for field in fields { li { (one(field, operation, open)) } } } }
}

fn one<'m>(field: &'m Field<'_>, operation: &'m Operation<'_>, open: &mut Vec<&'m str>) -> Markup {
    let about = html! {
        code.name { (field.wire) } " "
        span.type { (field.ty) }
        @if field.schema.sensitive { " " span.badge { "secret" } }
        @if let Some(wraps) = &field.schema.wraps { " " span.dim { "in " code { (wraps) } } }
        @if let Some(text) = field.description { " " span.about { (inline(text)) } }
        @let known = known_values(field.schema);
        @if !known.is_empty() { " " span.values { @for value in &known { code { (value) } " " } } }
        @for (name, text) in limits(field.schema) { @if name == "example" && text.len() < 60 { " " span.dim { "like " code { (text) } } } }
    };
    match shape(&field.ty, operation).filter(|shape| !open.contains(&shape.type_name.as_str())) {
        None => about,
        Some(shape) => {
            open.push(&shape.type_name);
            let inner = list(&shape.fields, operation, open);
            open.pop();
            html! { details open[open.is_empty()] { summary { (about) } (inner) } }
        }
    }
}

/// The struct that a type is, or is made of.
pub(super) fn shape<'m>(ty: &Type<'_>, operation: &'m Operation<'_>) -> Option<&'m Struct<'m>> {
    match ty {
        Type::List { item, .. } | Type::Map(item) => shape(item, operation),
        Type::Struct { name, .. } => operation.shapes.iter().find(|shape| shape.type_name == *name),
        _ => None,
    }
}
