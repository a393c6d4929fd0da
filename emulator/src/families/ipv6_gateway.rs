//! IPv6 gateways, the addresses behind them, their Internet bandwidth, and rules for going out only.

use serde_json::{Map, Value, json};

use super::V_SWITCH;
use super::vpc::VPC;
use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, plain};
use crate::network;
use crate::service_error::ServiceError;
use crate::world::{Blocker, Kind, Quota, Resource, States, World};

pub(super) const KINDS: &[&Kind] = &[&IPV6_GATEWAY, &IPV6_ADDRESS, &BANDWIDTH, &EGRESS_RULE];

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
    ("AllocateIpv6InternetBandwidth", Create(&BANDWIDTH, new_bandwidth)),
    ("ModifyIpv6InternetBandwidth", Other(modify_bandwidth)),
    ("DeleteIpv6InternetBandwidth", Other(delete_bandwidth)),
    ("CreateIpv6EgressOnlyRule", Create(&EGRESS_RULE, new_rule)),
    ("DescribeIpv6EgressOnlyRules", List(&EGRESS_RULE)),
    ("DeleteIpv6EgressOnlyRule", Delete(&EGRESS_RULE, plain)),
];

const STATES: States = States { field: "Status", creating: "Pending", ready: &["Available"], changing: "", deleting: "Deleting" };

static IPV6_GATEWAY: Kind = Kind {
    name: "Ipv6Gateway",
    id: "Ipv6GatewayId",
    prefix: "ipv6gw-",
    states: STATES,
    seconds: 3,
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("BusinessStatus", r#""Normal""#),
        ("InstanceChargeType", r#""PostPaid""#),
        ("ExpiredTime", r#""""#),
    ],
    not_found: &["InvalidIpv6GatewayId.NotFound", "InvalidIpv6Gateway.NotFound"],
    busy: &["IncorrectStatus.Ipv6Gateway"],
    blockers: &[
        Blocker { kind: "Ipv6EgressOnlyRule", field: "Ipv6GatewayId", code: "DependencyViolation.EgressRules" },
        Blocker { kind: "RouteEntry", field: "NextHopId", code: "DependencyViolation.GatewayRouteTableRelation" },
    ],
    quota: Some(Quota { most: 1, per: "VpcId", codes: &["OperationUnsupported.OnlyOneIpv6GatewayInVpc"] }),
    tagged: "IPV6GATEWAY",
    ..Kind::PLAIN
};

static IPV6_ADDRESS: Kind = Kind {
    name: "Ipv6Address",
    id: "Ipv6AddressId",
    prefix: "ipv6-",
    states: STATES,
    seconds: 3,
    filters: &["Ipv6InternetBandwidthId"],
    renames: &[("Name", "Ipv6AddressName"), ("Description", "Ipv6AddressDescription")],
    defaults: &[
        ("Ipv6AddressName", r#""""#),
        ("Ipv6AddressDescription", r#""""#),
        ("AddressType", r#""IPv6Address""#),
        ("NetworkType", r#""Private""#),
        ("ServiceManaged", "0"),
        ("RealBandwidth", "0"),
    ],
    not_found: &[
        "ResourceNotFound.Ipv6Address",
        "ResourceNotFound.Ipv6InstanceId",
        "InvalidIpv6AddressId.NotFound",
        "InvalidIpv6Instance.NotFound",
    ],
    busy: &["IncorrectStatus.Ipv6Instance", "IncorrectStatus.Ipv6Address"],
    blockers: &[Blocker {
        kind: "Ipv6InternetBandwidth",
        field: "Ipv6AddressId",
        code: "DependencyViolation.Ipv6InternetBandwidth",
    }],
    tagged: "IPV6ADDRESS",
    view: address_view,
    ..Kind::PLAIN
};

static BANDWIDTH: Kind = Kind {
    name: "Ipv6InternetBandwidth",
    id: "Ipv6InternetBandwidthId",
    prefix: "ipv6bw-",
    defaults: &[
        ("InternetChargeType", r#""PayByBandwidth""#),
        ("InstanceChargeType", r#""PostPaid""#),
        ("BusinessStatus", r#""Normal""#),
    ],
    not_found: &["InvalidIpv6Instance.NotFound", "OperationFailed.InternetBandwidthNonExist"],
    view: |_, bandwidth, view| {
        view.insert("InternetBandwidthId".into(), bandwidth.id.as_str().into());
    },
    ..Kind::PLAIN
};

static EGRESS_RULE: Kind = Kind {
    name: "Ipv6EgressOnlyRule",
    id: "Ipv6EgressOnlyRuleId",
    prefix: "ipv6py-",
    states: STATES,
    seconds: 3,
    defaults: &[("Name", r#""""#), ("Description", r#""""#), ("InstanceType", r#""Ipv6Address""#)],
    not_found: &["ResourceNotFound.Ipv6EgressOnlyRule"],
    busy: &["IncorrectStatus.EgressOnlyRule"],
    quota: Some(Quota { most: 5, per: "Ipv6GatewayId", codes: &["QuotaExceeded.Ipv6EgressRules"] }),
    view: |_, rule, view| {
        view.insert("Ipv6EgressRuleId".into(), rule.id.as_str().into());
    },
    ..Kind::PLAIN
};

fn new_gateway(call: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    let vpc = call.id(&VPC)?;
    call.check_idle(&vpc)?;
    match call.world.get(&vpc).is_some_and(|vpc| vpc.flag("EnabledIpv6")) {
        true => Ok(()),
        false => Err(call.error(&["OperationFailed.VpcIpv6Disabled"], "IPv6 is disabled in the VPC.")),
    }
}

fn delete_gateway(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let vpc = call.world.get(id).and_then(|gateway| gateway.text("VpcId")).unwrap_or_default();
    let mut addresses = call.world.with(&IPV6_ADDRESS, "VpcId", vpc);
    match addresses.any(|address| bandwidth_of(call.world, &address.id).is_some()) {
        true => {
            Err(call.error(&["DependencyViolation.Ipv6InternetBandwidth"], "An IPv6 address of the VPC has Internet bandwidth."))
        }
        false => Ok(()),
    }
}

fn new_address(call: &mut Call<'_>, address: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&V_SWITCH)?;
    call.check_idle(&id)?;
    let Some(vswitch) = call.world.get(&id) else { return Ok(()) };
    let Some(net) = vswitch.text("Ipv6CidrBlock").and_then(network::block6) else {
        return Err(call.error(&["OperationFailed.IPv6Disabled"], "IPv6 is disabled in the vSwitch."));
    };
    let taken =
        |text: &str| call.world.with(&IPV6_ADDRESS, "VSwitchId", &id).any(|other| other.text("Ipv6Address") == Some(text));
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
    let Some(gateway) = gateway_of(call.world, &id) else {
        return Err(call.error(&["OperationFailed.Ipv6GatewayNotExist"], "The VPC has no IPv6 gateway."));
    };
    if call.text("Ipv6GatewayId").is_some_and(|asked| asked != gateway) {
        return Err(
            call.error(&["OperationFailed.Ipv6GatewayDisMatchIpv6Address"], "The address is behind another IPv6 gateway.")
        );
    }
    if bandwidth_of(call.world, &id).is_some() {
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
    if let Some(bandwidth) = call.world.get_mut(&id) {
        bandwidth.set("Bandwidth", value);
    }
    Ok(Reply::new())
}

fn delete_bandwidth(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = named_bandwidth(call)?;
    let address = call.world.get(&id).and_then(|bandwidth| bandwidth.text("Ipv6AddressId")).unwrap_or_default().to_owned();
    call.world.remove(&id);
    set_network(call, &address, "Private");
    Ok(Reply::new())
}

/// The bandwidth that the request names by its id or by its address.
fn named_bandwidth(call: &Call<'_>) -> Result<String, ServiceError> {
    const EXCLUSIVE: &str = "ParamExclusive.Ipv6AddressIdAndIpv6InternetBandwidthId";
    match (call.text("Ipv6InternetBandwidthId"), call.text("Ipv6AddressId")) {
        (Some(_), Some(_)) if call.operation.documents(EXCLUSIVE) => Err(call.error(&[EXCLUSIVE], "Give one of the two ids.")),
        (Some(id), _) => call.check_exists(&BANDWIDTH, "Ipv6InternetBandwidthId", id).map(|bandwidth| bandwidth.id.clone()),
        (None, Some(address)) => bandwidth_of(call.world, address)
            .map(|bandwidth| bandwidth.id.clone())
            .ok_or_else(|| call.not_found(&BANDWIDTH, "Ipv6AddressId", address)),
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
    if bandwidth_of(call.world, &instance).is_none() {
        return Err(call.error(&["OperationFailed.NoInternetBandwidth"], "The address has no Internet bandwidth."));
    }
    if call.world.with(&EGRESS_RULE, "InstanceId", &instance).next().is_some() {
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
    if let Some(address) = call.world.get_mut(address) {
        address.set("NetworkType", network);
    }
}

fn bandwidth_of<'w>(world: &'w World, address: &'w str) -> Option<&'w Resource> {
    world.with(&BANDWIDTH, "Ipv6AddressId", address).next()
}

/// The gateway of the VPC that an address is in.
fn gateway_of(world: &World, address: &str) -> Option<String> {
    let vpc = world.get(address)?.text("VpcId")?;
    world.with(&IPV6_GATEWAY, "VpcId", vpc).next().map(|gateway| gateway.id.clone())
}

fn address_view(world: &World, address: &Resource, view: &mut Map<String, Value>) {
    view.insert("Ipv6GatewayId".into(), gateway_of(world, &address.id).into());
    if let Some(bandwidth) = bandwidth_of(world, &address.id) {
        let field = |name: &str| bandwidth.fields.get(name).cloned().unwrap_or_default();
        let told = json!({
            "Ipv6InternetBandwidthId": bandwidth.id, "Bandwidth": field("Bandwidth"), "BusinessStatus": "Normal",
            "InstanceChargeType": field("InstanceChargeType"), "InternetChargeType": field("InternetChargeType"), "HasReservationData": false,
        });
        view.insert("RealBandwidth".into(), field("Bandwidth"));
        view.insert("Ipv6InternetBandwidth".into(), told);
        view.insert("Ipv6InternetBandwidthId".into(), bandwidth.id.as_str().into());
    }
}
