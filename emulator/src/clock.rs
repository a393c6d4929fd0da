//! Time that tests can move.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

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

/// The emulator's time: a clock that can be moved ahead and stopped.
///
/// Requests are signed by the clock below it; states, times of creation and temporary keys go by this one.
#[derive(Debug)]
pub(crate) struct MovableClock {
    base: Arc<dyn Clock>,
    setting: Mutex<Setting>,
}

/// How far a clock is from the one below it, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Setting {
    pub(crate) ahead: i64,
    /// The time at which it was stopped.
    pub(crate) stopped: Option<u64>,
}

impl MovableClock {
    pub(crate) fn new(base: Arc<dyn Clock>, setting: Setting) -> Self {
        MovableClock { base, setting: Mutex::new(setting) }
    }

    /// The time that requests are signed by.
    pub(crate) fn wire(&self) -> u64 {
        millis(self.base.now())
    }

    /// The clock that drives state changes.
    pub(crate) fn now(&self) -> u64 {
        let setting = self.setting();
        setting.stopped.unwrap_or_else(|| self.wire().saturating_add_signed(setting.ahead))
    }

    pub(crate) fn setting(&self) -> Setting {
        *self.lock()
    }

    pub(crate) fn set(&self, setting: Setting) {
        *self.lock() = setting;
    }

    /// Moves it forward, whether it is stopped or not.
    pub(crate) fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let mut setting = self.lock();
        setting.ahead = setting.ahead.saturating_add(by);
        setting.stopped = setting.stopped.map(|stopped| stopped.saturating_add_signed(by));
    }

    /// Stops it, or resumes it from where it stopped.
    pub(crate) fn stop(&self, stop: bool) {
        let (now, wire) = (self.now(), self.wire());
        let mut setting = self.lock();
        setting.ahead = i64::try_from(i128::from(now) - i128::from(wire)).unwrap_or(i64::MAX);
        setting.stopped = stop.then_some(now);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Setting> {
        self.setting.lock().unwrap_or_else(PoisonError::into_inner)
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

/// The time that a text of exactly the form `2024-05-17T12:02:09Z` stands for.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let strict = text.len() == 20 && text.ends_with('Z');
    strict.then(|| humantime::parse_rfc3339(text).ok()).flatten().map(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_it_is_moved_and_goes_on_from_there() {
        let base = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1000));
        let clock = MovableClock::new(Arc::new(base.clone()), Setting::default());
        clock.advance(Duration::from_secs(10));
        assert_eq!((clock.wire(), clock.now()), (1_000_000, 1_010_000));
        clock.stop(true);
        base.advance(Duration::from_secs(500));
        assert_eq!((clock.wire(), clock.now()), (1_500_000, 1_010_000));
        clock.advance(Duration::from_secs(60));
        assert_eq!(clock.now(), 1_070_000);
        clock.stop(false);
        base.advance(Duration::from_secs(1));
        assert_eq!(clock.now(), 1_071_000);
    }

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
