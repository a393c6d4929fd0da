//! A page that is requested before it is needed.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::{Handle, Id};
use tokio::task::JoinHandle;

use super::completed::CompletedCall;
use super::futures::ExecutionFuture;
use crate::error::{Error, ErrorKind};

/// A call in a separate task, so that it proceeds, and releases what it holds, while the caller processes the page before. Dropping
/// it cancels the call.
pub(super) struct Ahead {
    task: JoinHandle<Result<CompletedCall, Error>>,
    runtime: Id,
}

impl Ahead {
    /// Starts the call, if there is a runtime to drive it.
    pub(super) fn start(call: ExecutionFuture) -> Option<Self> {
        let handle = Handle::try_current().ok()?;
        Some(Ahead { runtime: handle.id(), task: handle.spawn(call) })
    }

    /// How the call ended; `None` if it did not end by itself, since its runtime does not drive it or did not do so in time.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<CompletedCall, Error>>> {
        let is_driven = Handle::try_current().is_ok_and(|handle| handle.id() == self.runtime);
        if !is_driven && !self.task.is_finished() {
            return Poll::Ready(None);
        }
        let ended = ready!(Pin::new(&mut self.task).poll(context)).ok();
        Poll::Ready(ended.filter(|result| !result.as_ref().is_err_and(|error| error.kind() == ErrorKind::Timeout)))
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.task.abort();
    }
}
