//! Keeps web pages away from the control endpoint and the metadata.
//!
//! A page on another site can make a browser send requests here, and with a name that it makes resolve to this machine it can
//! even read the answers. Such requests have a foreign `Origin`, a foreign `Host`, or say that they come from another site. What
//! changes something also needs what a browser does not let a page send to another site unasked: a header of its own or JSON.

use std::net::IpAddr;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, Uri, header};
use serde_json::json;

/// Refuses requests that a web page of another site makes.
pub(super) async fn refuse_foreign(request: Request, next: Next) -> Response {
    if is_foreign(request.headers()) {
        return refuse("The request comes from a web page, or names a foreign host.");
    }
    if request.method() == Method::POST && is_simple(request.headers()) {
        return refuse(
            "A change needs the header `X-Acs-Emulator: 1`, or a body of the type application/json: a web page can send neither.",
        );
    }
    next.run(request).await
}

fn refuse(message: &str) -> Response {
    let body = json!({"Code": "Forbidden", "Message": message}).to_string();
    (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Whether a POST is one that a browser sends for a page of any site without asking here first.
fn is_simple(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    !kind.eq_ignore_ascii_case("application/json") && !headers.contains_key("x-acs-emulator")
}

fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST).unwrap_or_default();
    let foreign_origin = |origin: &str| {
        let authority = origin.parse::<Uri>().ok().and_then(|origin| origin.authority().map(ToString::to_string));
        authority.as_deref() != Some(host)
    };
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok()).unwrap_or_default();
    !is_local_name(host) || text(header::ORIGIN).is_some_and(foreign_origin) || ["cross-site", "same-site"].contains(&site)
}

/// Whether a host is an address, `localhost`, or a name of one label, as those of containers. Nobody can register such a name.
fn is_local_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.parse::<IpAddr>().is_ok() || !name.contains('.') || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs =
            pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), header::HeaderValue::from_static(value)));
        is_foreign(&pairs.collect())
    }

    #[test]
    fn requests_of_other_sites_are_foreign() {
        for host in ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "emulator:80", "a.localhost"] {
            assert!(!foreign(&[("host", host)]), "{host}");
            assert!(foreign(&[("host", host), ("origin", "https://evil.example")]), "{host}");
            assert!(foreign(&[("host", host), ("origin", "null")]), "{host}");
            assert!(foreign(&[("host", host), ("sec-fetch-site", "cross-site")]), "{host}");
        }
        assert!(foreign(&[("host", "evil.example:8080")]), "a name that is made to resolve to this machine");
        assert!(!foreign(&[("host", "localhost:8080"), ("origin", "http://localhost:8080")]), "a page of its own");
    }
}
