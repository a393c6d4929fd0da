//! The control endpoint, below `/_emulator`: the state, the time, faults, keys, and what came in.

mod clock;
mod faults;
mod keys;
mod reply;
mod requests;
mod state;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{any, delete, get, post};
use http::StatusCode;
use serde_json::json;

use super::metadata;
use crate::service::Service;
use reply::{answer, refuse};

/// The functions of the control endpoint: method, path, what it does.
const FUNCTIONS: &[(&str, &str, &str)] = &[
    ("GET", "/_emulator/", "this list"),
    ("GET", "/_emulator/health", "whether it answers, its version, its time, and how many resources it holds"),
    ("GET", "/_emulator/state", "every resource, with what it needs and what needs it"),
    ("GET", "/_emulator/state/{kind}", "the resources of a kind, as Vpc"),
    ("GET", "/_emulator/state/{kind}/{id}", "one resource; the kind may be left out"),
    ("POST", "/_emulator/reset", "everything as it was at the start, but for keys and snapshots"),
    ("GET", "/_emulator/snapshot", "the names of the snapshots"),
    ("POST", "/_emulator/snapshot", r#"keeps the state: {"name": "ready"}"#),
    ("DELETE", "/_emulator/snapshot/{name}", "forgets a snapshot"),
    ("POST", "/_emulator/restore", r#"goes back to a snapshot: {"name": "ready"}"#),
    ("GET", "/_emulator/clock", "the clock that drives state changes"),
    ("POST", "/_emulator/clock", r#"moves or stops it: {"advance": "10m"}, {"freeze": true}"#),
    ("GET", "/_emulator/faults", "the faults in force"),
    (
        "POST",
        "/_emulator/faults",
        r#"adds a rule, or a list of them: {"operation": "Create*", "fault": {"kind": "drop_after"}, "times": 1}"#,
    ),
    ("DELETE", "/_emulator/faults", "ends all faults"),
    ("GET", "/_emulator/requests", "the last requests, the oldest first, with what was signed if a signature was wrong"),
    ("DELETE", "/_emulator/requests", "forgets the requests"),
    ("GET", "/_emulator/keys", "the ids of the keys, with their rules"),
    (
        "POST",
        "/_emulator/keys",
        r#"adds a key: {"id": "reader", "secret": "hush", "allow": ["Describe*"], "deny": ["DescribeVpcs"]}"#,
    ),
    ("DELETE", "/_emulator/keys/{id}", "takes a key away"),
    ("GET", "/_emulator/credentials", "a temporary key, for ALIBABA_CLOUD_CREDENTIALS_URI"),
];

pub(super) fn router() -> Router<Arc<Service>> {
    Router::new()
        .route("/_emulator", get(describe))
        .route("/_emulator/", get(describe))
        .route("/_emulator/health", get(state::health))
        .route("/_emulator/state", get(state::all))
        .route("/_emulator/state/{kind}", get(state::some))
        .route("/_emulator/state/{kind}/{id}", get(state::one))
        .route("/_emulator/reset", post(state::reset))
        .route("/_emulator/snapshot", get(state::snapshots).post(state::snapshot))
        .route("/_emulator/snapshot/{name}", delete(state::remove_snapshot))
        .route("/_emulator/restore", post(state::restore))
        .route("/_emulator/clock", get(clock::show).post(clock::change))
        .route("/_emulator/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/_emulator/requests", get(requests::list).delete(requests::clear))
        .route("/_emulator/keys", get(keys::list).post(keys::add))
        .route("/_emulator/keys/{id}", delete(keys::remove))
        .route("/_emulator/credentials", get(metadata::uri_credentials))
        .route("/_emulator/{*path}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
}

/// `GET /_emulator/`
async fn describe(State(_): State<Arc<Service>>) -> Response {
    let functions = FUNCTIONS.iter().map(|(method, path, what)| json!({"method": method, "path": path, "what": what}));
    answer(&json!({
        "emulator": "acs-emulator",
        "version": env!("CARGO_PKG_VERSION"),
        "changes": "POST needs the header X-Acs-Emulator, or a body of the type application/json, so that no web page can do it",
        "functions": functions.collect::<Vec<_>>(),
    }))
}

async fn unknown() -> Response {
    refuse(StatusCode::NOT_FOUND, "NotFound", "There is no such function: GET /_emulator/ lists them.")
}

async fn wrong_method() -> Response {
    refuse(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "The function has another method: GET /_emulator/ lists them.")
}
