//! Route tables: of a VPC's router, and those that are made for single vSwitches.

use serde_json::{Map, Value, json};

use super::route_entry::ROUTE_ENTRY;
use super::vpc::VPC;
use super::{IPV4_GATEWAY, V_SWITCH, ids_of, ipv4_gateway};
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, plain};
use crate::service_error::ServiceError;
use crate::world::{Kind, Quota, Resource, States, Then, World};

pub(super) const KINDS: &[&Kind] = &[&ROUTE_TABLE];

pub(super) const OPERATIONS: Operations = &[
    ("CreateRouteTable", Create(&ROUTE_TABLE, new_table)),
    ("DescribeRouteTableList", List(&ROUTE_TABLE)),
    ("DescribeRouteTables", List(&ROUTE_TABLE)),
    ("ModifyRouteTableAttributes", Modify(&ROUTE_TABLE, plain)),
    ("DeleteRouteTable", Delete(&ROUTE_TABLE, delete_table)),
    ("AssociateRouteTable", Other(associate)),
    ("UnassociateRouteTable", Other(unassociate)),
];

pub(crate) static ROUTE_TABLE: Kind = Kind {
    name: "RouteTable",
    id: "RouteTableId",
    prefix: "vtb-",
    states: States { field: "Status", creating: "Pending", ready: &["Available"], changing: "", deleting: "Deleting" },
    seconds: 3,
    renames: &[("VRouterId", "RouterId"), ("Type", "RouteTableType")],
    filters: &["RouteTableName", "RouterId", "RouterType"],
    defaults: &[
        ("RouteTableName", r#""""#),
        ("Description", r#""""#),
        ("RouteTableType", r#""Custom""#),
        ("AssociateType", r#""VSwitch""#),
        ("RouterType", r#""VRouter""#),
        ("RoutePropagationEnable", "false"),
    ],
    not_found: &[
        "InvalidRouteTableId.NotFound",
        "InvalidRouteTable.NotFound",
        "Abs.InvalidRouteTableId.NotExist",
        "InvalidVRouter.NotFound",
    ],
    busy: &["IncorrectStatus.RouteTable", "IncorrectRouteTableStatus", "IncorrectStatus.RouteTableStatus"],
    quota: Some(Quota { most: 10, per: "VpcId", codes: &["QuotaExceeded.RouteTable"] }),
    tagged: "ROUTETABLE",
    view: table_view,
    ..Kind::PLAIN
};

fn new_table(call: &mut Call<'_>, table: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&VPC)?;
    call.check_idle(&id)?;
    let router = call.world.get(&id).and_then(|vpc| vpc.text("VRouterId")).unwrap_or_default().to_owned();
    table.set("RouterId", router);
    Ok(())
}

fn delete_table(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    if is_system(call.world, id) {
        return Err(call.error(&["IncorrectRouteTableType"], "A system route table cannot be deleted."));
    }
    if call.world.with(&V_SWITCH, "RouteTableId", id).next().is_some() {
        return Err(
            call.error(&["IncorrectRouteTableStatus", "IncorrectVSwitchStatus"], "A vSwitch is associated with the route table.")
        );
    }
    if ipv4_gateway::is_associated(call.world, id) {
        return Err(call.error(&["OperationDenied.GatewayAssociated"], "A gateway is associated with the route table."));
    }
    if call.world.with(&ROUTE_ENTRY, "RouteTableId", id).next().is_some() {
        return Err(call.error(&["IncorrectRouteTableStatus.RouteEntryExist"], "The route table has custom entries."));
    }
    Ok(())
}

fn associate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (table, vswitch) = (call.id(&ROUTE_TABLE)?, call.id(&V_SWITCH)?);
    call.check_idle(&table)?;
    call.check_idle(&vswitch)?;
    if is_system(call.world, &table) {
        return Err(call.error(
            &["OperationDenied.SwitchToSystemRouteTable"],
            "A system route table is associated by unassociating the custom one.",
        ));
    }
    let vpc = |id: &str| call.world.get(id).and_then(|resource| resource.text("VpcId")).map(str::to_owned);
    if vpc(&table) != vpc(&vswitch) {
        return Err(call.error(&["Forbidden.NotInSameVpc"], "Route table and vSwitch are in different VPCs."));
    }
    let present = call.world.get(&vswitch).and_then(|vswitch| vswitch.text("RouteTableId")).unwrap_or_default().to_owned();
    if present == table {
        return Err(
            call.error(&["ResourceAlreadyAssociated.RouteTable"], "The route table is associated with the vSwitch already.")
        );
    }
    if !is_system(call.world, &present) {
        return Err(call.error(&["Forbidden.VSwitchAlreadyAssociatedRouteTable"], "The vSwitch has another custom route table."));
    }
    switch(call, &table, &vswitch, table.clone());
    Ok(Reply::new())
}

fn unassociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (table, vswitch) = (call.id(&ROUTE_TABLE)?, call.id(&V_SWITCH)?);
    call.check_idle(&table)?;
    call.check_idle(&vswitch)?;
    if is_system(call.world, &table) {
        return Err(call.error(&["OperationUnsupported.SystemRouteTable"], "A system route table stays associated."));
    }
    let Some(found) = call.world.get(&vswitch).filter(|vswitch| vswitch.text("RouteTableId") == Some(&table)) else {
        return Err(call.error(&["OperationFailed.VSwitchNotAssociate"], "The route table is not associated with the vSwitch."));
    };
    let vpc = found.text("VpcId").and_then(|id| call.world.get(id));
    let system = vpc.and_then(|vpc| vpc.text("RouteTableId")).unwrap_or_default().to_owned();
    switch(call, &table, &vswitch, system);
    Ok(Reply::new())
}

/// Gives a vSwitch another table; both are `Pending` until that is done.
fn switch(call: &mut Call<'_>, table: &str, vswitch: &str, to: String) {
    if let Some(vswitch) = call.world.get_mut(vswitch) {
        vswitch.set("RouteTableId", to);
    }
    for id in [table, vswitch] {
        call.pass(id, "Pending", Then::Status("Available".into()));
    }
}

/// Every vSwitch has a route to itself in the system table of its VPC.
pub(super) fn add_local_route(call: &mut Call<'_>, table: &str, vswitch: &str, cidr: &str) {
    let mut entry = call.draft(&ROUTE_ENTRY);
    entry.owner = Some(vswitch.to_owned());
    let values = [
        ("RouteTableId", table),
        ("DestinationCidrBlock", cidr),
        ("NextHopType", "local"),
        ("NextHopId", ""),
        ("Type", "System"),
    ];
    values.into_iter().for_each(|(name, value)| entry.set(name, value));
    call.add(entry);
}

pub(super) fn is_system(world: &World, table: &str) -> bool {
    world.get(table).is_some_and(|table| table.text("RouteTableType") == Some("System"))
}

/// Nothing propagates routes here.
pub(super) fn blank_propagation(view: &mut Map<String, Value>) {
    view.insert("AssociatedPropagationSources".into(), json!([]));
}

fn table_view(world: &World, table: &Resource, view: &mut Map<String, Value>) {
    view.insert("VSwitchIds".into(), ids_of(world, &V_SWITCH, "RouteTableId", &table.id).into());
    view.insert("GatewayIds".into(), ids_of(world, &IPV4_GATEWAY, "Ipv4GatewayRouteTableId", &table.id).into());
    view.insert("VRouterId".into(), table.text("RouterId").into());
    let entries =
        world.with(&ROUTE_ENTRY, "RouteTableId", &table.id).map(|entry| Value::Object(crate::engine::view(world, entry)));
    view.insert("RouteEntrys".into(), entries.collect());
}
