//! Futures whose type is erased.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use crate::time::Sleep;

/// A future on the heap: what the object-safe asynchronous traits of this crate return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The future's result, or `None` when `limit` is over first. A future that is ready is never called late.
pub(crate) async fn within<T>(limit: Duration, sleep: &dyn Sleep, future: impl Future<Output = T> + Send) -> Option<T> {
    let mut future = pin!(future);
    let mut alarm = sleep.alarm(limit);
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        alarm.as_mut().poll(context).map(|()| None)
    })
    .await
}
