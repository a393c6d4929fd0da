//! An instance's metadata and a credentials URI: enough for a credentials chain to get a key.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use crate::service::Service;
use crate::sts::instance_credentials;

/// The role of the emulated instance.
const ROLE: &str = "emulator-role";

/// Proves that a client can send headers; it is not secret.
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

/// What the metadata says about the emulated instance, besides its role.
const INSTANCE: &[(&str, &str)] = &[
    ("instance-id", "i-bp1emulated00000000"),
    ("mac", "00:16:3e:00:00:01"),
    ("owner-account-id", "1234567890123456"),
    ("private-ipv4", "172.31.0.10"),
    ("region-id", "cn-hangzhou"),
    ("vpc-cidr-block", "172.31.0.0/16"),
    ("vpc-id", "vpc-bp1emulated000000000"),
    ("vswitch-cidr-block", "172.31.0.0/20"),
    ("vswitch-id", "vsw-bp1emulated000000000"),
    ("zone-id", "cn-hangzhou-h"),
];

/// `GET /latest/meta-data/…`: a value, or the names below a folder. Version 1 sends no token, version 2 sends one.
pub(super) async fn meta_data(State(service): State<Arc<Service>>, path: Option<Path<String>>, headers: HeaderMap) -> Response {
    if is_refused(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = path.map(|Path(path)| path).unwrap_or_default();
    match path.as_str() {
        "" => {
            let names = INSTANCE.iter().map(|(name, _)| *name).chain(["ram/"]);
            names.collect::<Vec<_>>().join("\n").into_response()
        }
        // Clients ask for a folder with and without the slash at its end.
        "ram" | "ram/" => "security-credentials/".into_response(),
        "ram/security-credentials" | "ram/security-credentials/" => ROLE.into_response(),
        path if path.strip_prefix("ram/security-credentials/") == Some(ROLE) => credentials(&service),
        path => match INSTANCE.iter().find(|(name, _)| *name == path) {
            Some((_, value)) => value.into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
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
