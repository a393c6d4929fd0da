//! What a call did before it ended.

use std::time::Duration;

use crate::operation::RetryClass;

/// What was done before a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AttemptHistory {
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) waits: Vec<(RetryClass, Duration)>,
    pub(crate) stopped: Stopped,
}

/// Why there was no further attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stopped {
    /// Repeating would not have helped.
    NotRetryable,
    /// The service may have done its work, and doing it twice may do harm.
    NotSafe,
    /// The policy allows no more attempts.
    Policy,
    /// Many calls of this client failed lately, so they stopped repeating.
    Budget,
    /// The call's time was over, or would have been over before the next attempt.
    Deadline,
}
