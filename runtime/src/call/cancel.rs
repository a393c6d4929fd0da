//! What interceptors learn when the future of a call is dropped.

use std::time::Duration;

use super::execution::Execution;

impl Execution<'_> {
    /// Tells the interceptors that the call has started.
    pub(super) fn start(&mut self) {
        self.open = true;
        for interceptor in &self.client.interceptors {
            interceptor.call_started(&self.info());
        }
    }
}

impl Drop for Execution<'_> {
    fn drop(&mut self) {
        if self.open {
            for interceptor in &self.client.interceptors {
                interceptor.call_cancelled(&self.info(), self.elapsed());
            }
        }
    }
}

/// Tells the interceptors that an attempt was cancelled, if it is dropped while armed.
pub(super) struct AttemptGuard<'e, 'a> {
    execution: &'e Execution<'a>,
    started: Duration,
    pub(super) armed: bool,
}

impl<'e, 'a> AttemptGuard<'e, 'a> {
    /// Tells the interceptors that an attempt has started.
    pub(super) fn start(execution: &'e Execution<'a>, started: Duration) -> Self {
        for interceptor in &execution.client.interceptors {
            interceptor.attempt_started(&execution.info());
        }
        AttemptGuard { execution, started, armed: true }
    }
}

impl Drop for AttemptGuard<'_, '_> {
    fn drop(&mut self) {
        if self.armed {
            let took = self.execution.elapsed().saturating_sub(self.started);
            for interceptor in &self.execution.client.interceptors {
                interceptor.attempt_cancelled(&self.execution.info(), took);
            }
        }
    }
}
