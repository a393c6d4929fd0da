//! What the providers that send HTTP requests have in common.

use std::time::{Duration, SystemTime};

use http::Uri;
use serde_json::{Map, Value};

use super::{Credentials, CredentialsError, RuntimeComponents};
use crate::operation::RetryTable;
use crate::reply::HttpReply;
use crate::retry::{RetryClass, class_of};
use crate::time::{readable, within};
use crate::transport::HttpRequest;

/// Maximum size of a reply that holds one key.
pub(super) const MAX_REPLY_BYTES: usize = 1 << 20;

/// Bounds of the random waits before the second and the third attempt.
const WAITS: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(1)];

/// A `GET` for a key.
pub(super) fn get(url: impl Into<String>, connect_timeout: Duration) -> HttpRequest {
    HttpRequest { connect_timeout, max_reply_bytes: MAX_REPLY_BYTES, ..HttpRequest::get(url) }
}

/// The reply to the request that `make` gives, whatever its status. Each attempt has its own request and may take `limit`; a
/// reply that says that the service is overloaded or not ready is retried twice.
pub(super) async fn fetch(
    components: &RuntimeComponents,
    limit: Duration,
    make: impl Fn() -> Result<HttpRequest, CredentialsError>,
) -> Result<HttpReply, CredentialsError> {
    for wait in WAITS {
        let reply = attempt(components, limit, make()?).await?;
        if !is_temporary(&reply) {
            return Ok(reply);
        }
        components.sleep.sleep(wait.mul_f64(0.5 + components.random.fraction() / 2.0)).await;
    }
    attempt(components, limit, make()?).await
}

async fn attempt(components: &RuntimeComponents, limit: Duration, request: HttpRequest) -> Result<HttpReply, CredentialsError> {
    let place = place(&request.url);
    match within(limit, &*components.sleep, components.transport.send(request)).await {
        Some(Ok(reply)) => Ok(reply),
        Some(Err(error)) => Err(match error.advice() {
            Some(advice) => CredentialsError::new(format!("{place} gave no answer: {error}. {advice}")),
            None => CredentialsError::new(format!("{place} gave no answer")).with_source(error),
        }),
        None => Err(CredentialsError::new(format!("{place} gave no answer within {}", readable(limit)))),
    }
}

fn is_temporary(reply: &HttpReply) -> bool {
    if reply.is_success() {
        return false;
    }
    let object = object(reply.body(), "the reply").unwrap_or_default();
    let class = class_of([&RetryTable::EMPTY, &RetryTable::EMPTY], text(&object, "Code"), "", reply.status(), false);
    matches!(class, RetryClass::Throttled | RetryClass::Busy | RetryClass::Server | RetryClass::Transport)
}

/// Scheme and host of a URL: its path, query and user name may contain secrets.
pub(super) fn place(url: &str) -> String {
    let Ok(uri) = url.parse::<Uri>() else { return "the address".to_owned() };
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return "the address".to_owned() };
    match uri.port_u16() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

/// Parses a JSON object. The error has a position, but does not quote the text.
pub(super) fn object(text: &[u8], what: &str) -> Result<Map<String, Value>, CredentialsError> {
    match serde_json::from_slice(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(CredentialsError::new(format!("{what} is JSON, but not an object"))),
        Err(error) => Err(CredentialsError::new(format!("{what} is not valid JSON")).with_source(error)),
    }
}

/// A field's text, unless it is empty.
pub(super) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// The names of a temporary key's fields: id, secret, token, expiry.
pub(super) type KeyFields = [&'static str; 4];

/// The names that nearly every service uses.
pub(super) const KEY_FIELDS: KeyFields = ["AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"];

/// A temporary key with its expiry.
pub(super) fn temporary_key(
    object: &Map<String, Value>,
    [id, secret, token, expiry]: KeyFields,
    what: &str,
) -> Result<Credentials, CredentialsError> {
    let field = |name| text(object, name).ok_or_else(|| CredentialsError::new(format!("{what} has no `{name}`")));
    let credentials = Credentials::access_key(field(id)?, field(secret)?);
    let expires = time(field(expiry)?)
        .ok_or_else(|| CredentialsError::new(format!("the `{expiry}` of {what} is not a time like 2024-05-17T12:02:09Z")))?;
    Ok(credentials.with_token(field(token)?).with_expiry(expires))
}

/// The key in a reply to a `GET`: its status must be 200, and a `Code` must be `Success`.
pub(super) fn key_in_reply(reply: &HttpReply, what: &str) -> Result<Credentials, CredentialsError> {
    if reply.status() != 200 {
        return Err(CredentialsError::new(format!("{what} has status {}", reply.status())));
    }
    let object = object(reply.body(), what)?;
    match text(&object, "Code") {
        None | Some("Success") => temporary_key(&object, KEY_FIELDS, what),
        Some(_) => Err(CredentialsError::new(format!("the `Code` of {what} is not `Success`"))),
    }
}

/// A time as RFC 3339 text in UTC or as seconds since 1970. Zero counts as absent.
pub(super) fn time(text: &str) -> Option<SystemTime> {
    match text.parse::<u64>() {
        Ok(0) => None,
        Ok(seconds) => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)),
        Err(_) => humantime::parse_rfc3339_weak(text).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_contains_no_secret() {
        assert_eq!(place("http://user:password@127.0.0.1:80/path?token=x"), "http://127.0.0.1:80");
        assert_eq!(place("https://sts.aliyuncs.com/?Signature=x"), "https://sts.aliyuncs.com");
        assert_eq!(place("secret"), "the address");
    }

    #[test]
    fn errors_do_not_show_the_reply() {
        for (text, reason) in [
            (r#"{"AccessKeySecret": hidden"#, "the reply is not valid JSON"),
            (r#""hidden""#, "the reply is JSON, but not an object"),
            (r#"{"Code":"hidden"}"#, "the `Code` of the reply is not `Success`"),
            (r#"{"AccessKeyId":"hidden"}"#, "the reply has no `AccessKeySecret`"),
        ] {
            let error = key_in_reply(&HttpReply::new(200, Default::default(), text), "the reply").unwrap_err();
            assert_eq!(error.to_string(), reason);
            assert!(!error.in_full().contains("hidden"), "{}", error.in_full());
        }
    }
}
