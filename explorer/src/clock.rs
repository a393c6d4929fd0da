//! The time of the emulator and of the client that calls it: that of this machine, moved forward or stopped.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use crate::backend::lock;

/// Clones show the same time.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    start: Instant,
    setting: Arc<Mutex<Setting>>,
}

#[derive(Debug, Default)]
struct Setting {
    ahead: Duration,
    /// The time at which it was stopped.
    stopped: Option<SystemTime>,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Clock { start: Instant::now(), setting: Arc::default() }
    }

    /// Moves it forward.
    pub(crate) fn advance(&self, by: Duration) {
        let mut setting = lock(&self.setting);
        setting.ahead = setting.ahead.saturating_add(by);
        setting.stopped = setting.stopped.and_then(|stopped| stopped.checked_add(by));
    }

    /// Stops it, or lets it go on from where it stopped.
    pub(crate) fn stop(&self, stop: bool) {
        let now = self.time();
        let mut setting = lock(&self.setting);
        if !stop && setting.stopped.is_some() {
            let behind = SystemTime::now() + setting.ahead;
            setting.ahead = setting.ahead.saturating_sub(behind.duration_since(now).unwrap_or_default());
        }
        setting.stopped = stop.then_some(now);
    }

    pub(crate) fn is_stopped(&self) -> bool {
        lock(&self.setting).stopped.is_some()
    }

    pub(crate) fn time(&self) -> SystemTime {
        let setting = lock(&self.setting);
        let now = SystemTime::now();
        setting.stopped.or_else(|| now.checked_add(setting.ahead)).unwrap_or(now)
    }
}

impl acs_emulator::Clock for Clock {
    fn now(&self) -> SystemTime {
        self.time()
    }
}

impl acs_runtime::time::Clock for Clock {
    fn now(&self) -> SystemTime {
        self.time()
    }

    /// Time limits of calls do not move with the clock.
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_it_is_moved() {
        let clock = Clock::new();
        clock.stop(true);
        let before = clock.time();
        assert_eq!(clock.time(), before);
        clock.advance(Duration::from_secs(60));
        assert_eq!(clock.time(), before + Duration::from_secs(60));
        clock.stop(false);
        assert!(clock.time() >= SystemTime::now() && !clock.is_stopped());
    }
}
