//! A request and its reply, in a form to be kept.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::RecordedRequest;
use super::redact::{HIDDEN, Redactor};
use crate::reply::HttpReply;

/// A request without its signature, and its reply.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Exchange {
    pub(super) operation: String,
    pub(super) params: BTreeMap<String, String>,
    pub(super) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    /// JSON as such, everything else as text.
    pub(super) body: Value,
}

impl Exchange {
    pub(super) fn new(request: &RecordedRequest, reply: &HttpReply, names: &[&str]) -> Self {
        let by_name = Redactor { names: names.to_vec(), secrets: Vec::new() };
        let secrets = secrets_of(request, &by_name);
        let redactor = Redactor { secrets: secrets.iter().map(String::as_str).collect(), ..by_name };
        let kept = |name: &str| name == "content-type" || name == "date" || name == "retry-after" || name.starts_with("x-");
        let headers = reply.headers().iter().filter(|(name, _)| kept(name.as_str()) && !redactor.hides(name.as_str()));
        let headers = headers.filter_map(|(name, value)| Some((name.as_str().to_owned(), redactor.text(value.to_str().ok()?))));
        let mut body =
            serde_json::from_slice(reply.body()).unwrap_or_else(|_| String::from_utf8_lossy(reply.body()).into_owned().into());
        redactor.value(&mut body);
        Exchange {
            operation: request.operation().to_owned(),
            params: params(request, &redactor),
            status: reply.status(),
            headers: headers.collect(),
            body,
        }
    }

    pub(super) fn reply(&self) -> HttpReply {
        let headers: HeaderMap = self
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?)))
            .collect();
        let body = match &self.body {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        HttpReply::new(self.status, headers, body)
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "operation": self.operation,
            "params": self.params,
            "status": self.status,
            "headers": self.headers,
            "body": self.body,
        })
    }

    /// Reads what [`to_json`](Self::to_json) wrote; the error names the field that is missing or wrong.
    pub(super) fn from_json(value: &Value) -> Result<Self, &'static str> {
        let texts = |name: &'static str| {
            let object = value[name].as_object().ok_or(name)?;
            let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
            object.iter().map(text).collect::<Option<BTreeMap<_, _>>>().ok_or(name)
        };
        Ok(Exchange {
            operation: value["operation"].as_str().ok_or("operation")?.to_owned(),
            params: texts("params")?,
            status: value["status"].as_u64().and_then(|status| status.try_into().ok()).ok_or("status")?,
            headers: texts("headers")?,
            body: value.get("body").ok_or("body")?.clone(),
        })
    }
}

/// A request's parameters as they are kept and compared. A made-up client token differs each time.
pub(super) fn params(request: &RecordedRequest, redactor: &Redactor<'_>) -> BTreeMap<String, String> {
    let hide_value = |(name, value): (&String, &String)| {
        let is_hidden = name == "ClientToken" || redactor.hides(name);
        (name.clone(), if is_hidden { HIDDEN.to_owned() } else { redactor.text(value) })
    };
    request.params().iter().map(hide_value).collect()
}

/// The values of a request that must not be kept wherever the reply repeats them.
fn secrets_of(request: &RecordedRequest, redactor: &Redactor<'_>) -> Vec<String> {
    let mut secrets: Vec<String> = request.sender().map(str::to_owned).collect();
    for (name, value) in request.params() {
        if name == "ClientToken" {
            continue;
        }
        if redactor.hides(name) {
            secrets.push(value.clone());
        }
        if let Ok(value) = serde_json::from_str(value) {
            collect(&value, redactor.hides(name), redactor, &mut secrets);
        }
    }
    secrets
}

/// The texts of JSON below names that are hidden.
fn collect(value: &Value, is_hidden: bool, redactor: &Redactor<'_>, secrets: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| collect(value, is_hidden || redactor.hides(name), redactor, secrets));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, is_hidden, redactor, secrets)),
        Value::String(text) if is_hidden => secrets.push(text.clone()),
        _ => {}
    }
}
