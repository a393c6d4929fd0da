//! An error as the service reports it.

use serde_json::{Map, Value, json};

/// A request that the service refuses.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServiceError {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    /// What the access rules say about a request that they refuse.
    pub(crate) access_denied: Option<Box<Value>>,
    /// When to try again, in milliseconds.
    pub(crate) retry_after: Option<u64>,
}

impl ServiceError {
    pub(crate) fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        ServiceError { status, code: code.into(), message: message.into(), access_denied: None, retry_after: None }
    }

    /// The reply's fields.
    pub(crate) fn body(&self, request_id: &str, host: &str) -> Value {
        let mut body = Map::new();
        body.insert("RequestId".into(), request_id.into());
        body.insert("HostId".into(), host.into());
        body.insert("Code".into(), self.code.as_str().into());
        body.insert("Message".into(), self.message.as_str().into());
        let recommend = format!("https://api.aliyun.com/troubleshoot?q={}&requestId={request_id}", self.code);
        body.insert("Recommend".into(), json!(recommend));
        if let Some(detail) = &self.access_denied {
            body.insert("AccessDeniedDetail".into(), Value::clone(detail));
        }
        Value::Object(body)
    }
}
