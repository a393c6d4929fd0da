//! What the control endpoint reads and answers: JSON.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::server::read;

pub(super) fn answer(body: &impl Serialize) -> Response {
    match serde_json::to_string(body) {
        Ok(text) => (json_type(), text).into_response(),
        Err(error) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", &error.to_string()),
    }
}

pub(super) fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    (status, json_type(), json!({"Code": code, "Message": message}).to_string()).into_response()
}

/// A body that is JSON of a type; `what` says what it should be.
pub(super) async fn parse<T: DeserializeOwned>(body: Body, what: &str) -> Result<T, Response> {
    let body = read(body).await.map_err(|error| {
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
        refuse(status, &error.code, &error.message)
    })?;
    serde_json::from_slice(&body)
        .map_err(|error| refuse(StatusCode::BAD_REQUEST, "InvalidParameter", &format!("This is not {what}: {error}.")))
}

fn json_type() -> [(header::HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, "application/json")]
}
