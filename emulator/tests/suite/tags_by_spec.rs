//! Tags and resource groups of every kind that the specs name.

use std::collections::BTreeSet;

use crate::common::fixture::{Fixture, borrowed, operations};
use serde_json::Value;

/// A kind by its name where tags are concerned and where resource groups are (empty if it has none), the name of its id, and
/// the operation that lists it.
const KINDS: &[(&str, &str, &str, &str)] = &[
    ("VPC", "Vpc", "VpcId", "DescribeVpcs"),
    ("VSWITCH", "", "VSwitchId", "DescribeVSwitches"),
    ("ROUTETABLE", "", "RouteTableId", "DescribeRouteTableList"),
    ("EIP", "Eip", "AllocationId", "DescribeEipAddresses"),
    ("VPNGATEWAY", "VpnGateway", "VpnGatewayId", "DescribeVpnGateways"),
    ("", "CustomerGateway", "CustomerGatewayId", "DescribeCustomerGateways"),
    ("NATGATEWAY", "", "NatGatewayId", "DescribeNatGateways"),
    ("COMMONBANDWIDTHPACKAGE", "BandwidthPackage", "BandwidthPackageId", "DescribeCommonBandwidthPackages"),
    ("PREFIXLIST", "PrefixList", "PrefixListId", "ListPrefixLists"),
    ("IPV4GATEWAY", "IPv4Gateway", "Ipv4GatewayId", "ListIpv4Gateways"),
    ("IPV6GATEWAY", "IPv6Gateway", "Ipv6GatewayId", "DescribeIpv6Gateways"),
    ("IPV6ADDRESS", "IPv6Address", "Ipv6AddressId", "DescribeIpv6Addresses"),
    ("NETWORKACL", "", "NetworkAclId", "DescribeNetworkAcls"),
    ("FLOWLOG", "FlowLog", "FlowLogId", "DescribeFlowLogs"),
    ("HAVIP", "HaVip", "HaVipId", "DescribeHaVips"),
    ("PUBLICIPADDRESSPOOL", "PublicIpAddressPool", "PublicIpAddressPoolId", "ListPublicIpAddressPools"),
    ("TRAFFICMIRRORFILTER", "TrafficMirrorFilter", "TrafficMirrorFilterId", "ListTrafficMirrorFilters"),
    ("TRAFFICMIRRORSESSION", "TrafficMirrorSession", "TrafficMirrorSessionId", "ListTrafficMirrorSessions"),
    ("DHCPOPTIONSSET", "DhcpOptionsSet", "DhcpOptionsSetId", "ListDhcpOptionsSets"),
    ("GATEWAYENDPOINT", "GatewayEndpoint", "EndpointId", "ListVpcGatewayEndpoints"),
];

/// Kinds of which no state is kept.
const NOT_KEPT: &[&str] = &["VPNATTACHMENT"];

/// The values that the spec names for `ResourceType`.
fn types(operation: &str) -> BTreeSet<String> {
    let schema = operations()[operation].parameters.get("ResourceType").unwrap();
    let values = schema.values.iter().filter_map(|value| value.as_str().map(str::to_owned));
    values.chain(schema.closed.iter().cloned()).collect()
}

impl Fixture {
    /// The ids that a list operation lists.
    async fn ids(&self, operation: &str, id: &str, parameters: &[(&str, &str)]) -> Vec<String> {
        let items = self.list(&operations()[operation], parameters).await;
        let items = items.unwrap_or_else(|code| panic!("{operation} {parameters:?}: {code}"));
        items.iter().map(|item| item[id].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn the_table_has_every_kind_that_the_specs_name() {
    let kept = |of: fn(&(&'static str, &'static str, &'static str, &'static str)) -> &'static str| {
        KINDS.iter().map(of).filter(|name| !name.is_empty()).map(str::to_ascii_uppercase).collect::<BTreeSet<_>>()
    };
    let named = |operations: &[&str]| {
        let all: BTreeSet<_> = operations.iter().flat_map(|name| types(name)).map(|name| name.to_ascii_uppercase()).collect();
        all.into_iter().filter(|name| !NOT_KEPT.contains(&name.as_str())).collect::<BTreeSet<_>>()
    };
    assert_eq!(
        kept(|kind| kind.0),
        named(&["TagResources", "UnTagResources", "ListTagResources", "DescribeTags", "DescribeTagKeys"])
    );
    assert_eq!(kept(|kind| kind.1), named(&["MoveResourceGroup", "MoveVpnResourceGroup"]));
}

#[tokio::test]
async fn every_kind_is_tagged_found_and_untagged() {
    let fixture = Fixture::new().await;
    for (kind, _, id, list) in KINDS.iter().filter(|(kind, ..)| !kind.is_empty()) {
        let tags = if operations()[*list].parameters.get("Tag").is_some() { "Tag" } else { "Tags" };
        let (key, value) = (format!("{tags}.1.Key"), format!("{tags}.1.Value"));
        let one = fixture.id(id, 1);
        let tag = [("ResourceType", *kind), ("ResourceId.1", one), ("Tag.1.Key", "colour"), ("Tag.1.Value", "green")];
        fixture.setup.ok("TagResources", &tag).await;
        assert_eq!(fixture.ids(list, id, &[(&key, "colour"), (&value, "green")]).await, [one], "{list}");
        assert_eq!(fixture.ids(list, id, &[(&key, "colour")]).await, [one], "{list}: any value");
        assert!(fixture.ids(list, id, &[(&key, "colour"), (&value, "red")]).await.is_empty(), "{list}");
        for (operation, wanted) in [("ListTagResources", 1), ("DescribeTags", 1)] {
            let known = [("ResourceType", *kind), ("Tag.1.Key", "colour"), ("Tag.1.Value", "green")];
            let listed = fixture.list(&operations()[operation], &known).await;
            assert_eq!(listed.map(|listed| listed.len()), Ok(wanted), "{operation} of {kind}");
        }
        fixture.setup.ok("UnTagResources", &[("ResourceType", kind), ("ResourceId.1", one), ("TagKey.1", "colour")]).await;
        assert!(fixture.ids(list, id, &[(&key, "colour")]).await.is_empty(), "{list}");
    }
}

#[tokio::test]
async fn tags_given_at_creation_are_listed() {
    let fixture = Fixture::new().await;
    // Their creations take no tags.
    let without = ["DescribeVpnGateways"];
    let kinds = KINDS.iter().chain(&[("", "", "VpnConnectionId", "DescribeVpnConnections")]);
    for (_, _, id, list) in kinds.filter(|(.., list)| !without.contains(list)) {
        let spec = &operations()[*list];
        let tags = if spec.parameters.get("Tag").is_some() { "Tag" } else { "Tags" };
        let (key, value) = (format!("{tags}.1.Key"), format!("{tags}.1.Value"));
        let found = fixture.list(spec, &[(&key, "number"), (&value, "1")]).await.unwrap();
        assert_eq!(found.len(), 1, "{list}: {found:?}");
        assert_eq!(found[0][*id], fixture.id(id, 1), "{list}");
        let told = found[0].get("Tags").or(found[0].get("Tag")).unwrap_or_else(|| panic!("{list} tells no tags"));
        let told = told.pointer("/Tag/0").or(told.get(0)).unwrap_or_else(|| panic!("{list}: {told}"));
        let part = |names: [&str; 2]| names.iter().find_map(|name| told.get(name)).and_then(Value::as_str).map(str::to_owned);
        assert_eq!(part(["Key", "TagKey"]).as_deref(), Some("number"), "{list}");
        assert_eq!(part(["Value", "TagValue"]).as_deref(), Some("1"), "{list}");
    }
}

#[tokio::test]
async fn every_kind_is_found_in_the_group_that_it_was_moved_to() {
    let fixture = Fixture::new().await;
    for (_, kind, id, list) in KINDS.iter().filter(|(_, kind, ..)| !kind.is_empty()) {
        let one = fixture.id(id, 1);
        let (operation, name) = match types("MoveResourceGroup").contains(*kind) {
            true => ("MoveResourceGroup", "ResourceId"),
            false => ("MoveVpnResourceGroup", "InstanceId"),
        };
        let before = fixture.ids(list, id, &[("ResourceGroupId", "rg-other")]).await;
        assert!(before.is_empty(), "{list}: {before:?}");
        let parameters = [("ResourceType", *kind), (name, one), ("NewResourceGroupId", "rg-other")];
        fixture.setup.ok(operation, &parameters).await;
        assert_eq!(fixture.ids(list, id, &[("ResourceGroupId", "rg-other")]).await, [one], "{list}");
    }
}

#[tokio::test]
async fn a_group_given_at_creation_is_kept() {
    let fixture = Fixture::new().await;
    let parameters = fixture.pairs("CidrBlock=10.9.0.0/16 ResourceGroupId=rg-mine", 0);
    let vpc = fixture.setup.make("CreateVpc", &borrowed(&parameters), "VpcId").await;
    assert_eq!(fixture.ids("DescribeVpcs", "VpcId", &[("ResourceGroupId", "rg-mine")]).await, [vpc]);
}
