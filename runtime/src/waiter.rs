//! Waiting for a resource to reach a state.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use crate::call::{Action, Answer, CallOptions, Prepared, parse};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::future::BoxFuture;
use crate::operation::{Until, WaiterInfo};
use crate::time::readable;
use crate::wire::{Node, Params};

type OnState = Box<dyn FnMut(&Seen) + Send>;

/// A wait for a resource: awaiting it polls until the resource is as wanted, has failed, or time is over.
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

/// What is waited for, and with how much patience.
struct Plan {
    client: Client,
    info: &'static WaiterInfo,
    id: String,
    also: Vec<(String, String)>,
    deadline: Duration,
    shortest: Duration,
    longest: Duration,
    missing_allowed: u32,
}

/// What a poll found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// The resource's state, as the service names it; `None` if the resource is not there or has no state.
    pub state: Option<String>,
    /// Whether the resource is there.
    pub present: bool,
    /// How many polls there were, with this one.
    pub polls: u32,
    /// Time since the wait began.
    pub elapsed: Duration,
}

/// How a wait ended well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    last: Seen,
}

impl Wait {
    pub(crate) fn new(client: Client, info: &'static WaiterInfo, id: String) -> Self {
        let plan = Plan {
            client,
            info,
            id,
            also: Vec::new(),
            deadline: Duration::from_secs(600),
            shortest: Duration::from_secs(3),
            longest: Duration::from_secs(10),
            missing_allowed: 20,
        };
        Wait { plan, on_state: None }
    }

    /// A parameter that the poll needs besides the id.
    pub fn also(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.plan.also.push((name.into(), value.into()));
        self
    }

    /// Longest time to wait. 10 minutes by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.plan.deadline = deadline;
        self
    }

    /// Shortest and longest time between polls. 3 s and 10 s by default; the time grows by half from poll to poll, and is
    /// lengthened at random by up to a fifth so that many waits do not poll together.
    pub fn interval(mut self, shortest: Duration, longest: Duration) -> Self {
        (self.plan.shortest, self.plan.longest) = (shortest, longest.max(shortest));
        self
    }

    /// How many polls in a row may find nothing before a wait for a state gives up: just after a create the service may not
    /// know the resource yet. 20 by default.
    pub fn missing_allowed(mut self, polls: u32) -> Self {
        self.plan.missing_allowed = polls;
        self
    }

    /// Calls `on_state` after each poll.
    pub fn on_state(mut self, on_state: impl FnMut(&Seen) + Send + 'static) -> Self {
        self.on_state = Some(Box::new(on_state));
        self
    }
}

impl IntoFuture for Wait {
    type Output = Result<Waited, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.plan.run(self.on_state))
    }
}

impl Waited {
    /// The state that ended the wait; `None` if it waited for the resource to be gone, or the resource has no state.
    pub fn state(&self) -> Option<&str> {
        self.last.state.as_deref()
    }

    /// How many polls it took.
    pub fn polls(&self) -> u32 {
        self.last.polls
    }

    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        self.last.elapsed
    }
}

impl Seen {
    fn what(&self) -> &str {
        match (&self.state, self.present) {
            (Some(state), _) => state,
            (None, true) => "there",
            (None, false) => "not there",
        }
    }
}

impl fmt::Display for Seen {
    /// `updating after 12s`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} after {}", self.what(), readable(self.elapsed))
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("waiter", &self.plan.info.name).field("id", &self.plan.id).finish_non_exhaustive()
    }
}

impl Plan {
    async fn run(self, mut on_state: Option<OnState>) -> Result<Waited, Error> {
        let means = self.client.inner().means.clone();
        let started = means.clock.elapsed();
        let mut pause = Duration::from_secs(self.info.delay.into());
        let mut next = self.shortest;
        let (mut polls, mut missing) = (0, 0);
        let mut last: Option<Seen> = None;
        loop {
            let elapsed = means.clock.elapsed().saturating_sub(started);
            let remaining = self.deadline.saturating_sub(elapsed);
            if polls > 0 && pause >= remaining {
                return Err(self.too_late(last.as_ref(), elapsed));
            }
            if !pause.is_zero() {
                means.sleep.sleep(pause.min(remaining)).await;
            }
            polls += 1;
            let remaining = self.deadline.saturating_sub(means.clock.elapsed().saturating_sub(started));
            let found = match self.poll(remaining).await {
                Ok(found) => Some(found),
                // The poll itself failed for now; its own repeats are used up, but the wait still has time.
                Err(error) if error.is_retryable() => None,
                Err(error) => return Err(error),
            };
            if let Some(found) = found {
                let (state, present) = match found {
                    Found::Missing => (None, false),
                    Found::Present(state) => (state, true),
                };
                let seen = Seen { state, present, polls, elapsed: means.clock.elapsed().saturating_sub(started) };
                if let Some(on_state) = &mut on_state {
                    on_state(&seen);
                }
                missing = if present { 0 } else { missing + 1 };
                match self.verdict(&seen, missing) {
                    Verdict::Done => return Ok(Waited { last: seen }),
                    Verdict::Failed => return Err(self.failed(&seen)),
                    Verdict::Lost => return Err(self.lost(&seen)),
                    Verdict::GoOn => last = Some(seen),
                }
            }
            pause = next.mul_f64(1.0 + means.random.fraction() / 5.0);
            next = next.mul_f64(1.5).clamp(self.shortest, self.longest);
        }
    }

    async fn poll(&self, remaining: Duration) -> Result<Found, Error> {
        let mut params = Params::new();
        params.set(self.info.id, &self.id);
        for (name, value) in self.info.with {
            params.set(*name, *value);
        }
        for (name, value) in &self.also {
            params.set(name, value);
        }
        let limit = self.client.inner().operation_timeout.min(remaining);
        let call = Prepared {
            client: self.client.clone(),
            action: Action::from(self.info.operation),
            params,
            options: CallOptions::new().operation_timeout(limit),
        };
        match call.start().await {
            Ok(answer) => self.find(&answer),
            Err(error) if self.says_missing(&error) => Ok(Found::Missing),
            Err(error) => Err(error),
        }
    }

    /// Looks for the resource in a reply.
    fn find(&self, answer: &Answer) -> Result<Found, Error> {
        let node = parse(answer.reply.body())
            .map_err(|error| Error::new(ErrorKind::Decode, "the reply cannot be read").with_source(error))?;
        let mut items = match self.info.items {
            [] => vec![&node],
            path => list_at(&node, path),
        };
        if !self.info.sub_items.is_empty() {
            items = items.into_iter().flat_map(|item| list_at(item, self.info.sub_items)).collect();
        }
        // Some filters match loosely, so the id is compared where there is one.
        let matches = |item: &&Node<'_>| match self.info.matches {
            Some(field) => item.get(field).and_then(Node::to_text).is_some_and(|id| id == self.id),
            None => true,
        };
        let found = items.into_iter().find(matches);
        Ok(match found {
            // Operations that describe one resource may answer an unknown id with an empty reply.
            Some(item) => match text_at(item, self.info.status) {
                None if self.info.items.is_empty() && !self.info.status.is_empty() => Found::Missing,
                state => Found::Present(state),
            },
            None => Found::Missing,
        })
    }

    fn says_missing(&self, error: &Error) -> bool {
        error.code().is_some_and(|code| self.info.not_found.contains(&code)) || error.is_not_found()
    }

    fn verdict(&self, seen: &Seen, missing: u32) -> Verdict {
        match (self.info.until, seen.present) {
            (Some(Until::Gone), false) => Verdict::Done,
            (None | Some(Until::Present), false) if missing > self.missing_allowed => Verdict::Lost,
            (_, false) => Verdict::GoOn,
            (until, true) => {
                let is_one_of = |states: &[&str]| seen.state.as_deref().is_some_and(|state| states.contains(&state));
                if is_one_of(self.info.failure) {
                    Verdict::Failed
                } else if is_one_of(self.info.success) || (until == Some(Until::Present) && self.info.success.is_empty()) {
                    Verdict::Done
                } else {
                    Verdict::GoOn
                }
            }
        }
    }

    fn failed(&self, seen: &Seen) -> Error {
        self.error(format!("`{}` is {seen}: it will not become {}", self.id, self.goal()))
    }

    fn lost(&self, seen: &Seen) -> Error {
        self.error(format!("`{}` is {seen}: the service does not know it", self.id))
            .advise("Check the id and the region; `missing_allowed` bears with longer delays after a create")
    }

    fn too_late(&self, last: Option<&Seen>, elapsed: Duration) -> Error {
        let state = last.map_or_else(|| "could not be looked at".to_owned(), |seen| format!("is {}", seen.what()));
        let (id, goal, elapsed) = (&self.id, self.goal(), readable(elapsed));
        self.error(format!("`{id}` {state} after {elapsed}, not {goal}")).advise("`deadline` sets a longer time to wait")
    }

    fn error(&self, message: String) -> Error {
        Error::new(ErrorKind::Wait, message).with_operation(self.info.operation.name)
    }

    fn goal(&self) -> String {
        match self.info.until {
            Some(Until::Gone) => "gone".to_owned(),
            Some(Until::Present) if self.info.success.is_empty() => "there".to_owned(),
            _ => self.info.success.join(" or "),
        }
    }
}

enum Found {
    Missing,
    Present(Option<String>),
}

enum Verdict {
    Done,
    Failed,
    Lost,
    GoOn,
}

/// The items of the list at a path. XML has each item as an element of its own, so a name may stand several times.
fn list_at<'n>(node: &'n Node<'n>, path: &[&str]) -> Vec<&'n Node<'n>> {
    let Some((name, rest)) = path.split_first() else {
        return match node {
            Node::List(items) => items.iter().collect(),
            Node::Null => Vec::new(),
            Node::Text(text) if text.is_empty() => Vec::new(),
            item => vec![item],
        };
    };
    match node {
        Node::Object(entries) => {
            entries.iter().filter(|entry| entry.name == *name).flat_map(|entry| list_at(&entry.node, rest)).collect()
        }
        // A wrapper that a reply leaves out.
        Node::List(_) if rest.is_empty() => list_at(node, rest),
        _ => Vec::new(),
    }
}

fn text_at(node: &Node<'_>, path: &[&str]) -> Option<String> {
    let (name, rest) = path.split_first()?;
    let field = node.get(name)?;
    if rest.is_empty() {
        field.to_text().map(|text| text.into_owned()).filter(|text| !text.is_empty())
    } else {
        text_at(field, rest)
    }
}
