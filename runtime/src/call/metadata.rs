//! The metadata of a reply.

use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::classify::DecodedReply;
use super::completed::CompletedCall;
use crate::error::Error;
use crate::reply::HttpReply;
use crate::wire::{DecodeError, DecodeReport};

/// A reply with its metadata. It dereferences to the reply.
#[derive(Debug, Clone)]
pub struct WithMetadata<R> {
    value: R,
    metadata: Metadata,
}

impl<R> WithMetadata<R> {
    pub(super) fn of(call: CompletedCall) -> Result<Self, Error>
    where
        R: 'static,
    {
        let (value, call) = call.split()?;
        Ok(WithMetadata { value, metadata: Metadata::of(call) })
    }

    /// The reply without its metadata.
    pub fn into_inner(self) -> R {
        self.value
    }

    /// The metadata.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The reply and its metadata.
    pub fn into_parts(self) -> (R, Metadata) {
        (self.value, self.metadata)
    }
}

impl<R> Deref for WithMetadata<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.value
    }
}

/// The metadata of a reply: status, headers, request id, attempts.
#[derive(Debug, Clone)]
pub struct Metadata {
    reply: HttpReply,
    request_id: Option<String>,
    report: DecodeReport,
    attempts: u32,
    elapsed: Duration,
}

impl Metadata {
    fn of(call: CompletedCall) -> Self {
        let CompletedCall { reply: DecodedReply { reply, request_id, report, .. }, attempts, elapsed, .. } = call;
        Metadata { reply, request_id, report, attempts, elapsed }
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.reply.status()
    }

    /// HTTP headers.
    pub fn headers(&self) -> &HeaderMap {
        self.reply.headers()
    }

    /// The id that the service assigned to the request. Support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The first few fields of the reply that do not fit the operation's description and were left empty, each with its location.
    /// Their values are in [`body`](Self::body).
    pub fn faults(&self) -> &[DecodeError] {
        self.report.faults()
    }

    /// The number of attempts.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How long the call took, with all attempts and waits.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The body as received. It may contain secrets, so do not log it.
    pub fn body(&self) -> &Bytes {
        self.reply.body()
    }
}
