//! What the resource modules add to the engine.

use std::collections::HashMap;
use std::fmt;

use super::action::{Action, Operations};
use super::view::{View, Views};
use crate::store::Kind;

/// The operations and views of all resource modules.
#[derive(Default)]
pub(crate) struct Registry {
    actions: HashMap<&'static str, &'static Action>,
    pub(crate) views: Views,
}

impl Registry {
    /// Adds the operations and views of one resource module.
    pub(crate) fn add(&mut self, operations: Operations, views: &[(&'static Kind, View)]) {
        self.actions.extend(operations.iter().map(|(name, action)| (*name, action)));
        views.iter().for_each(|(kind, view)| self.views.add(kind, *view));
    }

    /// The action of an operation; `None` if no state is kept for it.
    pub(crate) fn action(&self, operation: &str) -> Option<&'static Action> {
        self.actions.get(operation).copied()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("operations", &self.actions.len()).finish_non_exhaustive()
    }
}
