//! The state: all of it, a part, and earlier ones.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::reply::{answer, parse, refuse};
use crate::clock;
use crate::control::Refused;
use crate::kinds;
use crate::service::Service;

/// `GET /_emulator/health`
pub(super) async fn health(State(service): State<Arc<Service>>) -> Response {
    let resources = service.state().store.len();
    answer(&json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "time": clock::text(service.now()),
        "resources": resources,
        "data_file": service.problem().unwrap_or_else(|| "ok".to_owned()),
    }))
}

/// `GET /_emulator/state`
pub(super) async fn all(State(service): State<Arc<Service>>) -> Response {
    answer(&json!({"resources": service.resources()}))
}

/// `GET /_emulator/state/{kind}`, or an id in its place.
pub(super) async fn some(State(service): State<Arc<Service>>, Path(name): Path<String>) -> Response {
    match kinds::named(&name) {
        Some(kind) => {
            let resources = service.resources().into_iter().filter(|resource| resource.kind == kind.name);
            answer(&json!({"resources": resources.collect::<Vec<_>>()}))
        }
        None => find(&service, None, &name),
    }
}

/// `GET /_emulator/state/{kind}/{id}`
pub(super) async fn one(State(service): State<Arc<Service>>, Path((kind, id)): Path<(String, String)>) -> Response {
    match kinds::named(&kind) {
        Some(kind) => find(&service, Some(kind.name), &id),
        None => refuse(StatusCode::NOT_FOUND, "NotFound", &format!("{kind} is not a kind of resource: {}.", all_kinds())),
    }
}

fn find(service: &Service, kind: Option<&str>, id: &str) -> Response {
    let is_it = |resource: &crate::ResourceState| resource.id == id && kind.is_none_or(|kind| kind == resource.kind);
    match service.resources().into_iter().find(is_it) {
        Some(resource) => answer(&resource),
        None => {
            let kinds = if kind.is_none() { format!(" Kinds are {}.", all_kinds()) } else { String::new() };
            refuse(StatusCode::NOT_FOUND, "NotFound", &format!("There is no resource {id}.{kinds}"))
        }
    }
}

fn all_kinds() -> String {
    kinds::ALL.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ")
}

/// `POST /_emulator/reset`
pub(super) async fn reset(State(service): State<Arc<Service>>) -> Response {
    service.reset();
    StatusCode::NO_CONTENT.into_response()
}

/// A snapshot, by its name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

const NAMED: &str = r#"the name of a snapshot, like {"name": "ready"}"#;

/// `GET /_emulator/snapshot`
pub(super) async fn snapshots(State(service): State<Arc<Service>>) -> Response {
    let snapshots = service.snapshots();
    let snapshots = snapshots.iter().map(|(name, resources)| json!({"name": name, "resources": resources}));
    answer(&json!({"snapshots": snapshots.collect::<Vec<_>>()}))
}

/// `POST /_emulator/snapshot`
pub(super) async fn snapshot(State(service): State<Arc<Service>>, request: Request) -> Response {
    match parse::<Named>(request.into_body(), NAMED).await {
        Ok(named) => done(service.snapshot(&named.name)),
        Err(refused) => refused,
    }
}

/// `DELETE /_emulator/snapshot/{name}`
pub(super) async fn remove_snapshot(State(service): State<Arc<Service>>, Path(name): Path<String>) -> Response {
    done(service.remove_snapshot(&name))
}

/// `POST /_emulator/restore`
pub(super) async fn restore(State(service): State<Arc<Service>>, request: Request) -> Response {
    match parse::<Named>(request.into_body(), NAMED).await {
        Ok(named) => done(service.restore(&named.name)),
        Err(refused) => refused,
    }
}

fn done(result: Result<(), Refused>) -> Response {
    let refused = match result {
        Ok(()) => return StatusCode::NO_CONTENT.into_response(),
        Err(refused) => refused,
    };
    let (status, code) = match refused {
        Refused::Unknown => (StatusCode::NOT_FOUND, "NotFound"),
        Refused::NoName | Refused::TooMany => (StatusCode::BAD_REQUEST, "InvalidParameter"),
    };
    refuse(status, code, &format!("This cannot be done: {}.", refused.text()))
}
