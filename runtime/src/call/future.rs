//! A call on its way, with the type of its reply.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::run::{CompletedCall, ExecutionFuture};
use crate::context::Client;
use crate::error::Error;

/// A call on its way: a future of its reply. Nothing is sent before it is first polled, and dropping it ends the call.
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
