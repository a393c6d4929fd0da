//! NAT gateways, for the Internet and between VPCs.

use serde_json::{Map, Value, json};

use super::eip::{self, EIP};
use super::full_nat::FULL_NAT_ENTRY;
use super::nat_entries::{FORWARD_ENTRY, SNAT_ENTRY, using};
use super::nat_ip::{self, NAT_IP, NAT_IP_CIDR};
use super::vpc::VPC;
use super::{V_SWITCH, ids_of};
use crate::engine::Action::{Create, Delete, Get, List, Modify};
use crate::engine::{Call, Operations};
use crate::network;
use crate::service_error::ServiceError;
use crate::world::{Blocker, Kind, Quota, Resource, States, World};

pub(super) const KINDS: &[&Kind] = &[&NAT_GATEWAY];

pub(super) const OPERATIONS: Operations = &[
    ("CreateNatGateway", Create(&NAT_GATEWAY, new_gateway)),
    ("DescribeNatGateways", List(&NAT_GATEWAY)),
    ("GetNatGatewayAttribute", Get(&NAT_GATEWAY)),
    ("ModifyNatGatewayAttribute", Modify(&NAT_GATEWAY, crate::engine::plain)),
    ("ModifyNatGatewaySpec", Modify(&NAT_GATEWAY, check_spec)),
    ("UpdateNatGatewayNatType", Modify(&NAT_GATEWAY, check_type)),
    ("DeleteNatGateway", Delete(&NAT_GATEWAY, delete_gateway)),
];

pub(crate) static NAT_GATEWAY: Kind = Kind {
    name: "NatGateway",
    id: "NatGatewayId",
    prefix: "ngw-",
    states: States { field: "Status", creating: "Creating", ready: &["Available"], changing: "Modifying", deleting: "Deleting" },
    seconds: 20,
    filters: &["ZoneId"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("NatType", r#""Enhanced""#),
        ("NetworkType", r#""internet""#),
        ("Spec", r#""""#),
        ("InstanceChargeType", r#""PostPaid""#),
        ("InternetChargeType", r#""PayByLcu""#),
        ("BusinessStatus", r#""Normal""#),
        ("ExpiredTime", r#""""#),
        ("EipBindMode", r#""MULTI_BINDED""#),
        ("DeletionProtection", "false"),
        ("EcsMetricEnabled", "false"),
        ("IcmpReplyEnabled", "true"),
        ("SecurityProtectionEnabled", "false"),
        ("PrivateLinkEnabled", "false"),
        ("AutoPay", "false"),
    ],
    not_found: &["InvalidNatGatewayId.NotFound", "ResourceNotFound.NatGateway", "NATGW_NOT_EXIST", "Invalid.natgwNotExist"],
    busy: &["IncorrectStatus.NatGateway", "IncorrectStatus.NATGW"],
    blockers: &[
        Blocker { kind: "SnatEntry", field: "NatGatewayId", code: "DependencyViolation.SnatEntry" },
        Blocker { kind: "ForwardEntry", field: "NatGatewayId", code: "DependencyViolation.ForwardEntry" },
        Blocker { kind: "FullNatEntry", field: "NatGatewayId", code: "DependencyViolation.FullNatEntry" },
        Blocker { kind: "Eip", field: "InstanceId", code: "DependencyViolation.EIPS" },
        Blocker { kind: "RouteEntry", field: "NextHopId", code: "DependencyViolation.RouterEntry" },
    ],
    quota: Some(Quota { most: 5, per: "VpcId", codes: &["OperationFailed.EnhancedQuotaExceed"] }),
    tagged: "NATGATEWAY",
    view: gateway_view,
    ..Kind::PLAIN
};

fn new_gateway(call: &mut Call<'_>, gateway: &mut Resource) -> Result<(), ServiceError> {
    let vpc = call.id(&VPC)?;
    call.check_idle(&vpc)?;
    let vswitch = call.required("VSwitchId")?;
    let zone = call.check_exists(&V_SWITCH, "VSwitchId", &vswitch)?;
    if zone.text("VpcId") != Some(&vpc) {
        return Err(call.error(&["OperationFailed.VswNotBelongToVpc"], "The vSwitch is not in the VPC."));
    }
    let zone = zone.text("ZoneId").unwrap_or_default().to_owned();
    call.check_idle(&vswitch)?;
    check_spec(call, "")?;
    let address = network::address(call.world, &vswitch, call.text("NatIp"));
    let address = address.map_err(|_| {
        call.error(&["OperationFailed.VSwitchNoAvailableIp", "ZONE_NO_AVAILABLE_IP"], "The vSwitch has no such free address.")
    })?;
    gateway.set("VSwitchId", vswitch);
    gateway.set("ZoneId", zone);
    gateway.set("PrivateIpAddress", address.to_string());
    gateway.set("EniInstanceId", call.ids.resource("eni-"));
    for (name, prefix) in [("SnatTableIds", "stb-"), ("ForwardTableIds", "ftb-"), ("FullNatTableIds", "fulltb-")] {
        gateway.set(name, vec![call.ids.resource(prefix)]);
    }
    if gateway.text("NetworkType") == Some("intranet") {
        nat_ip::add_default(call, gateway);
    }
    Ok(())
}

fn check_spec(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    match call.text("Spec") {
        Some(spec) if !["Small", "Middle", "Large", "XLarge.1"].contains(&spec) => {
            Err(call.error(&["InvalidParameter.Spec.ValueNotSupported"], format!("There is no NAT gateway of the size {spec}.")))
        }
        _ => Ok(()),
    }
}

fn check_type(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    match call.text("NatType") {
        Some("Enhanced") => Ok(()),
        _ => Err(call.error(&["OperationFailed.NatTypeNotEnhanced"], "A NAT gateway can become Enhanced only.")),
    }
}

/// With `Force` everything in the gateway goes with it.
fn delete_gateway(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let ips = call.world.with(&NAT_IP, "NatGatewayId", id).filter(|ip| !ip.flag("IsDefault")).count();
    if ips > 0 && call.flag("Force") != Some(true) {
        return Err(call.error(&["DependencyViolation.NatIp"], "The NAT gateway has NAT IP addresses."));
    }
    let cidrs = call.world.with(&NAT_IP_CIDR, "NatGatewayId", id).filter(|cidr| !cidr.flag("IsDefault")).count();
    if cidrs > 0 && call.flag("Force") != Some(true) {
        return Err(call.error(&["DependencyViolation.NatIpCidr"], "The NAT gateway has blocks of NAT IP addresses."));
    }
    for eip in ids_of(call.world, &EIP, "InstanceId", id) {
        eip::unbind(call, &eip);
    }
    Ok(())
}

/// The gateway that a table belongs to.
pub(super) fn of_table<'w>(world: &'w World, field: &str, table: &str) -> Option<&'w Resource> {
    world.of(&NAT_GATEWAY).find(|gateway| gateway.list(field).iter().any(|id| id == table))
}

/// Public addresses of a gateway that are in place, and its NAT IP addresses.
pub(super) fn addresses(world: &World, gateway: &str) -> Vec<String> {
    let eips = world.with(&EIP, "InstanceId", gateway).filter(|eip| eip.status == "InUse");
    let eips = eips.filter_map(|eip| eip.text("IpAddress"));
    let ips = world.with(&NAT_IP, "NatGatewayId", gateway).filter_map(|ip| ip.text("NatIp"));
    eips.chain(ips).map(str::to_owned).collect()
}

fn gateway_view(world: &World, gateway: &Resource, view: &mut Map<String, Value>) {
    let text = |name: &str| gateway.text(name).unwrap_or_default();
    let eips = world.with(&EIP, "InstanceId", &gateway.id);
    let used = |address: &str| {
        let uses = |kind, field| using(world, kind, field, address).any(|entry| entry.text("NatGatewayId") == Some(&gateway.id));
        match (uses(&SNAT_ENTRY, "SnatIp"), uses(&FORWARD_ENTRY, "ExternalIp")) {
            (true, _) => "UsedBySnatTable",
            (_, true) => "UsedByForwardTable",
            _ => "idle",
        }
    };
    let eips = eips.map(|eip| {
        let address = eip.text("IpAddress").unwrap_or_default();
        json!({"AllocationId": eip.id, "IpAddress": address, "UsingStatus": used(address), "SnatEntryEnabled": true})
    });
    let eips: Value = eips.collect();
    view.insert("IpLists".into(), eips.clone());
    view.insert("IpList".into(), eips);
    let private = json!({
        "EniInstanceId": text("EniInstanceId"), "IzNo": text("ZoneId"), "PrivateIpAddress": text("PrivateIpAddress"),
        "VswitchId": text("VSwitchId"), "MaxBandwidth": 5120, "MaxSessionEstablishRate": 100_000, "MaxSessionQuota": 2_000_000, "EniType": "ENI",
    });
    view.insert("NatGatewayPrivateInfo".into(), private.clone());
    view.insert("PrivateInfo".into(), private);
    let billing = ["AutoPay", "InstanceChargeType", "InternetChargeType", "Spec"]
        .map(|name| (name.to_owned(), gateway.fields.get(name).cloned().unwrap_or_default()));
    view.insert("BillingConfig".into(), Value::Object(Map::from_iter(billing)));
    view.insert("DeletionProtectionInfo".into(), json!({"Enabled": gateway.flag("DeletionProtection")}));
    let first = |name: &str| gateway.list(name).into_iter().next().unwrap_or_default();
    let count = |kind: &Kind| world.with(kind, "NatGatewayId", &gateway.id).count();
    view.insert("SnatTable".into(), json!({"SnatTableId": first("SnatTableIds"), "SnatEntryCount": count(&SNAT_ENTRY)}));
    view.insert(
        "ForwardTable".into(),
        json!({"ForwardTableId": first("ForwardTableIds"), "ForwardEntryCount": count(&FORWARD_ENTRY)}),
    );
    view.insert(
        "FullNatTable".into(),
        json!({"FullNatTableId": first("FullNatTableIds"), "FullNatEntryCount": count(&FULL_NAT_ENTRY)}),
    );
}
