//! What comes with a reply.

use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::classify::DecodedReply;
use super::completed::CompletedCall;
use crate::error::Error;
use crate::reply::HttpReply;
use crate::wire::{DecodeError, DecodeReport};

/// A reply with what came with it. The reply's fields can be read through it.
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

    /// The reply alone.
    pub fn into_inner(self) -> R {
        self.value
    }

    /// What came with it.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Both.
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

/// What comes with a reply.
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

    /// The id that the service gave to the request: what its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The fields of the reply that do not fit the operation's description, and were left empty: the first few, with the place of
    /// each. What they hold is in [`body`](Self::body).
    pub fn faults(&self) -> &[DecodeError] {
        self.report.faults()
    }

    /// How many attempts it took.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How long the call took, with all attempts and waits.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The body as it came. It may hold what must not be logged.
    pub fn body(&self) -> &Bytes {
        self.reply.body()
    }
}
