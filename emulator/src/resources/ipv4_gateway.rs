//! IPv4 gateways: connections between a VPC and the IPv4 Internet.

use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use serde_json::{Map, Value};

use crate::kinds::{IPV4_GATEWAY, ROUTE_TABLE, VPC};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&IPV4_GATEWAY, ipv4_gateway_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateIpv4Gateway", Create(&IPV4_GATEWAY, new_gateway)),
    ("GetIpv4GatewayAttribute", Get(&IPV4_GATEWAY)),
    ("ListIpv4Gateways", List(&IPV4_GATEWAY)),
    ("UpdateIpv4GatewayAttribute", Modify(&IPV4_GATEWAY, plain)),
    ("DeleteIpv4Gateway", Delete(&IPV4_GATEWAY, delete_gateway)),
    ("EnableVpcIpv4Gateway", Other(enable)),
    ("AssociateRouteTableWithGateway", Other(associate_table)),
    ("DissociateRouteTableFromGateway", Other(dissociate_table)),
];

fn new_gateway(call: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    let vpc = call.id(&VPC)?;
    call.check_idle(&vpc)
}

fn delete_gateway(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let associated =
        call.store.get(id).and_then(|gateway| gateway.text("Ipv4GatewayRouteTableId")).is_some_and(|table| !table.is_empty());
    match associated {
        true => Err(call.error(&["OperationDenied.GatewayAlreadyAssociated"], "A route table is associated with the gateway.")),
        false => Ok(()),
    }
}

fn enable(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&IPV4_GATEWAY)?;
    call.check_idle(&id)?;
    if call.store.get(&id).is_some_and(|gateway| gateway.flag("Enabled")) {
        return Err(call
            .error(&["OperationDenied.VpcHasAlreadyActive", "IncorrectStatus.Ipv4Gateway"], "The gateway is enabled already."));
    }
    if let Some(mut gateway) = call.store.edit(&id) {
        gateway.set("Enabled", true);
    }
    call.transition(&id, "Activating", Then::Status("Created".into()));
    Ok(Reply::new())
}

fn associate_table(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (table, gateway) = named(call)?;
    let field = |id: &str, name: &str| call.store.get(id).and_then(|resource| resource.text(name)).unwrap_or_default().to_owned();
    if field(&table, "AssociateType") != "Gateway" {
        return Err(call
            .error(&["OperationDenied.RouteTableTypeIncorrect"], "The route table was made for vSwitches, not for a gateway."));
    }
    if field(&table, "VpcId") != field(&gateway, "VpcId") {
        return Err(call.error(&["OperationDenied.GatewayAndTableNotInOneVpc"], "Route table and gateway are in different VPCs."));
    }
    if !call.store.get(&gateway).is_some_and(|gateway| gateway.flag("Enabled")) {
        return Err(call.error(&["OperationDenied.Ipv4GatewayNotActive"], "The gateway is not enabled."));
    }
    if !field(&gateway, "Ipv4GatewayRouteTableId").is_empty() {
        return Err(call.error(&["ResourceAlreadyAssociated.Ipv4Gateway"], "The gateway has a route table already."));
    }
    if is_associated(call.store, &table) {
        return Err(
            call.error(&["ResourceAlreadyAssociated.GatewayRouteTable"], "The route table is associated with a gateway already.")
        );
    }
    if let Some(mut gateway) = call.store.edit(&gateway) {
        gateway.set("Ipv4GatewayRouteTableId", table);
    }
    call.begin_change(&gateway);
    Ok(Reply::new())
}

/// Whether a route table is that of a gateway.
pub(super) fn is_associated(store: &Store, table: &str) -> bool {
    store.with(&IPV4_GATEWAY, "Ipv4GatewayRouteTableId", table).next().is_some()
}

fn dissociate_table(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (table, gateway) = named(call)?;
    if call.store.get(&gateway).is_none_or(|gateway| gateway.text("Ipv4GatewayRouteTableId") != Some(&table)) {
        return Err(
            call.error(&["OperationFailed.NotExistAssociateRelation"], "The route table is not associated with the gateway.")
        );
    }
    if let Some(mut gateway) = call.store.edit(&gateway) {
        gateway.set("Ipv4GatewayRouteTableId", "");
    }
    call.begin_change(&gateway);
    Ok(Reply::new())
}

fn named(call: &Call<'_>) -> Result<(String, String), ServiceError> {
    let table = call.id(&ROUTE_TABLE)?;
    let gateway = call.required("GatewayId")?;
    if call.text("GatewayType").is_some_and(|kind| kind.eq_ignore_ascii_case("Ipv6Gateway")) {
        return Err(call.error(
            &["UnsupportedFeature.Ipv6GatewayRouteTable", "ResourceNotFound.Ipv6Gateway"],
            "An IPv6 gateway has no route table here.",
        ));
    }
    call.check_exists(&IPV4_GATEWAY, "GatewayId", &gateway)?;
    call.check_idle(&gateway)?;
    Ok((table, gateway))
}

fn ipv4_gateway_view(_: &Store, _: &Resource, view: &mut Map<String, Value>) {
    view.insert("CreateTime".into(), view.get("CreationTime").cloned().unwrap_or_default());
}
