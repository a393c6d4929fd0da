//! An instance's metadata and a credentials URI: enough for a credentials chain to get a key.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use crate::service::Service;
use crate::sts::instance_credentials;

/// The role of the emulated instance.
const ROLE: &str = "emulator-role";

/// What proves that a client can send headers; it is no secret.
const TOKEN: &str = "emulator-metadata-token";

const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";
const TTL_HEADER: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";

/// `PUT /latest/api/token`
pub(super) async fn token(headers: HeaderMap) -> Response {
    let ttl = headers.get(TTL_HEADER).and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<u32>().ok());
    match ttl.is_some_and(|ttl| (1..=21_600).contains(&ttl)) {
        true => TOKEN.into_response(),
        false => (StatusCode::BAD_REQUEST, format!("{TTL_HEADER} must be from 1 to 21600")).into_response(),
    }
}

/// `GET /latest/meta-data/ram/security-credentials/`
pub(super) async fn role(headers: HeaderMap) -> Response {
    match is_refused(&headers) {
        true => StatusCode::FORBIDDEN.into_response(),
        false => ROLE.into_response(),
    }
}

/// `GET /latest/meta-data/ram/security-credentials/<role>`
pub(super) async fn role_credentials(
    State(service): State<Arc<Service>>,
    Path(role): Path<String>,
    headers: HeaderMap,
) -> Response {
    if is_refused(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match role == ROLE {
        true => credentials(&service),
        false => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /latest/meta-data/region-id`
pub(super) async fn region(headers: HeaderMap) -> Response {
    match is_refused(&headers) {
        true => StatusCode::FORBIDDEN.into_response(),
        false => "cn-hangzhou".into_response(),
    }
}

/// `GET /_emulator/credentials`: what `ALIBABA_CLOUD_CREDENTIALS_URI` may point to.
pub(super) async fn uri_credentials(State(service): State<Arc<Service>>) -> Response {
    credentials(&service)
}

fn credentials(service: &Service) -> Response {
    let now = service.now();
    let body = instance_credentials(&mut service.state().keys, &service.ids, now);
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// A request without token is served too, as long as an instance does not insist on one.
fn is_refused(headers: &HeaderMap) -> bool {
    headers.get(TOKEN_HEADER).is_some_and(|token| token != TOKEN)
}
