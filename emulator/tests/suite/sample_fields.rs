//! A new resource has the fields that the samples of the service's documentation have.
//!
//! `fixtures/sample-fields.json` has the paths of the fields in the sample reply of each operation that reads what is kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::fill::filled;
use crate::common::fixture::{Fixture, borrowed, operations};
use serde_json::Value;

/// Operations whose samples are not about a new resource, and why.
const OTHER: &[(&str, &str)] = &[
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
];

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
        let required = filled(spec).into_iter().filter(|(name, _)| {
            let head = name.split('.').next().unwrap();
            spec.parameters.get(head).is_some_and(|schema| schema.required) || head == "FullNatTableId"
        });
        let known = |name: &str| fixture.known.get(name).map(|known| known[0].clone());
        let parameters: Vec<_> = required.map(|(name, value)| (name.clone(), known(&name).unwrap_or(value))).collect();
        let reply = fixture.setup.ok(name, &borrowed(&parameters)).await;
        let mut found = BTreeSet::new();
        collect(&reply, "", &mut found);
        for path in expected.iter().filter(|path| spec.response.get(path.split('/').next().unwrap()).is_some()) {
            if ABSENT.iter().any(|(absent, _)| path.contains(absent)) {
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
