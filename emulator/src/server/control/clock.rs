//! The clock that drives state changes.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Deserializer, de};
use serde_json::{Value, json};

use super::reply::{answer, parse, refuse};
use crate::clock::text;
use crate::service::Service;

/// The furthest that the clock is moved at once: further, times cannot be written.
const MOST: Duration = Duration::from_secs(100 * 366 * 86_400);

/// What is to happen to the clock.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(default, deserialize_with = "duration")]
    advance: Option<Duration>,
    freeze: Option<bool>,
}

/// Seconds, or a text like `1h 30m`.
fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let duration = match Value::deserialize(deserializer)? {
        Value::Number(seconds) => seconds.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
        Value::String(text) => humantime::parse_duration(&text).ok(),
        _ => None,
    };
    let duration = duration.filter(|duration| *duration <= MOST);
    duration
        .map(Some)
        .ok_or_else(|| de::Error::custom("`advance` is a number of seconds, or a text like \"1h 30m\", 100 years at most"))
}

/// `GET /_emulator/clock`
pub(super) async fn show(State(service): State<Arc<Service>>) -> Response {
    let setting = service.clock.setting();
    answer(&json!({
        "time": text(service.now()),
        "frozen": setting.stopped.is_some(),
        "requests_are_signed_at": text(service.clock.wire()),
    }))
}

/// `POST /_emulator/clock`
pub(super) async fn change(State(service): State<Arc<Service>>, request: Request) -> Response {
    let what = r#"a change of the clock, like {"advance": "10m"} or {"freeze": true}"#;
    let change: Change = match parse(request.into_body(), what).await {
        Ok(change) => change,
        Err(refused) => return refused,
    };
    if change.advance.is_none() && change.freeze.is_none() {
        return refuse(StatusCode::BAD_REQUEST, "InvalidParameter", &format!("There is nothing to do: send {what}."));
    }
    if let Some(freeze) = change.freeze {
        service.freeze(freeze);
    }
    if let Some(by) = change.advance {
        service.advance(by);
    }
    show(State(service)).await
}
