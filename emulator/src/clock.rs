//! Time that tests can move.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// Where the emulator takes the time from.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The time of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock that stands still until it is moved. Clones show the same time.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use acs_emulator::{Clock, ManualClock};
///
/// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(60));
/// ```
#[derive(Debug, Clone)]
pub struct ManualClock {
    now: Arc<Mutex<SystemTime>>,
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn new(now: SystemTime) -> Self {
        ManualClock { now: Arc::new(Mutex::new(now)) }
    }

    /// Moves the clock forward. What was to happen in between happens with the next request.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).unwrap_or(*now);
    }

    /// Sets the clock.
    pub fn set(&self, to: SystemTime) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Milliseconds since 1970, what the emulator reckons in.
pub(crate) fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// A time as the wire writes it: `2024-05-17T12:02:09Z`.
pub(crate) fn text(millis: u64) -> String {
    // The year 9999 is the last that the format can write.
    let millis = millis.min(253_402_300_799_000);
    humantime::format_rfc3339_seconds(SystemTime::UNIX_EPOCH + Duration::from_millis(millis)).to_string()
}

/// The time that a text of exactly the form `2024-05-17T12:02:09Z` tells.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let strict = text.len() == 20 && text.ends_with('Z');
    strict.then(|| humantime::parse_rfc3339(text).ok()).flatten().map(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_times_go_both_ways_and_nothing_else_is_taken() {
        assert_eq!(parse("2024-05-17T12:02:09Z").map(text).as_deref(), Some("2024-05-17T12:02:09Z"));
        for wrong in
            ["", "2024-05-17", "2024-05-17 12:02:09Z", "2024-05-17T12:02:09.5Z", "2024-13-17T12:02:09Z", "20240517T120209Z"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(text(u64::MAX), "9999-12-31T23:59:59Z");
    }
}
