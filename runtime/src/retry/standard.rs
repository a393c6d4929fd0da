//! The default policy of clients.

use std::time::Duration;

use super::{FailedAttempt, Retry, RetryClass};

/// Up to four attempts with full jitter for failures, and longer waits for busy resources.
///
/// | failure | wait before the next attempt |
/// | --- | --- |
/// | transport, server | a random time up to 100 ms, doubled each time up to 20 s |
/// | throttled | what the service states; else a random time up to 500 ms, doubled each time up to 20 s |
/// | busy | 2 to 4 s at first, half as much again each time up to 20 s, or longer if the service states so; until the call's
///   deadline, and 100 times at most |
/// | clock | none, twice |
/// | credentials | none, once |
///
/// ```
/// use std::time::Duration;
/// use acs_runtime::retry::StandardRetry;
///
/// let patient = StandardRetry::new().attempts(8).longest_wait(Duration::from_secs(60));
/// let hasty = StandardRetry::new().busy(false);
/// ```
#[derive(Debug, Clone)]
pub struct StandardRetry {
    attempts: u32,
    first_wait: Duration,
    first_throttled_wait: Duration,
    longest_wait: Duration,
    busy: bool,
    busy_attempts: u32,
}

/// Longest time before the first retry of what is busy.
const FIRST_BUSY_WAIT: Duration = Duration::from_secs(4);

impl StandardRetry {
    /// How long it waits before it retries such a failure, in words; `None` if it does not retry.
    pub fn describe(&self, class: RetryClass) -> Option<String> {
        let words = |time: Duration| match time.subsec_millis() {
            0 => format!("{} s", time.as_secs()),
            _ => format!("{} ms", time.as_millis()),
        };
        let longest = words(self.longest_wait);
        let random = |first| format!("a random time up to {}, doubled each time up to {longest}", words(first));
        match class {
            RetryClass::None => None,
            RetryClass::Clock | RetryClass::Credentials => Some("none".to_owned()),
            RetryClass::Busy if !self.busy => None,
            RetryClass::Busy => {
                let [least, most] = [FIRST_BUSY_WAIT / 2, FIRST_BUSY_WAIT].map(|wait| wait.as_secs());
                Some(format!("{least} to {most} s at first, half as much again each time up to {longest}"))
            }
            RetryClass::Throttled => Some(format!("as long as the service states; else {}", random(self.first_throttled_wait))),
            RetryClass::Transport | RetryClass::Server => Some(random(self.first_wait)),
        }
    }

    /// The defaults.
    pub fn new() -> Self {
        StandardRetry {
            attempts: 4,
            first_wait: Duration::from_millis(100),
            first_throttled_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            busy: true,
            busy_attempts: 100,
        }
    }

    /// Sets the maximum number of attempts, the first included. Attempts that find a resource busy do not count. 4 by default; 0
    /// means 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the upper bound of the first random wait after a failure of transport or server. 100 ms by default.
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// Sets the upper bound of the first random wait after throttling, if the service states no wait. 500 ms by default.
    pub fn first_throttled_wait(mut self, wait: Duration) -> Self {
        self.first_throttled_wait = wait;
        self
    }

    /// Sets the longest wait between two attempts, unless the service states a longer one. 20 s by default.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Sets whether to wait for busy resources, until the call's deadline. True by default.
    pub fn busy(mut self, wait: bool) -> Self {
        self.busy = wait;
        self
    }

    /// Sets the maximum number of attempts that find the resource busy. 100 by default.
    pub fn busy_attempts(mut self, attempts: u32) -> Self {
        self.busy_attempts = attempts;
        self
    }

    fn exponential(&self, first: Duration, factor: f64, times: usize) -> Duration {
        let exponent = i32::try_from(times).unwrap_or(i32::MAX);
        let seconds = (first.as_secs_f64() * factor.powi(exponent)).min(self.longest_wait.as_secs_f64());
        Duration::try_from_secs_f64(seconds).unwrap_or(self.longest_wait)
    }
}

impl Default for StandardRetry {
    fn default() -> Self {
        Self::new()
    }
}

impl Retry for StandardRetry {
    fn wait(&self, failure: &FailedAttempt<'_>) -> Option<Duration> {
        let earlier = |counts: fn(RetryClass) -> bool| failure.earlier.iter().filter(|(class, _)| counts(*class)).count();
        match failure.class {
            RetryClass::None => None,
            // The date of the first correction may have been wrong.
            RetryClass::Clock => (earlier(|class| class == RetryClass::Clock) < 2).then_some(Duration::ZERO),
            RetryClass::Credentials => (earlier(|class| class == RetryClass::Credentials) == 0).then_some(Duration::ZERO),
            RetryClass::Busy if !self.busy => None,
            RetryClass::Busy => {
                let before = earlier(|class| class == RetryClass::Busy);
                if before + 1 >= self.busy_attempts as usize {
                    return None;
                }
                let own = self.exponential(FIRST_BUSY_WAIT, 1.5, before).mul_f64(0.5 + failure.fraction / 2.0);
                // With a stated wait of a millisecond there would be thousands of attempts before the deadline.
                Some(failure.stated.map_or(own, |stated| stated.max(own)))
            }
            RetryClass::Transport | RetryClass::Server | RetryClass::Throttled => {
                let failures = earlier(|class| !matches!(class, RetryClass::Busy | RetryClass::Clock | RetryClass::Credentials));
                if failures + 1 >= self.attempts as usize {
                    return None;
                }
                let throttled = failure.class == RetryClass::Throttled;
                let first = if throttled { self.first_throttled_wait } else { self.first_wait };
                Some(failure.stated.unwrap_or_else(|| self.exponential(first, 2.0, failures).mul_f64(failure.fraction)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RetryClass::*;
    use super::*;
    use crate::error::Error;

    fn wait(class: RetryClass, earlier: &[RetryClass], fraction: f64, stated: Option<Duration>) -> Option<Duration> {
        let earlier: Vec<_> = earlier.iter().map(|class| (*class, Duration::ZERO)).collect();
        StandardRetry::new().wait(&FailedAttempt { error: &Error::config(""), class, earlier: &earlier, stated, fraction })
    }

    const ALMOST_1: f64 = 1.0 - f64::EPSILON;

    #[test]
    fn policies_describe_the_waits_that_they_have() {
        let words = |policy: StandardRetry, class| policy.describe(class).unwrap_or_default();
        let policy = StandardRetry::new;
        assert_eq!(words(policy(), Busy), "2 to 4 s at first, half as much again each time up to 20 s");
        assert_eq!(words(policy().busy(false), Busy), "");
        assert_eq!(words(policy(), None), "");
        assert_eq!(words(policy(), Clock), "none");
        assert_eq!(
            words(policy().first_wait(Duration::from_secs(2)).longest_wait(Duration::from_millis(2500)), Server),
            "a random time up to 2 s, doubled each time up to 2500 ms"
        );
        let throttled = words(policy().first_throttled_wait(Duration::from_millis(300)), Throttled);
        assert_eq!(throttled, "as long as the service states; else a random time up to 300 ms, doubled each time up to 20 s");
    }

    #[test]
    fn jitter_is_full() {
        for (earlier, bound) in [(&[][..], 100), (&[Server], 200), (&[Server, Transport], 400)] {
            assert_eq!(wait(Server, earlier, 0.0, Option::None), Some(Duration::ZERO));
            assert_eq!(wait(Server, earlier, 0.5, Option::None), Some(Duration::from_millis(bound / 2)));
        }
        assert_eq!(wait(Throttled, &[Throttled], 0.5, Option::None), Some(Duration::from_millis(500)));
    }

    #[test]
    fn attempts_are_counted_without_waits_for_busy_resources() {
        assert_eq!(wait(Server, &[Server, Throttled, Transport], 0.5, Option::None), Option::None);
        assert!(wait(Server, &[Busy, Busy, Busy, Clock, Server], 0.5, Option::None).is_some());
    }

    #[test]
    fn busy_resources_get_seconds() {
        let busy = |times| {
            wait(Busy, &vec![Busy; times], 0.0, Option::None).unwrap()
                ..wait(Busy, &vec![Busy; times], ALMOST_1, Option::None).unwrap()
        };
        assert_eq!(busy(0).start, Duration::from_secs(2));
        assert!(busy(0).end.as_secs_f64() > 3.99);
        assert_eq!(busy(1).start, Duration::from_secs(3));
        assert_eq!(busy(98).start, Duration::from_secs(10));
    }

    #[test]
    fn attempts_on_busy_resources_are_bounded() {
        assert!(wait(Busy, &[Busy; 98], 0.5, Option::None).is_some());
        assert_eq!(wait(Busy, &[Busy; 99], 0.5, Option::None), Option::None);
        assert_eq!(wait(Busy, &[Busy; 99], 0.5, Some(Duration::from_secs(1))), Option::None);
    }

    #[test]
    fn a_policy_may_wait_less_for_busy_resources_or_not_at_all() {
        let ends = |policy: StandardRetry, earlier: &[(RetryClass, Duration)]| {
            let error = Error::config("");
            policy.wait(&FailedAttempt { error: &error, class: Busy, earlier, stated: Option::None, fraction: 0.5 }).is_none()
        };
        let one = [(Busy, Duration::ZERO)];
        assert!(ends(StandardRetry::new().busy(false), &[]));
        assert!(!ends(StandardRetry::new().busy_attempts(2), &[]) && ends(StandardRetry::new().busy_attempts(2), &one));
    }

    #[test]
    fn credentials_are_replaced_once() {
        assert_eq!(wait(Credentials, &[Server], 0.5, Option::None), Some(Duration::ZERO));
        assert_eq!(wait(Credentials, &[Server, Credentials], 0.5, Option::None), Option::None);
    }

    #[test]
    fn a_stated_wait_goes_first() {
        let stated = Some(Duration::from_millis(1234));
        assert_eq!(wait(Throttled, &[], 0.5, stated), stated);
        let long = Some(Duration::from_secs(30));
        assert_eq!(wait(Busy, &[], 0.5, long), long);
    }

    #[test]
    fn a_stated_wait_for_a_busy_resource_never_goes_below_the_policys_own() {
        for stated in [Duration::ZERO, Duration::from_millis(1), Duration::from_secs(1)] {
            assert_eq!(wait(Busy, &[], 0.0, Some(stated)), Some(Duration::from_secs(2)));
        }
    }

    #[test]
    fn the_clock_is_corrected_twice() {
        assert_eq!(wait(Clock, &[Server, Clock], 0.5, Option::None), Some(Duration::ZERO));
        assert_eq!(wait(Clock, &[Clock, Clock], 0.5, Option::None), Option::None);
    }
}
