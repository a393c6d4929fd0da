//! Virtual border routers: the routers between circuits and VPCs, and groups of two.

use serde_json::{Map, Value, json};

use crate::auth::ACCOUNT;
use crate::engine::Action::{Create, Delete, List, Modify, Other, Switch};
use crate::engine::{Call, Operations, Passage, Reply, View, plain};
use crate::kinds::{PHYSICAL_CONNECTION, VBR_HA, VIRTUAL_BORDER_ROUTER};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&VIRTUAL_BORDER_ROUTER, router_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateVirtualBorderRouter", Create(&VIRTUAL_BORDER_ROUTER, new_router)),
    ("DescribeVirtualBorderRouters", List(&VIRTUAL_BORDER_ROUTER)),
    ("DescribeVirtualBorderRoutersForPhysicalConnection", List(&VIRTUAL_BORDER_ROUTER)),
    ("ModifyVirtualBorderRouterAttribute", Modify(&VIRTUAL_BORDER_ROUTER, change_router)),
    ("UpdateVirtualBorderBandwidth", Modify(&VIRTUAL_BORDER_ROUTER, plain)),
    (
        "TerminateVirtualBorderRouter",
        Switch(&VIRTUAL_BORDER_ROUTER, Passage { from: &["active"], through: "terminating", to: "terminated" }),
    ),
    (
        "RecoverVirtualBorderRouter",
        Switch(&VIRTUAL_BORDER_ROUTER, Passage { from: &["terminated"], through: "recovering", to: "active" }),
    ),
    ("DeleteVirtualBorderRouter", Delete(&VIRTUAL_BORDER_ROUTER, plain)),
    ("AssociatePhysicalConnectionToVirtualBorderRouter", Other(associate)),
    ("UnassociatePhysicalConnectionFromVirtualBorderRouter", Other(unassociate)),
    ("CreateVbrHa", Create(&VBR_HA, new_group)),
    ("DescribeVbrHa", Other(describe_group)),
    ("DeleteVbrHa", Delete(&VBR_HA, plain)),
];

/// The fields of a router for each circuit that it is associated with.
const LINE: &[&str] = &[
    "PhysicalConnectionId",
    "VlanId",
    "CircuitCode",
    "LocalGatewayIp",
    "PeerGatewayIp",
    "PeeringSubnetMask",
    "LocalIpv6GatewayIp",
    "PeerIpv6GatewayIp",
    "PeeringIpv6SubnetMask",
    "EnableIpv6",
];

fn new_router(call: &mut Call<'_>, router: &mut Resource) -> Result<(), ServiceError> {
    let connection = call.text("PhysicalConnectionId").unwrap_or_default().to_owned();
    check_line(call, &connection)?;
    // Another account has to confirm it.
    if call.number("VbrOwnerId").is_some_and(|owner| owner.unsigned_abs() != ACCOUNT) {
        router.status = "unconfirmed".into();
    }
    let table = call.ids.resource("vtb-");
    router.set("RouteTableId", table);
    router.set("VlanInterfaceId", call.ids.resource("ri-"));
    Ok(())
}

/// The circuit must be enabled, and the VLAN free.
fn check_line(call: &Call<'_>, connection: &str) -> Result<(), ServiceError> {
    let status = &call.check_exists(&PHYSICAL_CONNECTION, "PhysicalConnectionId", connection)?.status;
    if status != "Enabled" {
        let codes = ["InvalidPhysicalConnectionId.NotEnabled", "InvalidPhysicalConnectionStatus"];
        return Err(call.error(&codes, format!("{connection} is {status}, not enabled.")));
    }
    if call.number("VlanId").is_some_and(|vlan| !(0..=2999).contains(&vlan)) {
        return Err(call.error(&["InvalidVlanId.Malformed"], "VlanId must be from 0 to 2999."));
    }
    let vlan = |router: &Resource| router.fields.get("VlanId").map(Value::to_string);
    let wanted = call.number("VlanId").map(|vlan| vlan.to_string());
    match call.store.with(&VIRTUAL_BORDER_ROUTER, "PhysicalConnectionId", connection).any(|router| vlan(router) == wanted) {
        true => Err(call.error(&["InvalidVlanId.Used", "OperationFailed.VlanIdInUse"], "The VLAN is in use.")),
        false => Ok(()),
    }
}

/// A change may also apply to the lines of other circuits, which are JSON text.
fn change_router(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let Some(text) = call.text("AssociatedPhysicalConnections") else { return Ok(()) };
    let Ok(Value::Array(changes)) = serde_json::from_str::<Value>(text) else {
        return Err(call.invalid("AssociatedPhysicalConnections", &[], "it must be the JSON text of a list"));
    };
    let mut lines = lines(call.store, id);
    for change in changes {
        let line = lines.iter_mut().find(|line| line["PhysicalConnectionId"] == change["PhysicalConnectionId"]);
        let (Some(Value::Object(line)), Value::Object(change)) = (line, change) else { continue };
        line.extend(change);
    }
    set_lines(call, id, lines);
    call.arguments.shift_remove("AssociatedPhysicalConnections");
    Ok(())
}

fn associate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&VIRTUAL_BORDER_ROUTER)?;
    call.check_idle(&id)?;
    let connection = call.text("PhysicalConnectionId").unwrap_or_default().to_owned();
    check_line(call, &connection)?;
    let given = LINE.iter().filter_map(|name| Some(((*name).to_owned(), call.arguments.get(*name)?.clone())));
    let line: Map<String, Value> = given.collect();
    let mut lines = lines(call.store, &id);
    lines.retain(|line| line["PhysicalConnectionId"] != connection.as_str());
    lines.push(line.into());
    set_lines(call, &id, lines);
    Ok(Reply::new())
}

fn unassociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&VIRTUAL_BORDER_ROUTER)?;
    call.check_idle(&id)?;
    let mut lines = lines(call.store, &id);
    let before = lines.len();
    lines.retain(|line| line["PhysicalConnectionId"] != call.text("PhysicalConnectionId").unwrap_or_default());
    if lines.len() == before {
        return Err(call.not_found(
            &PHYSICAL_CONNECTION,
            "PhysicalConnectionId",
            call.text("PhysicalConnectionId").unwrap_or_default(),
        ));
    }
    set_lines(call, &id, lines);
    Ok(Reply::new())
}

/// The lines of a router besides its first.
fn lines(store: &Store, id: &str) -> Vec<Value> {
    let lines = store.get(id).and_then(|router| router.fields.get("AssociatedPhysicalConnections")?.as_array().cloned());
    lines.unwrap_or_default()
}

fn set_lines(call: &mut Call<'_>, id: &str, lines: Vec<Value>) {
    if let Some(mut router) = call.store.edit(id) {
        router.set("AssociatedPhysicalConnections", lines);
    }
}

fn new_group(call: &mut Call<'_>, group: &mut Resource) -> Result<(), ServiceError> {
    let peer = call.text("PeerVbrId").unwrap_or_default();
    call.check_exists(&VIRTUAL_BORDER_ROUTER, "PeerVbrId", peer)
        .map_err(|error| call.renamed(error, &["ResourceNotFound.Vbr"]))?;
    let both = [group.text("VbrId").unwrap_or_default(), peer];
    let used = |other: &Resource| ["VbrId", "PeerVbrId"].iter().any(|name| both.contains(&other.text(name).unwrap_or_default()));
    match both[0] == both[1] || call.store.of(&VBR_HA).any(used) {
        true => Err(call.error(&["OperationFailed.VbrInUsedByOtherHa"], "A router is in a group already, or named twice.")),
        false => Ok(()),
    }
}

/// A group is named by its own id, or by that of its first router.
fn describe_group(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, router) = (call.text("VbrHaId"), call.text("VbrId"));
    let mut groups = call.store.of(&VBR_HA).filter(|group| group.region == call.region);
    let named = |group: &&Resource| id.is_none_or(|id| id == group.id) && router.is_none_or(|id| group.text("VbrId") == Some(id));
    let found = groups.find(named).map(|group| group.id.clone());
    match found {
        Some(found) => Ok(call.describe(&found)),
        None => Err(call.not_found(&VBR_HA, "VbrHaId", id.or(router).unwrap_or_default())),
    }
}

fn router_view(store: &Store, router: &Resource, view: &mut Map<String, Value>) {
    let connection = |id: Option<&str>| id.and_then(|id| store.get(id));
    let of = |line: &mut Map<String, Value>, connection: Option<&Resource>| {
        let text = |name: &str| connection.and_then(|connection| connection.text(name)).unwrap_or_default();
        line.insert("PhysicalConnectionStatus".into(), connection.map(|connection| connection.status.as_str()).into());
        line.insert("PhysicalConnectionBusinessStatus".into(), text("BusinessStatus").into());
        line.insert("PhysicalConnectionOwnerUid".into(), ACCOUNT.to_string().into());
        line.insert("AccessPointId".into(), text("AccessPointId").into());
    };
    of(view, connection(router.text("PhysicalConnectionId")));
    let mut first: Map<String, Value> =
        LINE.iter().filter_map(|name| Some(((*name).to_owned(), view.get(*name)?.clone()))).collect();
    first.insert("VlanInterfaceId".into(), view.get("VlanInterfaceId").cloned().unwrap_or_default());
    let others = lines(store, &router.id);
    let lines = std::iter::once(Value::Object(first)).chain(others).filter_map(|line| line.as_object().cloned());
    let lines = lines.map(|mut line| {
        let connection = connection(line.get("PhysicalConnectionId").and_then(Value::as_str));
        of(&mut line, connection);
        line.insert("Status".into(), router.status.as_str().into());
        Value::Object(line)
    });
    view.insert("AssociatedPhysicalConnections".into(), lines.collect());
    for (name, from) in [("ActivationTime", "CreationTime"), ("VbrName", "Name")] {
        view.insert(name.into(), view.get(from).cloned().unwrap_or_default());
    }
    view.insert("BandwidthStatus".into(), "Active".into());
    view.insert("PConnVbrBussinessStatus".into(), "Normal".into());
    view.insert("VbrOwnerUid".into(), router.fields.get("VbrOwnerId").cloned().unwrap_or_else(|| json!(ACCOUNT)));
}
