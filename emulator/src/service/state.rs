//! What a service is set up with, and what requests change.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::auth::{Keys, Nonces};
use crate::engine::{Limits, Pace};
use crate::faults::Faults;
use crate::log::{Log, Request};
use crate::rates::Rates;
use crate::store::Store;
use crate::tokens::Tokens;

/// What stays the same for the life of an emulator.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) pace: Pace,
    pub(crate) limits: Limits,
    pub(crate) ignore_unknown: bool,
    pub(crate) on_request: Option<Observer>,
}

/// The observer of every request that was answered.
#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<dyn Fn(&Request) + Send + Sync>);

impl std::fmt::Debug for Observer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Observer")
    }
}

/// What requests change.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) store: Store,
    pub(crate) keys: Keys,
    pub(crate) nonces: Nonces,
    pub(crate) tokens: Tokens,
    pub(crate) log: Log,
    pub(crate) faults: Faults,
    /// What it began with.
    pub(crate) initial: Snapshot,
    /// States that are kept, by name.
    pub(crate) snapshots: BTreeMap<String, Snapshot>,
    /// How often what is saved has changed.
    pub(crate) changes: u64,
    pub(crate) rates: Rates,
    /// Why the data file was not written.
    pub(crate) problem: Option<String>,
}

/// A state that can be restored. It shares with the current state all that is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Snapshot {
    pub(crate) store: Store,
    pub(crate) tokens: Tokens,
}
