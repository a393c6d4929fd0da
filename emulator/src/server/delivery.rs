//! An answer on its way out, and what a fault does to it there.

use std::fmt;
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::channel::Channel;

use crate::faults::{Fault, MAX_OVERSIZE};
use crate::service::Outcome;

/// Marks a response that must not be sent: the connection is to end instead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the emulator was asked to drop the connection")
    }
}

impl std::error::Error for Dropped {}

/// Makes the response, and lets the outcome's fault happen to it.
pub(super) async fn deliver(outcome: Outcome) -> Response {
    let fault = outcome.fault.clone();
    let mut response = whole(outcome);
    match fault {
        None | Some(Fault::Error { .. } | Fault::Clock { .. }) => {}
        Some(Fault::Throttle { retry_after_ms }) => {
            if let Some(wait) = retry_after_ms {
                response.headers_mut().insert("x-acs-retry-after", HeaderValue::from(wait));
            }
        }
        Some(Fault::BadGateway) => {
            let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
            response = replaced(response, StatusCode::BAD_GATEWAY, "text/html", page.to_owned());
        }
        Some(Fault::Unavailable) => response = replaced(response, StatusCode::SERVICE_UNAVAILABLE, "", String::new()),
        Some(Fault::DropBefore | Fault::DropAfter) => {
            response.extensions_mut().insert(Dropped);
        }
        Some(Fault::SlowStart { ms }) => tokio::time::sleep(Duration::from_millis(ms)).await,
        Some(Fault::SlowBody { ms }) => response = in_halves(response, Then::Continue(Duration::from_millis(ms))).await,
        Some(Fault::DropWithin) => response = in_halves(response, Then::Drop).await,
        Some(Fault::WrongContentType) => set_type(response.headers_mut(), "text/html;charset=utf-8"),
        Some(Fault::Truncated) => response = rewritten(response, |body| cut(body).to_owned()).await,
        Some(Fault::Malformed) => response = rewritten(response, |body| format!("{}, oops: <", cut(body))).await,
        Some(Fault::Duplicated) => response = rewritten(response, |body| body.repeat(2)).await,
        Some(Fault::Oversize { bytes }) => {
            let bytes = bytes.min(MAX_OVERSIZE);
            response = rewritten(response, |body| format!("{body}{}", " ".repeat(bytes))).await;
        }
    }
    response
}

/// The response as it should be.
fn whole(outcome: Outcome) -> Response {
    let mut response = Response::new(Body::from(outcome.body));
    *response.status_mut() = StatusCode::from_u16(outcome.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    set_type(headers, outcome.content_type);
    if let Ok(id) = HeaderValue::try_from(outcome.request_id) {
        headers.insert("x-acs-request-id", id);
    }
    let date = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(outcome.date)).unwrap_or(SystemTime::UNIX_EPOCH);
    // HTTP dates end with the year 9999.
    let latest = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    if let Ok(date) = HeaderValue::try_from(httpdate::fmt_http_date(date.min(latest))) {
        headers.insert(header::DATE, date);
    }
    if let Some(wait) = outcome.retry_after {
        headers.insert("x-acs-retry-after", HeaderValue::from(wait));
    }
    if outcome.example {
        headers.insert("x-acs-emulator", HeaderValue::from_static("example"));
    }
    response
}

fn set_type(headers: &mut HeaderMap, content_type: &'static str) {
    match content_type {
        "" => headers.remove(header::CONTENT_TYPE),
        content_type => headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
    };
}

fn replaced(response: Response, status: StatusCode, content_type: &'static str, body: String) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.status = status;
    set_type(&mut parts.headers, content_type);
    Response::from_parts(parts, Body::from(body))
}

async fn rewritten(response: Response, rewrite: impl FnOnce(&str) -> String) -> Response {
    let (parts, body) = taken(response).await;
    Response::from_parts(parts, Body::from(rewrite(&body)))
}

/// What happens after the first half of a body.
enum Then {
    Continue(Duration),
    Drop,
}

async fn in_halves(response: Response, then: Then) -> Response {
    let (mut parts, body) = taken(response).await;
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let (mut sender, channel) = Channel::<Bytes, Dropped>::new(2);
    let first = cut(&body).to_owned();
    let second = body[first.len()..].to_owned();
    tokio::spawn(async move {
        // An error says that the client is gone: nobody reads a report.
        let _ = sender.send_data(Bytes::from(first)).await;
        match then {
            Then::Continue(wait) => {
                tokio::time::sleep(wait).await;
                let _ = sender.send_data(Bytes::from(second)).await;
            }
            Then::Drop => sender.abort(Dropped),
        }
    });
    Response::from_parts(parts, Body::new(channel))
}

async fn taken(response: Response) -> (http::response::Parts, String) {
    let (parts, body) = response.into_parts();
    // The body is one that was made above, in memory.
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    (parts, String::from_utf8_lossy(&body).into_owned())
}

/// The first half of a text, not within a character.
fn cut(text: &str) -> &str {
    let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..half]
}
