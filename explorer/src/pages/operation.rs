//! The page of an operation.

use acs_codegen::model::{self, Operation};
use acs_runtime::operation::ServiceInfo;
use acs_spec::facts::{OperationFacts, WaiterFacts};
use acs_spec::read::SpecTree;
use acs_spec::{flat, suggest};
use axum::extract::{Form, Path, Query as Asked, State};
use axum::response::Html;
use http::{HeaderMap, StatusCode};
use maud::Markup;
use serde_json::{Map, Value};

use super::compare::comparison;
use super::layout::{self, Page, Section, is_part};
use super::live::Draft;
use super::operation_view::View;
use super::{Answer, Pairs, first, missing};
use crate::app::{App, Shared};
use crate::arguments::nest;
use crate::info::{self, Known};

/// `GET /operations/<name>`: the query of the address is the request.
pub(crate) async fn operation(State(app): State<Shared>, Path(name): Path<String>, Asked(pairs): Asked<Pairs>) -> Answer {
    respond(&app, &name, &pairs, Wanted::Page).await
}

/// `POST /operations/<name>/fill`: the page with the form filled, from its fields or from JSON.
pub(crate) async fn fill(State(app): State<Shared>, Path(name): Path<String>, Form(pairs): Form<Pairs>) -> Answer {
    let json = first(&pairs, "_json").unwrap_or_default();
    let pairs = match serde_json::from_str::<Map<String, Value>>(json) {
        Ok(object) => flat::pairs(&object),
        Err(_) => pairs,
    };
    respond(&app, &name, &pairs, Wanted::Page).await
}

/// `POST /operations/<name>/live`: what follows from the request alone, for the script.
pub(crate) async fn live(State(app): State<Shared>, Path(name): Path<String>, Form(pairs): Form<Pairs>) -> Answer {
    respond(&app, &name, &pairs, Wanted::Panel).await
}

/// `POST /operations/<name>/call`: the reply, alone for the script or in the page.
pub(crate) async fn call(
    State(app): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Answer {
    respond(&app, &name, &pairs, Wanted::Call { part: is_part(&headers) }).await
}

/// `GET /operations/<name>/wait?id=…`: what one poll finds, alone for the script or in the page.
pub(crate) async fn wait(
    State(app): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    Asked(pairs): Asked<Pairs>,
) -> Answer {
    respond(&app, &name, &pairs, Wanted::Wait { part: is_part(&headers) }).await
}

/// `POST /operations/<name>/compare`: a server's string to sign beside the one of the request.
pub(crate) async fn compare(
    State(app): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Answer {
    respond(&app, &name, &pairs, Wanted::Comparison { part: is_part(&headers) }).await
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Page,
    Panel,
    Call { part: bool },
    Wait { part: bool },
    Comparison { part: bool },
}

async fn respond(app: &App, name: &str, pairs: &Pairs, wanted: Wanted) -> Answer {
    let Some(tree) = app.catalog.focus(name) else { return unknown(app, name) };
    let service = model::service(&tree);
    let found = service.operations().find(|(_, operation)| operation.name == name);
    let Some((group, operation)) = found else { return unknown(app, name) };
    let backend = app.backend();
    let known = backend.known(name, |info| known(&tree, operation, info));
    let own = |(name, value): &'_ (String, String)| (name.clone(), value.clone());
    let is_comparison = matches!(wanted, Wanted::Comparison { .. });
    let given: Pairs = pairs.iter().filter(|(name, _)| !is_comparison || !name.starts_with('_')).map(own).collect();
    let given = nest(given.iter().map(|(name, value)| (name.as_str(), value.as_str())), operation.spec);
    let resources = backend.resources();
    let draft = Draft { backend: &backend, service: &service, group, operation, known: &known, given };
    let view = View { app, tree: &tree, service: &service, operation, resources: &resources, draft: &draft };
    let fragment = |markup: Markup| (StatusCode::OK, Html(markup.into_string()));
    let reply = match wanted {
        Wanted::Page => None,
        Wanted::Panel => return fragment(draft.panel().await),
        Wanted::Comparison { part } => {
            let compared = comparison(&draft, first(pairs, "_theirs").unwrap_or_default()).await;
            if part {
                return fragment(compared);
            }
            Some(compared)
        }
        Wanted::Call { part } => {
            let reply = view.call(pairs).await;
            if part {
                return fragment(reply);
            }
            Some(reply)
        }
        Wanted::Wait { part } => {
            let reply = view.poll(pairs).await;
            if part {
                return fragment(reply);
            }
            Some(reply)
        }
    };
    let page = Page { title: name, section: Section::Operations, operation: Some(name), query: "" };
    (StatusCode::OK, layout::page(app, &page, view.main(group.name, reply).await))
}

/// What the runtime must know of an operation and its waiter.
fn known(tree: &SpecTree, operation: &Operation<'_>, info: &acs_runtime::facts::Shared<ServiceInfo>) -> Known {
    let waiter = operation.spec.waiter.as_deref().and_then(|name| {
        let waiter = tree.waiters.get(name)?;
        let polled = &tree.operations.iter().find(|source| source.operation.operation == waiter.operation)?.operation;
        let polled_info = info::operation(&OperationFacts::of(polled, &tree.service), info);
        Some(info::waiter(&WaiterFacts::of(name, waiter, polled), polled_info))
    });
    Known { operation: info::operation(&operation.facts, info), waiter }
}

fn unknown(app: &App, name: &str) -> Answer {
    let near = suggest::similar(name, app.catalog.operations.iter().map(|source| source.operation.operation.as_str()), 5);
    let near: Vec<_> = near.into_iter().map(|name| (format!("/operations/{name}"), name.to_owned())).collect();
    missing(app, &format!("There is no operation {name}."), &near)
}
