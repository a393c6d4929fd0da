//! Whether a failed attempt is retried, and when.
//!
//! A [`RetryClass`] says what kind of failure it was, a [`Retry`] policy decides how long to wait before the next attempt, and a
//! [`RetryBudget`] limits the retries of all calls, so that they do not overload a service that is down. The loop that uses them is
//! one function, in `call::execute`.

use std::fmt::{self, Debug};
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
pub use crate::error::Stopped;
pub use crate::operation::RetryClass;

mod budget;
mod classify;
mod standard;
mod stated;

pub use budget::RetryBudget;
pub(crate) use classify::{class_of, says_expired};
pub use standard::StandardRetry;
pub(crate) use stated::stated_wait;

/// Decides how long to wait before the next attempt.
///
/// It is called only if a retry is safe and may help: the failure's class is not `None`, and either the service certainly did not
/// execute the request, or the call only reads, or it has an idempotency token. If the wait would end after the call's deadline, the
/// call fails at once.
///
/// ```
/// use std::time::Duration;
/// use acs_runtime::retry::{FailedAttempt, Retry, RetryClass};
///
/// /// Waits five seconds for busy resources, and retries nothing else.
/// #[derive(Debug)]
/// struct Patient;
///
/// impl Retry for Patient {
///     fn wait(&self, failure: &FailedAttempt<'_>) -> Option<Duration> {
///         (failure.class == RetryClass::Busy).then_some(Duration::from_secs(5))
///     }
/// }
/// ```
pub trait Retry: Send + Sync + Debug {
    /// How long to wait before the next attempt; `None` to give up.
    fn wait(&self, failure: &FailedAttempt<'_>) -> Option<Duration>;
}

/// A failed attempt, as a policy sees it.
#[derive(Debug)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// What went wrong.
    pub error: &'a Error,
    /// What kind of failure it was.
    pub class: RetryClass,
    /// The failures before this one, with the wait after each.
    pub earlier: &'a [(RetryClass, Duration)],
    /// The wait that the service asked for.
    pub stated: Option<Duration>,
    /// A random number from 0 up to 1, for jitter.
    pub fraction: f64,
}

/// A retry policy: none, the standard one, or your own.
#[derive(Clone)]
pub struct RetryPolicy(Option<Arc<dyn Retry>>);

impl RetryPolicy {
    /// One attempt and no more.
    pub fn off() -> Self {
        RetryPolicy(None)
    }

    /// [`StandardRetry`] with its defaults.
    pub fn standard() -> Self {
        StandardRetry::new().into()
    }

    pub(crate) fn wait(&self, failure: &FailedAttempt<'_>) -> Option<Duration> {
        self.0.as_ref()?.wait(failure)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

impl<T: Retry + 'static> From<T> for RetryPolicy {
    fn from(retry: T) -> Self {
        RetryPolicy(Some(Arc::new(retry)))
    }
}

impl Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(retry) => retry.fmt(f),
            None => f.write_str("Off"),
        }
    }
}
