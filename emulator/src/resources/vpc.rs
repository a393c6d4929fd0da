//! VPCs and the router that each has.

use serde_json::{Map, Value, json};

use super::route_table;
use super::vpc_cidr::{check_cidr, enable_ipv6};
use crate::engine::Action::{Create, Delete, Get, List, Modify};
use crate::engine::{Call, Operations, View, plain};
use crate::kinds::{IPV4_GATEWAY, NAT_GATEWAY, ROUTE_ENTRY, ROUTE_TABLE, V_ROUTER, V_SWITCH, VPC};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&VPC, vpc_view), (&V_ROUTER, v_router_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateVpc", Create(&VPC, new_vpc)),
    ("CreateDefaultVpc", Create(&VPC, new_default_vpc)),
    ("DescribeVpcs", List(&VPC)),
    ("DescribeVpcAttribute", Get(&VPC)),
    ("ModifyVpcAttribute", Modify(&VPC, modify_vpc)),
    ("DeleteVpc", Delete(&VPC, delete_vpc)),
    ("EnableVpcClassicLink", Modify(&VPC, enable_classic_link)),
    ("DisableVpcClassicLink", Modify(&VPC, disable_classic_link)),
    ("DescribeVRouters", List(&V_ROUTER)),
    ("ModifyVRouterAttribute", Modify(&V_ROUTER, plain)),
];

fn new_vpc(call: &mut Call<'_>, vpc: &mut Resource) -> Result<(), ServiceError> {
    let cidr = vpc.text("CidrBlock").unwrap_or_default().to_owned();
    check_cidr(call, "CidrBlock", &cidr)?;
    let user = call.texts("UserCidr");
    if user.len() > 3 {
        return Err(call.error(&["InvalidUserCidr.Quota"], "A VPC has 3 user CIDR blocks at most."));
    }
    if user.iter().any(|cidr| network::block(cidr).is_none()) {
        return Err(call.error(&["InvalidUserCidr.Malformed"], "UserCidr must hold IPv4 CIDR blocks."));
    }
    vpc.set("UserCidrs", user);
    vpc.set("DnsHostnameStatus", if call.flag("EnableDnsHostname") == Some(true) { "ENABLED" } else { "DISABLED" });
    if call.flag("EnableIpv6") == Some(true) {
        enable_ipv6(call, vpc)?;
    }
    add_router(call, vpc);
    Ok(())
}

fn new_default_vpc(call: &mut Call<'_>, vpc: &mut Resource) -> Result<(), ServiceError> {
    let is_default = |vpc: &Resource| vpc.flag("IsDefault") && vpc.region == call.region;
    if call.store.of(&VPC).any(is_default) {
        return Err(call.error(&["OperationFailed.DefaultVpcExist"], "The region has a default VPC already."));
    }
    vpc.set("IsDefault", true);
    vpc.set("CidrBlock", "172.31.0.0/16");
    if call.flag("EnableIpv6") == Some(true) {
        enable_ipv6(call, vpc)?;
    }
    add_router(call, vpc);
    Ok(())
}

/// A VPC comes with a router, and that with a system route table.
fn add_router(call: &mut Call<'_>, vpc: &mut Resource) {
    let mut router = call.draft(&V_ROUTER);
    router.set("VpcId", vpc.id.as_str());
    router.owner = Some(vpc.id.clone());
    let mut table = call.draft(&ROUTE_TABLE);
    table.set("VpcId", vpc.id.as_str());
    table.set("RouterId", router.id.as_str());
    table.set("RouteTableType", "System");
    table.owner = Some(vpc.id.clone());
    vpc.set("VRouterId", router.id.as_str());
    vpc.set("RouteTableId", table.id.as_str());
    let table_id = table.id.clone();
    call.add(router);
    call.add(table);
    route_table::add_service_route(call, &table_id);
}

fn modify_vpc(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    if let Some(cidr) = call.text("CidrBlock") {
        let net = check_cidr(call, "CidrBlock", cidr)?;
        let outside = call.store.with(&V_SWITCH, "VpcId", id).filter_map(|vswitch| network::block(vswitch.text("CidrBlock")?));
        if outside.into_iter().any(|vswitch| !net.contains(&vswitch)) {
            return Err(
                call.error(&["IllegalCidrBlock", "InvalidCidrBlock.Malformed"], "A vSwitch would be outside of the block.")
            );
        }
    }
    let Some(mut vpc) = call.store.get(id).cloned() else { return Ok(()) };
    match call.flag("EnableIPv6") {
        Some(true) => enable_ipv6(call, &mut vpc)?,
        Some(false) => {
            vpc.set("EnabledIpv6", false);
            vpc.set("Ipv6CidrBlock", "");
            vpc.set("Ipv6CidrBlocks", json!([]));
        }
        None => {}
    }
    if let Some(enabled) = call.flag("EnableDnsHostname") {
        vpc.set("DnsHostnameStatus", if enabled { "ENABLED" } else { "DISABLED" });
    }
    call.store.insert(vpc);
    Ok(())
}

fn delete_vpc(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let is_custom = |table: &Resource| table.text("RouteTableType") == Some("Custom");
    if call.store.with(&ROUTE_TABLE, "VpcId", id).any(is_custom) {
        return Err(call.error(&["DependencyViolation.CustomRouteTable"], "The VPC has a custom route table."));
    }
    let table = call.store.get(id).and_then(|vpc| vpc.text("RouteTableId")).unwrap_or_default();
    match call.store.with(&ROUTE_ENTRY, "RouteTableId", table).any(|entry| entry.text("Type") == Some("Custom")) {
        true => Err(call.error(&["DependencyViolation.RouteEntry"], "The route table of the VPC has custom entries.")),
        false => Ok(()),
    }
}

fn enable_classic_link(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    set_classic_link(call, id, true)
}

fn disable_classic_link(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    set_classic_link(call, id, false)
}

fn set_classic_link(call: &mut Call<'_>, id: &str, enabled: bool) -> Result<(), ServiceError> {
    if let Some(mut vpc) = call.store.edit(id) {
        vpc.set("ClassicLinkEnabled", enabled);
    }
    Ok(())
}

fn vpc_view(store: &Store, vpc: &Resource, view: &mut Map<String, Value>) {
    let vswitches = store.ids_with(&V_SWITCH, "VpcId", &vpc.id);
    let gateways = store.ids_with(&NAT_GATEWAY, "VpcId", &vpc.id);
    let tables = store.ids_with(&ROUTE_TABLE, "VpcId", &vpc.id);
    let count = |kind: &str, ids: &[String]| json!({"ResourceType": kind, "ResourceCount": ids.len()});
    let resources = [count("VSwitch", &vswitches), count("VRouter", &["1".into()]), count("RouteTable", &tables)];
    view.insert("CloudResources".into(), resources.into_iter().collect());
    view.insert("VSwitchIds".into(), vswitches.into());
    view.insert("NatGatewayIds".into(), gateways.into());
    view.insert("RouterTableIds".into(), tables.into());
    view.insert(
        "Ipv4GatewayId".into(),
        store.ids_with(&IPV4_GATEWAY, "VpcId", &vpc.id).into_iter().next().unwrap_or_default().into(),
    );
    route_table::blank_propagation(view);
}

fn v_router_view(store: &Store, router: &Resource, view: &mut Map<String, Value>) {
    let tables = store.ids_with(&ROUTE_TABLE, "RouterId", &router.id);
    view.insert("RouteTableIds".into(), tables.into());
}
