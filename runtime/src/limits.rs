//! Bounds on requests, to stay under the service's flow control.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::time::{Clock, Sleep};

/// How many requests may be in flight at once, and how many may begin in a second. Requests beyond wait their turn. A call
/// whose turn would come after its deadline fails at once, and a call that is dropped gives its turn back.
///
/// ```
/// use acs_runtime::limits::Limit;
///
/// let limit = Limit::in_flight(8).and_per_second(20.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limit {
    in_flight: Option<usize>,
    interval: Option<Duration>,
}

impl Limit {
    /// The maximum number of requests in flight; 0 counts as 1.
    pub fn in_flight(requests: usize) -> Self {
        Limit { in_flight: Some(requests.max(1)), interval: None }
    }

    /// The maximum number of requests per second, evenly spaced. Zero and negative numbers set no limit.
    pub fn per_second(requests: f64) -> Self {
        Limit::default().and_per_second(requests)
    }

    /// A limit on requests a second besides.
    pub fn and_per_second(mut self, requests: f64) -> Self {
        self.interval = Duration::try_from_secs_f64(1.0 / requests).ok().filter(|interval| !interval.is_zero());
        self
    }
}

/// The limits of a client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limits {
    pub(crate) all: Limit,
    pub(crate) each: Limit,
    pub(crate) named: HashMap<String, Limit>,
}

/// The limits at work, shared by the client's clones.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    limits: Limits,
    all: Option<Arc<Limiter>>,
    /// By operation; made when an operation is first called.
    operations: Mutex<HashMap<String, Arc<Limiter>>>,
}

impl RateLimiter {
    pub(crate) fn new(limits: Limits) -> Self {
        RateLimiter { all: Limiter::new(limits.all), operations: Mutex::default(), limits }
    }

    /// Waits until a request of an operation may be sent; the permit is to be kept until it is answered. `None` if the turn
    /// would come after `limit`: then nothing is reserved.
    pub(crate) async fn enter(&self, operation: &str, limit: Duration, clock: &dyn Clock, sleep: &dyn Sleep) -> Option<Permit> {
        let deadline = clock.elapsed().saturating_add(limit);
        let mut permit = Permit::default();
        // The operation's own limit first: one that is held up there does not keep others from the client's.
        for limiter in [self.of_operation(operation), self.all.clone()].into_iter().flatten() {
            permit.permits.extend(limiter.enter(deadline, clock, sleep).await?);
        }
        Some(permit)
    }

    fn of_operation(&self, operation: &str) -> Option<Arc<Limiter>> {
        let limit = *self.limits.named.get(operation).unwrap_or(&self.limits.each);
        if limit == Limit::default() {
            return None;
        }
        let mut operations = self.operations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(limiter) = operations.get(operation) {
            return Some(limiter.clone());
        }
        let limiter = Limiter::new(limit)?;
        operations.insert(operation.to_owned(), limiter.clone());
        Some(limiter)
    }
}

/// Leave to send one request.
#[derive(Debug, Default)]
pub(crate) struct Permit {
    permits: Vec<OwnedSemaphorePermit>,
}

#[derive(Debug)]
struct Limiter {
    in_flight: Option<Arc<Semaphore>>,
    pace: Option<Pace>,
}

#[derive(Debug)]
struct Pace {
    interval: Duration,
    turns: Mutex<Turns>,
}

/// The turns of requests that are paced, as times of the clock.
#[derive(Debug, Default)]
struct Turns {
    /// The first turn that nobody ever had.
    next: Duration,
    /// Earlier turns that were given back.
    free: BTreeSet<Duration>,
}

/// A turn that was reserved. Dropped before it was used, it is given back.
struct Turn<'p> {
    pace: &'p Pace,
    at: Duration,
    used: bool,
}

impl Limiter {
    fn new(limit: Limit) -> Option<Arc<Self>> {
        if limit == Limit::default() {
            return None;
        }
        let in_flight = limit.in_flight.map(|requests| Arc::new(Semaphore::new(requests.min(Semaphore::MAX_PERMITS))));
        let pace = limit.interval.map(|interval| Pace { interval, turns: Mutex::default() });
        Some(Arc::new(Limiter { in_flight, pace }))
    }

    /// The outer `None` says that the turn would come after the deadline.
    async fn enter(&self, deadline: Duration, clock: &dyn Clock, sleep: &dyn Sleep) -> Option<Option<OwnedSemaphorePermit>> {
        let permit = match &self.in_flight {
            // The semaphore is never closed, so this does not fail.
            Some(semaphore) => semaphore.clone().acquire_owned().await.ok(),
            None => None,
        };
        if let Some(pace) = &self.pace {
            let now = clock.elapsed();
            let mut turn = pace.reserve(now, deadline)?;
            let wait = turn.at.saturating_sub(now);
            if !wait.is_zero() {
                sleep.sleep(wait).await;
            }
            turn.used = true;
        }
        Some(permit)
    }
}

impl Pace {
    /// The earliest turn that is free; `None` if it is not before the deadline.
    fn reserve(&self, now: Duration, deadline: Duration) -> Option<Turn<'_>> {
        let mut turns = self.lock();
        // What was given back and has passed is of no use to anybody.
        turns.free = turns.free.split_off(&now);
        let returned = turns.free.first().copied();
        let at = returned.unwrap_or_else(|| now.max(turns.next));
        if at >= deadline {
            return None;
        }
        match returned {
            Some(at) => _ = turns.free.remove(&at),
            None => turns.next = at.saturating_add(self.interval),
        }
        Some(Turn { pace: self, at, used: false })
    }

    fn lock(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.used {
            self.pace.lock().free.insert(self.at);
        }
    }
}
