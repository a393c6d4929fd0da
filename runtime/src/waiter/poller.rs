//! Poll after poll: intervals, the deadline, and what each poll means.

use std::time::Duration;

use super::poll::ResourceState;
use super::{Plan, PollOutcome, Waited};
use crate::error::{Error, ErrorKind};
use crate::facts::Names;
use crate::operation::Until;
use crate::retry::stated_wait;
use crate::time::readable;
use crate::wait_settings::SHORTEST;

/// How long before the deadline the last poll comes, so that its reply arrives in time.
const LAST_POLL: Duration = Duration::from_secs(1);

/// The state of a wait.
pub(super) struct Poller {
    plan: Plan,
    started: Duration,
    pause: Duration,
    next_pause: Duration,
    /// The pause that the service asked for.
    stated: Duration,
    /// Whether the poll before the deadline has been made.
    is_last: bool,
    polls: u32,
    missing: u32,
    last: Option<PollOutcome>,
    /// The resource that the last outcome belongs to.
    at: usize,
    last_error: Option<Error>,
}

/// What a poll means for the wait. With several resources, the least advanced one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    Failed,
    Lost,
    GoOn,
    Done,
}

impl Poller {
    pub(super) fn new(plan: Plan) -> Self {
        Poller {
            started: plan.client.context().components.clock.elapsed(),
            // A deadline before the first poll would end the wait without one.
            pause: plan.first.min(plan.settings.deadline / 2),
            next_pause: plan.settings.shortest,
            stated: Duration::ZERO,
            is_last: false,
            polls: 0,
            missing: 0,
            last: None,
            at: 0,
            last_error: None,
            plan,
        }
    }

    /// Waits and polls until a poll gets a reply.
    pub(super) async fn next_outcome(&mut self) -> Result<(PollOutcome, Verdict), Error> {
        loop {
            self.rest().await?;
            self.polls += 1;
            match self.plan.poll(self.remaining()).await {
                Ok(found) => return Ok(self.take_note(found)),
                // The poll has used up its retries, or found a list that changed meanwhile, but the wait still has time.
                Err(error) if error.is_retryable() || error.kind() == ErrorKind::Incomplete => {
                    let now = self.plan.client.context().components.clock.now();
                    self.stated = error.reply().and_then(|reply| stated_wait(reply, now)).unwrap_or_default();
                    self.pause = self.pause.max(self.stated);
                    self.last_error = Some(error);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// How the wait ends after such a poll; `None` if it continues.
    pub(super) fn end(&self, seen: &PollOutcome, verdict: Verdict) -> Option<Result<Waited, Error>> {
        match verdict {
            Verdict::Done => Some(Ok(Waited { last: seen.clone() })),
            Verdict::Failed => Some(Err(self.plan.failed(self.subject(), seen))),
            Verdict::Lost => Some(Err(self.plan.lost(self.subject(), seen))),
            Verdict::GoOn => None,
        }
    }

    async fn rest(&mut self) -> Result<(), Error> {
        let remaining = self.remaining();
        if self.polls > 0 && self.pause >= remaining {
            // The resource may get there while the wait still has time.
            let last = remaining.saturating_sub(LAST_POLL.min(remaining / 2));
            if self.is_last || last < SHORTEST || self.stated > last {
                return Err(self.too_late());
            }
            (self.pause, self.is_last) = (last, true);
        }
        let components = &self.plan.client.context().components;
        if !self.pause.is_zero() {
            components.sleep.sleep(self.pause.min(remaining)).await;
        }
        self.stated = Duration::ZERO;
        self.pause = self.next_pause.mul_f64(1.0 + components.random.fraction() / 5.0);
        self.next_pause = self.next_pause.mul_f64(1.5).clamp(self.plan.settings.shortest, self.plan.settings.longest);
        Ok(())
    }

    /// The outcome for the resource that is farthest from the desired state.
    fn take_note(&mut self, found: Vec<ResourceState>) -> (PollOutcome, Verdict) {
        let is_missing = found.iter().any(|state| matches!(state, ResourceState::Missing));
        self.missing = if is_missing { self.missing + 1 } else { 0 };
        let (polls, elapsed) = (self.polls, self.elapsed());
        let outcomes = found.into_iter().enumerate().map(|(at, state)| {
            let (state, present) = match state {
                ResourceState::Missing => (None, false),
                ResourceState::Present(state) => (state, true),
            };
            let seen = PollOutcome { state, present, polls, elapsed };
            (self.plan.verdict(&seen, self.missing), at, seen)
        });
        let nothing = || (Verdict::GoOn, 0, PollOutcome { state: None, present: false, polls, elapsed });
        let (verdict, at, seen) = outcomes.min_by_key(|(verdict, at, _)| (*verdict, *at)).unwrap_or_else(nothing);
        (self.last, self.at, self.last_error) = (Some(seen.clone()), at, None);
        (seen, verdict)
    }

    /// The id of the resource that the last outcome belongs to, or what is polled if there is none.
    fn subject(&self) -> &str {
        let id = self.plan.ids.get(self.at).filter(|id| !id.is_empty());
        id.map_or(&self.plan.info.operation.name, String::as_str)
    }

    fn too_late(&mut self) -> Error {
        let state = match &self.last {
            Some(PollOutcome { state: None, present: true, .. }) if !self.plan.info.status.is_empty() => {
                format!("has no `{}`", self.plan.info.status.iter().collect::<Vec<_>>().join("."))
            }
            Some(seen) => format!("is {}", seen.what()),
            None => "could not be polled".to_owned(),
        };
        let (id, goal, elapsed) = (self.subject(), self.plan.goal(), readable(self.elapsed()));
        let error = self.plan.error(format!("`{id}` {state} after {elapsed}, not {goal}"));
        let error = error.advise("`deadline` sets a longer time to wait");
        match self.last_error.take() {
            Some(source) => error.with_source(source),
            None => error,
        }
    }

    fn elapsed(&self) -> Duration {
        self.plan.client.context().components.clock.elapsed().saturating_sub(self.started)
    }

    fn remaining(&self) -> Duration {
        self.plan.settings.deadline.saturating_sub(self.elapsed())
    }
}

impl Plan {
    fn verdict(&self, seen: &PollOutcome, missing: u32) -> Verdict {
        match (self.info.until, seen.present) {
            (Some(Until::Gone | Until::Detached), false) => Verdict::Done,
            (None | Some(Until::Present), false) if missing > self.settings.missing_allowed => Verdict::Lost,
            (_, false) => Verdict::GoOn,
            (until, true) => {
                let is_one_of = |states: &Names| {
                    seen.state.as_deref().is_some_and(|state| states.iter().any(|wanted| wanted.eq_ignore_ascii_case(state)))
                };
                if is_one_of(&self.info.failure) {
                    Verdict::Failed
                } else if is_one_of(&self.info.success) || (until == Some(Until::Present) && self.info.success.is_empty()) {
                    Verdict::Done
                } else {
                    Verdict::GoOn
                }
            }
        }
    }

    fn failed(&self, id: &str, seen: &PollOutcome) -> Error {
        self.error(format!("`{id}` is {seen}: it will not become {}", self.goal()))
    }

    fn lost(&self, id: &str, seen: &PollOutcome) -> Error {
        self.error(format!("`{id}` is {seen}: the service does not know it"))
            .advise("Check the id and the region; `missing_allowed` allows for a longer delay after a create")
    }

    fn error(&self, message: String) -> Error {
        Error::new(ErrorKind::Wait, message).with_operation(self.info.operation.name.clone())
    }

    fn goal(&self) -> String {
        match self.info.until {
            Some(Until::Gone) => "gone".to_owned(),
            Some(Until::Detached) => "detached".to_owned(),
            Some(Until::Present) if self.info.success.is_empty() => "there".to_owned(),
            _ => self.info.success.iter().collect::<Vec<_>>().join(" or "),
        }
    }
}
