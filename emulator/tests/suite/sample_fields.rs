//! A new resource has the fields that the samples of the service's documentation have.
//!
//! `fixtures/sample-fields.json` has the paths of the fields in the sample reply of each operation that is answered from the state.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::fill::filled;
use crate::common::fixture::{Fixture, borrowed, operations};
use acs_spec::Access;
use serde_json::Value;

/// Operations whose samples are not about a new resource, and why.
const OTHER: &[(&str, &str)] = &[
    ("DescribeServerRelatedGlobalAccelerationInstances", "no address of an instance is bound to a server"),
    ("DescribeSslVpnClients", "nobody connects to a gateway"),
    ("DescribeTags", "the test of tags looks there"),
    ("ListGatewayRouteTableEntries", "the test of gateway route tables looks there"),
    ("GetVSwitchCidrReservationUsage", "nothing takes prefixes out of a reservation"),
];

/// Fields that a new resource does not have, and why.
const ABSENT: &[(&str, &str)] = &[
    ("Reservation", "renewals that are due later are not kept"),
    ("IDaaS", "only servers with multi-factor authentication have it"),
    ("TransitRouter", "attachments to transit routers are not kept"),
    ("LogDelivery/", "only gateways that deliver logs have it"),
    ("VpnRouteEntry/AsPath", "only routes that BGP learns have it"),
    ("VpnRouteEntry/Community", "only routes that BGP learns have it"),
    ("NextHopTunnelId", "routes of single-tunnel connections lead to no tunnel"),
    ("NextToken", "the last page has none"),
    ("CreateNetworkAcl: NetworkAclAttribute/Resources/", "a new list is associated with nothing"),
    ("CreateVpnAttachment: Code", "only failures have it"),
    ("CreateVpnAttachment: Message", "only failures have it"),
    ("ModifyVpnAttachmentAttribute: VpnGatewayId", "an attachment has no gateway"),
    ("PhysicalConnectionType/OrderMode", "only virtual circuits have it"),
    ("PhysicalConnectionType/ParentPhysicalConnection", "only virtual circuits have it"),
    ("PhysicalConnectionType/VlanId", "only virtual circuits have it"),
    ("PhysicalConnectionType/VpconnStatus", "only virtual circuits have it"),
];

/// What the samples show besides a new resource of each kind: two tunnels, and relations.
const EXTRA: &[(&str, &str, &str)] = &[
    ("AssociateNetworkAcl", "", "NetworkAclId={NetworkAclId} Resource.1.ResourceId={VSwitchId} Resource.1.ResourceType=VSwitch"),
    (
        "CreateRouteEntry",
        "",
        "RouteTableId={RouteTableId} DestinationCidrBlock={PrefixListId} NextHopType=Instance NextHopId=i-1",
    ),
    (
        "CreateVpnGateway",
        "VpnGatewayId",
        "VpcId={VpcId} VSwitchId={VSwitchId} DisasterRecoveryVSwitchId={VSwitchId} Bandwidth=10 EnableSsl=true EnableIpsec=true",
    ),
    ("TagResources", "", "ResourceType=VPNGATEWAY ResourceId.1={VpnGatewayId}"),
    (
        "CreateVpnConnection",
        "VpnConnectionId",
        "VpnGatewayId={VpnGatewayId} LocalSubnet=10.0.0.0/16 RemoteSubnet=192.168.0.0/16 TunnelOptionsSpecification.1.CustomerGatewayId={CustomerGatewayId} TunnelOptionsSpecification.2.CustomerGatewayId={CustomerGatewayId}",
    ),
    (
        "CreateVpnRouteEntry",
        "",
        "VpnGatewayId={VpnGatewayId} RouteDest=10.90.0.0/16 NextHop={VpnConnectionId} Weight=100 PublishVpc=true",
    ),
    (
        "CreateVpnPbrRouteEntry",
        "",
        "VpnGatewayId={VpnGatewayId} RouteSource=10.0.0.0/16 RouteDest=10.91.0.0/16 NextHop={VpnConnectionId} Weight=100 PublishVpc=false Priority=5",
    ),
    ("ModifyVpnConnectionAttribute", "VpnConnectionId>Changed", "VpnConnectionId={VpnConnectionId} Name=changed"),
    ("ModifyVpnConnectionAttribute", "VpnConnectionId>Changed", "VpnConnectionId={VpnConnectionId.1} Name=changed"),
    ("ModifyVpnAttachmentAttribute", "VpnConnectionId>Changed", "VpnConnectionId={VpnAttachmentId} Name=changed"),
    ("ModifySslVpnServer", "SslVpnServerId>Changed", "SslVpnServerId={SslVpnServerId} Name=changed"),
    ("ModifyVpcPrefixList", "", "PrefixListId={PrefixListId} PrefixListName=changed"),
    ("ModifyIPv6TranslatorBandwidth", "", "Ipv6TranslatorId={Ipv6TranslatorId} Bandwidth=20"),
    ("ModifyRouterInterfaceSpec", "", "RouterInterfaceId={RouterInterfaceId} Spec=Large.2"),
    ("OpenTrafficMirrorService", "", ""),
    (
        "SetHighDefinitionMonitorLogStatus",
        "",
        "InstanceId={AllocationId} InstanceType=EIP Status=ON LogProject=project LogStore=store",
    ),
    ("AttachDhcpOptionsSetToVpc", "", "DhcpOptionsSetId={DhcpOptionsSetId} VpcId={VpcId}"),
    (
        "CreateTrafficMirrorFilterRules",
        "",
        "TrafficMirrorFilterId={TrafficMirrorFilterId} IngressRules.1.Action=accept IngressRules.1.Protocol=TCP IngressRules.1.Priority=7 IngressRules.1.SourceCidrBlock=10.1.0.0/16 IngressRules.1.DestinationCidrBlock=0.0.0.0/0 EgressRules.1.Action=accept EgressRules.1.Protocol=TCP EgressRules.1.Priority=7 EgressRules.1.SourceCidrBlock=10.1.0.0/16 EgressRules.1.DestinationCidrBlock=0.0.0.0/0",
    ),
    (
        "ModifyRouterInterfaceAttribute",
        "",
        "RouterInterfaceId={RouterInterfaceId.1} OppositeInterfaceId={RouterInterfaceId.2} OppositeRouterId={VRouterId.2}",
    ),
    ("ConnectRouterInterface", "", "RouterInterfaceId={RouterInterfaceId.1}"),
];

/// What operations are asked for whose parameters do not say what they name.
const ASKED: &[(&str, &str)] =
    &[("DescribeHighDefinitionMonitorLogAttribute", "RegionId=cn-hangzhou InstanceId={AllocationId} InstanceType=EIP")];

#[tokio::test]
async fn new_resources_have_the_fields_of_the_samples() {
    let mut fixture = Fixture::new().await;
    for recipe in EXTRA {
        fixture.make(recipe, 0).await;
    }
    let samples: BTreeMap<String, Vec<String>> = serde_json::from_str(include_str!("../fixtures/sample-fields.json")).unwrap();
    let (mut total, mut missing) = (0, Vec::new());
    for (name, expected) in samples.iter().filter(|(name, _)| !OTHER.iter().any(|(other, _)| other == name)) {
        let spec = &operations()[name];
        let made: Vec<&Value> = fixture.made.iter().filter(|(made, ..)| made == name).map(|(.., reply)| reply).collect();
        assert_eq!(made.is_empty(), spec.access == Access::Read, "{name} is made by a recipe, or read");
        let required = filled(spec).into_iter().filter(|(name, _)| {
            let head = name.split('.').next().unwrap();
            spec.parameters.get(head).is_some_and(|schema| schema.required) || head == "FullNatTableId"
        });
        let known = |name: &str| fixture.known.get(name).map(|known| known[0].clone());
        let mut parameters: Vec<_> = required.map(|(name, value)| (name.clone(), known(&name).unwrap_or(value))).collect();
        if let Some((_, text)) = ASKED.iter().find(|(operation, _)| operation == name) {
            parameters = fixture.pairs(text, 0);
        }
        let mut found = BTreeSet::new();
        match made.is_empty() {
            true => {
                let reply = fixture.setup.send(name, &borrowed(&parameters)).await.unwrap();
                assert_eq!(reply.status, 200, "{name} {parameters:?}: {}", reply.text);
                collect(&reply.json(), "", &mut found)
            }
            false => made.into_iter().for_each(|reply| collect(reply, "", &mut found)),
        }
        for path in expected.iter().filter(|path| spec.response.get(path.split('/').next().unwrap()).is_some()) {
            if ABSENT.iter().any(|(absent, _)| format!("{name}: {path}").contains(absent)) {
                continue;
            }
            total += 1;
            if !found.contains(path) {
                missing.push(format!("{name}: {path}"));
            }
        }
    }
    assert!(total > 500, "{total} fields");
    assert!(missing.is_empty(), "{} of {total} fields are missing:\n{}", missing.len(), missing.join("\n"));
}

/// The paths of all fields; items of lists share theirs.
fn collect(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
                found.insert(path.clone());
                collect(value, &path, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, path, found)),
        _ => {}
    }
}
