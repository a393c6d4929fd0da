//! IPsec-VPN connections that are attached to transit routers, and their routes.
//!
//! Transit routers are not kept here: an attachment counts as attached to one as soon as it is created.

use serde_json::{Map, Value, json};

use super::vpn_connection::{CEN, change_attachment, new_attachment};
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, page, plain};
use crate::kinds::{VCO_ROUTE, VPN_CONNECTION};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::Resource;

pub(super) const OPERATIONS: Operations = &[
    ("CreateVpnAttachment", Create(&VPN_CONNECTION, new_attachment)),
    ("DescribeVpnAttachments", Other(list)),
    ("ModifyVpnAttachmentAttribute", Modify(&VPN_CONNECTION, change_attachment)),
    ("DeleteVpnAttachment", Delete(&VPN_CONNECTION, plain)),
    ("CreateVcoRouteEntry", Create(&VCO_ROUTE, new_route)),
    ("DescribeVcoRouteEntries", List(&VCO_ROUTE)),
    ("ModifyVcoRouteEntryWeight", Other(change_weight)),
    ("DeleteVcoRouteEntry", Other(delete_route)),
    ("DescribeVpnCrossAccountAuthorizations", Other(authorizations)),
    ("CheckVpnBgpEnabled", Other(bgp)),
];

fn list(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let named = |name: &str, value: &str| call.text(name).is_none_or(|wanted| wanted == value);
    let attachments = call.store.with(&VPN_CONNECTION, "AttachType", CEN).filter(|attachment| {
        attachment.region == call.region && named("VpnConnectionId", &attachment.id) && named("AttachType", CEN)
    });
    let described = attachments.map(|attachment| {
        let mut view = call.view(attachment);
        view.insert("InstanceId".into(), attachment.id.as_str().into());
        view.insert("Tag".into(), "{}".into());
        view
    });
    let described: Vec<Map<String, Value>> = described.collect();
    page(call, described)
}

fn new_route(call: &mut Call<'_>, route: &mut Resource) -> Result<(), ServiceError> {
    let connection = call.id(&VPN_CONNECTION)?;
    call.check_idle(&connection)?;
    let destination = call.text("RouteDest").unwrap_or_default();
    if network::block(destination).is_none() && network::block6(destination).is_none() {
        return Err(call.error(&["IllegalParam.RouteDest"], format!("{destination} is not a CIDR block.")));
    }
    if call.text("NextHop") != Some(&connection) {
        return Err(call.error(&["InvalidNextHop.NotFound"], "NextHop must be the connection."));
    }
    if call.store.with(&VCO_ROUTE, "VpnConnectionId", &connection).any(|other| other.text("RouteDest") == Some(destination)) {
        return Err(call.error(&["VpnRouteEntry.AlreadyExists"], "The connection has the route already."));
    }
    route.owner = Some(connection.clone());
    call.begin_change(&connection);
    Ok(())
}

fn change_weight(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (connection, id) = route(call)?;
    let weight = call.arguments.get("NewWeight").cloned().unwrap_or_default();
    if let Some(mut route) = call.store.edit(&id) {
        route.set("Weight", weight);
    }
    call.begin_change(&connection);
    Ok(Reply::new())
}

fn delete_route(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (connection, id) = route(call)?;
    call.store.remove(&id);
    call.begin_change(&connection);
    Ok(Reply::new())
}

/// The connection, which must be idle, and the route that the request names.
fn route(call: &Call<'_>) -> Result<(String, String), ServiceError> {
    let connection = call.id(&VPN_CONNECTION)?;
    call.check_idle(&connection)?;
    let same = |route: &&Resource| {
        ["RouteDest", "NextHop", "Weight"].iter().all(|name| route.fields.get(name) == call.arguments.get(*name))
    };
    let found = call.store.with(&VCO_ROUTE, "VpnConnectionId", &connection).find(same).map(|route| route.id.clone());
    let id = found.ok_or_else(|| call.error(VCO_ROUTE.not_found, "The connection has no such route."))?;
    Ok((connection, id))
}

/// There is only one account here.
fn authorizations(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    call.id(&VPN_CONNECTION)?;
    page(call, Vec::new())
}

fn bgp(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    Ok(call.reply([("BgpEnabled", json!(true))]))
}
