//! A reply as table, tree and raw text, and what a JMESPath expression takes out of it.

use acs_runtime::{Error, ErrorKind};
use acs_spec::facts::{MOST_COLUMNS, TableFacts, column_rank};
use axum::extract::{Form, State};
use axum::response::Html;
use http::HeaderMap;
use maud::{Markup, html};
use serde_json::Value;

use super::highlight::Language;
use super::layout::{self, Page, Section, is_part};
use super::live::copyable;
use super::{Pairs, first, step};
use crate::app::Shared;
use crate::calls::{Answered, Progress};

/// A reply with its views. `list` is the list that its spec chooses columns for.
pub(super) fn answered(answered: &Answered, list: Option<&TableFacts<'_>>) -> Markup {
    let json = serde_json::to_string_pretty(&answered.reply).unwrap_or_default();
    html! {
        p.outcome.good { strong { (answered.status) } " in " (answered.elapsed.as_millis()) " ms"
            @if answered.attempts > 1 { ", " (answered.attempts) " attempts" } ", request " code { (answered.request_id) } }
        (views(&answered.reply, list))
        form.jmespath action="/jmespath" method="post" data-part="jmespath-result" {
            input type="hidden" name="reply" value=(json);
            label { span { "JMESPath" } input name="expression" placeholder="for example: Vpcs.Vpc[].VpcId" autocomplete="off" spellcheck="false"; }
            button type="submit" { "Apply" }
        }
        div #jmespath-result {}
    }
}

/// `POST /jmespath`: what an expression takes out of a reply that the page has.
pub(crate) async fn jmespath(State(app): State<Shared>, headers: HeaderMap, Form(pairs): Form<Pairs>) -> Html<String> {
    let reply: Value = first(&pairs, "reply").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let expression = first(&pairs, "expression").unwrap_or_default();
    let found = jmespath::compile(expression).and_then(|expression| expression.search(&reply));
    let markup = match found.map(|found| serde_json::to_value(&*found)) {
        Ok(Ok(value)) => views(&value, None),
        Ok(Err(error)) => html! { p.problem { (error) } },
        Err(error) => html! { pre.problem { (error) } },
    };
    if is_part(&headers) {
        return Html(markup.into_string());
    }
    let page = Page { title: "Reply", section: Section::Operations, operation: None, query: "" };
    layout::page(&app, &page, html! { h1 { "What was found in the reply" } (markup) })
}

fn views(value: &Value, list: Option<&TableFacts<'_>>) -> Markup {
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    html! {
        div.tabs data-tabs="reply" {
            section data-tab="Table" aria-label="Table" { h4 { "Table" } (table(value, "", list)) }
            section data-tab="Tree" aria-label="Tree" { h4 { "Tree" } (tree(value)) }
            section data-tab="Raw" aria-label="Raw" { h4 { "Raw" } (copyable(&json, Language::Json)) }
        }
    }
}

/// Scalars under their names, and a table for each list of objects. `path` leads to the value.
fn table(value: &Value, path: &str, list: Option<&TableFacts<'_>>) -> Markup {
    match value {
        Value::Object(fields) => {
            let (nested, plain): (Vec<_>, Vec<_>) = fields.iter().partition(|(_, value)| is_nested(value));
            html! {
                @if !plain.is_empty() { dl.facts { @for (name, value) in plain { dt { (name) } dd { (cell(value)) } } } }
                @for (name, value) in nested { h5 { (name) } (table(value, format!("{path}.{name}").trim_start_matches('.'), list)) }
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let chosen = list.filter(|list| list.items == path).map(|list| &list.columns[..]);
            rows(items, path.rsplit('.').next().unwrap_or_default(), chosen.unwrap_or_default())
        }
        Value::Array(items) if items.is_empty() => html! { p.dim { "nothing" } },
        Value::Array(items) => html! { ul { @for item in items { li { (cell(item)) } } } },
        scalar => html! { p { (cell(scalar)) } },
    }
}

/// The columns that the spec chooses, or those that say most of a resource.
fn rows(items: &[Value], list: &str, chosen: &[&str]) -> Markup {
    let mut names: Vec<&str> = Vec::new();
    for name in items.iter().filter_map(Value::as_object).flat_map(|fields| fields.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let filled =
        |name: &&str| items.iter().any(|item| !matches!(&item[*name], Value::Null) && !cell_text(&item[*name]).is_empty());
    names.retain(filled);
    let all = names.len();
    match chosen.iter().any(|column| names.contains(column)) {
        true => names = chosen.iter().copied().filter(|column| names.contains(column)).collect(),
        false => {
            names.sort_by_key(|name| column_rank(name, list));
            names.truncate(MOST_COLUMNS);
        }
    }
    let more = all - names.len();
    html! {
        div.scroll { table {
            thead { tr { @for name in &names { th scope="col" { (name) } } } }
            tbody { @for item in items { tr { @for name in &names { td { (cell(&item[*name])) } } } } }
        } }
        @if more > 0 { p.dim { "and " (more) " more columns, in the tree" } }
    }
}

fn tree(value: &Value) -> Markup {
    match value {
        Value::Object(fields) => html! { ul.fields { @for (name, value) in fields { li { (node(name, value)) } } } },
        Value::Array(items) => {
            html! { ul.fields { @for (index, value) in items.iter().enumerate() { li { (node(&index.to_string(), value)) } } } }
        }
        scalar => html! { p { (cell(scalar)) } },
    }
}

fn node(name: &str, value: &Value) -> Markup {
    match is_nested(value) {
        true => html! { details open { summary { code.name { (name) } " " span.type { (size(value)) } } (tree(value)) } },
        false => html! { code.name { (name) } " " (cell(value)) },
    }
}

fn size(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("{} items", items.len()),
        Value::Object(fields) => format!("{} fields", fields.len()),
        _ => String::new(),
    }
}

fn is_nested(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => false,
    }
}

fn cell(value: &Value) -> Markup {
    let text = cell_text(value);
    html! { @if text.contains('\n') { pre { (text) } } @else { (text) } }
}

fn cell_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => String::new(),
        Value::Object(fields) if fields.is_empty() => String::new(),
        Value::Array(items) if !items.iter().any(is_nested) => items.iter().map(cell_text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A call that failed: what the service says, and what to do.
pub(super) fn failed(error: &Error) -> Markup {
    html! {
        p.outcome.bad {
            @if let Some(status) = error.status() { strong { (status) } " " }
            @match error.code() { Some(code) => a href={ "/errors/" (step(code)) } { code { (code) } }, None => strong { (kind(error.kind())) } }
        }
        p { (error.message()) }
        @if let Some(advice) = error.advice() { p.advice { (advice) "." } }
        @if error.is_retryable() { p.dim { "The client retries this by itself: call with “retry as the client does”." } }
        @if let Some(id) = error.request_id() { p.dim { "request " code { (id) } } }
    }
}

fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Service => "the service refused the request",
        ErrorKind::Transport => "the connection failed",
        ErrorKind::Timeout => "no reply in time",
        ErrorKind::Credentials => "no credentials",
        ErrorKind::Config => "the request cannot be made",
        _ => "the reply cannot be used",
    }
}

/// What is being waited for, polled again by the script or by the link.
pub(super) fn waiting(
    operation: &str,
    waiter: &str,
    id: &str,
    query: &str,
    progress: Option<&Result<Progress, Error>>,
) -> Markup {
    let again = format!("/operations/{operation}/wait?{query}");
    let done = progress.is_some_and(|progress| !matches!(progress, Ok(Progress { done: false, .. })));
    html! {
        div.waiting #waiting role="status" data-poll=[(!done).then_some(&again)] {
            @match progress {
                None => p { "Waiting for " code { (id) } " (" (waiter) ") …" },
                Some(Ok(Progress { state, done: false })) => p { span.spinner {} " " code { (id) } " is " strong.state { (state) } },
                Some(Ok(Progress { state, done: true })) => p.good { "✓ " code { (id) } " is " strong.state { (state) } },
                Some(Err(error)) => p.bad { "The wait ended: " (error) },
            }
            @if !done { p { a href=(again) { "Look again" } } }
        }
    }
}
