//! Keys that requests may be signed with.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use super::reply::{answer, parse, refuse};
use crate::auth::AccessKey;
use crate::service::Service;

/// Keys that there are at the same time, without temporary ones.
const MAX_KEYS: usize = 10_000;

/// `GET /_emulator/keys`: never with secrets.
pub(super) async fn list(State(service): State<Arc<Service>>) -> Response {
    let keys = service.state().keys.rules();
    let keys = keys.iter().map(|(id, allow, deny)| json!({"id": id, "allow": allow, "deny": deny}));
    answer(&json!({"keys": keys.collect::<Vec<_>>()}))
}

/// `POST /_emulator/keys`
pub(super) async fn add(State(service): State<Arc<Service>>, request: Request) -> Response {
    let what = r#"a key, like {"id": "reader", "secret": "hush", "allow": ["Describe*"], "deny": []}"#;
    let key: AccessKey = match parse(request.into_body(), what).await {
        Ok(key) => key,
        Err(refused) => return refused,
    };
    let mut state = service.state();
    if state.keys.lasting() >= MAX_KEYS {
        return refuse(StatusCode::BAD_REQUEST, "QuotaExceeded", &format!("There are {MAX_KEYS} keys already."));
    }
    state.keys.add(key);
    StatusCode::NO_CONTENT.into_response()
}

/// `DELETE /_emulator/keys/{id}`
pub(super) async fn remove(State(service): State<Arc<Service>>, Path(id): Path<String>) -> Response {
    match service.state().keys.remove(&id) {
        true => StatusCode::NO_CONTENT.into_response(),
        false => refuse(StatusCode::NOT_FOUND, "NotFound", &format!("There is no key {id}.")),
    }
}
