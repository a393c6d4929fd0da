//! The kinds of resources, family by family: what is special about each.

mod bandwidth_package;
mod cen_grant;
mod cidr_reservation;
mod customer_gateway;
mod eip;
mod eip_segment;
mod flow_log;
mod full_nat;
mod gateway_route;
mod ha_vip;
mod ipv4_gateway;
mod ipv6_gateway;
mod nat_entries;
mod nat_gateway;
mod nat_ip;
mod network_acl;
mod prefix_list;
mod region;
mod route_entry;
mod route_publish;
mod route_table;
mod ssl_vpn;
mod tag;
mod vpc;
mod vpc_cidr;
mod vpn_connection;
mod vpn_gateway;
mod vpn_route;
mod vswitch;

pub(crate) use cidr_reservation::reserved;
pub(crate) use ipv4_gateway::IPV4_GATEWAY;
pub(crate) use nat_gateway::NAT_GATEWAY;
pub(crate) use vpn_gateway::seed as seed_vpn_gateway;
pub(crate) use vswitch::V_SWITCH;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::engine::{Action, Operations};
use crate::world::{Kind, World};

/// The resource group of everything that is put into no other.
pub(crate) const DEFAULT_RESOURCE_GROUP: &str = "rg-acfmxazb4ph6aiy";

/// The kinds of each family, and its operations.
const FAMILIES: &[(&[&Kind], Operations)] = &[
    (&[], region::OPERATIONS),
    (vpc::KINDS, vpc::OPERATIONS),
    (&[], vpc_cidr::OPERATIONS),
    (cen_grant::KINDS, cen_grant::OPERATIONS),
    (vswitch::KINDS, vswitch::OPERATIONS),
    (cidr_reservation::KINDS, cidr_reservation::OPERATIONS),
    (route_table::KINDS, route_table::OPERATIONS),
    (route_entry::KINDS, route_entry::OPERATIONS),
    (&[], route_publish::OPERATIONS),
    (eip::KINDS, eip::OPERATIONS),
    (eip_segment::KINDS, eip_segment::OPERATIONS),
    (nat_gateway::KINDS, nat_gateway::OPERATIONS),
    (nat_entries::KINDS, nat_entries::OPERATIONS),
    (nat_ip::KINDS, nat_ip::OPERATIONS),
    (full_nat::KINDS, full_nat::OPERATIONS),
    (vpn_gateway::KINDS, vpn_gateway::OPERATIONS),
    (customer_gateway::KINDS, customer_gateway::OPERATIONS),
    (vpn_connection::KINDS, vpn_connection::OPERATIONS),
    (vpn_route::KINDS, vpn_route::OPERATIONS),
    (ssl_vpn::KINDS, ssl_vpn::OPERATIONS),
    (ha_vip::KINDS, ha_vip::OPERATIONS),
    (bandwidth_package::KINDS, bandwidth_package::OPERATIONS),
    (ipv4_gateway::KINDS, ipv4_gateway::OPERATIONS),
    (&[], gateway_route::OPERATIONS),
    (ipv6_gateway::KINDS, ipv6_gateway::OPERATIONS),
    (network_acl::KINDS, network_acl::OPERATIONS),
    (prefix_list::KINDS, prefix_list::OPERATIONS),
    (flow_log::KINDS, flow_log::OPERATIONS),
    (&[], tag::OPERATIONS),
];

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

/// Ids of the resources of a kind that have a value in a field.
fn ids_of(world: &World, kind: &Kind, field: &str, value: &str) -> Vec<String> {
    world.with(kind, field, value).map(|resource| resource.id.clone()).collect()
}
