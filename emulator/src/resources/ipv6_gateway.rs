//! IPv6 gateways, the addresses behind them, their Internet bandwidth, and egress-only rules.

use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{EGRESS_RULE, IPV6_ADDRESS, IPV6_BANDWIDTH, IPV6_GATEWAY, V_SWITCH, VPC};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] =
    &[(&IPV6_ADDRESS, address_view), (&IPV6_BANDWIDTH, ipv6_bandwidth_view), (&EGRESS_RULE, egress_rule_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateIpv6Gateway", Create(&IPV6_GATEWAY, new_gateway)),
    ("DescribeIpv6GatewayAttribute", Get(&IPV6_GATEWAY)),
    ("DescribeIpv6Gateways", List(&IPV6_GATEWAY)),
    ("ModifyIpv6GatewayAttribute", Modify(&IPV6_GATEWAY, plain)),
    ("DeleteIpv6Gateway", Delete(&IPV6_GATEWAY, delete_gateway)),
    ("AllocateIpv6Address", Create(&IPV6_ADDRESS, new_address)),
    ("DescribeIpv6Addresses", List(&IPV6_ADDRESS)),
    ("ModifyIpv6AddressAttribute", Modify(&IPV6_ADDRESS, plain)),
    ("ReleaseIpv6Address", Delete(&IPV6_ADDRESS, plain)),
    ("AllocateIpv6InternetBandwidth", Create(&IPV6_BANDWIDTH, new_bandwidth)),
    ("ModifyIpv6InternetBandwidth", Other(modify_bandwidth)),
    ("DeleteIpv6InternetBandwidth", Other(delete_bandwidth)),
    ("CreateIpv6EgressOnlyRule", Create(&EGRESS_RULE, new_rule)),
    ("DescribeIpv6EgressOnlyRules", List(&EGRESS_RULE)),
    ("DeleteIpv6EgressOnlyRule", Delete(&EGRESS_RULE, plain)),
];

fn new_gateway(call: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    let vpc = call.id(&VPC)?;
    call.check_idle(&vpc)?;
    match call.store.get(&vpc).is_some_and(|vpc| vpc.flag("EnabledIpv6")) {
        true => Ok(()),
        false => Err(call.error(&["OperationFailed.VpcIpv6Disabled"], "IPv6 is disabled in the VPC.")),
    }
}

fn delete_gateway(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let vpc = call.store.get(id).and_then(|gateway| gateway.text("VpcId")).unwrap_or_default();
    let mut addresses = call.store.with(&IPV6_ADDRESS, "VpcId", vpc);
    match addresses.any(|address| bandwidth_of(call.store, &address.id).is_some()) {
        true => {
            Err(call.error(&["DependencyViolation.Ipv6InternetBandwidth"], "An IPv6 address of the VPC has Internet bandwidth."))
        }
        false => Ok(()),
    }
}

fn new_address(call: &mut Call<'_>, address: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&V_SWITCH)?;
    call.check_idle(&id)?;
    let Some(vswitch) = call.store.get(&id) else { return Ok(()) };
    let Some(net) = vswitch.text("Ipv6CidrBlock").and_then(network::block6) else {
        return Err(call.error(&["OperationFailed.IPv6Disabled"], "IPv6 is disabled in the vSwitch."));
    };
    let taken =
        |text: &str| call.store.with(&IPV6_ADDRESS, "VSwitchId", &id).any(|other| other.text("Ipv6Address") == Some(text));
    let chosen = match call.text("Ipv6Address") {
        Some(text) => match text.parse::<std::net::Ipv6Addr>() {
            Err(_) => return Err(call.error(&["IllegalParam.IpAddress"], "Ipv6Address must be an IPv6 address.")),
            Ok(asked) if !net.contains(&asked) => {
                return Err(call.error(&["OperationFailed.AddressNotInVSwitchCidr"], "The address is not in the vSwitch."));
            }
            Ok(asked) if taken(&asked.to_string()) => {
                return Err(call.error(&["OperationFailed.IPv6AddressAlreadyAllocated"], "The address is allocated already."));
            }
            Ok(asked) => asked.to_string(),
        },
        None => net.hosts().skip(1).map(|host| host.to_string()).find(|host| !taken(host)).unwrap_or_default(),
    };
    let vpc = vswitch.text("VpcId").unwrap_or_default();
    address.set("VpcId", vpc);
    address.set("Ipv6Address", chosen);
    Ok(())
}

fn new_bandwidth(call: &mut Call<'_>, bandwidth: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&IPV6_ADDRESS)?;
    call.check_idle(&id)?;
    check_bandwidth(call)?;
    let Some(gateway) = gateway_of(call.store, &id) else {
        return Err(call.error(&["OperationFailed.Ipv6GatewayNotExist"], "The VPC has no IPv6 gateway."));
    };
    if call.text("Ipv6GatewayId").is_some_and(|asked| asked != gateway) {
        return Err(
            call.error(&["OperationFailed.Ipv6GatewayDisMatchIpv6Address"], "The address is behind another IPv6 gateway.")
        );
    }
    if bandwidth_of(call.store, &id).is_some() {
        return Err(
            call.error(&["OperationFailed.InternetBandwidthAlreadyExisted"], "The address has Internet bandwidth already.")
        );
    }
    bandwidth.set("Ipv6AddressId", id.as_str());
    set_network(call, &id, "Public");
    Ok(())
}

fn modify_bandwidth(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = named_bandwidth(call)?;
    check_bandwidth(call)?;
    let value = call.arguments.get("Bandwidth").cloned().unwrap_or_default();
    if let Some(mut bandwidth) = call.store.edit(&id) {
        bandwidth.set("Bandwidth", value);
    }
    Ok(Reply::new())
}

fn delete_bandwidth(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = named_bandwidth(call)?;
    let address = call.store.get(&id).and_then(|bandwidth| bandwidth.text("Ipv6AddressId")).unwrap_or_default().to_owned();
    call.store.remove(&id);
    set_network(call, &address, "Private");
    Ok(Reply::new())
}

/// The bandwidth that the request names by its id or by its address.
fn named_bandwidth(call: &Call<'_>) -> Result<String, ServiceError> {
    const EXCLUSIVE: &str = "ParamExclusive.Ipv6AddressIdAndIpv6InternetBandwidthId";
    match (call.text("Ipv6InternetBandwidthId"), call.text("Ipv6AddressId")) {
        (Some(_), Some(_)) if call.operation.documents(EXCLUSIVE) => Err(call.error(&[EXCLUSIVE], "Give one of the two ids.")),
        (Some(id), _) => call.check_exists(&IPV6_BANDWIDTH, "Ipv6InternetBandwidthId", id).map(|bandwidth| bandwidth.id.clone()),
        (None, Some(address)) => bandwidth_of(call.store, address)
            .map(|bandwidth| bandwidth.id.clone())
            .ok_or_else(|| call.not_found(&IPV6_BANDWIDTH, "Ipv6AddressId", address)),
        (None, None) => {
            let codes = ["MissingParam.Ipv6InstanceId", "BothEmptyParam.Ipv6AddressIdAndIpv6InternetBandwidthId"];
            Err(call.error(&codes, "Ipv6AddressId or Ipv6InternetBandwidthId is mandatory."))
        }
    }
}

fn new_rule(call: &mut Call<'_>, rule: &mut Resource) -> Result<(), ServiceError> {
    let gateway = call.id(&IPV6_GATEWAY)?;
    call.check_idle(&gateway)?;
    let instance = call.text("InstanceId").unwrap_or_default().to_owned();
    call.check_exists(&IPV6_ADDRESS, "InstanceId", &instance)?;
    if bandwidth_of(call.store, &instance).is_none() {
        return Err(call.error(&["OperationFailed.NoInternetBandwidth"], "The address has no Internet bandwidth."));
    }
    if call.store.with(&EGRESS_RULE, "InstanceId", &instance).next().is_some() {
        return Err(call.error(&["OperationFailed.Ipv6EgressRuleExisted"], "The address has a rule already."));
    }
    rule.owner = Some(gateway);
    Ok(())
}

fn check_bandwidth(call: &Call<'_>) -> Result<(), ServiceError> {
    match call.number("Bandwidth").is_some_and(|bandwidth| (1..=5000).contains(&bandwidth)) {
        true => Ok(()),
        false => Err(call.invalid("Bandwidth", &["IllegalParam.Bandwidth"], "it must be from 1 to 5000 Mbit/s")),
    }
}

fn set_network(call: &mut Call<'_>, address: &str, network: &str) {
    if let Some(mut address) = call.store.edit(address) {
        address.set("NetworkType", network);
    }
}

fn bandwidth_of<'w>(store: &'w Store, address: &'w str) -> Option<&'w Resource> {
    store.with(&IPV6_BANDWIDTH, "Ipv6AddressId", address).next()
}

/// The gateway of the VPC that an address is in.
fn gateway_of(store: &Store, address: &str) -> Option<String> {
    let vpc = store.get(address)?.text("VpcId")?;
    store.with(&IPV6_GATEWAY, "VpcId", vpc).next().map(|gateway| gateway.id.clone())
}

fn address_view(store: &Store, address: &Resource, view: &mut Map<String, Value>) {
    view.insert("Ipv6GatewayId".into(), gateway_of(store, &address.id).into());
    if let Some(bandwidth) = bandwidth_of(store, &address.id) {
        let field = |name: &str| bandwidth.fields.get(name).cloned().unwrap_or_default();
        let described = json!({
            "Ipv6InternetBandwidthId": bandwidth.id, "Bandwidth": field("Bandwidth"), "BusinessStatus": "Normal",
            "InstanceChargeType": field("InstanceChargeType"), "InternetChargeType": field("InternetChargeType"), "HasReservationData": false,
        });
        view.insert("RealBandwidth".into(), field("Bandwidth"));
        view.insert("Ipv6InternetBandwidth".into(), described);
        view.insert("Ipv6InternetBandwidthId".into(), bandwidth.id.as_str().into());
    }
}

fn ipv6_bandwidth_view(_: &Store, bandwidth: &Resource, view: &mut Map<String, Value>) {
    view.insert("InternetBandwidthId".into(), bandwidth.id.as_str().into());
}

fn egress_rule_view(_: &Store, rule: &Resource, view: &mut Map<String, Value>) {
    view.insert("Ipv6EgressRuleId".into(), rule.id.as_str().into());
}
