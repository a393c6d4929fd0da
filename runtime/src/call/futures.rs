//! The futures of a call: one that knows no types, and one that ends in the reply's type.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::PreparedCall;
use super::completed::CompletedCall;
use super::execute::execute;
use crate::context::Client;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, Origin};

/// A call in progress.
pub(crate) struct ExecutionFuture {
    future: BoxFuture<'static, Result<CompletedCall, Error>>,
    /// The client, whose runtime blocking calls run on.
    pub(crate) client: Client,
    /// The region that the call names, if it names one.
    pub(crate) region: Option<String>,
    /// Where the call was polled first.
    origin: Option<Origin>,
}

impl ExecutionFuture {
    pub(super) fn new(call: PreparedCall) -> Self {
        let region =
            call.operation.service.region_parameter.as_ref().and_then(|parameter| call.params.get(parameter)).map(str::to_owned);
        ExecutionFuture { client: call.client.clone(), region, origin: None, future: Box::pin(execute(call)) }
    }

    /// Whether the call was started in a runtime that no longer drives it.
    pub(super) fn is_left(&self) -> bool {
        self.origin.as_ref().is_some_and(Origin::is_left)
    }
}

impl Future for ExecutionFuture {
    type Output = Result<CompletedCall, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.is_left() {
            return Poll::Ready(Err(moved("a call")));
        }
        self.origin.get_or_insert_with(Origin::here);
        self.future.as_mut().poll(context)
    }
}

/// The error of a future that was started in a runtime that no longer drives it.
pub(crate) fn moved(what: &str) -> Error {
    Error::new(ErrorKind::Transport, format!("{what} that began in one tokio runtime goes on in another"))
        .advise("Wait for it where it began. The client itself may be used in any runtime")
}

/// A call in progress: a future of its reply. Nothing is sent before it is first polled, and dropping it cancels the call.
#[must_use = "a call is sent by awaiting it"]
pub struct CallFuture<R> {
    running: ExecutionFuture,
    finish: fn(CompletedCall) -> Result<R, Error>,
}

impl<R> CallFuture<R> {
    pub(crate) fn new(running: ExecutionFuture, finish: fn(CompletedCall) -> Result<R, Error>) -> Self {
        CallFuture { running, finish }
    }

    pub(crate) fn region(&self) -> Option<&str> {
        self.running.region.as_deref()
    }

    pub(crate) fn client(&self) -> &Client {
        &self.running.client
    }
}

impl<R> Future for CallFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(Pin::new(&mut self.running).poll(context))?;
        Poll::Ready((self.finish)(answer))
    }
}

impl<R> fmt::Debug for CallFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
