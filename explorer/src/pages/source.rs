//! The spec of an operation, and the Rust that it becomes.

use acs_codegen::model::{Operation, Service};
use acs_codegen::{emit, format};
use maud::{Markup, html};
use quote::quote;

use super::highlight::{Language, highlight};
use super::step;

/// Both beside each other.
pub(super) fn side_by_side(yaml: &str, operation: &Operation<'_>, service: &Service<'_>) -> Markup {
    html! {
        div.side-by-side {
            figure { figcaption { "Spec, " a href=(href(operation.path)) { (operation.path) } } (block(yaml, Language::Yaml)) }
            figure { figcaption { "Rust that it becomes" } (block(&rust(operation, service), Language::Rust)) }
        }
    }
}

/// Code that can be copied.
pub(super) fn block(code: &str, language: Language) -> Markup {
    html! { pre.code tabindex="0" { code { (highlight(code, language)) } } }
}

/// The generated code of an operation.
pub(super) fn rust(operation: &Operation<'_>, service: &Service<'_>) -> String {
    let method = emit::client_method(operation, service);
    let items = emit::operation(operation, service, emit::Options::default());
    let tokens = quote! { impl Client { #method } #items };
    format::pretty(tokens).unwrap_or_else(|error| format!("// The generated code does not parse: {error}"))
}

/// The address of a file in the workbench.
pub(super) fn href(path: &str) -> String {
    format!("/workbench?file={}", step(path))
}
