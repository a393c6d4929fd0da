//! A reply as it came over the wire.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName};

/// A reply as it came over the wire. Its `Debug` shows the size of the body, not its content: replies hold keys and certificates.
#[derive(Clone)]
pub struct HttpReply {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl HttpReply {
    /// A reply of these parts.
    pub fn new(status: u16, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        HttpReply { status, headers, body: body.into() }
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// HTTP headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header, if the reply has the header and its value is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The request id that the service put into the header `x-acs-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        static NAME: HeaderName = HeaderName::from_static("x-acs-request-id");

        self.headers.get(&NAME).and_then(|value| value.to_str().ok())
    }

    /// Whether the status is one of success, 200 to 299. It does not say who sent the reply.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpReply")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("content_type", &self.header("content-type"))
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
