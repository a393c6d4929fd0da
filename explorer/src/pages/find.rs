//! The first page: search, filters, and the groups.

use acs_spec::Access;
use axum::extract::{Query as Asked, State};
use axum::response::Html;
use http::StatusCode;
use maud::{Markup, html};

use super::facts::badges;
use super::layout::{self, Page, Section};
use super::{Answer, Pairs, first, step};
use crate::app::{App, Shared};
use crate::search::{Hit, Query};

/// Results of the palette.
const MOST_IN_PALETTE: usize = 12;

/// `GET /`
pub(crate) async fn home(State(app): State<Shared>, Asked(pairs): Asked<Pairs>) -> Answer {
    let query = read(&pairs);
    let service = &app.catalog.shared.service;
    let main = html! {
        h1.visually-hidden { "Operations" }
        section.hero {
            p.lead { (service.summary) " " (app.catalog.operations.len()) " operations, version " (service.version) "." }
            form.filters action="/" method="get" data-live-search {
                label.wide { span { "Find" } input type="search" name="q" value=(query.text) placeholder="for example: delete ssl cert, VpnGateway.Configuring" autocomplete="off"; }
                (select("access", "Access", &[("", "any"), ("read", "reads"), ("write", "writes")], first(&pairs, "access").unwrap_or_default()))
                (group_filter(&app, query.group.as_deref()))
                (checkbox("pages", "in pages", query.pages))
                (checkbox("async", "asynchronous", query.asynchronous))
                (checkbox("deprecated", "deprecated", query.deprecated))
                button type="submit" data-without-script { "Find" }
            }
        }
        div #results { (results(&app, &query)) }
    };
    let page = Page { title: "Operations", section: Section::Operations, operation: None, query: "" };
    (StatusCode::OK, layout::page(&app, &page, main))
}

/// `GET /search`: the results alone, for the script.
pub(crate) async fn search(State(app): State<Shared>, Asked(pairs): Asked<Pairs>) -> Html<String> {
    let query = read(&pairs);
    let markup = match first(&pairs, "palette").is_some() {
        true => palette(&app, &query),
        false => results(&app, &query),
    };
    Html(markup.into_string())
}

fn read(pairs: &Pairs) -> Query {
    let given = |name: &str| first(pairs, name).map(str::trim).filter(|text| !text.is_empty());
    Query {
        text: given("q").unwrap_or_default().to_owned(),
        group: given("group").map(str::to_owned),
        access: match given("access") {
            Some("read") => Some(Access::Read),
            Some("write") => Some(Access::Write),
            _ => None,
        },
        pages: given("pages").is_some(),
        asynchronous: given("async").is_some(),
        deprecated: given("deprecated").is_some(),
    }
}

fn results(app: &App, query: &Query) -> Markup {
    let everything = query.text.is_empty()
        && query.group.is_none()
        && query.access.is_none()
        && !(query.pages || query.asynchronous || query.deprecated);
    if everything {
        return groups(app);
    }
    let hits = app.catalog.index.find(&app.catalog.operations, query);
    html! {
        p.count role="status" { @match hits.len() { 0 => "No operation matches.", 1 => "1 operation", many => { (many) " operations" } } }
        @if let Some(group) = &query.group { @if let Some(summary) = app.catalog.shared.service.groups.get(group) { p { (summary) } } }
        ul.hits { @for hit in &hits { li { (hit_line(hit)) } } }
    }
}

fn hit_line(hit: &Hit<'_>) -> Markup {
    let operation = &hit.source.operation;
    html! {
        a href={ "/operations/" (operation.operation) } { (operation.operation) }
        (badges(operation))
        p { (operation.summary) @for reason in &hit.because { " " span.because { (reason) } } }
    }
}

fn groups(app: &App) -> Markup {
    html! {
        h2 { "Groups" }
        ul.cards {
            @for (group, summary) in app.catalog.shared.service.groups.iter() {
                @let count = app.catalog.group(group).count();
                @if count > 0 {
                    li { a href={ "/?group=" (step(group)) } { strong { (group) } " " small { (count) } } p { (summary) } }
                }
            }
        }
    }
}

/// What the palette shows: operations, error codes and pages, each a link.
fn palette(app: &App, query: &Query) -> Markup {
    let hits = app.catalog.index.find(&app.catalog.operations, query);
    let wanted = query.text.to_lowercase();
    let all = app.catalog.codes();
    let codes = all.keys().filter(|code| !wanted.is_empty() && code.to_lowercase().contains(&wanted)).take(5);
    let pages = [("/", "Operations"), ("/errors", "Error center"), ("/emulator", "Emulator")];
    let pages = pages.into_iter().filter(|(_, name)| name.to_lowercase().contains(&wanted));
    html! {
        @for hit in hits.iter().take(MOST_IN_PALETTE) {
            a role="option" href={ "/operations/" (hit.source.operation.operation) } {
                strong { (hit.source.operation.operation) } " " small { (hit.source.operation.summary) }
            }
        }
        @for code in codes { a role="option" href={ "/errors/" (step(code)) } { strong { (code) } " " small { "error code" } } }
        @for (href, name) in pages { a role="option" href=(href) { strong { (name) } " " small { "page" } } }
    }
}

fn select(name: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    html! {
        label { span { (label) } select name=(name) { @for (value, text) in options { option value=(value) selected[*value == chosen] { (text) } } } }
    }
}

fn group_filter(app: &App, chosen: Option<&str>) -> Markup {
    html! {
        label { span { "Group" } select name="group" {
            option value="" { "any" }
            @for group in app.catalog.shared.service.groups.names() { option value=(group) selected[chosen == Some(group)] { (group) } }
        } }
    }
}

fn checkbox(name: &str, label: &str, checked: bool) -> Markup {
    html! { label.check { input type="checkbox" name=(name) value="on" checked[checked]; span { (label) } } }
}
