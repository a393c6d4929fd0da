//! What came in.

use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::reply::answer;
use crate::clock;
use crate::log::Request;
use crate::service::Service;

/// `GET /_emulator/requests`: the last requests, the oldest first.
pub(super) async fn list(State(service): State<Arc<Service>>) -> Response {
    let requests = service.state().log.all();
    answer(&requests.iter().map(shown).collect::<Vec<_>>())
}

/// `DELETE /_emulator/requests`
pub(super) async fn clear(State(service): State<Arc<Service>>) -> Response {
    service.state().log.clear();
    StatusCode::NO_CONTENT.into_response()
}

fn shown(request: &Request) -> Value {
    let parameters = request.parameters.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    let mut shown = json!({
        "at": clock::text(clock::millis(request.at.max(SystemTime::UNIX_EPOCH))),
        "method": request.method,
        "operation": request.operation,
        "parameters": Value::Object(parameters.collect()),
        "access_key_id": request.access_key_id,
        "ignored": request.ignored,
        "answer": format!("{:?}", request.answer).to_lowercase(),
        "status": request.status,
        "code": request.code,
        "request_id": request.request_id,
    });
    if let Some(check) = &request.signature {
        shown["signature"] = json!(check);
    }
    shown
}
