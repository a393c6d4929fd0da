//! Which requests are answered: those of the person who started the explorer, from a page of the explorer.
//!
//! Other pages in the same browser and other users of the same machine can reach the port, too. A foreign `Host` is refused (a name
//! that resolves to loopback), a foreign `Origin` (a page of another site), and a client without the token of this start, which the
//! printed address has and a cookie keeps.

use std::net::SocketAddr;
use std::sync::Arc;

use acs_runtime::sign::Secret;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

/// Everything comes from this origin: no inline script or style, no request to another server, no frame around the page.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// The query parameter of the printed address that has the token.
const PARAMETER: &str = "token";

/// What a request must prove.
#[derive(Debug)]
pub(crate) struct Guard {
    hosts: [String; 2],
    token: Secret,
    cookie: String,
}

impl Guard {
    pub(crate) fn new(address: SocketAddr, token: String) -> Self {
        let port = address.port();
        Guard {
            hosts: [address.to_string(), format!("localhost:{port}")],
            token: Secret::new(token),
            // Browsers send a cookie to all ports of a host: explorers on several ports need names of their own.
            cookie: format!("acs-explorer-{port}"),
        }
    }

    /// The address that opens the page.
    pub(crate) fn address(&self) -> String {
        format!("http://{}/?{PARAMETER}={}", self.hosts[0], self.token.expose())
    }

    fn is_own_host(&self, headers: &HeaderMap) -> bool {
        text(headers, header::HOST).is_some_and(|host| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)))
    }

    fn is_own_origin(&self, method: &Method, headers: &HeaderMap) -> bool {
        match text(headers, header::ORIGIN) {
            Some(origin) => self.hosts.iter().any(|host| origin.strip_prefix("http://") == Some(host)),
            // Browsers name the origin of everything that may change something.
            None => method.is_safe() && !headers.contains_key(header::ORIGIN),
        }
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| name == self.cookie && self.is_token(value))
    }

    fn is_token(&self, given: &str) -> bool {
        Secret::from(given) == self.token
    }

    /// The way to the page without the token in it, if the query has the right one.
    fn entered(&self, request: &Request) -> Option<Response> {
        let query = request.uri().query()?;
        let (given, others): (Vec<&str>, Vec<&str>) =
            query.split('&').partition(|pair| pair.split_once('=').is_some_and(|(name, _)| name == PARAMETER));
        let token = given.first()?.split_once('=')?.1;
        if !self.is_token(token) {
            return None;
        }
        let path = request.uri().path();
        // `//host/` would lead away.
        let path = format!("/{}", path.trim_start_matches('/'));
        let to = if others.is_empty() { path } else { format!("{path}?{}", others.join("&")) };
        let cookie = format!("{}={token}; HttpOnly; SameSite=Strict; Path=/", self.cookie);
        Some((StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::SET_COOKIE, cookie)]).into_response())
    }
}

/// Lets a request through or refuses it, and sets what every response has.
pub(crate) async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = if !guard.is_own_host(request.headers()) {
        refused("This server answers under the address that `acs explore` printed.")
    } else if !guard.is_own_origin(request.method(), request.headers()) {
        refused("The request comes from another page.")
    } else if guard.has_cookie(request.headers()) && !has_token(&request) {
        next.run(request).await
    } else if let Some(entered) = guard.entered(&request) {
        entered
    } else {
        refused("Open the address that `acs explore` printed: it has the token of this start.")
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // `no-referrer` would make browsers name no origin for forms.
        (header::REFERRER_POLICY, "same-origin"),
        (http::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (http::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn has_token(request: &Request) -> bool {
    let pairs = request.uri().query().into_iter().flat_map(|query| query.split('&'));
    pairs.filter_map(|pair| pair.split_once('=')).any(|(name, _)| name == PARAMETER)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).into_iter();
    let first = values.next()?.to_str().ok();
    // A request with two of them is rejected.
    first.filter(|_| values.next().is_none())
}

fn refused(why: &'static str) -> Response {
    let mut response = Response::new(Body::from(format!("{why}\n")));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
