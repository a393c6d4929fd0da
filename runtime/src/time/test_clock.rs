//! A clock that moves only when something sleeps.

use std::any::Any;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use super::{Clock, Sleep};
use crate::future::BoxFuture;

/// A clock for tests. It stands still until something sleeps; then it jumps to the next moment at which a sleep or a timeout
/// ends. So retries, waits and timeouts happen in the order that they would, and take no time.
///
/// A hook of an interceptor may wait for something that no clock knows. If nothing at all happens for half a second
/// meanwhile, the clock jumps to the end of the time that the hook has.
///
/// It begins on 17 May 2024 at 12:02:09 UTC. Clones are the same clock.
///
/// ```
/// use std::time::Duration;
/// use acs_runtime::{test::TestClock, time::{Clock, Sleep}};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let clock = TestClock::new();
/// clock.sleep(Duration::from_secs(3600)).await;
/// assert_eq!(clock.elapsed(), Duration::from_secs(3600));
/// assert_eq!(clock.slept(), [Duration::from_secs(3600)]);
/// # });
/// ```
#[derive(Debug, Clone)]
pub struct TestClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    begin: SystemTime,
    elapsed: Duration,
    slept: Vec<Duration>,
    /// Who waits until when.
    waiting: BTreeMap<(Duration, u64), Waker>,
    next_id: u64,
    /// Counts what happens, so that a sleeper can tell whether anything did since its last turn.
    events: u64,
}

/// How many turns without anything happening a sleeper waits before it moves the clock: the others' turns to get going.
const QUIET_TURNS: u32 = 3;

/// How many turns and how long, by the machine's clock, nothing must happen until a hook is taken to wait forever. One that waits for
/// another thread or a socket has as long to go on; a machine that is busy with other things takes no turns.
const IDLE_TURNS: u32 = 1000;
const IDLE: Duration = Duration::from_millis(500);

impl TestClock {
    /// A clock that begins on 17 May 2024 at 12:02:09 UTC.
    pub fn new() -> Self {
        Self::starting_at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_715_947_329))
    }

    /// A clock that begins at `time`.
    pub fn starting_at(time: SystemTime) -> Self {
        let state =
            State { begin: time, elapsed: Duration::ZERO, slept: Vec::new(), waiting: BTreeMap::new(), next_id: 0, events: 0 };
        TestClock { state: Arc::new(Mutex::new(state)) }
    }

    /// Moves the clock, as if something had slept.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.lock();
        let to = state.elapsed + duration;
        state.move_to(to);
    }

    /// How long the sleeps so far were, in the order in which they began. Timeouts are not among them.
    pub fn slept(&self) -> Vec<Duration> {
        self.lock().slept.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps without being listed in `slept`, as the service does.
    pub(crate) async fn elapse(&self, duration: Duration) {
        self.wait(duration, Drives::WhenQuiet).await;
    }

    /// The clock for tests, if `sleep` is one. Only this clock distinguishes timeouts from sleeps: a timeout of work that sleeps
    /// or waits for a thread does not move it.
    pub(super) fn behind<'a>(sleep: &'a (dyn Sleep + 'static)) -> Option<&'a TestClock> {
        let any: &dyn Any = sleep;
        if let Some(shared) = any.downcast_ref::<Arc<dyn Sleep>>() {
            return TestClock::behind(&**shared);
        }
        any.downcast_ref::<TestClock>().or_else(|| any.downcast_ref::<Arc<TestClock>>().map(|clock| &**clock))
    }

    /// A timeout of work that moves this clock itself.
    pub(super) fn timeout(&self, limit: Duration) -> BoxFuture<'static, ()> {
        Box::pin(self.wait(limit, Drives::Never))
    }

    /// A timeout of work that may wait for anything.
    pub(super) fn timeout_when_idle(&self, limit: Duration) -> BoxFuture<'static, ()> {
        Box::pin(self.wait(limit, Drives::WhenIdle))
    }

    fn wait(&self, duration: Duration, drives: Drives) -> Waiting {
        Waiting { clock: self.clone(), duration, drives, key: None, events: 0, quiet: 0, quiet_since: None, done: false }
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        let state = self.lock();
        state.begin + state.elapsed
    }

    fn elapsed(&self) -> Duration {
        self.lock().elapsed
    }
}

impl Sleep for TestClock {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.lock().slept.push(duration);
        Box::pin(self.wait(duration, Drives::WhenQuiet))
    }
}

impl State {
    fn move_to(&mut self, elapsed: Duration) {
        self.events += 1;
        self.elapsed = self.elapsed.max(elapsed);
        while let Some(entry) = self.waiting.first_entry() {
            if entry.key().0 > self.elapsed {
                break;
            }
            entry.remove().wake();
        }
    }
}

struct Waiting {
    clock: TestClock,
    duration: Duration,
    drives: Drives,
    key: Option<(Duration, u64)>,
    events: u64,
    quiet: u32,
    quiet_since: Option<Instant>,
    done: bool,
}

/// When a waiting future moves the clock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drives {
    /// A timeout of work that moves the clock itself.
    Never,
    /// A sleep.
    WhenQuiet,
    /// A timeout of work that may wait for anything.
    WhenIdle,
}

impl Drives {
    /// Whether the clock moves after this number of turns without anything happening.
    fn after(self, turns: u32, since: Instant) -> bool {
        match self {
            Drives::Never => false,
            Drives::WhenQuiet => turns > QUIET_TURNS,
            Drives::WhenIdle => turns > IDLE_TURNS && since.elapsed() >= IDLE,
        }
    }
}

impl Future for Waiting {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let mut state = this.clock.lock();
        let key = match this.key {
            Some(key) => key,
            None => {
                state.next_id += 1;
                state.events += 1;
                *this.key.insert((state.elapsed.saturating_add(this.duration), state.next_id))
            }
        };
        if this.drives != Drives::Never && state.elapsed < key.0 {
            if this.events == state.events {
                this.quiet = this.quiet.saturating_add(1);
            } else {
                (this.quiet, this.quiet_since) = (0, None);
            }
            let since = *this.quiet_since.get_or_insert_with(Instant::now);
            if this.drives.after(this.quiet, since) {
                let next = state.waiting.first_key_value().map_or(key.0, |((next, _), _)| (*next).min(key.0));
                state.move_to(next);
                (this.quiet, this.quiet_since) = (0, None);
            }
            this.events = state.events;
        }
        if state.elapsed >= key.0 {
            state.events += 1;
            state.waiting.remove(&key);
            this.done = true;
            return Poll::Ready(());
        }
        state.waiting.insert(key, context.waker().clone());
        if this.drives != Drives::Never {
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(key) = self.key
            && !self.done
        {
            let mut state = self.clock.lock();
            state.events += 1;
            state.waiting.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::within;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn a_sleep_longer_than_its_limit_is_cut_off() {
        let clock = TestClock::new();
        assert_eq!(within(SECOND, &clock, clock.sleep(SECOND * 9)).await, None);
        assert_eq!(clock.elapsed(), SECOND);
        assert_eq!(within(SECOND * 10, &clock, clock.sleep(SECOND * 9)).await, Some(()));
        assert_eq!(clock.elapsed(), SECOND * 10);
    }

    #[tokio::test]
    async fn sleeps_end_in_order() {
        let clock = TestClock::new();
        let order = Mutex::new(Vec::new());
        let sleep = async |seconds: u32| {
            clock.sleep(SECOND * seconds).await;
            order.lock().unwrap().push((seconds, clock.elapsed()));
        };
        tokio::join!(sleep(3), sleep(1), sleep(2));
        assert_eq!(*order.lock().unwrap(), [1, 2, 3].map(|seconds| (seconds, SECOND * seconds)));
    }

    #[tokio::test]
    async fn a_limit_does_not_move_the_clock() {
        let clock = TestClock::new();
        let work = async {
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
        };
        assert_eq!(within(SECOND, &clock, work).await, Some(()));
        assert_eq!(clock.elapsed(), Duration::ZERO);
    }

    #[tokio::test]
    async fn a_clock_behind_shared_pointers_distinguishes_timeouts_from_sleeps() {
        let shared: Arc<dyn Sleep> = Arc::new(Arc::new(TestClock::new()));
        let clock = TestClock::behind(&shared).unwrap();
        assert_eq!(within(SECOND, &shared, tokio::task::yield_now()).await, Some(()));
        assert_eq!(clock.elapsed(), Duration::ZERO);
    }
}
