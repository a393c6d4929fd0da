//! vSwitches: the subnets of a VPC.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::region::check_zone;
use super::route_table::add_local_route;
use super::vpc_cidr::blocks;
use super::vswitch_address;
use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View};
use crate::kinds::{ROUTE_TABLE, V_SWITCH, VPC};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&V_SWITCH, vswitch_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateVSwitch", Create(&V_SWITCH, new_vswitch)),
    ("CreateDefaultVSwitch", Create(&V_SWITCH, new_default_vswitch)),
    ("DescribeVSwitches", List(&V_SWITCH)),
    ("DescribeVSwitchAttributes", Get(&V_SWITCH)),
    ("ModifyVSwitchAttribute", Modify(&V_SWITCH, modify_vswitch)),
    ("DeleteVSwitch", Delete(&V_SWITCH, delete_vswitch)),
    ("CheckCanAllocateVpcPrivateIpAddress", Other(check_can_allocate)),
];

fn new_vswitch(call: &mut Call<'_>, vswitch: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&VPC)?;
    call.check_idle(&id)?;
    check_zone(call, "ZoneId")?;
    let Some(vpc) = call.store.get(&id).cloned() else { return Ok(()) };
    let net = match (call.text("CidrBlock"), call.number("CidrMask")) {
        (Some(cidr), _) => network::block(cidr).ok_or_else(|| malformed(call))?,
        (None, Some(size)) => free(call, &vpc, u8::try_from(size).unwrap_or(u8::MAX))?,
        (None, None) => return Err(call.error(&["MissingParameter"], "CidrBlock is mandatory.")),
    };
    if !(16..=29).contains(&net.prefix_len()) {
        return Err(
            call.error(&["InvalidCirdrBlock.MaskLength", "InvalidCidrBlock.Malformed"], "The mask must have 16 to 29 bits.")
        );
    }
    if !blocks(&vpc).iter().any(|block| block.contains(&net)) {
        return Err(
            call.error(&["IllegalParam.CidrBlock", "InvalidCidrBlock.Malformed"], "The block is outside of those of the VPC.")
        );
    }
    if taken(call.store, &id).iter().any(|other| network::overlap(other, &net)) {
        return Err(call.error(&["InvalidCidrBlock.Overlapped"], "The block overlaps that of another vSwitch."));
    }
    complete(call, vswitch, &vpc, net)
}

fn new_default_vswitch(call: &mut Call<'_>, vswitch: &mut Resource) -> Result<(), ServiceError> {
    check_zone(call, "ZoneId")?;
    let is_default = |vpc: &&Resource| vpc.flag("IsDefault") && vpc.region == call.region;
    let Some(vpc) = call.store.of(&VPC).find(is_default).cloned() else {
        return Err(call.error(&["OperationFailed.DefaultVpcNotExist"], "The region has no default VPC."));
    };
    let zone = call.text("ZoneId").map(str::to_owned);
    let here = |vswitch: &Resource| vswitch.flag("IsDefault") && vswitch.text("ZoneId") == zone.as_deref();
    if call.store.with(&V_SWITCH, "VpcId", &vpc.id).any(here) {
        return Err(call.error(&["OperationFailed.DefaultVSwitchExist"], "The zone has a default vSwitch already."));
    }
    vswitch.set("VpcId", vpc.id.as_str());
    vswitch.set("IsDefault", true);
    let net = free(call, &vpc, 20)?;
    complete(call, vswitch, &vpc, net)
}

/// What every new vSwitch gets: its block, its route table, and a route to itself.
fn complete(call: &mut Call<'_>, vswitch: &mut Resource, vpc: &Resource, net: ipnet::Ipv4Net) -> Result<(), ServiceError> {
    vswitch.set("CidrBlock", net.to_string());
    let table = vpc.text("RouteTableId").unwrap_or_default();
    vswitch.set("RouteTableId", table);
    let number = call.number("Ipv6CidrBlock");
    set_ipv6(call, vswitch, vpc, number)?;
    add_local_route(call, table, &vswitch.id, &net.to_string());
    Ok(())
}

/// A vSwitch has one of the 256 IPv6 blocks of 64 bits of its VPC.
fn set_ipv6(call: &Call<'_>, vswitch: &mut Resource, vpc: &Resource, number: Option<i64>) -> Result<(), ServiceError> {
    let Some(number) = number else { return Ok(()) };
    let net = vpc.text("Ipv6CidrBlock").and_then(network::block6);
    let Some(net) = net.filter(|_| vpc.flag("EnabledIpv6")) else {
        return Err(call.error(&["OperationFailed.VpcIpv6Disabled"], "IPv6 is disabled in the VPC."));
    };
    let Some(block) = nth_block(&net, number) else {
        return Err(call.invalid("Ipv6CidrBlock", &["IllegalParam.Ipv6CidrBlock"], "it must be from 0 to 255"));
    };
    let same = |other: &Resource| other.id != vswitch.id && other.text("Ipv6CidrBlock") == Some(&block);
    if call.store.with(&V_SWITCH, "VpcId", &vpc.id).any(same) {
        return Err(call.error(&["OperationFailed.Ipv6CidrBlockExisted"], "Another vSwitch has the IPv6 block."));
    }
    vswitch.set("EnabledIpv6", true);
    vswitch.set("Ipv6CidrBlock", block);
    Ok(())
}

/// The number of an IPv6 block of a VPC that no vSwitch has.
fn free_ipv6(store: &Store, vpc: &Resource) -> i64 {
    let taken: Vec<_> = store.with(&V_SWITCH, "VpcId", &vpc.id).filter_map(|other| other.text("Ipv6CidrBlock")).collect();
    let block = |number: i64| vpc.text("Ipv6CidrBlock").and_then(network::block6).and_then(|net| nth_block(&net, number));
    (0..256).find(|number| block(*number).is_none_or(|block| !taken.contains(&block.as_str()))).unwrap_or(256)
}

/// One of the IPv6 blocks of 64 bits that a VPC has for its vSwitches.
fn nth_block(net: &ipnet::Ipv6Net, number: i64) -> Option<String> {
    let number = usize::try_from(number).ok().filter(|number| *number < 256)?;
    net.subnets(64).ok()?.nth(number).map(|block| block.to_string())
}

fn modify_vswitch(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let Some(mut vswitch) = call.store.get(id).cloned() else { return Ok(()) };
    let vpc = vswitch.text("VpcId").and_then(|id| call.store.get(id)).cloned();
    let number = match (call.number("Ipv6CidrBlock"), call.flag("EnableIPv6")) {
        (None, Some(true)) if !vswitch.flag("EnabledIpv6") => vpc.as_ref().map(|vpc| free_ipv6(call.store, vpc)),
        (number, _) => number,
    };
    if let Some(vpc) = vpc {
        set_ipv6(call, &mut vswitch, &vpc, number)?;
    }
    if call.flag("EnableIPv6") == Some(false) {
        vswitch.set("EnabledIpv6", false);
        vswitch.fields.remove("Ipv6CidrBlock");
    }
    // The number in the request becomes a block.
    call.arguments.shift_remove("Ipv6CidrBlock");
    call.store.insert(vswitch);
    Ok(())
}

fn delete_vswitch(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let Some(vswitch) = call.store.get(id) else { return Ok(()) };
    let table = vswitch.text("RouteTableId").and_then(|table| call.store.get(table));
    if table.is_some_and(|table| table.text("RouteTableType") == Some("Custom")) {
        return Err(call.error(&["DependencyViolation.RouteTable"], "A custom route table is associated with the vSwitch."));
    }
    if vswitch.text("NetworkAclId").is_some_and(|acl| !acl.is_empty()) {
        return Err(call.error(&["DependencyViolation.NetworkAcl"], "A network ACL is associated with the vSwitch."));
    }
    Ok(())
}

fn check_can_allocate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&V_SWITCH)?;
    let can = match call.text("PrivateIpAddress").map(str::parse::<IpAddr>) {
        Some(Ok(IpAddr::V4(address))) => vswitch_address::allocate(call.store, &id, Some(&address.to_string())).is_ok(),
        Some(Ok(IpAddr::V6(_))) => true,
        _ => return Err(call.error(&["PARAMETER_ILLEGAL"], "PrivateIpAddress is not an address.")),
    };
    Ok(call.reply([("CanAllocate", can.into())]))
}

fn free(call: &Call<'_>, vpc: &Resource, size: u8) -> Result<ipnet::Ipv4Net, ServiceError> {
    network::free_block(&blocks(vpc), size, &taken(call.store, &vpc.id)).ok_or_else(|| malformed(call))
}

/// The blocks of the vSwitches of a VPC.
fn taken(store: &Store, vpc: &str) -> Vec<ipnet::Ipv4Net> {
    store.with(&V_SWITCH, "VpcId", vpc).filter_map(|vswitch| network::block(vswitch.text("CidrBlock")?)).collect()
}

fn malformed(call: &Call<'_>) -> ServiceError {
    let why = "it must be an IPv4 block that is free, written with the address of its network";
    call.invalid("CidrBlock", &["InvalidCidrBlock.Malformed"], why)
}

fn vswitch_view(store: &Store, vswitch: &Resource, view: &mut Map<String, Value>) {
    view.insert("AvailableIpAddressCount".into(), vswitch_address::free_count(store, &vswitch.id).into());
    if let Some(table) = vswitch.text("RouteTableId").and_then(|id| store.get(id)).filter(|table| table.is(&ROUTE_TABLE)) {
        view.insert("RouteTable".into(), json!({"RouteTableId": table.id, "RouteTableType": table.text("RouteTableType")}));
    }
}
