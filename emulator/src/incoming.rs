//! A request as it arrived, taken apart but not yet believed.

use acs_runtime::sign::{FORM, parse_query};
use http::request::Parts;
use http::{HeaderMap, Method, header};

use crate::service_error::ServiceError;

/// A request as it arrived.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) method: Method,
    pub(crate) path: String,
    /// As the client wrote it, with its port.
    pub(crate) host: String,
    pub(crate) headers: HeaderMap,
    /// Decoded names and values of the query.
    pub(crate) query: Vec<(String, String)>,
    /// Decoded names and values of a form body.
    pub(crate) form: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Incoming {
    pub(crate) fn new(parts: Parts, body: Vec<u8>) -> Result<Self, ServiceError> {
        let query = parts.uri.query().unwrap_or_default();
        let query = parse_query(query).map_err(|_| not_utf8("query"))?;
        let form = match is_form(&parts.headers) {
            true => {
                let text = std::str::from_utf8(&body).map_err(|_| not_utf8("form body"))?;
                parse_query(text).map_err(|_| not_utf8("form body"))?
            }
            false => Vec::new(),
        };
        let host = match parts.headers.get(header::HOST).map(|host| host.to_str()) {
            Some(Ok(host)) => host.to_owned(),
            _ => parts.uri.authority().map(ToString::to_string).unwrap_or_default(),
        };
        let path = parts.uri.path().to_owned();
        Ok(Incoming { method: parts.method, path, host, headers: parts.headers, query, form, body })
    }

    /// A header's text; `None` also if it is not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A parameter of the query or the form.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().chain(&self.form).find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every parameter of the query and the form.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().chain(&self.form).map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case(FORM)
}

fn not_utf8(place: &str) -> ServiceError {
    ServiceError::new(400, "InvalidParameter", format!("The {place} is not UTF-8 when decoded."))
}
