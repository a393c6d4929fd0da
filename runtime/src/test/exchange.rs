//! A request and its reply, in a form to be kept.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value, json};

use super::RecordedRequest;
use crate::reply::HttpReply;

/// What stands in place of a value that is not kept.
const HIDDEN: &str = "***";

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
    pub(super) fn new(request: &RecordedRequest, reply: &HttpReply, hidden: &[String]) -> Self {
        let kept = |name: &str| name == "content-type" || name == "date" || name == "retry-after" || name.starts_with("x-");
        let headers = reply.headers().iter().filter(|(name, _)| kept(name.as_str()));
        let headers = headers.filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())));
        let mut body =
            serde_json::from_slice(reply.body()).unwrap_or_else(|_| String::from_utf8_lossy(reply.body()).into_owned().into());
        hide(&mut body, hidden);
        Exchange {
            operation: request.operation().to_owned(),
            params: params(request, hidden),
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
pub(super) fn params(request: &RecordedRequest, hidden: &[String]) -> BTreeMap<String, String> {
    let hide_value = |(name, value): (&String, &String)| {
        let last = name.rsplit('.').next().unwrap_or(name);
        let value = if name == "ClientToken" || hidden.iter().any(|hidden| hidden == name || hidden == last) {
            HIDDEN.to_owned()
        } else {
            hide_in_text(value, hidden)
        };
        (name.clone(), value)
    };
    request.params().iter().map(hide_value).collect()
}

/// Some parameters are JSON text.
fn hide_in_text(text: &str, hidden: &[String]) -> String {
    match serde_json::from_str(text) {
        Ok(mut value @ (Value::Object(_) | Value::Array(_))) => {
            hide(&mut value, hidden);
            value.to_string()
        }
        _ => text.to_owned(),
    }
}

fn hide(value: &mut Value, hidden: &[String]) {
    match value {
        Value::Object(fields) => hide_fields(fields, hidden),
        Value::Array(items) => items.iter_mut().for_each(|item| hide(item, hidden)),
        Value::String(text) => *text = hide_in_text(text, hidden),
        _ => {}
    }
}

fn hide_fields(fields: &mut Map<String, Value>, hidden: &[String]) {
    for (name, value) in fields {
        if hidden.contains(name) {
            *value = HIDDEN.into();
        } else {
            hide(value, hidden);
        }
    }
}
