//! What the control endpoint and the handle of an emulator do: look at the state, go back to an earlier one, move the clock.

use std::time::Duration;

use crate::clock;
use crate::inspect::{self, ResourceState};
use crate::service::{Service, Snapshot, State};

/// Snapshots that are kept at the same time.
const MAX_SNAPSHOTS: usize = 100;

/// Characters that the name of a snapshot can have.
const MAX_NAME: usize = 128;

/// Why the state cannot be saved under a name or restored from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    NoName,
    TooMany,
    Unknown,
}

impl Refused {
    pub(crate) fn text(self) -> String {
        match self {
            Refused::NoName => format!("the name of a snapshot has 1 to {MAX_NAME} characters"),
            Refused::TooMany => format!("there are {MAX_SNAPSHOTS} snapshots already: remove one first"),
            Refused::Unknown => "there is no snapshot of this name".to_owned(),
        }
    }
}

impl Service {
    /// Every resource, with the changes that are due now.
    pub(crate) fn resources(&self) -> Vec<ResourceState> {
        let now = self.now();
        let mut state = self.state();
        state.store.apply_due(now);
        let store = state.store.clone();
        drop(state);
        inspect::resources(&store)
    }

    /// Why the state is not in the data file; `None` if it is, or if there is none.
    pub(crate) fn problem(&self) -> Option<String> {
        self.state().problem.clone()
    }

    /// Everything as it was at the start: resources, time, faults, requests.
    pub(crate) fn reset(&self) {
        self.clock.set(clock::Setting::default());
        let mut state = self.state();
        let initial = state.initial.clone();
        state.return_to(initial);
        state.faults.clear();
        state.log.clear();
    }

    /// Keeps the state under a name, in place of what was kept under it before.
    pub(crate) fn snapshot(&self, name: &str) -> Result<(), Refused> {
        let now = self.now();
        if name.is_empty() || name.chars().count() > MAX_NAME {
            return Err(Refused::NoName);
        }
        let mut state = self.state();
        if state.snapshots.len() >= MAX_SNAPSHOTS && !state.snapshots.contains_key(name) {
            return Err(Refused::TooMany);
        }
        state.store.apply_due(now);
        let snapshot = Snapshot { store: state.store.snapshot(), tokens: state.tokens.clone() };
        state.snapshots.insert(name.to_owned(), snapshot);
        Ok(())
    }

    /// Goes back to a state that was kept.
    pub(crate) fn restore(&self, name: &str) -> Result<(), Refused> {
        let mut state = self.state();
        let snapshot = state.snapshots.get(name).cloned().ok_or(Refused::Unknown)?;
        state.return_to(snapshot);
        Ok(())
    }

    /// Forgets a state that was kept.
    pub(crate) fn remove_snapshot(&self, name: &str) -> Result<(), Refused> {
        self.state().snapshots.remove(name).map(drop).ok_or(Refused::Unknown)
    }

    /// The names of the states that are kept, with the number of resources of each.
    pub(crate) fn snapshots(&self) -> Vec<(String, usize)> {
        self.state().snapshots.iter().map(|(name, snapshot)| (name.clone(), snapshot.store.len())).collect()
    }

    /// Moves the clock that drives state changes.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.clock_changed();
    }

    /// Stops the clock that drives state changes, or resumes it.
    pub(crate) fn freeze(&self, freeze: bool) {
        self.clock.stop(freeze);
        self.clock_changed();
    }

    fn clock_changed(&self) {
        let now = self.now();
        let mut state = self.state();
        state.store.apply_due(now);
        state.changes += 1;
    }
}

impl State {
    fn return_to(&mut self, snapshot: Snapshot) {
        self.store = snapshot.store;
        self.tokens = snapshot.tokens;
        self.changes += 1;
    }
}
