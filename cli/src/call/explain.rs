//! `--explain`: what would be sent, and what would be signed, without sending it.

use std::sync::{Arc, Mutex, PoisonError};

use acs_runtime::interceptor::{AttemptInfo, Interceptor};
use acs_runtime::sign::{canonical_query, parse_query, v1, v3, write_query};
use acs_runtime::transport::Request;
use acs_runtime::{Error, SignatureVersion};
use serde_json::{Map, Value, json};

use crate::view::Block;

/// In place of what must not be shown.
const MASK: &str = "REDACTED";

/// Parameters and headers that prove who the caller is.
const SECRETS: &[&str] = &[
    "AccessKeyId",
    "Signature",
    "SecurityToken",
    "BearerToken",
    "x-acs-accesskey-id",
    "x-acs-security-token",
    "x-acs-bearer-token",
];

/// Keeps the first request, and lets nothing be sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop {
    kept: Arc<Mutex<Option<Kept>>>,
}

#[derive(Debug)]
struct Kept {
    request: Request,
    /// Names of parameters that must not be shown.
    sensitive: Vec<String>,
}

impl Interceptor for Stop {
    fn before_send(&self, attempt: &AttemptInfo<'_>, request: &mut Request) -> Result<(), Error> {
        let sensitive = attempt.params.iter().filter(|param| param.is_sensitive()).map(|param| param.name().to_owned()).collect();
        let kept = Kept { request: request.clone(), sensitive };
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Err(Error::interceptor("nothing is sent: the request is only shown"))
    }
}

impl Stop {
    /// The request, explained; `None` if it never came to one.
    pub(super) fn explained(&self, signature: SignatureVersion) -> Option<Value> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        Some(kept.explain(signature))
    }
}

impl Kept {
    fn explain(&self, signature: SignatureVersion) -> Value {
        let request = &self.request;
        let method = request.method.as_str();
        let query = self.masked(request.query());
        let body = self.masked(std::str::from_utf8(&request.body).unwrap_or_default());
        let sent = |pairs: &[(String, String)]| write_query(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let mut explained = Map::new();
        let mut add = |name: &str, value: Value| explained.insert(name.to_owned(), value);
        add("method", json!(method));
        add("url", json!(format!("{}?{}", request.address(), sent(&query)).trim_end_matches('?')));
        let headers = self.headers();
        add("headers", json!(headers.iter().cloned().collect::<Map<_, _>>()));
        add("body", json!(sent(&body)));
        let pairs = query.iter().chain(&body).map(|(name, value)| (name.as_str(), value.as_str()));
        match signature {
            SignatureVersion::V1 => {
                let canonical = canonical_query(pairs.filter(|(name, _)| *name != "Signature"));
                add("string_to_sign", json!(v1::string_to_sign(method, &canonical)));
            }
            SignatureVersion::V3 => {
                let canonical = canonical_query(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
                let host = request.address().split('/').nth(2).unwrap_or_default().to_owned();
                let host = [("host".to_owned(), json!(host))];
                let texts = headers.iter().chain(&host).filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
                let signed = v3::headers_to_sign(texts);
                let canonical = v3::canonical_request(method, "/", &canonical, &signed, &v3::hash(&request.body));
                add("string_to_sign", json!(v3::string_to_sign(&canonical)));
                add("canonical_request", json!(canonical));
            }
        }
        Value::Object(explained)
    }

    /// Parameters of a query or a form with the values that must not be shown masked.
    fn masked(&self, encoded: &str) -> Vec<(String, String)> {
        let pairs = parse_query(encoded).unwrap_or_default();
        let secret = |name: &str| SECRETS.contains(&name) || self.sensitive.iter().any(|sensitive| sensitive == name);
        pairs.into_iter().map(|(name, value)| if secret(&name) { (name, MASK.to_owned()) } else { (name, value) }).collect()
    }

    fn headers(&self) -> Vec<(String, Value)> {
        let shown = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            let text = match name.as_str() {
                "authorization" => authorization(value.to_str().unwrap_or_default()),
                name if SECRETS.contains(&name) || value.is_sensitive() => MASK.to_owned(),
                _ => value.to_str().unwrap_or_default().to_owned(),
            };
            (name.as_str().to_owned(), Value::String(text))
        };
        self.request.headers.iter().map(shown).collect()
    }
}

/// The header with key and signature masked, and what they cover shown.
fn authorization(value: &str) -> String {
    match v3::parse_authorization(value) {
        Some(parts) => v3::authorization(MASK, parts.signed_headers, MASK),
        None => MASK.to_owned(),
    }
}

/// The explanation as people read it.
pub(super) fn lay_out(explained: &Value) -> Vec<Block> {
    let text = |name: &str| explained[name].as_str().unwrap_or_default().to_owned();
    let mut blocks = vec![Block::title("Request"), Block::text(format!("{} {}", text("method"), text("url")))];
    let headers = explained["headers"].as_object().into_iter().flatten();
    let rows = headers.map(|(name, value)| vec![name.clone(), value.as_str().unwrap_or_default().to_owned()]).collect();
    blocks.push(Block::Table { columns: Vec::new(), rows });
    for (title, name) in [("Body", "body"), ("Canonical request", "canonical_request"), ("String to sign", "string_to_sign")] {
        if !text(name).is_empty() {
            blocks.extend([Block::title(title), Block::text(text(name))]);
        }
    }
    blocks.push(Block::text(format!(
        "Nothing was sent. What would prove who the caller is, and other secrets, are shown as {MASK}."
    )));
    blocks
}
