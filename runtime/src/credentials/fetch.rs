//! What providers that ask over HTTP have in common.

use std::time::{Duration, SystemTime};

use http::Uri;
use serde_json::{Map, Value};

use super::{Credentials, CredentialsError, RuntimeComponents};
use crate::future::within;
use crate::reply::HttpReply;
use crate::time::readable;
use crate::transport::HttpRequest;

/// Most bytes of a reply that holds one key.
pub(super) const MAX_REPLY_BYTES: usize = 1 << 20;

/// A `GET` for a key.
pub(super) fn get(url: impl Into<String>, connect_timeout: Duration) -> HttpRequest {
    HttpRequest { connect_timeout, max_reply_bytes: MAX_REPLY_BYTES, ..HttpRequest::get(url) }
}

/// The reply, whatever its status, if it comes within `limit`.
pub(super) async fn fetch(
    components: &RuntimeComponents,
    request: HttpRequest,
    limit: Duration,
) -> Result<HttpReply, CredentialsError> {
    let place = place(&request.url);
    match within(limit, &*components.sleep, components.transport.send(request)).await {
        Some(Ok(reply)) => Ok(reply),
        Some(Err(error)) => Err(CredentialsError::new(format!("{place} gave no answer")).with_source(error)),
        None => Err(CredentialsError::new(format!("{place} gave no answer within {}", readable(limit)))),
    }
}

/// Scheme and host of a URL: a path, a query or a user's name may hold secrets.
pub(super) fn place(url: &str) -> String {
    let Ok(uri) = url.parse::<Uri>() else { return "the address".to_owned() };
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return "the address".to_owned() };
    match uri.port_u16() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

/// A JSON object. The error has a place in the text, but nothing of the text.
pub(super) fn object(text: &[u8], what: &str) -> Result<Map<String, Value>, CredentialsError> {
    match serde_json::from_slice(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(CredentialsError::new(format!("{what} is JSON, but not an object"))),
        Err(error) => Err(CredentialsError::new(format!("{what} is not JSON")).with_source(error)),
    }
}

/// A field's text, unless it is empty.
pub(super) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A temporary key as the token service, the metadata service and credentials URIs tell it.
pub(super) fn temporary_key(object: &Map<String, Value>, what: &str) -> Result<Credentials, CredentialsError> {
    let field = |name| text(object, name).ok_or_else(|| CredentialsError::new(format!("{what} has no `{name}`")));
    let credentials = Credentials::access_key(field("AccessKeyId")?, field("AccessKeySecret")?);
    let expires = time(&Value::from(field("Expiration")?))
        .ok_or_else(|| CredentialsError::new(format!("the `Expiration` of {what} is not a time like 2024-05-17T12:02:09Z")))?;
    Ok(credentials.with_token(field("SecurityToken")?).with_expiry(expires))
}

/// The key in a reply to a `GET`: its status must be 200, and a `Code` must be `Success`.
pub(super) fn key_in_reply(reply: &HttpReply, what: &str) -> Result<Credentials, CredentialsError> {
    if reply.status() != 200 {
        return Err(CredentialsError::new(format!("{what} came with status {}", reply.status())));
    }
    let object = object(reply.body(), what)?;
    match text(&object, "Code") {
        None | Some("Success") => temporary_key(&object, what),
        Some(_) => Err(CredentialsError::new(format!("the `Code` of {what} is not `Success`"))),
    }
}

/// A time as RFC 3339 text in UTC or as seconds since 1970. No time is zero.
pub(super) fn time(value: &Value) -> Option<SystemTime> {
    match value {
        Value::String(text) => humantime::parse_rfc3339_weak(text).ok(),
        Value::Number(seconds) => {
            let seconds = seconds.as_u64().filter(|seconds| *seconds > 0)?;
            SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_holds_no_secret() {
        assert_eq!(place("http://user:password@127.0.0.1:80/path?token=x"), "http://127.0.0.1:80");
        assert_eq!(place("https://sts.aliyuncs.com/?Signature=x"), "https://sts.aliyuncs.com");
        assert_eq!(place("secret"), "the address");
    }

    #[test]
    fn texts_that_are_no_keys_are_not_shown() {
        for (text, reason) in [
            (r#"{"AccessKeySecret": hidden"#, "the reply is not JSON"),
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
