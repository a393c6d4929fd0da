//! The error center.

use axum::extract::{Path, Query as Asked, State};
use http::StatusCode;
use maud::{Markup, html};

use super::layout::{self, Page, Section};
use super::{Answer, Pairs, first, missing, step};
use crate::app::{App, Shared};
use crate::codes::{self, Explained};

/// `GET /errors`
pub(crate) async fn errors(State(app): State<Shared>, Asked(pairs): Asked<Pairs>) -> Answer {
    let wanted = first(&pairs, "q").unwrap_or_default().trim();
    let lower = wanted.to_lowercase();
    let all = app.catalog.codes();
    let shown: Vec<_> = all.iter().filter(|(code, _)| code.to_lowercase().contains(&lower)).collect();
    let main = html! {
        h1 { "Error center" }
        p.lead { "Every error code that the service documents: what it means, what to do, and which operations return it." }
        form.filters action="/errors" method="get" data-filter="codes" {
            label.wide { span { "Code" } input type="search" name="q" value=(wanted) placeholder="for example: DependencyViolation" autocomplete="off"; }
            button type="submit" { "Find" }
        }
        p.count role="status" { (shown.len()) " of " (all.len()) " codes" }
        ul.codes #codes {
            @for (code, count) in &shown {
                li { a href={ "/errors/" (step(code)) } { (code) } " " small { @if **count == 0 { "any" } @else { (count) } } }
            }
        }
    };
    let page = Page { title: "Error center", section: Section::Errors, operation: None, query: "" };
    (StatusCode::OK, layout::page(&app, &page, main))
}

/// `GET /errors/<code>`
pub(crate) async fn error(State(app): State<Shared>, Path(code): Path<String>) -> Answer {
    let catalog = &app.catalog;
    let Some(explained) = codes::explain(&code, &catalog.shared.service.errors, catalog.documented()) else {
        return unknown(&app, &code);
    };
    let page = Page { title: &explained.code, section: Section::Errors, operation: None, query: "" };
    (StatusCode::OK, layout::page(&app, &page, explanation(&app, &explained)))
}

fn explanation(app: &App, explained: &Explained) -> Markup {
    let statuses: Vec<String> = explained.status.iter().map(u16::to_string).collect();
    html! {
        p.crumbs { a href="/errors" { "Error center" } }
        h1.code-title { (explained.code) }
        p.lead { (explained.meaning) }
        dl.facts {
            @if let Some(advice) = &explained.advice { dt { "Advice" } dd { (advice) } }
            dt { "Retry" } dd { (codes::retry::repeat(explained.retry)) }
            @if let Some(wait) = codes::retry::wait(explained.retry) { dt { "Wait" } dd { (wait) } }
            dt { "HTTP status" } dd { (statuses.join(", ")) }
        }
        @if explained.any_operation { p { "Any operation may return it." } }
        @if !explained.not_retried_by.is_empty() { p { "Not retried by " (explained.not_retried_by.join(", ")) "." } }
        @if !explained.operations.is_empty() {
            h2 { "Documented by " (explained.operations.len()) @if explained.operations.len() == 1 { " operation" } @else { " operations" } }
            ul.hits {
                @for name in &explained.operations {
                    li { a href={ "/operations/" (name) } { (name) } @if let Some(operation) = app.catalog.operation(name) { p { (operation.summary) } } }
                }
            }
        }
    }
}

fn unknown(app: &App, code: &str) -> Answer {
    let all = app.catalog.codes();
    let near = acs_spec::suggest::similar(code, all.keys().copied(), 5);
    let near: Vec<_> = near.into_iter().map(|code| (format!("/errors/{}", step(code)), code.to_owned())).collect();
    missing(app, &format!("No operation documents the error code {code}."), &near)
}
