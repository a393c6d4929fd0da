//! How often and how long a wait polls.

use std::time::Duration;

/// Without a pause, polling would overload the service.
pub(crate) const SHORTEST: Duration = Duration::from_millis(10);

/// Long enough for any caller, and far from overflowing a duration.
const LONGEST: Duration = Duration::from_secs(86_400);

/// Time for a wait, unless it or its client has another.
pub(crate) const DEADLINE: Duration = Duration::from_secs(600);

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
            deadline: DEADLINE,
            shortest: Duration::from_secs(3),
            longest: Duration::from_secs(10),
            missing_allowed: 20,
            own_interval: false,
        }
    }
}

impl WaitSettings {
    pub(crate) fn set_interval(&mut self, shortest: Duration, longest: Duration) {
        let [shortest, longest] = [shortest, longest.max(shortest)].map(|time| time.clamp(SHORTEST, LONGEST));
        (self.shortest, self.longest, self.own_interval) = (shortest, longest, true);
    }

    /// The time before the first poll, where a waiter's description names one.
    pub(crate) fn first(&self, described: Duration) -> Duration {
        if self.own_interval { described.min(self.shortest) } else { described }
    }
}
