//! Waiting for a resource to reach a state.

use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::task::Poll;
use std::time::Duration;

use crate::call::{CallOptions, moved};
use crate::context::Client;
use crate::error::Error;
use crate::facts::Shared;
use crate::future::{BoxFuture, Origin};
use crate::operation::WaiterInfo;
use crate::sanitize::{MAX_NAME_BYTES, sanitize};
use crate::time::readable;
use crate::wait_settings::{self, WaitSettings};

mod and_wait;
mod check;
mod missing;
mod poll;
mod poller;
mod raw;
mod states;

pub use and_wait::{CallAndWait, WithWait};
use poller::Poller;
pub use states::States;

type OnState = Box<dyn FnMut(&PollOutcome) + Send>;

/// A wait for a resource: awaiting it polls until the resource reaches the state, has failed, or the deadline has passed.
///
/// ```no_run
/// # use std::time::Duration;
/// # use acs_runtime::{Error, waiter::Wait};
/// # async fn example(wait: Wait) -> Result<(), Error> {
/// let waited = wait.deadline(Duration::from_secs(300)).on_state(|seen| println!("{seen}")).await?;
/// println!("done after {:?}", waited.elapsed());
/// # Ok(())
/// # }
/// ```
#[must_use = "a wait begins when it is awaited"]
pub struct Wait {
    plan: Plan,
    on_state: Option<OnState>,
}

/// The resources to wait for, and the limits of the wait.
struct Plan {
    client: Client,
    info: Shared<WaiterInfo>,
    /// The ids of the resources. All of them must reach the state.
    ids: Vec<String>,
    also: Vec<(String, String)>,
    /// Options of each poll that override the client's.
    options: CallOptions,
    settings: WaitSettings,
    /// Time before the first poll.
    first: Duration,
}

/// What a poll found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PollOutcome {
    /// The resource's state, as the service names it; `None` if the resource is not there or has no state.
    pub state: Option<String>,
    /// Whether the resource is there.
    pub present: bool,
    /// The number of polls, this one included.
    pub polls: u32,
    /// Time since the wait began.
    pub elapsed: Duration,
}

/// The outcome of a successful wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    last: PollOutcome,
}

impl Client {
    /// Creates a wait for a resource.
    pub fn wait(&self, waiter: impl Into<Shared<WaiterInfo>>, id: impl Into<String>) -> Wait {
        Wait::new(self.clone(), waiter.into(), vec![id.into()])
    }

    /// Creates a wait for several resources: it ends when all of them have reached the state, or one has failed. Without a resource
    /// it fails.
    pub fn wait_for_all<I: Into<String>>(&self, waiter: impl Into<Shared<WaiterInfo>>, ids: impl IntoIterator<Item = I>) -> Wait {
        Wait::new(self.clone(), waiter.into(), ids.into_iter().map(Into::into).collect())
    }
}

impl Wait {
    /// The default deadline of a wait.
    pub const DEFAULT_DEADLINE: Duration = wait_settings::DEADLINE;

    pub(crate) fn new(client: Client, info: Shared<WaiterInfo>, ids: Vec<String>) -> Self {
        let settings = client.context().waits;
        let first = settings.first(Duration::from_secs(info.delay.into()));
        Wait { plan: Plan { client, info, ids, also: Vec::new(), options: CallOptions::new(), settings, first }, on_state: None }
    }

    /// Sets a parameter that the poll needs besides the id, or `RegionId` for a region other than the client's. An empty value
    /// counts as none.
    pub fn also(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.plan.also.push((name.into(), value));
        }
        self
    }

    /// Polls in the region of the preceding call, unless another is set.
    pub(crate) fn in_region_of_call(self, region: Option<String>) -> Self {
        match (self.plan.info.operation.service.region_parameter.clone(), region) {
            (Some(parameter), Some(region)) if !self.plan.also.iter().any(|(name, _)| *name == parameter) => {
                self.also(parameter, region)
            }
            _ => self,
        }
    }

    /// Sets the longest time to wait. The default is the client's [`wait_deadline`](crate::Builder::wait_deadline), or 10 minutes.
    /// The last poll comes shortly before.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.plan.settings.deadline = deadline;
        self
    }

    /// Sets the shortest and longest time between polls, from 10 ms to a day. The default is the client's
    /// [`wait_interval`](crate::Builder::wait_interval), or 3 s and 10 s. The interval grows by half from poll to poll, plus a random
    /// addition of up to a fifth, so that many waits do not poll at the same time. The first poll comes after the delay in the
    /// waiter's description, or after `shortest` if that is less.
    pub fn interval(mut self, shortest: Duration, longest: Duration) -> Self {
        self.plan.settings.set_interval(shortest, longest);
        self.plan.first = self.plan.settings.first(self.plan.first);
        self
    }

    /// Sets the time before the first poll. The default is the delay in the waiter's description, in which the resource gets the
    /// state that precedes the change. `Duration::ZERO` polls at once: the change may be over.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.plan.first = delay;
        self
    }

    /// Sets how many polls in a row may find nothing before a wait for a state fails: just after its creation, the service may not
    /// know the resource yet. 20 by default.
    pub fn missing_allowed(mut self, polls: u32) -> Self {
        self.plan.settings.missing_allowed = polls;
        self
    }

    /// Calls `on_state` after each poll.
    pub fn on_state(mut self, on_state: impl FnMut(&PollOutcome) + Send + 'static) -> Self {
        self.on_state = Some(Box::new(on_state));
        self
    }

    /// The results of the polls, as a stream that ends when the wait does. A callback set before is not called.
    pub fn states(self) -> States {
        States::new(self.plan)
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &Client {
        &self.plan.client
    }

    pub(crate) fn id(&self) -> &str {
        self.plan.ids.first().map_or("", String::as_str)
    }

    /// Rejects a wait without an id: an empty id would match every resource, or none.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.plan.check()
    }

    async fn run(self) -> Result<Waited, Error> {
        self.check()?;
        let (mut poller, mut on_state) = (Poller::new(self.plan), self.on_state);
        loop {
            let (seen, verdict) = poller.next_outcome().await?;
            if let Some(on_state) = &mut on_state {
                on_state(&seen);
            }
            if let Some(end) = poller.end(&seen, verdict) {
                return end;
            }
        }
    }
}

impl IntoFuture for Wait {
    type Output = Result<Waited, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let (mut run, mut origin) = (Box::pin(self.run()), None);
        Box::pin(poll_fn(move |context| {
            if origin.get_or_insert_with(Origin::here).is_left() {
                return Poll::Ready(Err(moved("a wait")));
            }
            run.as_mut().poll(context)
        }))
    }
}

impl Waited {
    /// The state that ended the wait; `None` if it waited for the resource to be gone, or the resource has no state.
    pub fn state(&self) -> Option<&str> {
        self.last.state.as_deref()
    }

    /// The number of polls.
    pub fn polls(&self) -> u32 {
        self.last.polls
    }

    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        self.last.elapsed
    }
}

impl PollOutcome {
    /// The state, safe to display.
    fn what(&self) -> String {
        match (&self.state, self.present) {
            (Some(state), _) => sanitize(state, MAX_NAME_BYTES, &[]),
            (None, true) => "there".to_owned(),
            (None, false) => "not there".to_owned(),
        }
    }
}

impl fmt::Display for PollOutcome {
    /// `updating after 12s`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} after {}", self.what(), readable(self.elapsed))
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("waiter", &self.plan.info.name).field("ids", &self.plan.ids).finish_non_exhaustive()
    }
}
