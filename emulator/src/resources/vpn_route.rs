//! Routes of VPN gateways: by destination, and by source and destination (policy-based).
//!
//! Routes have no id on the wire: a request names them by gateway and values.

use crate::engine::Action::{Create, List, Other};
use crate::engine::{Call, Operations, Reply};
use crate::kinds::{VPN_CONNECTION, VPN_GATEWAY, VPN_PBR_ROUTE, VPN_ROUTE};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource};

use super::vpn_gateway;

pub(super) const OPERATIONS: Operations = &[
    ("CreateVpnRouteEntry", Create(&VPN_ROUTE, new_route)),
    ("DescribeVpnRouteEntries", List(&VPN_ROUTE)),
    ("ModifyVpnRouteEntryWeight", Other(modify)),
    ("PublishVpnRouteEntry", Other(publish)),
    ("DeleteVpnRouteEntry", Other(delete)),
    ("CreateVpnPbrRouteEntry", Create(&VPN_PBR_ROUTE, new_route)),
    ("DescribeVpnPbrRouteEntries", List(&VPN_PBR_ROUTE)),
    ("ModifyVpnPbrRouteEntryAttribute", Other(modify_pbr)),
    ("ModifyVpnPbrRouteEntryPriority", Other(modify_pbr)),
    ("ModifyVpnPbrRouteEntryWeight", Other(modify_pbr)),
    ("DeleteVpnPbrRouteEntry", Other(delete_pbr)),
];

/// The fields that identify a route of a gateway.
const NAMED_BY: &[&str] = &["RouteSource", "RouteDest", "NextHop", "Weight", "Priority"];

fn new_route(call: &mut Call<'_>, route: &mut Resource) -> Result<(), ServiceError> {
    let gateway = call.id(&VPN_GATEWAY)?;
    call.check_idle(&gateway)?;
    for name in ["RouteDest", "RouteSource"] {
        let is_block = |text: &str| network::block(text).is_some() || network::block6(text).is_some();
        if call.text(name).is_some_and(|text| !is_block(text)) {
            let codes = ["InvalidCidrBlock.Malformed", "IllegalParam.RouteDest"];
            return Err(call.invalid(name, &codes, "it must be a CIDR block, written with the address of its network"));
        }
    }
    let hop = call.text("NextHop").unwrap_or_default();
    let connection = call.store.get(hop).filter(|connection| connection.is(&VPN_CONNECTION));
    if connection.is_none_or(|connection| connection.text("VpnGatewayId") != Some(&gateway)) {
        return Err(call.error(&["InvalidNextHop.NotFound"], format!("{hop} is not a VPN connection of the gateway.")));
    }
    check_weight(call, "Weight")?;
    let same = |other: &Resource| {
        ["RouteSource", "RouteDest", "NextHop"].iter().all(|name| other.fields.get(name) == route.fields.get(name))
    };
    if call.store.with(route.kind, "VpnInstanceId", &gateway).any(same) {
        return Err(call.error(&["VpnRouteEntry.AlreadyExists"], "The VPN gateway has the route already."));
    }
    route.set("Source", hop);
    route.set("State", state(call));
    route.owner = Some(gateway.clone());
    vpn_gateway::update(call, &gateway);
    Ok(())
}

fn check_weight(call: &Call<'_>, name: &str) -> Result<(), ServiceError> {
    match call.number(name) {
        None | Some(0 | 100) => Ok(()),
        Some(_) => Err(call.invalid(name, &["VpnRouteEntry.InvalidWeight"], "it must be 0 or 100")),
    }
}

/// Whether a route is published to the VPC, in the words of replies.
fn state(call: &Call<'_>) -> &'static str {
    if call.flag("PublishVpc") == Some(true) { "published" } else { "normal" }
}

fn modify(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    change(call, &VPN_ROUTE)
}

fn modify_pbr(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    change(call, &VPN_PBR_ROUTE)
}

fn change(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, ServiceError> {
    let (gateway, id) = named(call, kind)?;
    check_weight(call, "NewWeight")?;
    let changes = [("NewWeight", "Weight"), ("NewPriority", "Priority")];
    let changes = changes.map(|(parameter, field)| (field, call.arguments.get(parameter).cloned()));
    if let Some(mut route) = call.store.edit(&id) {
        changes.into_iter().filter_map(|(field, value)| Some((field, value?))).for_each(|(field, value)| route.set(field, value));
    }
    vpn_gateway::update(call, &gateway);
    Ok(Reply::new())
}

fn publish(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let kind = if call.text("RouteType") == Some("pbr") { &VPN_PBR_ROUTE } else { &VPN_ROUTE };
    let (gateway, id) = named(call, kind)?;
    let state = state(call);
    if let Some(mut route) = call.store.edit(&id) {
        route.set("State", state);
    }
    vpn_gateway::update(call, &gateway);
    Ok(Reply::new())
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    remove(call, &VPN_ROUTE)
}

fn delete_pbr(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    remove(call, &VPN_PBR_ROUTE)
}

fn remove(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, ServiceError> {
    let (gateway, id) = named(call, kind)?;
    call.store.remove(&id);
    vpn_gateway::update(call, &gateway);
    Ok(Reply::new())
}

/// The gateway, which must be idle, and the route that the request names.
fn named(call: &Call<'_>, kind: &Kind) -> Result<(String, String), ServiceError> {
    let gateway = call.id(&VPN_GATEWAY)?;
    call.check_idle(&gateway)?;
    let given = NAMED_BY.iter().filter_map(|name| Some((*name, call.arguments.get(*name)?))).collect::<Vec<_>>();
    let mut routes = call.store.with(kind, "VpnInstanceId", &gateway);
    let found = routes.find(|route| given.iter().all(|(name, value)| route.fields.get(name) == Some(value)));
    match found.map(|route| route.id.clone()) {
        Some(id) => Ok((gateway.clone(), id)),
        None => Err(call.error(kind.not_found, "The VPN gateway has no such route.")),
    }
}
