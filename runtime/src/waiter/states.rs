//! A wait as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::poller::{Poller, Verdict};
use super::{Plan, PollOutcome};
use crate::call::moved;
use crate::error::Error;
use crate::future::{BoxFuture, Origin};

/// The results of a wait's polls: a stream that ends after the poll that found the resource in the desired state, or with the error
/// that ended the wait.
///
/// ```no_run
/// # use acs_runtime::{Error, waiter::Wait};
/// # async fn example(wait: Wait) -> Result<(), Error> {
/// let mut states = wait.states();
/// while let Some(seen) = states.next().await {
///     println!("{}", seen?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless polled"]
pub struct States(State);

enum State {
    /// A poll is in progress; it returns the poller.
    Polling(BoxFuture<'static, Polled>, Option<Origin>),
    /// The wait has failed; the error is the next item.
    Failed(Error),
    Over,
}

type Polled = (Poller, Result<(PollOutcome, Verdict), Error>);

impl States {
    pub(super) fn new(plan: Plan) -> Self {
        match plan.check() {
            Ok(()) => States(next_outcome(Poller::new(plan))),
            Err(error) => States(State::Failed(error)),
        }
    }

    /// The result of the next poll; `None` when the wait is over.
    pub async fn next(&mut self) -> Option<Result<PollOutcome, Error>> {
        poll_fn(|context| self.poll_seen(context)).await
    }

    fn poll_seen(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<PollOutcome, Error>>> {
        if let State::Polling(_, origin) = &mut self.0
            && origin.get_or_insert_with(Origin::here).is_left()
        {
            self.0 = State::Failed(moved("a wait"));
        }
        let State::Polling(polling, _) = &mut self.0 else {
            return Poll::Ready(match std::mem::replace(&mut self.0, State::Over) {
                State::Failed(error) => Some(Err(error)),
                State::Polling(..) | State::Over => None,
            });
        };
        let (poller, result) = ready!(polling.as_mut().poll(context));
        let (seen, verdict) = match result {
            Ok(seen) => seen,
            Err(error) => {
                self.0 = State::Over;
                return Poll::Ready(Some(Err(error)));
            }
        };
        self.0 = match poller.end(&seen, verdict) {
            None => next_outcome(poller),
            Some(Ok(_)) => State::Over,
            Some(Err(error)) => State::Failed(error),
        };
        Poll::Ready(Some(Ok(seen)))
    }
}

fn next_outcome(mut poller: Poller) -> State {
    let polling = Box::pin(async move {
        let result = poller.next_outcome().await;
        (poller, result)
    });
    State::Polling(polling, None)
}

impl Stream for States {
    type Item = Result<PollOutcome, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_seen(context)
    }
}

impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("States").finish_non_exhaustive()
    }
}
