//! VPCs and the router that each has.

use serde_json::{Map, Value, json};

use super::route_entry::ROUTE_ENTRY;
use super::route_table::{self, ROUTE_TABLE};
use super::vpc_cidr::{check_cidr, enable_ipv6};
use super::{IPV4_GATEWAY, NAT_GATEWAY, V_SWITCH, ids_of};
use crate::engine::Action::{Create, Delete, Get, List, Modify};
use crate::engine::{Call, Operations, plain};
use crate::network;
use crate::service_error::ServiceError;
use crate::world::{Blocker, Kind, Quota, Resource, States, World};

pub(super) const KINDS: &[&Kind] = &[&VPC, &V_ROUTER];

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

pub(crate) static VPC: Kind = Kind {
    name: "Vpc",
    id: "VpcId",
    prefix: "vpc-",
    states: States { field: "Status", creating: "Pending", ready: &["Available"], changing: "", deleting: "Deleting" },
    seconds: 3,
    renames: &[("UserCidr", "UserCidrs"), ("EnableIpv6", "EnabledIpv6"), ("VpcOwnerId", "OwnerId")],
    defaults: &[
        ("VpcName", r#""""#),
        ("Description", r#""""#),
        ("IsDefault", "false"),
        ("EnabledIpv6", "false"),
        ("Ipv6CidrBlock", r#""""#),
        ("CenStatus", r#""""#),
        ("ClassicLinkEnabled", "false"),
        ("SupportIpv4Gateway", "true"),
        ("SecondaryCidrBlocks", "[]"),
        ("UserCidrs", "[]"),
    ],
    not_found: &[
        "InvalidVpcId.NotFound",
        "InvalidVpc.NotFound",
        "Forbidden.VpcNotFound",
        "VpcNotFound",
        "OperationFailed.VpcNotExist",
    ],
    busy: &["IncorrectVpcStatus", "IncorrectStatus.Vpc", "InvalidVPCStatus"],
    blockers: &[
        Blocker { kind: "VSwitch", field: "VpcId", code: "DependencyViolation.VSwitch" },
        Blocker { kind: "NatGateway", field: "VpcId", code: "DependencyViolation.NatGateway" },
        Blocker { kind: "NetworkAcl", field: "VpcId", code: "DependencyViolation.NetworkAcl" },
        Blocker { kind: "Ipv4Gateway", field: "VpcId", code: "DependencyViolation.Ipv4Gateway" },
        Blocker { kind: "Ipv6Gateway", field: "VpcId", code: "DependencyViolation.Ipv6Gateway" },
        Blocker { kind: "VpnGateway", field: "VpcId", code: "DependencyViolation.CloudServiceResource" },
    ],
    quota: Some(Quota { most: 10, per: "", codes: &["QuotaExceeded.Vpc"] }),
    tagged: "VPC",
    view: vpc_view,
    ..Kind::PLAIN
};

static V_ROUTER: Kind = Kind {
    name: "VRouter",
    id: "VRouterId",
    prefix: "vrt-",
    defaults: &[("VRouterName", r#""""#), ("Description", r#""""#)],
    not_found: &["InvalidVRouterId.NotFound", "Forbidden.VRouterNotFound"],
    view: |world, router, view| {
        let tables = ids_of(world, &ROUTE_TABLE, "RouterId", &router.id);
        view.insert("RouteTableIds".into(), tables.into());
    },
    ..Kind::PLAIN
};

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
    if call.world.of(&VPC).any(is_default) {
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
    call.add(router);
    call.add(table);
}

fn modify_vpc(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    if let Some(cidr) = call.text("CidrBlock") {
        let net = check_cidr(call, "CidrBlock", cidr)?;
        let outside = call.world.with(&V_SWITCH, "VpcId", id).filter_map(|vswitch| network::block(vswitch.text("CidrBlock")?));
        if outside.into_iter().any(|vswitch| !net.contains(&vswitch)) {
            return Err(
                call.error(&["IllegalCidrBlock", "InvalidCidrBlock.Malformed"], "A vSwitch would be outside of the block.")
            );
        }
    }
    let Some(mut vpc) = call.world.get(id).cloned() else { return Ok(()) };
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
    call.world.insert(vpc);
    Ok(())
}

fn delete_vpc(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let is_custom = |table: &Resource| table.text("RouteTableType") == Some("Custom");
    if call.world.with(&ROUTE_TABLE, "VpcId", id).any(is_custom) {
        return Err(call.error(&["DependencyViolation.CustomRouteTable"], "The VPC has a custom route table."));
    }
    let table = call.world.get(id).and_then(|vpc| vpc.text("RouteTableId")).unwrap_or_default();
    match call.world.with(&ROUTE_ENTRY, "RouteTableId", table).any(|entry| entry.text("Type") == Some("Custom")) {
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
    if let Some(vpc) = call.world.get_mut(id) {
        vpc.set("ClassicLinkEnabled", enabled);
    }
    Ok(())
}

fn vpc_view(world: &World, vpc: &Resource, view: &mut Map<String, Value>) {
    let vswitches = ids_of(world, &V_SWITCH, "VpcId", &vpc.id);
    let gateways = ids_of(world, &NAT_GATEWAY, "VpcId", &vpc.id);
    let tables = ids_of(world, &ROUTE_TABLE, "VpcId", &vpc.id);
    let count = |kind: &str, ids: &[String]| json!({"ResourceType": kind, "ResourceCount": ids.len()});
    let resources = [count("VSwitch", &vswitches), count("VRouter", &["1".into()]), count("RouteTable", &tables)];
    view.insert("CloudResources".into(), resources.into_iter().collect());
    view.insert("VSwitchIds".into(), vswitches.into());
    view.insert("NatGatewayIds".into(), gateways.into());
    view.insert("RouterTableIds".into(), tables.into());
    view.insert(
        "Ipv4GatewayId".into(),
        ids_of(world, &IPV4_GATEWAY, "VpcId", &vpc.id).into_iter().next().unwrap_or_default().into(),
    );
    route_table::blank_propagation(view);
}
