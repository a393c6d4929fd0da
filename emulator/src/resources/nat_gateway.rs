//! NAT gateways, for the Internet and between VPCs.

use serde_json::{Map, Value, json};

use super::eip;
use super::nat_entries::using;
use super::{nat_ip, vswitch_address};
use crate::engine::Action::{Create, Delete, Get, List, Modify};
use crate::engine::{Call, Operations, View, plain};
use crate::kinds::{EIP, FORWARD_ENTRY, FULL_NAT_ENTRY, NAT_GATEWAY, NAT_IP, NAT_IP_CIDR, SNAT_ENTRY, V_SWITCH, VPC};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&NAT_GATEWAY, gateway_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateNatGateway", Create(&NAT_GATEWAY, new_gateway)),
    ("DescribeNatGateways", List(&NAT_GATEWAY)),
    ("GetNatGatewayAttribute", Get(&NAT_GATEWAY)),
    ("ModifyNatGatewayAttribute", Modify(&NAT_GATEWAY, plain)),
    ("ModifyNatGatewaySpec", Modify(&NAT_GATEWAY, check_spec)),
    ("UpdateNatGatewayNatType", Modify(&NAT_GATEWAY, check_type)),
    ("DeleteNatGateway", Delete(&NAT_GATEWAY, delete_gateway)),
];

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
    let address = vswitch_address::allocate(call.store, &vswitch, call.text("NatIp"));
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

/// With `Force` everything in the gateway is deleted with it.
fn delete_gateway(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let ips = call.store.with(&NAT_IP, "NatGatewayId", id).filter(|ip| !ip.flag("IsDefault")).count();
    if ips > 0 && call.flag("Force") != Some(true) {
        return Err(call.error(&["DependencyViolation.NatIp"], "The NAT gateway has NAT IP addresses."));
    }
    let cidrs = call.store.with(&NAT_IP_CIDR, "NatGatewayId", id).filter(|cidr| !cidr.flag("IsDefault")).count();
    if cidrs > 0 && call.flag("Force") != Some(true) {
        return Err(call.error(&["DependencyViolation.NatIpCidr"], "The NAT gateway has blocks of NAT IP addresses."));
    }
    for eip in call.store.ids_with(&EIP, "InstanceId", id) {
        eip::unbind(call, &eip);
    }
    Ok(())
}

fn gateway_view(store: &Store, gateway: &Resource, view: &mut Map<String, Value>) {
    let text = |name: &str| gateway.text(name).unwrap_or_default();
    let eips = store.with(&EIP, "InstanceId", &gateway.id);
    let used = |address: &str| {
        let uses = |kind, field| using(store, kind, field, address).any(|entry| entry.text("NatGatewayId") == Some(&gateway.id));
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
    let count = |kind: &Kind| store.with(kind, "NatGatewayId", &gateway.id).count();
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
