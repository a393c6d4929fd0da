//! The facts about a waiter.

use super::wire_path;
use crate::{Operation, Until, Waiter};

/// What a client must know to wait for a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiterFacts<'s> {
    /// Name of the waiter.
    pub name: &'s str,
    /// Operation to poll.
    pub operation: &'s str,
    /// Parameter that takes the id of the resource, if the operation takes it.
    pub id: Option<&'s str>,
    /// Parameters with a fixed value.
    pub with: Vec<(&'s str, &'s str)>,
    /// What the caller gives besides the id.
    pub also: Vec<&'s str>,
    /// Those of them that the poll does not take as a parameter.
    pub unsent: Vec<&'s str>,
    /// Path of the list in the reply that holds the resource, as the wire has it.
    pub items: Vec<&'s str>,
    /// Paths of the lists inside an item of which one holds the resource, as the wire has them, with dots.
    pub sub_items: Vec<String>,
    /// Field of an item that must equal the id, and those that must equal what the caller gives under the same name.
    pub matches: Vec<&'s str>,
    /// Path of the field that holds the state.
    pub status: Vec<&'s str>,
    /// States that end the wait with success.
    pub success: Vec<&'s str>,
    /// States that end the wait with failure.
    pub failure: Vec<&'s str>,
    /// What ends the wait when it is not a state.
    pub until: Option<Until>,
    /// Error codes that mean that the resource does not exist.
    pub not_found: Vec<&'s str>,
    /// Seconds before the first poll.
    pub delay: u32,
}

impl<'s> WaiterFacts<'s> {
    /// The facts about a waiter; `polled` is the operation that it polls.
    pub fn of(name: &'s str, waiter: &'s Waiter, polled: &'s Operation) -> Self {
        let (items, item) = wire_path(waiter.items.as_deref(), &polled.response, &polled.shapes);
        let sub_items = waiter.sub_items.iter().map(|path| wire_path(Some(path), item, &polled.shapes).0.join("."));
        let is_sent = |name: &&str| name.contains('.') || polled.parameters.get(name).is_some();
        WaiterFacts {
            name,
            operation: &waiter.operation,
            id: waiter.id.as_deref(),
            with: waiter.with.iter().map(|(name, value)| (name, value.as_str())).collect(),
            also: waiter.given().collect(),
            unsent: waiter.given().filter(|name| !is_sent(name)).collect(),
            items,
            sub_items: sub_items.collect(),
            matches: texts(&waiter.matches),
            status: waiter.status.iter().flat_map(|path| path.split('.')).collect(),
            success: texts(&waiter.success),
            failure: texts(&waiter.failure),
            until: waiter.until,
            not_found: texts(&waiter.not_found),
            delay: waiter.delay,
        }
    }
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
