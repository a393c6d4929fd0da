//! Poll after poll: intervals, the deadline, and what each poll means.

use std::time::Duration;

use super::poll::ResourceState;
use super::{Plan, PollOutcome, Waited};
use crate::error::{Error, ErrorKind};
use crate::facts::Names;
use crate::operation::Until;
use crate::time::readable;

/// A wait under way.
pub(super) struct Poller {
    plan: Plan,
    started: Duration,
    pause: Duration,
    next_pause: Duration,
    polls: u32,
    missing: u32,
    last: Option<PollOutcome>,
    last_error: Option<Error>,
}

/// What a poll means for the wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Done,
    Failed,
    Lost,
    GoOn,
}

impl Poller {
    pub(super) fn new(plan: Plan) -> Self {
        Poller {
            started: plan.client.context().components.clock.elapsed(),
            pause: plan.first,
            next_pause: plan.settings.shortest,
            polls: 0,
            missing: 0,
            last: None,
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
                // The poll has used up its retries, but the wait still has time.
                Err(error) if error.is_retryable() => self.last_error = Some(error),
                Err(error) => return Err(error),
            }
        }
    }

    /// How the wait ends after such a poll; `None` if it goes on.
    pub(super) fn end(&self, seen: &PollOutcome, verdict: Verdict) -> Option<Result<Waited, Error>> {
        match verdict {
            Verdict::Done => Some(Ok(Waited { last: seen.clone() })),
            Verdict::Failed => Some(Err(self.plan.failed(seen))),
            Verdict::Lost => Some(Err(self.plan.lost(seen))),
            Verdict::GoOn => None,
        }
    }

    async fn rest(&mut self) -> Result<(), Error> {
        let remaining = self.remaining();
        if self.polls > 0 && self.pause >= remaining {
            return Err(self.too_late());
        }
        let components = &self.plan.client.context().components;
        if !self.pause.is_zero() {
            components.sleep.sleep(self.pause.min(remaining)).await;
        }
        self.pause = self.next_pause.mul_f64(1.0 + components.random.fraction() / 5.0);
        self.next_pause = self.next_pause.mul_f64(1.5).clamp(self.plan.settings.shortest, self.plan.settings.longest);
        Ok(())
    }

    fn take_note(&mut self, found: ResourceState) -> (PollOutcome, Verdict) {
        let (state, present) = match found {
            ResourceState::Missing => (None, false),
            ResourceState::Present(state) => (state, true),
        };
        self.missing = if present { 0 } else { self.missing + 1 };
        let seen = PollOutcome { state, present, polls: self.polls, elapsed: self.elapsed() };
        self.last = Some(seen.clone());
        self.last_error = None;
        let verdict = self.plan.verdict(&seen, self.missing);
        (seen, verdict)
    }

    fn too_late(&mut self) -> Error {
        let state = self.last.as_ref().map_or_else(|| "could not be polled".to_owned(), |seen| format!("is {}", seen.what()));
        let (id, goal, elapsed) = (self.plan.subject(), self.plan.goal(), readable(self.elapsed()));
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
    pub(super) fn check(&self) -> Result<(), Error> {
        if !self.info.takes_id() || !self.id.trim().is_empty() {
            return Ok(());
        }
        let name = self.info.id.as_ref().or(self.info.matches.as_ref()).map_or("id", |name| name.as_ref());
        let error = Error::config(format!("a wait for `{}` was given an empty id ({name})", self.info.name));
        let advice = "Pass the id of one resource; if it comes from a reply, check that the reply has it";
        Err(error.with_operation(self.info.operation.name.clone()).unsent().advise(advice))
    }

    fn verdict(&self, seen: &PollOutcome, missing: u32) -> Verdict {
        match (self.info.until, seen.present) {
            (Some(Until::Gone), false) => Verdict::Done,
            (None | Some(Until::Present), false) if missing > self.settings.missing_allowed => Verdict::Lost,
            (_, false) => Verdict::GoOn,
            (until, true) => {
                let is_one_of = |states: &Names| seen.state.as_deref().is_some_and(|state| states.contains(state));
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

    fn failed(&self, seen: &PollOutcome) -> Error {
        self.error(format!("`{}` is {seen}: it will not become {}", self.subject(), self.goal()))
    }

    fn lost(&self, seen: &PollOutcome) -> Error {
        self.error(format!("`{}` is {seen}: the service does not know it", self.subject()))
            .advise("Check the id and the region; `missing_allowed` bears with longer delays after a create")
    }

    /// What is waited for, as messages name it.
    fn subject(&self) -> &str {
        if self.id.is_empty() { &self.info.operation.name } else { &self.id }
    }

    fn error(&self, message: String) -> Error {
        Error::new(ErrorKind::Wait, message).with_operation(self.info.operation.name.clone())
    }

    fn goal(&self) -> String {
        match self.info.until {
            Some(Until::Gone) => "gone".to_owned(),
            Some(Until::Present) if self.info.success.is_empty() => "there".to_owned(),
            _ => self.info.success.iter().collect::<Vec<_>>().join(" or "),
        }
    }
}
