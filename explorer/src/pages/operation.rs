//! The page of an operation.

use acs_codegen::model::{self, Operation, Service};
use acs_spec::facts::{WaiterFacts, is_argument};
use acs_spec::read::SpecTree;
use acs_spec::{ErrorCode, Method};
use axum::extract::{Path, State};
use http::StatusCode;
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::facts::{badges, inline, prose};
use super::layout::{self, Page, Section};
use super::{Answer, fields, missing, reply_fields, source, step};
use crate::app::{App, Shared};
use crate::codes;

/// `GET /operations/<name>`
pub(crate) async fn operation(State(app): State<Shared>, Path(name): Path<String>) -> Answer {
    let Some(tree) = app.catalog.focus(&name) else { return unknown(&app, &name) };
    let service = model::service(&tree);
    let found = service.operations().find(|(_, operation)| operation.name == name);
    let Some((group, operation)) = found else { return unknown(&app, &name) };
    let view = View { app: &app, tree: &tree, service: &service, operation };
    let page = Page { title: &name, section: Section::Operations, operation: Some(&name), query: "" };
    (StatusCode::OK, layout::page(&app, &page, view.main(group.name)))
}

struct View<'a> {
    app: &'a App,
    tree: &'a SpecTree,
    service: &'a Service<'a>,
    operation: &'a Operation<'a>,
}

impl View<'_> {
    fn main(&self, group: &str) -> Markup {
        let spec = self.operation.spec;
        html! {
            p.crumbs { a href={ "/?group=" (step(group)) } { (group) } }
            h1 { (spec.operation) }
            (badges(spec))
            p.lead { (inline(&spec.summary)) }
            @if let Some(text) = &spec.description { div.prose { (prose(text)) } }
            @if spec.deprecated { (self.deprecated()) }
            nav.jump aria-label="On this page" {
                a href="#parameters" { "Parameters" } a href="#response" { "Response" } a href="#errors" { "Error codes" }
                a href="#behaviour" { "Behaviour" } a href="#related" { "Related" } a href="#spec" { "Spec and Rust" }
            }
            section #parameters aria-labelledby="parameters-title" {
                h2 #parameters-title { "Parameters" }
                (self.parameters())
            }
            section #response aria-labelledby="response-title" { h2 #response-title { "Response" } (reply_fields::tree(self.operation)) }
            section #errors aria-labelledby="errors-title" { h2 #errors-title { "Error codes" } (self.errors()) }
            section #behaviour aria-labelledby="behaviour-title" { h2 #behaviour-title { "Behaviour" } (self.behaviour()) }
            section #related aria-labelledby="related-title" { h2 #related-title { "Related operations" } (self.related(group)) }
            section #spec aria-labelledby="spec-title" {
                h2 #spec-title { "Spec and Rust" }
                (source::side_by_side(&self.app.catalog.text(self.operation.path), self.operation, self.service))
            }
        }
    }

    fn deprecated(&self) -> Markup {
        html! {
            p.notice { strong { "Deprecated." } " The service advises against it."
                @for name in &self.operation.spec.replaced_by { " Use " a href={ "/operations/" (name) } { (name) } "." }
            }
        }
    }

    /// The required ones first.
    fn parameters(&self) -> Markup {
        let form = fields::Form { catalog: &self.app.catalog, operation: self.operation };
        let given = Map::<String, Value>::new();
        let (required, optional): (Vec<_>, Vec<_>) =
            self.operation.request.fields.iter().partition(|field| is_argument(field.wire, field.schema, self.service.spec));
        html! {
            @for field in &required { (form.field(field, field.wire, given.get(field.wire))) }
            @if required.is_empty() { p.dim { "None is required." } }
            @if !optional.is_empty() {
                h3 { "Optional" }
                @for field in &optional { (form.field(field, field.wire, given.get(field.wire))) }
            }
        }
    }

    fn errors(&self) -> Markup {
        let own = &self.operation.spec.errors;
        let common = &self.tree.service.errors;
        html! {
            @if own.is_empty() { p { "The service documents none for this operation." } } @else { (error_table(own)) }
            details { summary { "Codes that any operation may return (" (common.len()) ")" } (error_table(common)) }
        }
    }

    fn behaviour(&self) -> Markup {
        let (spec, facts) = (self.operation.spec, &self.operation.facts);
        html! {
            dl.facts {
                dt { "Method" } dd { code { (method(spec.method)) } }
                @if spec.asynchronous { dt { "Asynchronous" } dd { "The reply only acknowledges the request; the work goes on afterwards." } }
                @if let Some(waiter) = self.waiter() { dt { "Waiter" } dd { (waiter) } }
                @if let Some(pages) = &spec.pagination { dt { "Pages" } dd { "The list is " code { (pages.items) } @if let Some(size) = pages.max_size { ", at most " (size) " items a page" } "." } }
                dt { "Dry run" } dd { @if facts.dry_run { "Yes: " code { "DryRun" } " checks the request and changes nothing." } @else { "No." } }
                dt { "Safe to repeat" } dd {
                    @if facts.read_only { "Yes: it only reads." }
                    @else if let Some(token) = facts.idempotency_token { "With the same " code { (token) } ", which the client makes up for each call." }
                    @else { "Only after errors that say that nothing was done." }
                }
            }
        }
    }

    fn waiter(&self) -> Option<Markup> {
        let name = self.operation.spec.waiter.as_deref()?;
        let waiter = self.tree.waiters.get(name)?;
        let polled = self.app.catalog.operation(&waiter.operation)?;
        let facts = WaiterFacts::of(name, waiter, polled);
        Some(html! {
            code { (name) } ": " (inline(&waiter.summary)) " It polls " a href={ "/operations/" (facts.operation) } { (facts.operation) }
            @if !facts.success.is_empty() { " until " code { (facts.status.join(".")) } " is " @for state in &facts.success { code { (state) } " " } }
            @if !facts.failure.is_empty() { "; it fails at " @for state in &facts.failure { code { (state) } " " } }
        })
    }

    /// Operations of the same group, those on the same resource first.
    fn related(&self, group: &str) -> Markup {
        let noun = |name: &str| {
            name.trim_start_matches(|c: char| c.is_uppercase())
                .trim_start_matches(|c: char| c.is_lowercase())
                .trim_end_matches('s')
                .to_owned()
        };
        let own = noun(self.operation.name);
        let mut others: Vec<_> =
            self.app.catalog.group(group).filter(|source| source.operation.operation != self.operation.name).collect();
        others.sort_by_key(|source| noun(&source.operation.operation) != own);
        html! {
            ul.hits.compact { @for source in others { li { a href={ "/operations/" (source.operation.operation) } { (source.operation.operation) } p { (source.operation.summary) } } } }
        }
    }
}

fn error_table(errors: &[ErrorCode]) -> Markup {
    html! {
        div.scroll { table.errors {
            thead { tr { th scope="col" { "Code" } th scope="col" { "Status" } th scope="col" { "Meaning and advice" } th scope="col" { "Retry" } } }
            tbody { @for error in errors { tr {
                th scope="row" { a href={ "/errors/" (step(&error.code)) } { code { (error.code) } } }
                td { (error.status.as_slice().iter().map(u16::to_string).collect::<Vec<_>>().join(", ")) }
                td { (codes::meaning(error)) @if let Some(advice) = codes::advice(&error.code) { " " span.dim { (advice) } } }
                td { (codes::retry_name(error.retry)) }
            } } }
        } }
    }
}

fn unknown(app: &App, name: &str) -> Answer {
    let near = super::similar(name, app.catalog.operations.iter().map(|source| source.operation.operation.as_str()), 5);
    let near: Vec<_> = near.into_iter().map(|name| (format!("/operations/{name}"), name.to_owned())).collect();
    missing(app, &format!("There is no operation {name}."), &near)
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
    }
}
