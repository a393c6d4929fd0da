//! How patient a wait is.

use std::time::Duration;

/// What can be set for all waits of a client, and for one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WaitSettings {
    pub(crate) deadline: Duration,
    pub(crate) shortest: Duration,
    pub(crate) longest: Duration,
    pub(crate) missing_allowed: u32,
    /// Whether the interval is not the default one.
    own_interval: bool,
}

impl Default for WaitSettings {
    fn default() -> Self {
        WaitSettings {
            deadline: Duration::from_secs(600),
            shortest: Duration::from_secs(3),
            longest: Duration::from_secs(10),
            missing_allowed: 20,
            own_interval: false,
        }
    }
}

impl WaitSettings {
    pub(crate) fn set_interval(&mut self, shortest: Duration, longest: Duration) {
        (self.shortest, self.longest, self.own_interval) = (shortest, longest.max(shortest), true);
    }

    /// The time before the first poll, where a waiter's description names one.
    pub(crate) fn first(&self, described: Duration) -> Duration {
        if self.own_interval { described.min(self.shortest) } else { described }
    }
}
