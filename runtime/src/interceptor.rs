//! Hooks into every attempt of every call.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
use crate::future::BoxFuture;
use crate::reply::HttpReply;
use crate::transport::HttpRequest;
use crate::wire::Params;

/// Sees every attempt before it is signed, before it is sent and after it is answered, and may change or replace it. All hooks
/// do nothing by default. A client asks its interceptors in the order in which they were added.
///
/// Most hooks have nothing to wait for and are plain functions. Two may await: before signing, where an answer or a header can still go
/// in, and after a reply, where it can be stored. Each of their futures may take as long as an exchange with the service, the attempt
/// timeout, and counts against the operation timeout. One that is not done by then is dropped, and the attempt fails with
/// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout). Before signing nothing was sent, so the attempt is made again; after a reply it is
/// made again only if the call may be repeated, and the error has the reply. A layer around the
/// transport, as with `tower`, would come after signing and would not know the operation, its parameters or the attempt; a
/// [`Transport`](crate::transport::Transport) that wraps another is that layer, for those who want it.
///
/// ```
/// use acs_runtime::interceptor::{AttemptInfo, Headers, Interceptor};
/// use acs_runtime::{Error, reply::HttpReply};
///
/// /// Marks every request with the trace that it belongs to.
/// #[derive(Debug)]
/// struct Trace(String);
///
/// impl Interceptor for Trace {
///     fn before_signing(&self, _: &AttemptInfo<'_>, headers: &mut Headers) -> Result<Option<HttpReply>, Error> {
///         headers.add("x-acs-trace-id", &self.0);
///         Ok(None)
///     }
/// }
/// ```
pub trait Interceptor: Send + Sync + Debug {
    /// Before an attempt is signed: adds headers, of which `x-acs-` ones are signed with version 3, or answers in place of
    /// the service, from a cache perhaps; then nothing is signed or sent.
    ///
    /// # Errors
    /// Whatever ends the call: [`Error::interceptor`] wraps one's own.
    fn before_signing(&self, attempt: &AttemptInfo<'_>, headers: &mut Headers) -> Result<Option<HttpReply>, Error> {
        let _ = (attempt, headers);
        Ok(None)
    }

    /// As [`before_signing`](Self::before_signing), and after it, where something must be awaited: a cache or a rate limiter of
    /// several machines, a token from another service. `None`, the default, costs nothing.
    ///
    /// ```
    /// use acs_runtime::future::BoxFuture;
    /// use acs_runtime::interceptor::{AttemptInfo, Headers, Interceptor};
    /// use acs_runtime::{Error, reply::HttpReply};
    ///
    /// /// Takes a ticket from a service of one's own before each attempt.
    /// #[derive(Debug)]
    /// struct Tickets;
    ///
    /// impl Tickets {
    ///     async fn take(&self, operation: &str) -> Result<String, std::io::Error> {
    ///         Ok(format!("ticket for {operation}"))
    ///     }
    /// }
    ///
    /// impl Interceptor for Tickets {
    ///     fn before_signing_async<'a>(
    ///         &'a self,
    ///         attempt: &'a AttemptInfo<'a>,
    ///         headers: &'a mut Headers,
    ///     ) -> Option<BoxFuture<'a, Result<Option<HttpReply>, Error>>> {
    ///         Some(Box::pin(async move {
    ///             headers.add("x-acs-ticket", self.take(attempt.operation).await.map_err(Error::interceptor)?);
    ///             Ok(None)
    ///         }))
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// Whatever ends the call.
    fn before_signing_async<'a>(
        &'a self,
        attempt: &'a AttemptInfo<'a>,
        headers: &'a mut Headers,
    ) -> Option<BoxFuture<'a, Result<Option<HttpReply>, Error>>> {
        let _ = (attempt, headers);
        None
    }

    /// Before a signed request is sent. What the signature covers must stay as it is: the URL, the body, and with version 3 the
    /// headers `host`, `content-type` and `x-acs-*`.
    ///
    /// # Errors
    /// Whatever ends the call.
    fn before_send(&self, attempt: &AttemptInfo<'_>, request: &mut HttpRequest) -> Result<(), Error> {
        let _ = (attempt, request);
        Ok(())
    }

    /// After a reply came, whatever its status, and before it is judged.
    ///
    /// # Errors
    /// Whatever ends the call.
    fn after_reply(&self, attempt: &AttemptInfo<'_>, reply: &HttpReply) -> Result<(), Error> {
        let _ = (attempt, reply);
        Ok(())
    }

    /// As [`after_reply`](Self::after_reply), and after it, where something must be awaited.
    ///
    /// # Errors
    /// Whatever ends the call.
    fn after_reply_async<'a>(
        &'a self,
        attempt: &'a AttemptInfo<'a>,
        reply: &'a HttpReply,
    ) -> Option<BoxFuture<'a, Result<(), Error>>> {
        let _ = (attempt, reply);
        None
    }

    /// Before the first attempt of a call, or before a call fails without one. [`call_done`](Self::call_done) or
    /// [`call_cancelled`](Self::call_cancelled) follows, exactly once.
    fn call_started(&self, call: &AttemptInfo<'_>) {
        let _ = call;
    }

    /// Before an attempt. [`attempt_done`](Self::attempt_done) or [`attempt_cancelled`](Self::attempt_cancelled) follows, exactly
    /// once.
    fn attempt_started(&self, attempt: &AttemptInfo<'_>) {
        let _ = attempt;
    }

    /// After the future of a call was dropped during an attempt. Whether the service did what was asked is not known.
    fn attempt_cancelled(&self, attempt: &AttemptInfo<'_>, took: Duration) {
        let _ = (attempt, took);
    }

    /// After the future of a call was dropped before it was ready.
    fn call_cancelled(&self, attempt: &AttemptInfo<'_>, took: Duration) {
        let _ = (attempt, took);
    }

    /// After an attempt has succeeded or failed, for metrics: how it ended and how long it took.
    fn attempt_done(&self, attempt: &AttemptInfo<'_>, outcome: Result<&HttpReply, &Error>, took: Duration) {
        let _ = (attempt, outcome, took);
    }

    /// After a call has succeeded or failed, for metrics: how it ended and how long it took with all its attempts and waits.
    /// `attempt` is the last one.
    fn call_done(&self, attempt: &AttemptInfo<'_>, outcome: Result<&HttpReply, &Error>, took: Duration) {
        let _ = (attempt, outcome, took);
    }
}

impl<T: Interceptor + ?Sized> Interceptor for Arc<T> {
    fn before_signing(&self, attempt: &AttemptInfo<'_>, headers: &mut Headers) -> Result<Option<HttpReply>, Error> {
        (**self).before_signing(attempt, headers)
    }

    fn before_signing_async<'a>(
        &'a self,
        attempt: &'a AttemptInfo<'a>,
        headers: &'a mut Headers,
    ) -> Option<BoxFuture<'a, Result<Option<HttpReply>, Error>>> {
        (**self).before_signing_async(attempt, headers)
    }

    fn after_reply_async<'a>(
        &'a self,
        attempt: &'a AttemptInfo<'a>,
        reply: &'a HttpReply,
    ) -> Option<BoxFuture<'a, Result<(), Error>>> {
        (**self).after_reply_async(attempt, reply)
    }

    fn before_send(&self, attempt: &AttemptInfo<'_>, request: &mut HttpRequest) -> Result<(), Error> {
        (**self).before_send(attempt, request)
    }

    fn after_reply(&self, attempt: &AttemptInfo<'_>, reply: &HttpReply) -> Result<(), Error> {
        (**self).after_reply(attempt, reply)
    }

    fn call_started(&self, call: &AttemptInfo<'_>) {
        (**self).call_started(call);
    }

    fn attempt_started(&self, attempt: &AttemptInfo<'_>) {
        (**self).attempt_started(attempt);
    }

    fn attempt_cancelled(&self, attempt: &AttemptInfo<'_>, took: Duration) {
        (**self).attempt_cancelled(attempt, took);
    }

    fn call_cancelled(&self, attempt: &AttemptInfo<'_>, took: Duration) {
        (**self).call_cancelled(attempt, took);
    }

    fn attempt_done(&self, attempt: &AttemptInfo<'_>, outcome: Result<&HttpReply, &Error>, took: Duration) {
        (**self).attempt_done(attempt, outcome, took);
    }

    fn call_done(&self, attempt: &AttemptInfo<'_>, outcome: Result<&HttpReply, &Error>, took: Duration) {
        (**self).call_done(attempt, outcome, took);
    }
}

/// What an attempt is about.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// Product name of the API, like `Vpc`.
    pub product: &'a str,
    /// Name of the operation.
    pub operation: &'a str,
    /// Whether the operation only reads.
    pub read_only: bool,
    /// The region that it goes to, if that is known.
    pub region: Option<&'a str>,
    /// The operation's parameters. Values marked sensitive are not shown by `Debug`.
    pub params: &'a Params,
    /// Which attempt of the call it is, from 1.
    pub attempt: u32,
}

impl<'a> AttemptInfo<'a> {
    pub(crate) fn new(product: &'a str, operation: &'a str, params: &'a Params) -> Self {
        AttemptInfo { product, operation, read_only: false, region: None, params, attempt: 1 }
    }
}

/// Headers that interceptors add to a request.
#[derive(Default)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Adds a header, or replaces the one of its name. Headers that signing sets cannot be replaced.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let mut name = name.into();
        name.make_ascii_lowercase();
        self.0.retain(|(present, _)| *present != name);
        self.0.push((name, value.into()));
    }

    pub(crate) fn as_slice(&self) -> &[(String, String)] {
        &self.0
    }
}

impl Debug for Headers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}
