//! Dry runs: checking whether a call would succeed.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::futures::ExecutionFuture;
use crate::error::Error;

/// A dry run in progress: a future of `Ok` if the call would succeed, and otherwise of the error that it would return. It changes
/// nothing.
#[must_use = "a call is sent by awaiting it"]
pub struct DryRun {
    running: ExecutionFuture,
}

impl DryRun {
    pub(super) fn new(running: ExecutionFuture) -> Self {
        DryRun { running }
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::context::Client {
        &self.running.client
    }
}

impl Future for DryRun {
    type Output = Result<(), Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.running).poll(context).map(|answer| match answer {
            // A dry run that would succeed ends in this error.
            Err(error) if error.code() == Some("DryRunOperation") => Ok(()),
            Err(error) => Err(error),
            Ok(_) => Ok(()),
        })
    }
}

impl fmt::Debug for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DryRun").finish_non_exhaustive()
    }
}
