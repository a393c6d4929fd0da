//! Bounds on how long work may take.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::Sleep;
use crate::future::BoxFuture;

/// The future's result, or `None` if it takes longer than `limit`. A future that is ready never counts as late.
pub(crate) fn within<T>(
    limit: Duration,
    sleep: &(dyn Sleep + 'static),
    future: impl Future<Output = T> + Send,
) -> impl Future<Output = Option<T>> + Send {
    // Not an `async fn`, which would keep the future twice.
    before(move || timeout(limit, sleep, Work::Own), future)
}

/// The same for work that may wait for anything, not only for what this client's clock knows.
pub(crate) fn within_idle<T>(
    limit: Duration,
    sleep: &(dyn Sleep + 'static),
    future: impl Future<Output = T> + Send,
) -> impl Future<Output = Option<T>> + Send {
    before(move || timeout(limit, sleep, Work::Foreign), future)
}

/// Whose work a timeout bounds. It makes a difference only to the clock for tests.
#[derive(Clone, Copy)]
enum Work {
    Own,
    Foreign,
}

#[cfg(any(test, feature = "test-util"))]
fn timeout(limit: Duration, sleep: &(dyn Sleep + 'static), work: Work) -> BoxFuture<'static, ()> {
    use super::test_clock::TestClock;

    match (TestClock::behind(sleep), work) {
        (Some(clock), Work::Own) => clock.timeout(limit),
        (Some(clock), Work::Foreign) => clock.timeout_when_idle(limit),
        (None, _) => sleep.sleep(limit),
    }
}

#[cfg(not(any(test, feature = "test-util")))]
fn timeout(limit: Duration, sleep: &(dyn Sleep + 'static), _: Work) -> BoxFuture<'static, ()> {
    sleep.sleep(limit)
}

/// The timeout starts with the first wait: most work that is bounded is done at once.
async fn before<T>(timeout: impl Fn() -> BoxFuture<'static, ()> + Send, future: impl Future<Output = T> + Send) -> Option<T> {
    let mut future = pin!(future);
    let mut started = None;
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        started.get_or_insert_with(&timeout).as_mut().poll(context).map(|()| None)
    })
    .await
}
