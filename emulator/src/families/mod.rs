//! The kinds of resources, family by family: what is special about each.

mod ssl_vpn;
mod vpn_gateway;

use std::collections::HashMap;
use std::sync::LazyLock;

pub(crate) use vpn_gateway::seed as seed_vpn_gateway;

use crate::engine::{Action, Operations};
use crate::world::Kind;

/// The resource group of everything that is put into no other.
pub(crate) const DEFAULT_RESOURCE_GROUP: &str = "rg-acfmxazb4ph6aiy";

/// The kinds of each family, and its operations.
const FAMILIES: &[(&[&Kind], Operations)] =
    &[(vpn_gateway::KINDS, vpn_gateway::OPERATIONS), (ssl_vpn::KINDS, ssl_vpn::OPERATIONS)];

static ACTIONS: LazyLock<HashMap<&'static str, &'static Action>> = LazyLock::new(|| {
    FAMILIES.iter().flat_map(|(_, operations)| operations.iter()).map(|(name, action)| (*name, action)).collect()
});

/// What an operation does; `None` for those that no state is kept for.
pub(crate) fn action(operation: &str) -> Option<&'static Action> {
    ACTIONS.get(operation).copied()
}

/// The kind of a name.
pub(crate) fn kind(name: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.name == name)
}

/// The kind that a parameter of this name takes the id of.
pub(crate) fn kind_of_id(parameter: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.id == parameter)
}

/// All kinds.
pub(crate) fn kinds() -> impl Iterator<Item = &'static Kind> {
    FAMILIES.iter().flat_map(|(kinds, _)| kinds.iter().copied())
}
