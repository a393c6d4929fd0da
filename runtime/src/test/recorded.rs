//! A request, taken apart.

use std::collections::BTreeMap;
use std::fmt;

use crate::sign::{COMMON_PARAMETERS, parse_query};
use crate::transport::HttpRequest;

/// A request as the service would see it: the operation, and its parameters apart from those that signing adds.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordedRequest {
    operation: String,
    params: BTreeMap<String, String>,
    common: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    url: String,
    body: String,
}

impl RecordedRequest {
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let pairs = [request.query(), &body].into_iter().flat_map(|text| parse_query(text).unwrap_or_default());
        let (common, params): (BTreeMap<_, _>, BTreeMap<_, _>) =
            pairs.partition(|(name, _)| COMMON_PARAMETERS.contains(&name.as_str()));
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers: BTreeMap<_, _> = request.headers.iter().map(header).collect();
        let operation = headers.get("x-acs-action").or(common.get("Action")).cloned().unwrap_or_default();
        RecordedRequest { operation, params, common, headers, url: request.url.clone(), body }
    }

    /// Name of the operation.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// A parameter's value.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.get(name).map(String::as_str)
    }

    /// All parameters of the operation.
    pub fn params(&self) -> &BTreeMap<String, String> {
        &self.params
    }

    /// A header's value. Names are in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The nonce of the signature, in either version.
    pub fn nonce(&self) -> Option<&str> {
        self.signing("SignatureNonce", "x-acs-signature-nonce")
    }

    /// The time of the signature, in either version.
    pub fn timestamp(&self) -> Option<&str> {
        self.signing("Timestamp", "x-acs-date")
    }

    /// The signature, in either version.
    pub fn signature(&self) -> Option<&str> {
        self.signing("Signature", "authorization")
    }

    /// The whole URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The body.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// What identifies the sender: ids, tokens, signatures.
    pub(super) fn sender(&self) -> impl Iterator<Item = &str> {
        let parameters = ["AccessKeyId", "Signature", "SignatureNonce", "SecurityToken", "BearerToken"];
        let headers =
            ["authorization", "x-acs-accesskey-id", "x-acs-security-token", "x-acs-bearer-token", "x-acs-signature-nonce"];
        let of_parameters = parameters.into_iter().filter_map(|name| self.common.get(name).map(String::as_str));
        of_parameters.chain(headers.into_iter().filter_map(|name| self.header(name)))
    }

    fn signing(&self, parameter: &str, header: &str) -> Option<&str> {
        self.common.get(parameter).map(String::as_str).or_else(|| self.header(header))
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A test's own parameters help to find out why it fails; a signature does not.
        write!(f, "{} ", self.operation)?;
        f.debug_map().entries(&self.params).finish()
    }
}
