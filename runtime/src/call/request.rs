//! The request of an attempt: a pure function of parameters, credentials, time and nonce.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::operation::{Method, OperationInfo};
use crate::sanitize::{MAX_NAME_BYTES, sanitize};
use crate::sign::{FORM, ReplyFormat, SignatureVersion, SignedRequest, SigningInput, sign};
use crate::time::timestamp;
use crate::transport::HttpRequest;
use crate::wire::Params;

/// What a request is made of.
pub(super) struct RequestInput<'a> {
    pub(super) operation: &'a OperationInfo,
    pub(super) params: &'a Params,
    pub(super) endpoint: &'a Endpoint,
    pub(super) credentials: &'a Credentials,
    pub(super) signature: SignatureVersion,
    pub(super) now: SystemTime,
    pub(super) nonce: &'a str,
    pub(super) headers: &'a [(String, String)],
    pub(super) user_agent: &'a HeaderValue,
    pub(super) connect_timeout: Duration,
    pub(super) max_reply_bytes: usize,
}

impl RequestInput<'_> {
    /// The request, and the text that was signed.
    pub(super) fn build(&self) -> Result<(HttpRequest, Option<String>), Error> {
        let timestamp = timestamp(self.now);
        let signed = sign(
            self.signature,
            &SigningInput {
                method: self.operation.method,
                host: self.endpoint.host(),
                version: &self.operation.service.version,
                action: &self.operation.name,
                params: self.params,
                form: self.operation.form,
                format: ReplyFormat::Json,
                timestamp: &timestamp,
                nonce: self.nonce,
                key: self.credentials.key(),
                headers: self.headers,
            },
        );
        let request = HttpRequest {
            method: match signed.method {
                Method::Get => http::Method::GET,
                Method::Post => http::Method::POST,
            },
            url: self.endpoint.url(signed.path, &signed.query),
            headers: self.headers_of(&signed)?,
            body: Bytes::from(signed.body),
            connect_timeout: self.connect_timeout,
            max_reply_bytes: self.max_reply_bytes,
            sensitive: self.operation.sensitive.clone(),
        };
        Ok((request, signed.string_to_sign))
    }

    fn headers_of(&self, signed: &SignedRequest<'_>) -> Result<HeaderMap, Error> {
        // The two below, and those that HTTP adds: `accept`, `host` and `content-length`.
        let mut headers = HeaderMap::with_capacity(signed.headers.len() + 5);
        for (name, value) in &signed.headers {
            let shown = || sanitize(name, MAX_NAME_BYTES, &[]);
            let name: HeaderName = name.parse().map_err(|_| {
                Error::config(format!("`{}` cannot be the name of a header", shown()))
                    .advise("Correct the interceptor that adds it: a name has letters, digits and hyphens, and no line break")
            })?;
            let value = if value == FORM { Ok(HeaderValue::from_static(FORM)) } else { HeaderValue::from_str(value) };
            let mut value = value.map_err(|_| {
                Error::config(format!("the value of the header `{}` cannot be sent", shown()))
                    .advise("Correct the interceptor that adds it: a value has no line break and no control character")
            })?;
            value.set_sensitive(is_secret(name.as_str()));
            headers.insert(name, value);
        }
        headers.entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        // Without this header a server may choose any encoding.
        headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("identity"));
        Ok(headers)
    }
}

fn is_secret(header: &str) -> bool {
    matches!(header, "authorization" | "x-acs-security-token" | "x-acs-bearer-token" | "x-acs-accesskey-id")
}
