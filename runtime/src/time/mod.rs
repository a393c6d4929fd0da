//! Clocks and waiting, so that tests need not wait.

use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::future::BoxFuture;

mod limit;
#[cfg(any(test, feature = "test-util"))]
pub(crate) mod test_clock;

pub(crate) use limit::{within, within_idle};

/// What time it is.
pub trait Clock: Send + Sync + Debug {
    /// The time of day, for timestamps and expiry. It may jump when the clock is set.
    fn now(&self) -> SystemTime;

    /// Time since some fixed moment, for measuring. It never goes back.
    fn elapsed(&self) -> Duration;
}

/// Waiting.
pub trait Sleep: Any + Send + Sync + Debug {
    /// A future that is ready after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }
}

impl<T: Sleep + ?Sized> Sleep for Arc<T> {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }
}

/// The clock of this machine.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock that measures from now.
    pub fn new() -> Self {
        SystemClock { start: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

/// Waiting by tokio's timer. It needs a tokio runtime with time enabled.
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioSleep;

impl Sleep for TokioSleep {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // The timer is made when first polled: inside the runtime, and only if something is waited for at all.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}

/// `YYYY-MM-DDThh:mm:ssZ`. A clock before 1970 is taken as 1970, which the service will refuse and explain.
pub(crate) fn timestamp(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time.max(SystemTime::UNIX_EPOCH)).to_string()
}

/// A duration as people read it: to the millisecond below ten seconds, to the second above.
pub(crate) fn readable(duration: Duration) -> String {
    let rounded = match duration.as_secs() {
        seconds @ 10.. => Duration::from_secs(seconds),
        seconds => Duration::from_secs(seconds) + Duration::from_millis(duration.subsec_millis().into()),
    };
    humantime::format_duration(rounded).to_string()
}
