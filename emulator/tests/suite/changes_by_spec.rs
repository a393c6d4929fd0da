//! What a change of what is kept changes can be seen afterwards, driven by the specs.

use std::collections::BTreeSet;

use crate::common::fixture::{Fixture, borrowed, operations, resolved};
use acs_spec::{Kind, Operation};
use serde_json::Value;

/// A change: the operation, the parameters that name what is changed, how to look at it, and new values where a made-up one
/// would not do. What is seen is a reply, or the item of a list that has the id.
struct Change {
    operation: &'static str,
    of: &'static str,
    seen_by: &'static str,
    look: &'static str,
    values: &'static str,
}

const fn change(operation: &'static str, of: &'static str, seen_by: &'static str, values: &'static str) -> Change {
    Change { operation, of, seen_by, look: of, values }
}

const CHANGES: &[Change] = &[
    change("ModifyVpcAttribute", "VpcId={VpcId}", "DescribeVpcs", "CidrBlock=10.0.0.0/15"),
    change("ModifyVRouterAttribute", "VRouterId={VRouterId}", "DescribeVRouters", ""),
    change("ModifyVSwitchAttribute", "VSwitchId={VSwitchId}", "DescribeVSwitches", "Ipv6CidrBlock="),
    change("ModifyRouteTableAttributes", "RouteTableId={RouteTableId}", "DescribeRouteTableList", ""),
    Change {
        operation: "ModifyRouteEntry",
        of: "RouteEntryId={RouteEntryId}",
        seen_by: "DescribeRouteEntryList",
        look: "RouteEntryId={RouteEntryId} RouteTableId={RouteTableId}",
        values: "DestinationCidrBlock= RouteTableId=",
    },
    change("ModifyEipAddressAttribute", "AllocationId={AllocationId}", "DescribeEipAddresses", "Bandwidth=77"),
    Change {
        operation: "ModifyEipForwardMode",
        of: "InstanceId={AllocationId}",
        seen_by: "DescribeEipAddresses",
        look: "AllocationId={AllocationId}",
        values: "",
    },
    change("ModifyNatGatewayAttribute", "NatGatewayId={NatGatewayId}", "DescribeNatGateways", ""),
    change("ModifyNatGatewaySpec", "NatGatewayId={NatGatewayId}", "DescribeNatGateways", "Spec=Large"),
    change(
        "UpdateNatGatewayNatType",
        "NatGatewayId={NatGatewayId} NatType=Enhanced VSwitchId={VSwitchId}",
        "DescribeNatGateways",
        "",
    ),
    Change {
        operation: "ModifySnatEntry",
        of: "SnatEntryId={SnatEntryId} SnatTableId={SnatTableId}",
        seen_by: "DescribeSnatTableEntries",
        look: "SnatEntryId={SnatEntryId}",
        values: "SnatIp= EipAffinity=1",
    },
    Change {
        operation: "ModifyForwardEntry",
        of: "ForwardEntryId={ForwardEntryId} ForwardTableId={ForwardTableId}",
        seen_by: "DescribeForwardTableEntries",
        look: "ForwardEntryId={ForwardEntryId}",
        values: "ExternalIp= ExternalPort=443 InternalIp=10.0.1.77 InternalPort=444 IpProtocol=UDP",
    },
    Change {
        operation: "ModifyFullNatEntryAttribute",
        of: "FullNatEntryId={FullNatEntryId} FullNatTableId={FullNatTableId}",
        seen_by: "ListFullNatEntries",
        look: "FullNatEntryId={FullNatEntryId} FullNatTableId={FullNatTableId}",
        values: "NatIp={NatIp.1} NatIpPort=443 AccessPort=444 AccessIp=10.0.1.77",
    },
    Change {
        operation: "ModifyVSwitchCidrReservationAttribute",
        of: "VSwitchCidrReservationId={VSwitchCidrReservationId}",
        seen_by: "ListVSwitchCidrReservations",
        look: "VSwitchCidrReservationIds.1={VSwitchCidrReservationId}",
        values: "",
    },
    Change {
        operation: "ModifyNatIpAttribute",
        of: "NatIpId={NatIpId}",
        seen_by: "ListNatIps",
        look: "NatIpIds.1={NatIpId} NatGatewayId={NatGatewayId}",
        values: "",
    },
    Change {
        operation: "ModifyNatIpCidrAttribute",
        of: "NatGatewayId={NatGatewayId} NatIpCidr=172.16.0.0/24",
        seen_by: "ListNatIpCidrs",
        look: "NatGatewayId={NatGatewayId} NatIpCidr=172.16.0.0/24",
        values: "",
    },
    change(
        "UpdateEnhancedVpnGateway",
        "VpnGatewayId={VpnGatewayId}",
        "DescribeVpnGateways",
        "Name=other Description=other AutoPropagate=true",
    ),
    change("ModifyVpnGatewayAttribute", "VpnGatewayId={VpnGatewayId}", "DescribeVpnGateways", ""),
    change("ModifyCustomerGatewayAttribute", "CustomerGatewayId={CustomerGatewayId}", "DescribeCustomerGateways", ""),
    change(
        "ModifyVpnConnectionAttribute",
        "VpnConnectionId={VpnConnectionId}",
        "DescribeVpnConnections",
        "LocalSubnet=10.7.0.0/16 RemoteSubnet=192.168.7.0/24 IkeConfig={\"IkeVersion\":\"ikev2\"} IpsecConfig={\"IpsecPfs\":\"group5\"} BgpConfig={\"LocalAsn\":\"65530\"} HealthCheckConfig={\"dip\":\"192.168.1.1\",\"retry\":\"3\"} TunnelOptionsSpecification=",
    ),
    change(
        "ModifySslVpnServer",
        "SslVpnServerId={SslVpnServerId}",
        "DescribeSslVpnServers",
        "ClientIpPool=192.168.77.0/24 LocalSubnet=10.77.0.0/16 Port=1195 Cipher=none Proto=UDP",
    ),
    change("ModifySslVpnClientCert", "SslVpnClientCertId={SslVpnClientCertId}", "DescribeSslVpnClientCerts", ""),
    Change {
        operation: "ModifyHaVipAttribute",
        of: "HaVipId={HaVipId}",
        seen_by: "DescribeHaVips",
        look: "Filter.1.Key=HaVipId Filter.1.Value.1={HaVipId}",
        values: "",
    },
    change(
        "ModifyCommonBandwidthPackageAttribute",
        "BandwidthPackageId={BandwidthPackageId}",
        "DescribeCommonBandwidthPackages",
        "",
    ),
    change(
        "ModifyCommonBandwidthPackageSpec",
        "BandwidthPackageId={BandwidthPackageId}",
        "DescribeCommonBandwidthPackages",
        "Bandwidth=777",
    ),
    change("UpdateIpv4GatewayAttribute", "Ipv4GatewayId={Ipv4GatewayId}", "ListIpv4Gateways", ""),
    change("ModifyIpv6GatewayAttribute", "Ipv6GatewayId={Ipv6GatewayId}", "DescribeIpv6Gateways", ""),
    change("ModifyIpv6AddressAttribute", "Ipv6AddressId={Ipv6AddressId}", "DescribeIpv6Addresses", ""),
    change("ModifyNetworkAclAttributes", "NetworkAclId={NetworkAclId}", "DescribeNetworkAcls", ""),
    Change {
        operation: "ModifyVpcPrefixList",
        of: "PrefixListId={PrefixListId}",
        seen_by: "ListPrefixLists",
        look: "PrefixListIds.1={PrefixListId}",
        values: "AddPrefixListEntry= RemovePrefixListEntry= MaxEntries=77",
    },
    change("ModifyFlowLogAttribute", "FlowLogId={FlowLogId}", "DescribeFlowLogs", "AggregationInterval=5"),
    Change {
        operation: "ModifyPhysicalConnectionAttribute",
        of: "PhysicalConnectionId={PhysicalConnectionId}",
        seen_by: "DescribePhysicalConnections",
        look: "Filter.1.Key=PhysicalConnectionId Filter.1.Value.1={PhysicalConnectionId}",
        values: "LineOperator=CU bandwidth=200",
    },
    Change {
        operation: "ModifyVirtualBorderRouterAttribute",
        of: "VbrId={VbrId}",
        seen_by: "DescribeVirtualBorderRouters",
        look: "Filter.1.Key=VbrId Filter.1.Value.1={VbrId}",
        values: "AssociatedPhysicalConnections=",
    },
    Change {
        operation: "UpdateVirtualBorderBandwidth",
        of: "VirtualBorderRouterId={VbrId}",
        seen_by: "DescribeVirtualBorderRouters",
        look: "Filter.1.Key=VbrId Filter.1.Value.1={VbrId}",
        values: "Bandwidth=500",
    },
    Change {
        operation: "ModifyRouterInterfaceAttribute",
        of: "RouterInterfaceId={RouterInterfaceId}",
        seen_by: "DescribeRouterInterfaces",
        look: "Filter.1.Key=RouterInterfaceId Filter.1.Value.1={RouterInterfaceId}",
        values: "OppositeRouterType=VBR DeleteHealthCheckIp=",
    },
    Change {
        operation: "ModifyRouterInterfaceSpec",
        of: "RouterInterfaceId={RouterInterfaceId}",
        seen_by: "DescribeRouterInterfaces",
        look: "Filter.1.Key=RouterInterfaceId Filter.1.Value.1={RouterInterfaceId}",
        values: "Spec=Mini.2",
    },
    change("ModifyBgpGroupAttribute", "BgpGroupId={BgpGroupId}", "DescribeBgpGroups", "ClearAuthKey= IsFakeAsn=false"),
    change(
        "ModifyBgpPeerAttribute",
        "BgpPeerId={BgpPeerId}",
        "DescribeBgpPeers",
        "BgpGroupId={BgpGroupId.1} PeerIpAddress=10.9.9.9",
    ),
    Change {
        operation: "ModifyExpressConnectTrafficQos",
        of: "QosId={QosId}",
        seen_by: "DescribeExpressConnectTrafficQos",
        look: "QosIdList.1={QosId}",
        values: "AddInstanceList= RemoveInstanceList=",
    },
    Change {
        operation: "UpdateFailoverTestJob",
        of: "JobId={JobId}",
        seen_by: "DescribeFailoverTestJobs",
        look: "Filter.1.Key=JobId Filter.1.Value.1={JobId}",
        values: "ResourceId=",
    },
    change("ModifyIPv6TranslatorAttribute", "Ipv6TranslatorId={Ipv6TranslatorId}", "DescribeIPv6Translators", ""),
    change("ModifyIPv6TranslatorBandwidth", "Ipv6TranslatorId={Ipv6TranslatorId}", "DescribeIPv6Translators", "Bandwidth=77"),
    change(
        "ModifyIPv6TranslatorEntry",
        "Ipv6TranslatorEntryId={Ipv6TranslatorEntryId}",
        "DescribeIPv6TranslatorEntries",
        "AclId={AclId} AclStatus=on AclType=white TransProtocol=udp BackendIpv4Addr=10.0.0.77",
    ),
    change("ModifyIPv6TranslatorAclAttribute", "AclId={AclId}", "DescribeIPv6TranslatorAclLists", ""),
    change(
        "ModifyGlobalAccelerationInstanceAttributes",
        "GlobalAccelerationInstanceId={GlobalAccelerationInstanceId}",
        "DescribeGlobalAccelerationInstances",
        "",
    ),
    change(
        "ModifyGlobalAccelerationInstanceSpec",
        "GlobalAccelerationInstanceId={GlobalAccelerationInstanceId}",
        "DescribeGlobalAccelerationInstances",
        "Bandwidth=77",
    ),
    Change {
        operation: "UpdateDhcpOptionsSetAttribute",
        of: "DhcpOptionsSetId={DhcpOptionsSetId}",
        seen_by: "ListDhcpOptionsSets",
        look: "DhcpOptionsSetId.1={DhcpOptionsSetId}",
        values: "DomainName= DomainNameServers= LeaseTime= Ipv6LeaseTime=",
    },
    change(
        "UpdateVpcGatewayEndpointAttribute",
        "EndpointId={EndpointId}",
        "ListVpcGatewayEndpoints",
        "PolicyDocument={\"Version\":\"1\"}",
    ),
    Change {
        operation: "UpdateTrafficMirrorFilterAttribute",
        of: "TrafficMirrorFilterId={TrafficMirrorFilterId}",
        seen_by: "ListTrafficMirrorFilters",
        look: "TrafficMirrorFilterIds.1={TrafficMirrorFilterId}",
        values: "",
    },
    Change {
        operation: "UpdateTrafficMirrorSessionAttribute",
        of: "TrafficMirrorSessionId={TrafficMirrorSessionId}",
        seen_by: "ListTrafficMirrorSessions",
        look: "TrafficMirrorSessionIds.1={TrafficMirrorSessionId}",
        values: "TrafficMirrorTargetType=SLB TrafficMirrorFilterId={TrafficMirrorFilterId.1}",
    },
    Change {
        operation: "UpdateIpsecServer",
        of: "IpsecServerId={IpsecServerId}",
        seen_by: "ListIpsecServers",
        look: "IpsecServerId.1={IpsecServerId}",
        values: "LocalSubnet=10.77.0.0/16 ClientIpPool=10.78.0.0/24 IkeConfig={\"IkeVersion\":\"ikev2\"} IpsecConfig={\"IpsecPfs\":\"group5\"}",
    },
    Change {
        operation: "UpdatePublicIpAddressPoolAttribute",
        of: "PublicIpAddressPoolId={PublicIpAddressPoolId}",
        seen_by: "ListPublicIpAddressPools",
        look: "PublicIpAddressPoolIds.1={PublicIpAddressPoolId}",
        values: "",
    },
    Change {
        operation: "UpdateRouteTargetGroup",
        of: "RouteTargetGroupId={RouteTargetGroupId}",
        seen_by: "ListRouteTargetGroups",
        look: "RouteTargetGroupIds.1={RouteTargetGroupId}",
        values: "RouteTargetMemberList=",
    },
];

/// Changes of what is nested or has no name of its own, which have tests of their own.
const OTHER_CHANGES: &[&str] = &[
    "ModifyCommonBandwidthPackageIpBandwidth",
    "ModifyExpressConnectTrafficQosQueue",
    "ModifyExpressConnectTrafficQosRule",
    "ModifyIPv6TranslatorAclListEntry",
    "ModifyIpv6InternetBandwidth",
    "ModifyTunnelAttribute",
    "ModifyVcoRouteEntryWeight",
    "ModifyVpcCidrBlock",
    "ModifyVpnAttachmentAttribute",
    "ModifyVpnPbrRouteEntryAttribute",
    "ModifyVpnPbrRouteEntryPriority",
    "ModifyVpnPbrRouteEntryWeight",
    "ModifyVpnRouteEntryWeight",
    "UpdateGatewayRouteTableEntryAttribute",
    "UpdateNetworkAclEntries",
    "UpdateTrafficMirrorFilterRuleAttribute",
    "UpdateVirtualPhysicalConnection",
];

/// Parameters whose value is seen under another name, or in other words.
const SEEN_AS: &[(&str, &str, &str)] = &[
    ("ModifyIpv6AddressAttribute.Name", "Ipv6AddressName", "changed"),
    ("ModifyIpv6AddressAttribute.Description", "Ipv6AddressDescription", "changed"),
    ("ModifyVSwitchAttribute.EnableIPv6", "EnabledIpv6", "false"),
    ("UpdateIpsecServer.IpSecServerName", "IpsecServerName", "changed"),
    ("ModifyBgpGroupAttribute.IsFakeAsn", "IsFake", "false"),
    ("ModifyBgpGroupAttribute.RouteQuota", "RouteLimit", "7"),
    ("ModifyPhysicalConnectionAttribute.bandwidth", "Bandwidth", "200"),
    ("ModifyVpcAttribute.EnableIPv6", "EnabledIpv6", "false"),
    ("ModifyVpcAttribute.EnableDnsHostname", "DnsHostnameStatus", "ENABLED"),
    ("ModifyVpnConnectionAttribute.BgpConfig", "VpnBgpConfig", r#"{"LocalAsn":65530}"#),
    ("ModifyVpnConnectionAttribute.HealthCheckConfig", "VcoHealthCheck", r#"{"Dip":"192.168.1.1","Retry":3}"#),
];

/// Parameters that cannot be seen afterwards, and why.
const UNSEEN: &[(&str, &str)] = &[
    ("ModifyForwardEntry.PortBreak", "it says how to change the entry"),
    ("ModifyNatGatewayAttribute.LogDelivery", "a list does not tell it; the test below looks elsewhere"),
    ("ModifyRouteEntry.NewNextHopId", "it is told within NextHops; the test of route entries looks there"),
    ("ModifyRouteEntry.NewNextHopType", "it is told within NextHops; the test of route entries looks there"),
    ("ModifyVSwitchAttribute.Ipv6CidrMask", "it says how to enable IPv6"),
    ("ModifyVSwitchAttribute.VpcIpv6CidrBlock", "it says how to enable IPv6"),
    ("ModifyVpcAttribute.Ipv6Isp", "it says how to enable IPv6"),
    ("ModifyVpnConnectionAttribute.AutoConfigRoute", "it says how to configure the gateway"),
];

#[tokio::test]
async fn every_change_that_is_kept_is_in_the_table() {
    let fixture = Fixture::new().await;
    let mut kept = BTreeSet::new();
    for (name, spec) in operations().iter().filter(|(name, _)| name.starts_with("Modify") || name.starts_with("Update")) {
        let reply = fixture.setup.send(name, &borrowed(&crate::common::fill::filled(spec))).await.unwrap();
        if !reply.headers.contains_key("x-acs-emulator") {
            kept.insert(name.as_str());
        }
    }
    let known: BTreeSet<_> = CHANGES.iter().map(|change| change.operation).chain(OTHER_CHANGES.iter().copied()).collect();
    assert_eq!(kept, known);
}

#[tokio::test]
async fn every_changed_parameter_is_seen_afterwards() {
    let fixture = Fixture::new().await;
    let (mut unseen, mut wrong) = (BTreeSet::new(), Vec::new());
    for change in CHANGES {
        let spec = &operations()[change.operation];
        let of = fixture.pairs(change.of, 0);
        let values = fixture.pairs(change.values, 0);
        for (parameter, schema) in spec.parameters.iter() {
            let own =
                |pairs: &[(String, String)]| pairs.iter().find(|(name, _)| name == parameter).map(|(_, value)| value.clone());
            let general = ["RegionId", "ClientToken", "DryRun", "AutoPay"].contains(&parameter);
            let given = own(&values);
            if general || own(&of).is_some() || given.as_ref().is_some_and(String::is_empty) {
                continue;
            }
            let key = format!("{}.{parameter}", change.operation);
            let before = item(&fixture, change).await;
            let seen = SEEN_AS.iter().find(|(name, ..)| *name == key);
            let field = seen.map_or(parameter, |(_, field, _)| field);
            if !has_field(&operations()[change.seen_by], field) {
                unseen.insert(key);
                continue;
            }
            let closed = &resolved(spec, schema).closed;
            let value = given.unwrap_or_else(|| match resolved(spec, schema).kind {
                Some(Kind::Boolean) => (before.get(field) != Some(&true.into())).to_string(),
                Some(Kind::Integer | Kind::Number) => "7".to_owned(),
                _ if !closed.is_empty() => closed.iter().find(|value| before[field] != **value).unwrap().clone(),
                _ => "changed".to_owned(),
            });
            let mut parameters = borrowed(&of);
            parameters.push((parameter, &value));
            fixture.setup.ok(change.operation, &parameters).await;
            let after = item(&fixture, change).await;
            let expected = seen.map_or(value.as_str(), |(.., value)| value);
            if !shows(&after[field], expected) || before[field] == after[field] {
                wrong.push(format!("{key}={value}: {field} was {}, is {}", before[field], after[field]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let expected: BTreeSet<String> = UNSEEN.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(unseen, expected);
}

/// The one item that a change is about.
async fn item(fixture: &Fixture, change: &Change) -> Value {
    let look = fixture.pairs(change.look, 0);
    let spec = &operations()[change.seen_by];
    let look: Vec<_> =
        borrowed(&look).into_iter().filter(|(name, _)| spec.parameters.get(name.split('.').next().unwrap()).is_some()).collect();
    let items = fixture.list(spec, &look).await.unwrap_or_else(|code| panic!("{} {look:?}: {code}", change.seen_by));
    let [item] = items.as_slice() else { panic!("{} {look:?}: {items:?}", change.seen_by) };
    item.clone()
}

fn has_field(spec: &Operation, name: &str) -> bool {
    crate::common::fixture::item_field(spec, name).is_some()
}

/// Whether a reply's value is the one that was sent, or has all of it, if that is JSON text.
fn shows(seen: &Value, sent: &str) -> bool {
    match (seen, serde_json::from_str::<Value>(sent)) {
        (Value::Object(seen), Ok(Value::Object(sent))) => sent.iter().all(|(name, value)| seen.get(name) == Some(value)),
        (Value::String(seen), _) => seen == sent,
        (seen, Ok(sent)) => *seen == sent,
        (_, Err(_)) => false,
    }
}
