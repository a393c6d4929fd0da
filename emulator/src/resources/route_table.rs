//! Route tables: of a VPC's router, and those that are made for single vSwitches.

use serde_json::{Map, Value, json};

use super::{ipv4_gateway, route_entry};
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{IPV4_GATEWAY, ROUTE_ENTRY, ROUTE_TABLE, V_SWITCH, VPC};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&ROUTE_TABLE, table_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateRouteTable", Create(&ROUTE_TABLE, new_table)),
    ("DescribeRouteTableList", List(&ROUTE_TABLE)),
    ("DescribeRouteTables", List(&ROUTE_TABLE)),
    ("ModifyRouteTableAttributes", Modify(&ROUTE_TABLE, plain)),
    ("DeleteRouteTable", Delete(&ROUTE_TABLE, delete_table)),
    ("AssociateRouteTable", Other(associate)),
    ("UnassociateRouteTable", Other(unassociate)),
];

fn new_table(call: &mut Call<'_>, table: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&VPC)?;
    call.check_idle(&id)?;
    let router = call.store.get(&id).and_then(|vpc| vpc.text("VRouterId")).unwrap_or_default().to_owned();
    table.set("RouterId", router);
    Ok(())
}

fn delete_table(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    if is_system(call.store, id) {
        return Err(call.error(&["IncorrectRouteTableType"], "A system route table cannot be deleted."));
    }
    if call.store.with(&V_SWITCH, "RouteTableId", id).next().is_some() {
        return Err(
            call.error(&["IncorrectRouteTableStatus", "IncorrectVSwitchStatus"], "A vSwitch is associated with the route table.")
        );
    }
    if ipv4_gateway::is_associated(call.store, id) {
        return Err(call.error(&["OperationDenied.GatewayAssociated"], "A gateway is associated with the route table."));
    }
    if call.store.with(&ROUTE_ENTRY, "RouteTableId", id).next().is_some() {
        return Err(call.error(&["IncorrectRouteTableStatus.RouteEntryExist"], "The route table has custom entries."));
    }
    Ok(())
}

fn associate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (table, vswitch) = (call.id(&ROUTE_TABLE)?, call.id(&V_SWITCH)?);
    call.check_idle(&table)?;
    call.check_idle(&vswitch)?;
    if is_system(call.store, &table) {
        return Err(call.error(
            &["OperationDenied.SwitchToSystemRouteTable"],
            "A system route table is associated by unassociating the custom one.",
        ));
    }
    let vpc = |id: &str| call.store.get(id).and_then(|resource| resource.text("VpcId")).map(str::to_owned);
    if vpc(&table) != vpc(&vswitch) {
        return Err(call.error(&["Forbidden.NotInSameVpc"], "Route table and vSwitch are in different VPCs."));
    }
    let present = call.store.get(&vswitch).and_then(|vswitch| vswitch.text("RouteTableId")).unwrap_or_default().to_owned();
    if present == table {
        return Err(
            call.error(&["ResourceAlreadyAssociated.RouteTable"], "The route table is associated with the vSwitch already.")
        );
    }
    if !is_system(call.store, &present) {
        return Err(call.error(&["Forbidden.VSwitchAlreadyAssociatedRouteTable"], "The vSwitch has another custom route table."));
    }
    switch(call, &table, &vswitch, table.clone());
    Ok(Reply::new())
}

fn unassociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (table, vswitch) = (call.id(&ROUTE_TABLE)?, call.id(&V_SWITCH)?);
    call.check_idle(&table)?;
    call.check_idle(&vswitch)?;
    if is_system(call.store, &table) {
        return Err(call.error(&["OperationUnsupported.SystemRouteTable"], "A system route table stays associated."));
    }
    let Some(found) = call.store.get(&vswitch).filter(|vswitch| vswitch.text("RouteTableId") == Some(&table)) else {
        return Err(call.error(&["OperationFailed.VSwitchNotAssociate"], "The route table is not associated with the vSwitch."));
    };
    let vpc = found.text("VpcId").and_then(|id| call.store.get(id));
    let system = vpc.and_then(|vpc| vpc.text("RouteTableId")).unwrap_or_default().to_owned();
    switch(call, &table, &vswitch, system);
    Ok(Reply::new())
}

/// Changes the table of a vSwitch; both are `Pending` until that is done.
fn switch(call: &mut Call<'_>, table: &str, vswitch: &str, to: String) {
    if let Some(mut vswitch) = call.store.edit(vswitch) {
        vswitch.set("RouteTableId", to);
    }
    for id in [table, vswitch] {
        call.transition(id, "Pending", Then::Status("Available".into()));
    }
}

/// Every vSwitch has a route to itself in the system table of its VPC.
pub(super) fn add_local_route(call: &mut Call<'_>, table: &str, vswitch: &str, cidr: &str) {
    add_system_route(call, vswitch, table, cidr, "local");
}

/// Every system table has a route to the services of the cloud.
pub(super) fn add_service_route(call: &mut Call<'_>, table: &str) {
    add_system_route(call, table, table, network::SERVICE_BLOCK, "service");
}

fn add_system_route(call: &mut Call<'_>, owner: &str, table: &str, cidr: &str, hop: &str) {
    let mut entry = call.draft(&ROUTE_ENTRY);
    entry.owner = Some(owner.to_owned());
    let values =
        [("RouteTableId", table), ("DestinationCidrBlock", cidr), ("NextHopType", hop), ("NextHopId", ""), ("Type", "System")];
    values.into_iter().for_each(|(name, value)| entry.set(name, value));
    call.add(entry);
}

pub(super) fn is_system(store: &Store, table: &str) -> bool {
    store.get(table).is_some_and(|table| table.text("RouteTableType") == Some("System"))
}

/// Nothing propagates routes here.
pub(super) fn blank_propagation(view: &mut Map<String, Value>) {
    view.insert("AssociatedPropagationSources".into(), json!([]));
}

fn table_view(store: &Store, table: &Resource, view: &mut Map<String, Value>) {
    view.insert("VSwitchIds".into(), store.ids_with(&V_SWITCH, "RouteTableId", &table.id).into());
    view.insert("GatewayIds".into(), store.ids_with(&IPV4_GATEWAY, "Ipv4GatewayRouteTableId", &table.id).into());
    view.insert("VRouterId".into(), table.text("RouterId").into());
    let entries =
        store.with(&ROUTE_ENTRY, "RouteTableId", &table.id).map(|entry| Value::Object(route_entry::describe(store, entry)));
    view.insert("RouteEntrys".into(), entries.collect());
}
