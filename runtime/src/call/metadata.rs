//! What comes with a reply.

use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::classify::parse;
use super::future;
use super::run::CompletedCall;
use crate::error::Error;
use crate::reply::HttpReply;
use crate::wire::Decode;

/// A reply with what came with it. The reply's fields can be read through it.
#[derive(Debug, Clone)]
pub struct WithMetadata<R> {
    value: R,
    metadata: Metadata,
}

impl<R> WithMetadata<R> {
    pub(super) fn new(value: R, answer: CompletedCall) -> Self {
        WithMetadata { value, metadata: Metadata::of(answer) }
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
    attempts: u32,
    elapsed: Duration,
}

impl Metadata {
    fn of(answer: CompletedCall) -> Self {
        let CompletedCall { reply, attempts, elapsed, .. } = answer;
        let in_header = reply.request_id().map(str::to_owned);
        let in_body = || parse(reply.body()).ok()?.get("RequestId")?.to_text().map(|id| id.into_owned());
        Metadata { request_id: in_header.or_else(in_body), attempts, elapsed, reply }
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

pub(super) fn typed<R: Decode + Default>(answer: CompletedCall) -> Result<WithMetadata<R>, Error> {
    let mut value = R::default();
    future::decode(&answer, &mut value)?;
    Ok(WithMetadata::new(value, answer))
}
