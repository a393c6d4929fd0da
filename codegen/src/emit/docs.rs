//! The words of the generated documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::example::example;
use super::markdown::{code, inert};
use crate::model::{Code, Field, Operation, Service, Type};
use acs_spec::facts::{self, open_values, scalar_text};
use acs_spec::{Format, PageStyle, Retry, Value, names};

/// Doc attributes: one for each line of the paragraphs, with an empty line between two of them.
pub(super) fn doc(paragraphs: &[String]) -> TokenStream {
    let text = paragraphs.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! { #(#[doc = #lines])* }
}

/// The page of an operation: what it does, how it is called, and what else a caller should know. `owner` is the type or trait whose
/// method begins the call, `waits` says whether the call can wait for what it begins.
pub(super) fn operation(operation: &Operation<'_>, service: &Service<'_>, owner: &str, waits: bool) -> Vec<String> {
    let mut paragraphs = vec![inert(&operation.spec.summary)];
    paragraphs.extend(operation.spec.description.as_deref().map(inert));
    paragraphs.extend(deprecation(operation));
    let anonymous = || "The request is sent unsigned and without the client's credentials.".to_owned();
    paragraphs.extend(operation.facts.anonymous.then(anonymous));
    paragraphs.extend(completion(operation, waits));
    paragraphs.extend(paging(operation));
    paragraphs.push(format!("Returned by [`{owner}::{}`].", operation.method));
    paragraphs.extend(arguments(operation, service));
    paragraphs.extend(sample(operation, service));
    paragraphs.extend(errors(operation));
    paragraphs.push(format!("Spec: {}.", code(operation.path)));
    paragraphs
}

/// The client's method: what it does, and where the rest is.
pub(super) fn client_method(operation: &Operation<'_>) -> Vec<String> {
    vec![inert(&operation.spec.summary), format!("Returns the call: see [`{}`].", operation.types.call)]
}

/// A group's module: what it is about, and its operations. `module` is where it is seen from its parent.
pub(super) fn group(summary: &str, module: &str, operations: &[Operation<'_>]) -> Vec<String> {
    let list: Vec<_> = operations
        .iter()
        .map(|operation| format!("- [`{0}`]({module}::{0}): {1}", operation.types.call, inert(&operation.spec.summary)))
        .collect();
    vec![inert(summary), list.join("\n")]
}

fn deprecation(operation: &Operation<'_>) -> Option<String> {
    let spec = operation.spec;
    if !spec.deprecated {
        return None;
    }
    let instead =
        if spec.replaced_by.is_empty() { String::new() } else { format!(" Use {} instead.", listed(&spec.replaced_by)) };
    Some(format!("Deprecated by the service.{instead}"))
}

/// How to wait for what an asynchronous operation begins. That it is asynchronous is said once.
fn completion(operation: &Operation<'_>, waits: bool) -> Option<String> {
    let spec = operation.spec;
    let is_said = spec.description.as_deref().is_some_and(|text| text.to_lowercase().contains("asynchronous"));
    let asynchronous = spec.asynchronous && !is_said;
    let waiter = spec.waiter.as_deref().map(|name| match waits {
        true => "[`send_and_wait`](Self::send_and_wait)".to_owned(),
        false => format!("`Client::wait_until_{}`", names::field(name)),
    });
    let acknowledges = asynchronous.then(|| "Asynchronous: the response only acknowledges the request.".to_owned());
    let waits = waiter.map(|waiter| match spec.asynchronous {
        true => format!("{waiter} waits for completion."),
        false => format!("{waiter} waits until the resource is ready."),
    });
    match (acknowledges, waits) {
        (None, None) => None,
        (acknowledges, waits) => Some(acknowledges.into_iter().chain(waits).collect::<Vec<_>>().join(" ")),
    }
}

fn paging(operation: &Operation<'_>) -> Option<String> {
    let pagination = operation.pagination.as_ref()?.spec;
    let style = match pagination.style {
        PageStyle::Page => "by page number",
        PageStyle::Token => "by token",
    };
    let size = pagination.size.as_deref().map(|size| format!(" ({})", code(size))).unwrap_or_default();
    let sizes = match (pagination.default_size, pagination.max_size) {
        (Some(default), Some(max)) => format!(", {default} items per page by default{size}, at most {max}"),
        (Some(default), None) => format!(", {default} items per page by default{size}"),
        (None, Some(max)) => format!(", at most {max} items per page{size}"),
        (None, None) => String::new(),
    };
    Some(format!("Paginated {style}{sizes}. [`pages`](Self::pages) and [`items`](Self::items) go through all pages."))
}

/// What the client's method takes. A struct with named fields has its own documentation.
fn arguments(operation: &Operation<'_>, service: &Service<'_>) -> Option<String> {
    let required = operation.required(service.spec);
    if required.is_empty() || required.len() > acs_spec::names::MAX_ARGUMENTS {
        return None;
    }
    let lines = required.iter().map(|field| format!("- `{}`: {}", field.ident, parameter(field, service).replace('\n', "\n  ")));
    Some(format!("# Arguments\n\n{}", lines.collect::<Vec<_>>().join("\n")))
}

/// An example call. No test runs it here, since only a crate knows its own name; the examples of all operations are
/// compiled elsewhere.
fn sample(operation: &Operation<'_>, service: &Service<'_>) -> Option<String> {
    let example = example(operation, service)?;
    Some(format!("# Example\n\n```ignore\n{example}\n```"))
}

fn errors(operation: &Operation<'_>) -> Option<String> {
    (!operation.codes.is_empty())
        .then(|| format!("# Errors\n\n[`{}`] lists the error codes that the service documents.", operation.types.code))
}

/// An error code: its status, whether and how it is retried, and what it means, here or in all operations.
pub(super) fn error_code(error: &Code<'_>, service: &Service<'_>) -> String {
    let spec = error.spec;
    let common = || service.spec.errors.iter().find(|common| common.code == spec.code);
    let status = spec.status.as_slice().iter().map(u16::to_string).collect::<Vec<_>>().join(" or ");
    let retry = spec.retry.map(|class| format!(", {}", retry(class))).unwrap_or_default();
    let meaning = spec.description.as_deref().or_else(|| common()?.description.as_deref());
    let meaning = meaning.map(|text| format!(": {}", inert(text))).unwrap_or_default();
    let end = if meaning.ends_with('.') { "" } else { "." };
    format!("{} ({status}{retry}){meaning}{end}", code(&spec.code))
}

/// What a retry class means for a caller.
fn retry(class: Retry) -> &'static str {
    match class {
        Retry::Throttled => "throttled: retried after a delay",
        Retry::Busy => "busy: retried after a few seconds",
        Retry::Server => "server failure: retried if that is safe",
        Retry::Clock => "clock skew: retried with a corrected time",
        Retry::None => "never retried",
    }
}

/// A parameter of an operation: what it means, what fills it in, and which values it may have.
pub(super) fn parameter(field: &Field<'_>, service: &Service<'_>) -> String {
    let filled = filled(field, service);
    let needed = needed(field).filter(|_| filled.is_none());
    let json = (field.schema.format == Some(Format::Json)).then(|| "JSON: as text, a list or an object.".to_owned());
    with_facts(field, filled.into_iter().chain(needed).chain(json).chain(limits(field)).collect())
}

/// A field of a request: what it means, and what fills it in.
pub(super) fn request_field(field: &Field<'_>, service: &Service<'_>) -> String {
    let filled = filled(field, service).map(|filled| format!(" {filled}")).unwrap_or_default();
    format!("{}{filled}", meaning(field))
}

/// The sentence about what fills a parameter that the caller leaves out.
fn filled(field: &Field<'_>, service: &Service<'_>) -> Option<String> {
    facts::filled(field.wire, field.schema, service.spec).map(|text| format!("Default: {text}."))
}

/// A field of a shape or a response: what it means and which values it may have.
pub(super) fn field(field: &Field<'_>) -> String {
    let required = field.schema.required.then(|| "Required.".to_owned());
    with_facts(field, required.into_iter().chain(needed(field)).chain(limits(field)).collect())
}

fn needed(field: &Field<'_>) -> Option<String> {
    field.schema.needed.then(|| facts::NEEDED.to_owned())
}

fn with_facts(field: &Field<'_>, facts: Vec<String>) -> String {
    let meaning = meaning(field);
    if facts.is_empty() { meaning } else { format!("{meaning}\n{}", facts.join(" ")) }
}

/// What a field means, in one sentence.
fn meaning(field: &Field<'_>) -> String {
    field.description.map_or_else(|| format!("{}.", code(field.wire)), inert)
}

/// Limits are documented, not enforced: the service decides.
fn limits(field: &Field<'_>) -> Vec<String> {
    let schema = field.schema;
    let mut facts = Vec::new();
    if schema.deprecated {
        facts.push("Deprecated by the service.".to_owned());
    }
    facts.extend(schema.default.as_ref().and_then(shown).map(|value| format!("Default: {}.", code(&value))));
    for (what, limits) in facts::limits(schema) {
        let (initial, rest) = what.split_at(1);
        facts.push(format!("{}{rest}: {limits}.", initial.to_uppercase()));
    }
    facts.extend(schema.pattern.as_ref().map(|pattern| format!("Pattern: {}.", code(pattern))));
    let known: Vec<String> = open_values(field.schema).iter().filter_map(shown).collect();
    if !known.is_empty() {
        facts.push(format!("Known values: {}.", listed(&known)));
    }
    if field.ty == Type::String || schema.items.is_none() {
        facts.extend(schema.example.as_ref().and_then(shown).map(|value| format!("Example: {}.", code(&value))));
    }
    facts
}

/// A scalar on one line, or `None` if it does not fit on one.
fn shown(value: &Value) -> Option<String> {
    let text = scalar_text(value)?;
    let fits = !text.is_empty() && text.len() <= 120 && !text.contains(['`', '\n', '\r']);
    fits.then_some(text)
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ")
}
