//! What is special about each family beyond creating, listing and deleting.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod common;

use std::time::{Duration, SystemTime};

use acs_emulator::{Emulator, ManualClock};
use common::{Setup, text};
use serde_json::Value;

struct Net {
    setup: Setup,
    vpc: String,
    vswitch: String,
}

/// A VPC `10.0.0.0/16` with IPv6 and a vSwitch `10.0.1.0/24` in it.
async fn net() -> Net {
    let setup = Setup::new().await;
    let vpc = setup.make("CreateVpc", &[("CidrBlock", "10.0.0.0/16"), ("EnableIpv6", "true")], "VpcId").await;
    let parameters = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.1.0/24"), ("ZoneId", "cn-hangzhou-h"), ("Ipv6CidrBlock", "1")];
    let vswitch = setup.make("CreateVSwitch", &parameters, "VSwitchId").await;
    Net { setup, vpc, vswitch }
}

fn count(value: &Value, pointer: &str) -> usize {
    value.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len)
}

#[tokio::test]
async fn a_vpc_comes_with_a_router_and_a_system_route_table() {
    let Net { setup, vpc, vswitch } = net().await;
    let described = setup.ok("DescribeVpcs", &[("VpcId", &vpc)]).await;
    let router = text(&described, "/Vpcs/Vpc/0/VRouterId");
    let table = text(&described, "/Vpcs/Vpc/0/RouterTableIds/RouterTableIds/0");
    let routers = setup.ok("DescribeVRouters", &[("VRouterId", &router)]).await;
    assert_eq!(text(&routers, "/VRouters/VRouter/0/RouteTableIds/RouteTableId/0"), table);
    let tables = setup.ok("DescribeRouteTableList", &[("VpcId", &vpc)]).await;
    assert_eq!(text(&tables, "/RouterTableList/RouterTableListType/0/RouteTableType"), "System");
    assert_eq!(text(&tables, "/RouterTableList/RouterTableListType/0/VSwitchIds/VSwitchId/0"), vswitch);
    let entries = setup.ok("DescribeRouteEntryList", &[("RouteTableId", &table)]).await;
    assert_eq!(text(&entries, "/RouteEntrys/RouteEntry/0/DestinationCidrBlock"), "10.0.1.0/24");
    assert_eq!(text(&entries, "/RouteEntrys/RouteEntry/0/Type"), "System");
    assert_eq!(setup.code("DeleteRouteTable", &[("RouteTableId", &table)]).await, "IncorrectRouteTableType");
    let switch = setup.ok("DescribeVSwitchAttributes", &[("VSwitchId", &vswitch)]).await;
    assert_eq!(text(&switch, "/RouteTable/RouteTableId"), table);
    assert_eq!(text(&switch, "/AvailableIpAddressCount"), "252");
    assert!(text(&switch, "/Ipv6CidrBlock").ends_with(":1::/64"), "{switch}");
}

#[tokio::test]
async fn route_tables_are_associated_one_at_a_time() {
    let Net { setup, vpc, vswitch } = net().await;
    let table = setup.make("CreateRouteTable", &[("VpcId", &vpc), ("RouteTableName", "own")], "RouteTableId").await;
    let other = setup.make("CreateRouteTable", &[("VpcId", &vpc)], "RouteTableId").await;
    let both = |table: &str| [("RouteTableId".to_owned(), table.to_owned()), ("VSwitchId".to_owned(), vswitch.clone())];
    let (own, another) = (both(&table), both(&other));
    let own: Vec<_> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let another: Vec<_> = another.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(setup.code("UnassociateRouteTable", &own).await, "OperationFailed.VSwitchNotAssociate");
    setup.ok("AssociateRouteTable", &own).await;
    assert_eq!(setup.code("AssociateRouteTable", &own).await, "ResourceAlreadyAssociated.RouteTable");
    assert_eq!(setup.code("AssociateRouteTable", &another).await, "Forbidden.VSwitchAlreadyAssociatedRouteTable");
    let listed = setup.ok("DescribeVSwitches", &[("RouteTableId", &table)]).await;
    assert_eq!(text(&listed, "/VSwitches/VSwitch/0/RouteTable/RouteTableType"), "Custom");
    assert_eq!(setup.code("DeleteVSwitch", &[("VSwitchId", &vswitch)]).await, "DependencyViolation.RouteTable");
    assert_eq!(setup.code("DeleteRouteTable", &[("RouteTableId", &table)]).await, "IncorrectRouteTableStatus");
    assert_eq!(setup.code("DeleteVpc", &[("VpcId", &vpc)]).await, "DependencyViolation.VSwitch");
    setup.ok("UnassociateRouteTable", &own).await;
    setup.ok("DeleteVSwitch", &[("VSwitchId", &vswitch)]).await;
    assert_eq!(setup.code("DeleteVpc", &[("VpcId", &vpc)]).await, "DependencyViolation.CustomRouteTable");
}

#[tokio::test]
async fn route_entries_are_created_changed_and_deleted() {
    let Net { setup, vpc, .. } = net().await;
    let table = setup.make("CreateRouteTable", &[("VpcId", &vpc)], "RouteTableId").await;
    let entry = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "192.168.0.0/16"),
        ("NextHopType", "Instance"),
        ("NextHopId", "i-1"),
    ];
    let id = setup.make("CreateRouteEntry", &entry, "RouteEntryId").await;
    assert_eq!(setup.code("CreateRouteEntry", &entry).await, "InvalidCIDRBlock.Duplicate");
    let missing = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "0.0.0.0/0"),
        ("NextHopType", "NatGateway"),
        ("NextHopId", "ngw-0"),
    ];
    assert_eq!(setup.code("CreateRouteEntry", &missing).await, "InvalidNextHop.NotFound");
    assert_eq!(
        setup.code("CreateRouteEntry", &[entry[0], ("DestinationCidrBlock", "x"), entry[2], entry[3]]).await,
        "InvalidCidrBlock.Malformed"
    );

    setup
        .ok("ModifyRouteEntry", &[("RouteEntryId", &id), ("NewNextHopType", "NetworkInterface"), ("NewNextHopId", "eni-1")])
        .await;
    let listed = setup
        .ok("DescribeRouteEntryList", &[("RouteTableId", &table), ("NextHopId", "eni-1"), ("RouteEntryType", "Custom")])
        .await;
    assert_eq!(text(&listed, "/RouteEntrys/RouteEntry/0/NextHops/NextHop/0/NextHopType"), "NetworkInterface");

    let batch = [
        ("RouteEntries.1.RouteTableId", table.as_str()),
        ("RouteEntries.1.DstCidrBlock", "172.16.0.0/16"),
        ("RouteEntries.1.NextHop", "i-1"),
        ("RouteEntries.1.NextHopType", "Instance"),
        ("RouteEntries.2.RouteTableId", table.as_str()),
        ("RouteEntries.2.DstCidrBlock", "192.168.0.0/16"),
        ("RouteEntries.2.NextHop", "i-1"),
        ("RouteEntries.2.NextHopType", "Instance"),
    ];
    let made = setup.ok("CreateRouteEntries", &batch).await;
    assert_eq!((text(&made, "/SuccessCount").as_str(), text(&made, "/FailedCount").as_str()), ("1", "1"));
    assert_eq!(text(&made, "/FailedRouteEntries/0/FailedCode"), "InvalidCIDRBlock.Duplicate");

    assert_eq!(setup.code("DeleteRouteTable", &[("RouteTableId", &table)]).await, "IncorrectRouteTableStatus.RouteEntryExist");
    setup
        .ok("DeleteRouteEntry", &[("RouteTableId", &table), ("DestinationCidrBlock", "192.168.0.0/16"), ("NextHopId", "eni-1")])
        .await;
    assert_eq!(setup.code("DeleteRouteEntry", &[("RouteEntryId", &id)]).await, "InvalidRouteEntryId.NotFound");
    let gone = setup
        .ok("DeleteRouteEntries", &[("RouteEntries.1.RouteTableId", &table), ("RouteEntries.1.DstCidrBlock", "172.16.0.0/16")])
        .await;
    assert_eq!(text(&gone, "/SuccessCount"), "1");
    setup.ok("DeleteRouteTable", &[("RouteTableId", &table)]).await;
}

#[tokio::test]
async fn dnat_entries_are_checked_against_the_gateway_and_each_other() {
    let Net { setup, vpc, vswitch } = net().await;
    let gateway = setup.ok("CreateNatGateway", &[("VpcId", &vpc), ("VSwitchId", &vswitch)]).await;
    let (table, gateway) = (text(&gateway, "/ForwardTableIds/ForwardTableId/0"), text(&gateway, "/NatGatewayId"));
    let eip = setup.ok("AllocateEipAddress", &[]).await;
    let (eip, address) = (text(&eip, "/AllocationId"), text(&eip, "/EipAddress"));
    setup.ok("AssociateEipAddress", &[("AllocationId", &eip), ("InstanceId", &gateway)]).await;
    let entry = |ip, port, internal, protocol| {
        [
            ("ForwardTableId", table.as_str()),
            ("ExternalIp", ip),
            ("ExternalPort", port),
            ("InternalIp", internal),
            ("InternalPort", "80"),
            ("IpProtocol", protocol),
        ]
    };
    assert_eq!(setup.code("CreateForwardEntry", &entry("1.2.3.4", "80", "10.0.1.5", "TCP")).await, "InvalidExternalIp.NotFound");
    assert_eq!(
        setup.code("CreateForwardEntry", &entry(&address, "70000", "10.0.1.5", "TCP")).await,
        "InvalidExternalPort.Malformed"
    );
    assert_eq!(
        setup.code("CreateForwardEntry", &entry(&address, "80", "10.9.1.5", "TCP")).await,
        "Forbidden.InternalIpOutOfVpcCIDR"
    );
    assert_eq!(
        setup.code("CreateForwardEntry", &entry(&address, "80", "10.0.1.5", "SCTP")).await,
        "InvalidProtocal.ValueNotSupported"
    );
    let id = setup.make("CreateForwardEntry", &entry(&address, "80", "10.0.1.5", "TCP"), "ForwardEntryId").await;
    assert_eq!(setup.code("CreateForwardEntry", &entry(&address, "80", "10.0.1.6", "TCP")).await, "ForwardEntry.Duplicated");
    setup.ok("ModifyForwardEntry", &[("ForwardTableId", &table), ("ForwardEntryId", &id), ("ExternalPort", "8080")]).await;
    let listed = setup.ok("DescribeForwardTableEntries", &[("ForwardTableId", &table), ("ForwardEntryId", &id)]).await;
    assert_eq!(text(&listed, "/ForwardTableEntries/ForwardTableEntry/0/ExternalPort"), "8080");
    assert_eq!(setup.code("UnassociateEipAddress", &[("AllocationId", &eip)]).await, "InvalidIpStatus.HasBeenUsedByForwardEntry");
    let told = setup.ok("GetNatGatewayAttribute", &[("NatGatewayId", &gateway)]).await;
    assert_eq!(text(&told, "/ForwardTable/ForwardEntryCount"), "1");
    setup.ok("DeleteForwardEntry", &[("ForwardTableId", &table), ("ForwardEntryId", &id)]).await;
    let other = [("ForwardTableId", table.as_str()), ("ForwardEntryId", &id)];
    assert_eq!(setup.refused("DeleteForwardEntry", &other).await, (404, "InvalidForwardEntryId.NotFound".into()));
}

#[tokio::test]
async fn nat_ips_come_from_the_blocks_of_their_gateway() {
    let Net { setup, vpc, vswitch } = net().await;
    let gateway = setup
        .make("CreateNatGateway", &[("VpcId", &vpc), ("VSwitchId", &vswitch), ("NetworkType", "intranet")], "NatGatewayId")
        .await;
    let listed = setup.ok("ListNatIps", &[("NatGatewayId", &gateway)]).await;
    assert_eq!((text(&listed, "/TotalCount").as_str(), text(&listed, "/NatIps/0/IsDefault").as_str()), ("1", "true"));
    let default = text(&listed, "/NatIps/0/NatIpId");
    assert_eq!(setup.code("DeleteNatIp", &[("NatIpId", &default)]).await, "OperationFailed.DefaultNatIp");
    let create = [("NatGatewayId", gateway.as_str()), ("NatIpCidr", "172.30.0.0/28")];
    assert_eq!(setup.code("CreateNatIp", &create).await, "ResourceNotFound.NatIpCidr");
    setup.ok("CreateNatIpCidr", &create).await;
    assert_eq!(setup.code("CreateNatIpCidr", &create).await, "ResourceAlreadyExist.NatIpCidr");
    let made = setup.ok("CreateNatIp", &[create[0], create[1], ("NatIp", "172.30.0.5")]).await;
    assert_eq!(text(&made, "/NatIp"), "172.30.0.5");
    assert_eq!(setup.code("CreateNatIp", &[create[0], create[1], ("NatIp", "172.30.0.5")]).await, "ResourceAlreadyExist.NatIp");
    assert_eq!(setup.code("CreateNatIp", &[create[0], create[1], ("NatIp", "172.31.0.5")]).await, "Mismatch.NatIpAndNatIpCidr");
    assert_eq!(setup.code("DeleteNatIpCidr", &create).await, "DependencyViolation.NatIp");
    assert_eq!(setup.code("DeleteNatGateway", &[("NatGatewayId", &gateway)]).await, "DependencyViolation.NatIp");
    setup.ok("DeleteNatIp", &[("NatIpId", &text(&made, "/NatIpId"))]).await;
    setup.ok("DeleteNatIpCidr", &create).await;
    setup.ok("DeleteNatGateway", &[("NatGatewayId", &gateway)]).await;
    assert_eq!(setup.code("ListNatIps", &[("NatGatewayId", &gateway)]).await, "InvalidNatGatewayId.NotFound");
}

#[tokio::test]
async fn a_vpn_connection_keeps_its_configuration_and_tunnels() {
    let Net { setup, vpc, .. } = net().await;
    let gateway =
        setup.make("CreateVpnGateway", &[("VpcId", &vpc), ("Bandwidth", "10"), ("EnableIpsec", "true")], "VpnGatewayId").await;
    let customer = setup
        .make("CreateCustomerGateway", &[("IpAddress", "203.0.113.5"), ("Name", "office"), ("Asn", "65000")], "CustomerGatewayId")
        .await;
    assert_eq!(
        setup.code("CreateCustomerGateway", &[("IpAddress", "203.0.113.5"), ("Asn", "65000")]).await,
        "InvalidIpAddress.AlreadyExist"
    );
    let parameters = [
        ("VpnGatewayId", gateway.as_str()),
        ("LocalSubnet", "10.0.0.0/16"),
        ("RemoteSubnet", "192.168.0.0/24,192.168.1.0/24"),
        ("IpsecConfig", r#"{"IpsecEncAlg":"aes","IpsecLifetime":86400}"#),
        ("TunnelOptionsSpecification.1.CustomerGatewayId", customer.as_str()),
        ("TunnelOptionsSpecification.1.Role", "master"),
        ("TunnelOptionsSpecification.1.TunnelIkeConfig.IkeVersion", "ikev2"),
        ("TunnelOptionsSpecification.2.CustomerGatewayId", customer.as_str()),
        ("TunnelOptionsSpecification.2.Role", "slave"),
    ];
    let connection = setup.make("CreateVpnConnection", &parameters, "VpnConnectionId").await;
    let told = setup.ok("DescribeVpnConnection", &[("VpnConnectionId", &connection)]).await;
    assert_eq!(text(&told, "/State"), "active");
    assert_eq!(text(&told, "/IpsecConfig/IpsecLifetime"), "86400");
    assert_eq!(count(&told, "/TunnelOptionsSpecification/TunnelOptions"), 2);
    let tunnel = text(&told, "/TunnelOptionsSpecification/TunnelOptions/1/TunnelId");

    let change = [
        ("VpnConnectionId", connection.as_str()),
        ("TunnelId", tunnel.as_str()),
        ("TunnelOptionsSpecification.TunnelIkeConfig.IkeVersion", "ikev1"),
    ];
    let changed = setup.ok("ModifyTunnelAttribute", &change).await;
    assert_eq!((text(&changed, "/Role").as_str(), text(&changed, "/TunnelIkeConfig/IkeVersion").as_str()), ("slave", "ikev1"));
    setup
        .ok(
            "ModifyVpnConnectionAttribute",
            &[("VpnConnectionId", &connection), ("Name", "to the office"), ("IpsecConfig", r#"{"IpsecPfs":"group2"}"#)],
        )
        .await;
    let told = setup.ok("DescribeVpnConnections", &[("VpnGatewayId", &gateway)]).await;
    let first = "/VpnConnections/VpnConnection/0";
    assert_eq!(text(&told, &format!("{first}/Name")), "to the office");
    assert_eq!(
        (text(&told, &format!("{first}/IpsecConfig/IpsecPfs")), text(&told, &format!("{first}/IpsecConfig/IpsecEncAlg"))),
        ("group2".into(), "aes".into())
    );
    assert_eq!(
        setup.code("ModifyVpnConnectionAttribute", &[("VpnConnectionId", &connection), ("IkeConfig", "ikev2")]).await,
        "InvalidParameter"
    );
    assert_eq!(setup.code("DeleteVpnGateway", &[("VpnGatewayId", &gateway)]).await, "DependencyViolation.VpnConnection");
    setup.ok("DeleteVpnConnection", &[("VpnConnectionId", &connection)]).await;
    setup.ok("DeleteVpnGateway", &[("VpnGatewayId", &gateway)]).await;
    setup.ok("DeleteCustomerGateway", &[("CustomerGatewayId", &customer)]).await;
}

#[tokio::test]
async fn ha_vips_take_an_address_and_instances() {
    let Net { setup, vswitch, .. } = net().await;
    let created = setup.ok("CreateHaVip", &[("VSwitchId", &vswitch), ("IpAddress", "10.0.1.9")]).await;
    let ha_vip = text(&created, "/HaVipId");
    assert_eq!(
        setup.code("CreateHaVip", &[("VSwitchId", &vswitch), ("IpAddress", "10.0.1.9")]).await,
        "InvalidIPAddress.AlreadyUsed"
    );
    assert_eq!(
        setup.code("CreateHaVip", &[("VSwitchId", &vswitch), ("IpAddress", "10.0.2.9")]).await,
        "InvalidIPAddress.OutOfVswCIDR"
    );
    setup.ok("AssociateHaVip", &[("HaVipId", &ha_vip), ("InstanceId", "i-1")]).await;
    let filter = [("Filter.1.Key", "HaVipId"), ("Filter.1.Value.1", ha_vip.as_str())];
    let told = setup.ok("DescribeHaVips", &filter).await;
    assert_eq!(
        (text(&told, "/HaVips/HaVip/0/Status").as_str(), text(&told, "/HaVips/HaVip/0/MasterInstanceId").as_str()),
        ("InUse", "i-1")
    );
    assert_eq!(
        setup.code("DescribeHaVips", &[("Filter.1.Key", "Colour"), ("Filter.1.Value.1", "red")]).await,
        "InvalidFilterKey.ValueNotSupported"
    );
    assert_eq!(setup.code("DeleteHaVip", &[("HaVipId", &ha_vip)]).await, "IncorrectHaVipStatus");
    setup.ok("UnassociateHaVip", &[("HaVipId", &ha_vip), ("InstanceId", "i-1")]).await;
    setup.ok("DeleteHaVip", &[("HaVipId", &ha_vip)]).await;
    assert_eq!(setup.code("DeleteHaVip", &[("HaVipId", &ha_vip)]).await, "InvalidHaVipId.NotFound");
}

#[tokio::test]
async fn eips_share_a_bandwidth_package() {
    let setup = Setup::new().await;
    let package =
        setup.make("CreateCommonBandwidthPackage", &[("Bandwidth", "100"), ("Name", "shared")], "BandwidthPackageId").await;
    let eip = setup.make("AllocateEipAddress", &[], "AllocationId").await;
    let both = [("BandwidthPackageId", package.as_str()), ("IpInstanceId", &eip)];
    setup.ok("AddCommonBandwidthPackageIp", &both).await;
    assert_eq!(setup.code("AddCommonBandwidthPackageIp", &both).await, "IpInstanceId.AlreadyInBandwidthPackage");
    let told = setup.ok("DescribeCommonBandwidthPackages", &[("BandwidthPackageId", &package)]).await;
    let ip = "/CommonBandwidthPackages/CommonBandwidthPackage/0/PublicIpAddresses/PublicIpAddresse/0";
    assert_eq!(text(&told, &format!("{ip}/BandwidthPackageIpRelationStatus")), "BINDED");
    assert_eq!(text(&told, "/CommonBandwidthPackages/CommonBandwidthPackage/0/Bandwidth"), "100");
    let told = setup.ok("DescribeEipAddresses", &[("AllocationId", &eip)]).await;
    assert_eq!(text(&told, "/EipAddresses/EipAddress/0/BandwidthPackageBandwidth"), "100");
    assert_eq!(
        setup.code("DeleteCommonBandwidthPackage", &[("BandwidthPackageId", &package)]).await,
        "OperationFailed.BandwidthPackageNotEmpty"
    );
    setup.ok("RemoveCommonBandwidthPackageIp", &both).await;
    assert_eq!(setup.code("RemoveCommonBandwidthPackageIp", &both).await, "IpInstanceId.NotBandwidthPackage");
    setup.ok("DeleteCommonBandwidthPackage", &[("BandwidthPackageId", &package)]).await;
}

#[tokio::test]
async fn gateways_for_both_ip_versions() {
    let Net { setup, vpc, vswitch } = net().await;
    let gateway = setup.make("CreateIpv4Gateway", &[("VpcId", &vpc), ("Ipv4GatewayName", "out")], "Ipv4GatewayId").await;
    assert_eq!(setup.code("CreateIpv4Gateway", &[("VpcId", &vpc)]).await, "OperationDenied.VpcExistIpv4Gateway");
    setup.ok("EnableVpcIpv4Gateway", &[("Ipv4GatewayId", &gateway)]).await;
    let told = setup.ok("GetIpv4GatewayAttribute", &[("Ipv4GatewayId", &gateway)]).await;
    assert_eq!((text(&told, "/Enabled").as_str(), text(&told, "/Status").as_str()), ("true", "Created"));
    assert_eq!(text(&setup.ok("ListIpv4Gateways", &[("Ipv4GatewayName", "out")]).await, "/TotalCount"), "1");
    setup.ok("DeleteIpv4Gateway", &[("Ipv4GatewayId", &gateway)]).await;

    let address =
        setup.make("AllocateIpv6Address", &[("VSwitchId", &vswitch), ("Ipv6AddressName", "web")], "Ipv6AddressId").await;
    let bandwidth = [("Ipv6AddressId", address.as_str()), ("Bandwidth", "10")];
    assert_eq!(setup.code("AllocateIpv6InternetBandwidth", &bandwidth).await, "OperationFailed.Ipv6GatewayNotExist");
    let gateway = setup.make("CreateIpv6Gateway", &[("VpcId", &vpc)], "Ipv6GatewayId").await;
    setup.ok("AllocateIpv6InternetBandwidth", &bandwidth).await;
    assert_eq!(setup.code("AllocateIpv6InternetBandwidth", &bandwidth).await, "OperationFailed.InternetBandwidthAlreadyExisted");
    let rule = [("Ipv6GatewayId", gateway.as_str()), ("InstanceId", &address)];
    let rule_id = setup.make("CreateIpv6EgressOnlyRule", &rule, "Ipv6EgressRuleId").await;
    let told = setup.ok("DescribeIpv6Addresses", &[("VSwitchId", &vswitch), ("NetworkType", "Public")]).await;
    assert_eq!(text(&told, "/Ipv6Addresses/Ipv6Address/0/Ipv6InternetBandwidth/Bandwidth"), "10");
    assert_eq!(
        setup.code("ReleaseIpv6Address", &[("Ipv6AddressId", &address)]).await,
        "DependencyViolation.Ipv6InternetBandwidth"
    );
    assert_eq!(setup.code("DeleteIpv6Gateway", &[("Ipv6GatewayId", &gateway)]).await, "DependencyViolation.EgressRules");
    setup.ok("DeleteIpv6EgressOnlyRule", &[("Ipv6EgressOnlyRuleId", &rule_id)]).await;
    assert_eq!(
        setup.code("DeleteIpv6Gateway", &[("Ipv6GatewayId", &gateway)]).await,
        "DependencyViolation.Ipv6InternetBandwidth"
    );
    setup.ok("DeleteIpv6InternetBandwidth", &[("Ipv6AddressId", &address)]).await;
    setup.ok("ReleaseIpv6Address", &[("Ipv6AddressId", &address)]).await;
    setup.ok("DeleteIpv6Gateway", &[("Ipv6GatewayId", &gateway)]).await;
}

#[tokio::test]
async fn network_acls_have_entries_and_vswitches() {
    let Net { setup, vpc, vswitch } = net().await;
    let acl = setup.ok("CreateNetworkAcl", &[("VpcId", &vpc), ("NetworkAclName", "strict")]).await;
    assert_eq!(text(&acl, "/NetworkAclAttribute/NetworkAclName"), "strict");
    let acl = text(&acl, "/NetworkAclId");
    let entries = |policy| {
        [
            ("NetworkAclId", acl.as_str()),
            ("UpdateIngressAclEntries", "true"),
            ("IngressAclEntries.1.Policy", policy),
            ("IngressAclEntries.1.Protocol", "tcp"),
            ("IngressAclEntries.1.Port", "443/443"),
            ("IngressAclEntries.1.SourceCidrIp", "10.0.0.0/8"),
            ("IngressAclEntries.1.NetworkAclEntryName", "https"),
        ]
    };
    assert_eq!(setup.code("UpdateNetworkAclEntries", &entries("maybe")).await, "ParameterIllegal.Policy");
    setup.ok("UpdateNetworkAclEntries", &entries("drop")).await;
    let resource = [("NetworkAclId", acl.as_str()), ("Resource.1.ResourceId", &vswitch), ("Resource.1.ResourceType", "VSwitch")];
    setup.ok("AssociateNetworkAcl", &resource).await;
    assert_eq!(setup.code("AssociateNetworkAcl", &resource).await, "InvalidResource.BindingExist");
    let told = setup.ok("DescribeNetworkAclAttributes", &[("NetworkAclId", &acl)]).await;
    assert_eq!(text(&told, "/NetworkAclAttribute/IngressAclEntries/IngressAclEntry/0/Policy"), "drop");
    assert_eq!(text(&told, "/NetworkAclAttribute/EgressAclEntries/EgressAclEntry/0/Policy"), "accept");
    assert_eq!(text(&told, "/NetworkAclAttribute/Resources/Resource/0/Status"), "BINDED");
    assert_eq!(
        text(&setup.ok("DescribeNetworkAcls", &[("ResourceId", &vswitch), ("ResourceType", "VSwitch")]).await, "/TotalCount"),
        "1"
    );
    assert_eq!(setup.code("DeleteNetworkAcl", &[("NetworkAclId", &acl)]).await, "NetworkAclExistBinding");
    assert_eq!(setup.code("DeleteVSwitch", &[("VSwitchId", &vswitch)]).await, "DependencyViolation.NetworkAcl");
    let other = setup.make("CreateNetworkAcl", &[("VpcId", &vpc)], "NetworkAclId").await;
    setup.ok("CopyNetworkAclEntries", &[("NetworkAclId", &other), ("SourceNetworkAclId", &acl)]).await;
    let told = setup.ok("DescribeNetworkAclAttributes", &[("NetworkAclId", &other)]).await;
    assert_eq!(text(&told, "/NetworkAclAttribute/IngressAclEntries/IngressAclEntry/0/Policy"), "drop");
    setup.ok("UnassociateNetworkAcl", &resource).await;
    setup.ok("DeleteNetworkAcl", &[("NetworkAclId", &acl)]).await;
}

#[tokio::test]
async fn prefix_lists_hold_blocks() {
    let setup = Setup::new().await;
    let list = setup
        .make(
            "CreateVpcPrefixList",
            &[("MaxEntries", "2"), ("PrefixListName", "offices"), ("PrefixListEntries.1.Cidr", "10.1.0.0/16")],
            "PrefixListId",
        )
        .await;
    let add = |cidr| [("PrefixListId", list.as_str()), ("AddPrefixListEntry.1.Cidr", cidr)];
    assert_eq!(setup.code("ModifyVpcPrefixList", &add("x")).await, "IllegalParam.CidrBlock");
    assert_eq!(setup.code("ModifyVpcPrefixList", &add("10.1.0.0/16")).await, "DuplicatedParam.CidrBlock");
    setup.ok("ModifyVpcPrefixList", &add("10.2.0.0/16")).await;
    assert_eq!(setup.code("ModifyVpcPrefixList", &add("10.3.0.0/16")).await, "OperationFailed.CidrCountExceedMaxCount");
    setup.ok("ModifyVpcPrefixList", &[("PrefixListId", &list), ("RemovePrefixListEntry.1.Cidr", "10.1.0.0/16")]).await;
    let entries = setup.ok("GetVpcPrefixListEntries", &[("PrefixListId", &list)]).await;
    assert_eq!((count(&entries, "/PrefixListEntry"), text(&entries, "/PrefixListEntry/0/Cidr").as_str()), (1, "10.2.0.0/16"));
    let told = setup.ok("ListPrefixLists", &[("PrefixListIds.1", &list)]).await;
    assert_eq!(
        (text(&told, "/PrefixLists/0/CidrBlocks/0").as_str(), text(&told, "/PrefixLists/0/PrefixListName").as_str()),
        ("10.2.0.0/16", "offices")
    );
    let vpc = setup.ok("CreateVpc", &[]).await;
    let (vpc, table) = (text(&vpc, "/VpcId"), text(&vpc, "/RouteTableId"));
    let entry = [("RouteTableId", table.as_str()), ("DestinationCidrBlock", &list), ("NextHopId", "i-1")];
    setup.ok("CreateRouteEntry", &[entry[0], entry[1], entry[2], ("NextHopType", "Instance")]).await;
    let told = setup.ok("GetVpcPrefixListAssociations", &[("PrefixListId", &list)]).await;
    assert_eq!((count(&told, "/PrefixListAssociation"), text(&told, "/PrefixListAssociation/0/ResourceId")), (1, table.clone()));
    let association = |table| [("PrefixListId", list.as_str()), ("ResourceType", "vpcRouteTable"), ("ResourceId", table)];
    setup.ok("RetryVpcPrefixListAssociation", &association(&table)).await;
    assert_eq!(
        setup.code("RetryVpcPrefixListAssociation", &association("vtb-none")).await,
        "OperationFailed.NotExistAssociateRelation"
    );
    assert_eq!(setup.code("DeleteVpcPrefixList", &[("PrefixListId", &list)]).await, "DependencyViolation.PrefixListRelation");
    assert_eq!(setup.code("DeleteVpc", &[("VpcId", &vpc)]).await, "DependencyViolation.RouteEntry");
    setup.ok("DeleteRouteEntry", &entry).await;
    setup.ok("DeleteVpc", &[("VpcId", &vpc)]).await;
    setup.ok("DeleteVpcPrefixList", &[("PrefixListId", &list)]).await;
    assert_eq!(setup.code("GetVpcPrefixListEntries", &[("PrefixListId", &list)]).await, "ResourceNotFound.PrefixList");
}

#[tokio::test]
async fn flow_logs_are_switched_on_and_off() {
    let Net { setup, vpc, .. } = net().await;
    assert_eq!(setup.ok("GetFlowLogServiceStatus", &[]).await["Enabled"], false);
    setup.ok("OpenFlowLogService", &[]).await;
    assert_eq!(setup.ok("GetFlowLogServiceStatus", &[]).await["Enabled"], true);
    let parameters =
        |id| [("ResourceType", "VPC"), ("ResourceId", id), ("TrafficType", "All"), ("ProjectName", "p"), ("LogStoreName", "l")];
    assert_eq!(setup.code("CreateFlowLog", &parameters("vpc-none")).await, "InvalidResourceId.NotFound");
    let log = setup.ok("CreateFlowLog", &parameters(&vpc)).await;
    assert_eq!(text(&log, "/Success"), "true");
    let log = text(&log, "/FlowLogId");
    assert_eq!(setup.code("ActiveFlowLog", &[("FlowLogId", &log)]).await, "IncorrectStatus.flowlog");
    setup.ok("DeactiveFlowLog", &[("FlowLogId", &log)]).await;
    let told = setup.ok("DescribeFlowLogs", &[("Status", "Inactive")]).await;
    assert_eq!((text(&told, "/FlowLogs/FlowLog/0/FlowLogId"), text(&told, "/TotalCount").as_str()), (log.clone(), "1"));
    setup.ok("DeleteFlowLog", &[("FlowLogId", &log)]).await;
}

#[tokio::test]
async fn tags_and_resource_groups_work_on_everything() {
    let Net { setup, vpc, vswitch } = net().await;
    let tag = [
        ("ResourceType", "VPC"),
        ("ResourceId.1", vpc.as_str()),
        ("Tag.1.Key", "team"),
        ("Tag.1.Value", "net"),
        ("Tag.2.Key", "tier"),
        ("Tag.2.Value", "1"),
    ];
    setup.ok("TagResources", &tag).await;
    assert_eq!(
        setup.code("TagResources", &[("ResourceType", "VPC"), ("ResourceId.1", &vswitch), ("Tag.1.Key", "a")]).await,
        "InvalidInstanceIds.NotFound"
    );
    assert_eq!(
        setup.code("TagResources", &[("ResourceType", "CAR"), ("ResourceId.1", &vpc), ("Tag.1.Key", "a")]).await,
        "InvalidInstanceType.NotFound"
    );
    assert_eq!(
        setup.code("TagResources", &[("ResourceType", "VPC"), ("ResourceId.1", &vpc), ("Tag.1.Key", "aliyun")]).await,
        "InvalidTagKey"
    );
    let listed = setup.ok("ListTagResources", &[("ResourceType", "VPC"), ("ResourceId.1", &vpc)]).await;
    assert_eq!(count(&listed, "/TagResources/TagResource"), 2);
    assert_eq!(text(&setup.ok("DescribeVpcs", &[("Tag.1.Key", "team"), ("Tag.1.Value", "net")]).await, "/TotalCount"), "1");
    assert_eq!(text(&setup.ok("DescribeVpcs", &[("Tag.1.Key", "team"), ("Tag.1.Value", "db")]).await, "/TotalCount"), "0");
    assert_eq!(
        text(&setup.ok("DescribeTagKeys", &[("ResourceType", "VPC"), ("Keyword", "te")]).await, "/TagKeys/TagKey/0/TagKey"),
        "team"
    );
    setup.ok("UnTagResources", &[("ResourceType", "VPC"), ("ResourceId.1", &vpc), ("TagKey.1", "team")]).await;
    let told = setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await;
    assert_eq!((count(&told, "/Tags/Tag"), text(&told, "/Tags/Tag/0/Key").as_str()), (1, "tier"));

    setup.ok("MoveResourceGroup", &[("ResourceType", "vpc"), ("ResourceId", &vpc), ("NewResourceGroupId", "rg-other")]).await;
    assert_eq!(text(&setup.ok("DescribeVpcs", &[("ResourceGroupId", "rg-other")]).await, "/TotalCount"), "1");
    assert_eq!(text(&setup.ok("DescribeVSwitches", &[("ResourceGroupId", "rg-other")]).await, "/TotalCount"), "0");
}

#[tokio::test]
async fn what_is_protected_is_not_deleted() {
    let setup = Setup::new().await;
    let eip = setup.make("AllocateEipAddress", &[], "AllocationId").await;
    let protect = |on| [("Type", "EIP"), ("InstanceId", eip.as_str()), ("ProtectionEnable", on)];
    setup.ok("DeletionProtection", &protect("true")).await;
    assert_eq!(setup.code("ReleaseEipAddress", &[("AllocationId", &eip)]).await, "InvalidOperation.DeletionProtection");
    setup.ok("DeletionProtection", &protect("false")).await;
    setup.ok("ReleaseEipAddress", &[("AllocationId", &eip)]).await;
    assert_eq!(setup.code("DeletionProtection", &protect("true")).await, "DeletionProtection.ResourceNotExist");
}

#[tokio::test]
async fn an_association_passes_through_its_states() {
    let clock = ManualClock::new(SystemTime::now());
    let setup = Setup::with(Emulator::builder().clock(clock.clone()).delay(Duration::from_secs(5))).await;
    let eip = setup.make("AllocateEipAddress", &[], "AllocationId").await;
    let status =
        async || text(&setup.ok("DescribeEipAddresses", &[("AllocationId", &eip)]).await, "/EipAddresses/EipAddress/0/Status");
    assert_eq!(status().await, "Available");
    setup.ok("AssociateEipAddress", &[("AllocationId", &eip), ("InstanceId", "i-1")]).await;
    assert_eq!(status().await, "Associating");
    assert_eq!(setup.code("UnassociateEipAddress", &[("AllocationId", &eip)]).await, "IncorrectEipStatus");
    clock.advance(Duration::from_secs(5));
    assert_eq!(status().await, "InUse");
    setup.ok("UnassociateEipAddress", &[("AllocationId", &eip)]).await;
    assert_eq!(status().await, "Unassociating");
    clock.advance(Duration::from_secs(5));
    assert_eq!(status().await, "Available");
}

#[tokio::test]
async fn default_resources_are_made_once() {
    let setup = Setup::new().await;
    assert_eq!(setup.code("CreateDefaultVSwitch", &[("ZoneId", "cn-hangzhou-h")]).await, "OperationFailed.DefaultVpcNotExist");
    setup.ok("CreateDefaultVpc", &[]).await;
    assert_eq!(setup.code("CreateDefaultVpc", &[]).await, "OperationFailed.DefaultVpcExist");
    setup.ok("CreateDefaultVSwitch", &[("ZoneId", "cn-hangzhou-h")]).await;
    setup.ok("CreateDefaultVSwitch", &[("ZoneId", "cn-hangzhou-i")]).await;
    assert_eq!(setup.code("CreateDefaultVSwitch", &[("ZoneId", "cn-hangzhou-i")]).await, "OperationFailed.DefaultVSwitchExist");
    let listed = setup.ok("DescribeVSwitches", &[("IsDefault", "true")]).await;
    let blocks: Vec<_> = (0..2).map(|at| text(&listed, &format!("/VSwitches/VSwitch/{at}/CidrBlock"))).collect();
    assert_eq!(blocks, ["172.31.0.0/20", "172.31.16.0/20"]);
}

#[tokio::test]
async fn a_gateway_takes_one_route_table_that_was_made_for_it() {
    let Net { setup, vpc, .. } = net().await;
    let gateway = setup.make("CreateIpv4Gateway", &[("VpcId", &vpc)], "Ipv4GatewayId").await;
    let plain = setup.make("CreateRouteTable", &[("VpcId", &vpc)], "RouteTableId").await;
    let table = setup.make("CreateRouteTable", &[("VpcId", &vpc), ("AssociateType", "Gateway")], "RouteTableId").await;
    let both = [("RouteTableId", table.as_str()), ("GatewayId", gateway.as_str()), ("GatewayType", "Ipv4Gateway")];
    let wrong = [("RouteTableId", plain.as_str()), both[1]];
    assert_eq!(setup.code("AssociateRouteTableWithGateway", &wrong).await, "OperationDenied.RouteTableTypeIncorrect");
    assert_eq!(setup.code("AssociateRouteTableWithGateway", &both).await, "OperationDenied.Ipv4GatewayNotActive");
    setup.ok("EnableVpcIpv4Gateway", &[("Ipv4GatewayId", &gateway)]).await;
    assert_eq!(setup.code("DissociateRouteTableFromGateway", &both).await, "OperationFailed.NotExistAssociateRelation");
    setup.ok("AssociateRouteTableWithGateway", &both).await;
    assert_eq!(setup.code("AssociateRouteTableWithGateway", &both).await, "ResourceAlreadyAssociated.Ipv4Gateway");
    let told = setup.ok("DescribeRouteTableList", &[("RouteTableId", &table)]).await;
    assert_eq!(text(&told, "/RouterTableList/RouterTableListType/0/GatewayIds/GatewayIds/0"), gateway);
    assert_eq!(setup.code("DeleteRouteTable", &[("RouteTableId", &table)]).await, "OperationDenied.GatewayAssociated");
    assert_ne!(setup.refused("DeleteIpv4Gateway", &[("Ipv4GatewayId", &gateway)]).await.0, 200);
    let of = [("GatewayRouteTableId", table.as_str())];
    let told = setup.ok("ListGatewayRouteTableEntries", &of).await;
    let route = "/GatewayRouteEntryModels/0";
    let part = |told: &Value, name: &str| text(told, &format!("{route}/{name}"));
    assert_eq!((part(&told, "DestinationCidrBlock").as_str(), part(&told, "NextHopType").as_str()), ("10.0.1.0/24", "Local"));
    let change = |cidr, kind, id| [of[0], ("DestinationCidrBlock", cidr), ("NextHopType", kind), ("NextHopId", id)];
    let update = "UpdateGatewayRouteTableEntryAttribute";
    assert_eq!(setup.code(update, &change("10.9.0.0/16", "Instance", "i-1")).await, "ResourceNotFound.RouteEntry");
    assert_eq!(setup.code(update, &change("10.0.1.0/24", "Local", "i-1")).await, "ExclusiveParam.NextHopTypeAndNextHopId");
    setup.ok(update, &change("10.0.1.0/24", "Instance", "i-1")).await;
    let told = setup.ok("ListGatewayRouteTableEntries", &of).await;
    assert_eq!((part(&told, "NextHopType").as_str(), part(&told, "NextHopId").as_str()), ("EcsInstance", "i-1"));
    setup.ok("DissociateRouteTableFromGateway", &both).await;
    setup.ok("DeleteIpv4Gateway", &[("Ipv4GatewayId", &gateway)]).await;
    setup.ok("DeleteRouteTable", &[("RouteTableId", &table)]).await;
}

#[tokio::test]
async fn vpn_gateways_have_routes_of_both_kinds() {
    let three = common::three::Three::new().await;
    let setup = &three.setup;
    let (gateway, hop) = (three.id("VpnGatewayId", 1), three.id("VpnConnectionId", 1));
    let route = [("VpnGatewayId", gateway), ("RouteDest", "10.90.0.0/16"), ("NextHop", hop), ("Weight", "100")];
    let by_source = [&route[..], &[("RouteSource", "10.0.0.0/16"), ("Priority", "5")]].concat();
    setup.ok("CreateVpnRouteEntry", &[&route[..], &[("PublishVpc", "true")]].concat()).await;
    setup.ok("CreateVpnPbrRouteEntry", &[&by_source[..], &[("PublishVpc", "false")]].concat()).await;
    let listed = async |action: &str, path: &str| {
        let told = setup.ok(action, &[route[0]]).await;
        assert_eq!(text(&told, "/TotalCount"), "1", "{told}");
        told.pointer(path).unwrap().clone()
    };
    let plain = async || listed("DescribeVpnRouteEntries", "/VpnRouteEntries/VpnRouteEntry/0").await;
    let pbr = async || listed("DescribeVpnPbrRouteEntries", "/VpnPbrRouteEntries/VpnPbrRouteEntry/0").await;
    assert_eq!((&plain().await["State"], &pbr().await["State"]), (&"published".into(), &"normal".into()));
    assert_eq!(
        setup.code("CreateVpnRouteEntry", &[&route[..], &[("PublishVpc", "true")]].concat()).await,
        "VpnRouteEntry.AlreadyExists"
    );
    let stranger = [route[0], route[1], ("NextHop", three.id("VpnConnectionId", 0)), route[3], ("PublishVpc", "true")];
    assert_eq!(setup.code("CreateVpnRouteEntry", &stranger).await, "InvalidNextHop.NotFound");

    setup.ok("ModifyVpnRouteEntryWeight", &[&route[..], &[("NewWeight", "0")]].concat()).await;
    assert_eq!(plain().await["Weight"], 0);
    assert_eq!(setup.code("DeleteVpnRouteEntry", &route).await, "InvalidRouteEntry.NotFound", "its weight is another now");
    let publish = [route[0], route[1], route[2], ("RouteType", "dbr"), ("PublishVpc", "false")];
    setup.ok("PublishVpnRouteEntry", &publish).await;
    assert_eq!(plain().await["State"], "normal");

    let change = [&by_source[..], &[("NewPriority", "7"), ("NewWeight", "0")]].concat();
    setup.ok("ModifyVpnPbrRouteEntryAttribute", &change).await;
    assert_eq!((&pbr().await["Priority"], &pbr().await["Weight"]), (&7.into(), &0.into()));
    let now = [route[0], route[1], route[2], ("Weight", "0"), ("RouteSource", "10.0.0.0/16"), ("Priority", "7")];
    setup.ok("ModifyVpnPbrRouteEntryPriority", &[&now[..], &[("NewPriority", "9")]].concat()).await;
    let now = [now[0], now[1], now[2], now[3], now[4], ("Priority", "9")];
    setup.ok("ModifyVpnPbrRouteEntryWeight", &[&now[..], &[("NewWeight", "100")]].concat()).await;
    assert_eq!((&pbr().await["Priority"], &pbr().await["Weight"]), (&9.into(), &100.into()));
    setup.ok("DeleteVpnPbrRouteEntry", &[now[0], now[1], now[2], ("Weight", "100"), now[4], now[5]]).await;
    setup.ok("DeleteVpnRouteEntry", &[route[0], route[1], route[2], ("Weight", "0")]).await;
    for action in ["DescribeVpnRouteEntries", "DescribeVpnPbrRouteEntries"] {
        assert_eq!(text(&setup.ok(action, &[route[0]]).await, "/TotalCount"), "0");
    }
}

#[tokio::test]
async fn full_nat_entries_take_ports_of_nat_ips() {
    let three = common::three::Three::new().await;
    let setup = &three.setup;
    let (table, ip) = (three.id("FullNatTableId", 0), three.id("NatIp", 0));
    let entry = |ip, port| {
        [
            ("FullNatTableId", table),
            ("NatIp", ip),
            ("NetworkInterfaceId", "eni-1"),
            ("AccessPort", port),
            ("AccessIp", "10.0.1.9"),
            ("IpProtocol", "UDP"),
        ]
    };
    let taken = [&entry(ip, "80")[..5], &[("IpProtocol", "TCP"), ("NatIpPort", "9000")]].concat();
    assert_eq!(setup.code("CreateFullNatEntry", &taken).await, "ResourceAlreadyExist.FullNatEntry");
    assert_eq!(setup.code("CreateFullNatEntry", &entry("1.2.3.4", "80")).await, "ResourceNotFound.NatIp");
    for port in ["10000", "10001"] {
        let id = setup.make("CreateFullNatEntry", &entry(ip, "80"), "FullNatEntryId").await;
        let told = setup.ok("ListFullNatEntries", &[("FullNatTableId", table), ("FullNatEntryId", &id)]).await;
        assert_eq!(text(&told, "/FullNatEntries/0/NatIpPort"), port);
    }
    assert_eq!(setup.code("ListFullNatEntries", &[]).await, "MissingParam.FullnatTableIdOrNatGatewayId");
    assert_eq!(setup.code("DeleteNatIp", &[("NatIpId", three.id("NatIpId", 0))]).await, "DependencyViolation.FullNatEntry");
    let told = setup.ok("GetNatGatewayAttribute", &[("NatGatewayId", three.id("NatGatewayId", 0))]).await;
    assert_eq!(text(&told, "/FullNatTable/FullNatEntryCount"), "5");
}

#[tokio::test]
async fn blocks_of_a_vswitch_are_set_aside() {
    let Net { setup, vswitch, .. } = net().await;
    let id = ("VSwitchId", vswitch.as_str());
    let create = "CreateVSwitchCidrReservation";
    let cidr = |cidr| [id, ("VSwitchCidrReservationCidr", cidr)];
    let mask = |mask| [id, ("VSwitchCidrReservationMask", mask)];
    assert_eq!(setup.code(create, &[id]).await, "MissingParam.CidrReservationMaskOrCidrReservationCidr");
    assert_eq!(setup.code(create, &cidr("10.0.2.0/28")).await, "OperationFailed.VSwitchCidrReservationCidr");
    assert_eq!(setup.code(create, &cidr("10.0.1.1/28")).await, "IllegalParamFormat.VSwitchCidrReservationCidr");
    assert_eq!(setup.code(create, &mask("20")).await, "IllegalParam.VSwitchCidrReservationMask");
    setup.ok("CreateHaVip", &[id, ("IpAddress", "10.0.1.9")]).await;
    assert_eq!(setup.code(create, &cidr("10.0.1.0/28")).await, "OperationFailed.AlreadyUsedIpContained");
    let first = setup.make(create, &mask("28"), "VSwitchCidrReservationId").await;
    let told = setup.ok("ListVSwitchCidrReservations", &[id]).await;
    assert_eq!(text(&told, "/VSwitchCidrReservations/0/VSwitchCidrReservationCidr"), "10.0.1.16/28");
    assert_eq!(setup.code(create, &cidr("10.0.1.16/29")).await, "OperationFailed.VSwitchCidrReservationCidr");
    // The rest of the first 16 addresses, and then the first one behind the block.
    let mut addresses = Vec::new();
    for _ in 0..16 {
        let ha_vip = setup.ok("CreateHaVip", &[id]).await;
        addresses.push(text(&ha_vip, "/IpAddress"));
    }
    assert!(addresses.contains(&"10.0.1.15".to_owned()) && addresses.contains(&"10.0.1.32".to_owned()), "{addresses:?}");
    assert_eq!(setup.code("DeleteVSwitch", &[id]).await, "DependencyViolation.HaVip");
    setup.ok("DeleteVSwitchCidrReservation", &[("VSwitchCidrReservationId", &first)]).await;
    assert_eq!(
        setup.code("GetVSwitchCidrReservationUsage", &[("VSwitchCidrReservationId", &first)]).await,
        "ResourceNotFound.CidrReservation"
    );
}

#[tokio::test]
async fn a_segment_is_allocated_and_released_as_a_whole() {
    let setup = Setup::new().await;
    let segment = setup.make("AllocateEipSegmentAddress", &[("EipMask", "28"), ("Bandwidth", "9")], "EipSegmentInstanceId").await;
    let of = [("SegmentInstanceId", segment.as_str())];
    let told = setup.ok("DescribeEipSegment", &of).await;
    assert_eq!(text(&told, "/EipSegments/EipSegment/0/IpCount"), "16");
    let told = setup.ok("DescribeEipAddresses", &of).await;
    assert_eq!((text(&told, "/TotalCount").as_str(), text(&told, "/EipAddresses/EipAddress/0/Bandwidth").as_str()), ("16", "9"));
    let eip = text(&told, "/EipAddresses/EipAddress/0/AllocationId");
    assert_eq!(setup.code("ReleaseEipAddress", &[("AllocationId", &eip)]).await, "IncorrectEipStatus");
    setup.ok("AssociateEipAddress", &[("AllocationId", &eip), ("InstanceId", "i-1")]).await;
    assert_eq!(setup.code("ReleaseEipSegmentAddress", &of).await, "OperationFailed.EipStatusInvalid");
    setup.ok("UnassociateEipAddress", &[("AllocationId", &eip)]).await;
    setup.ok("ReleaseEipSegmentAddress", &of).await;
    assert_eq!(text(&setup.ok("DescribeEipAddresses", &[]).await, "/TotalCount"), "0");
}

#[tokio::test]
async fn a_vpc_is_granted_and_revoked() {
    let Net { setup, vpc, .. } = net().await;
    let of = |cen| [("InstanceId", vpc.as_str()), ("InstanceType", "VPC"), ("CenId", cen), ("CenOwnerId", "123")];
    assert_eq!(setup.code("RevokeInstanceFromCen", &of("cen-1")).await, "InvalidInstanceId.NotFound");
    setup.ok("GrantInstanceToCen", &of("cen-1")).await;
    assert_eq!(setup.code("GrantInstanceToCen", &of("cen-1")).await, "Invalid.Grant");
    setup.ok("GrantInstanceToCen", &of("cen-2")).await;
    let told = setup.ok("DescribeGrantRulesToCen", &of("")[..2]).await;
    assert_eq!(
        (count(&told, "/CenGrantRules/CbnGrantRule"), text(&told, "/CenGrantRules/CbnGrantRule/0/CenInstanceId").as_str()),
        (2, "cen-1")
    );
    setup.ok("RevokeInstanceFromCen", &of("cen-1")).await;
    assert_eq!(text(&setup.ok("DescribeGrantRulesToCen", &of("")[..2]).await, "/TotalCount"), "1");
}

#[tokio::test]
async fn routes_are_published_and_withdrawn() {
    let three = common::three::Three::new().await;
    let table = three.id("RouteTableId", 0);
    let all = [("RouteTableId", table), ("TargetType", "ECR")];
    let listed = async || count(&three.setup.ok("ListVpcPublishedRouteEntries", &all).await, "/RouteEntries");
    assert_eq!(listed().await, 3);
    let of = [("VpcId", three.id("VpcId", 0)), ("RouteTableId", table), ("RouteEntryType", "custom")];
    let summary = three.setup.ok("GetVpcRouteEntrySummary", &of).await;
    assert_eq!(text(&summary, "/RouteEntrySummarys/0/EntrySummarys/0/Count"), "3");
    let withdraw = [
        ("RouteEntries.1.RouteTableId", table),
        ("RouteEntries.1.DestinationCidrBlock", "192.168.1.0/24"),
        ("TargetType", "ECR"),
        ("TargetInstanceId", "ecr-1"),
    ];
    three.setup.ok("WithdrawVpcPublishedRouteEntries", &withdraw).await;
    assert_eq!(listed().await, 2);
}

#[tokio::test]
async fn a_block_of_a_vpc_gives_way_to_another() {
    let Net { setup, vpc, .. } = net().await;
    let of = |from, to| [("VpcId", vpc.as_str()), ("OriginalCidrBlock", from), ("TargetCidrBlock", to)];
    assert_eq!(setup.code("ModifyVpcCidrBlock", &of("10.1.0.0/16", "10.0.0.0/8")).await, "InvalidParameter");
    assert_eq!(
        setup.code("ModifyVpcCidrBlock", &of("10.0.0.0/16", "10.0.2.0/24")).await,
        "InvalidParameter",
        "10.0.1.0/24 is in use"
    );
    setup.ok("ModifyVpcCidrBlock", &of("10.0.0.0/16", "10.0.0.0/12")).await;
    assert_eq!(text(&setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await, "/CidrBlock"), "10.0.0.0/12");
    setup.ok("AssociateVpcCidrBlock", &[("VpcId", &vpc), ("SecondaryCidrBlock", "192.168.0.0/24")]).await;
    setup.ok("ModifyVpcCidrBlock", &of("192.168.0.0/24", "192.168.0.0/16")).await;
    let told = setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await;
    assert_eq!(text(&told, "/SecondaryCidrBlocks/SecondaryCidrBlock/0"), "192.168.0.0/16");
}

#[tokio::test]
async fn an_enhanced_vpn_gateway_is_one_of_the_vpn_gateways() {
    let Net { setup, vpc, .. } = net().await;
    let create = [("VpcId", vpc.as_str()), ("GatewayType", "Enhanced.SiteToSite"), ("Name", "new")];
    let gateway = setup.make("CreateEnhancedVpnGateway", &create, "VpnGatewayId").await;
    let id = [("VpnGatewayId", gateway.as_str())];
    let told = setup.ok("DescribeVpnGateway", &id).await;
    assert_eq!((text(&told, "/GatewayType").as_str(), text(&told, "/SslVpn").as_str()), ("Enhanced.SiteToSite", "disable"));
    assert_eq!(text(&setup.ok("DescribeSslVpnClients", &id).await, "/TotalCount"), "0");
    setup.ok("DeleteEnhancedVpnGateway", &id).await;
    assert_eq!(setup.code("DescribeVpnGateway", &id).await, "InvalidVpnGatewayInstanceId.NotFound");
}

#[tokio::test]
async fn fine_monitoring_of_an_eip_is_seen() {
    let setup = Setup::new().await;
    let eip = setup.make("AllocateEipAddress", &[], "AllocationId").await;
    let of = |id| [("InstanceId", id), ("Status", "ON"), ("LogProject", "p"), ("LogStore", "l")];
    assert_eq!(setup.code("SetHighDefinitionMonitorLogStatus", &of("eip-none")).await, "InvalidAllocationId.NotFound");
    assert_eq!(text(&setup.ok("SetHighDefinitionMonitorLogStatus", &of(&eip)).await, "/Success"), "true");
    assert_eq!(text(&setup.ok("DescribeEipAddresses", &[]).await, "/EipAddresses/EipAddress/0/HDMonitorStatus"), "ON");
}

#[tokio::test]
async fn zones_are_those_of_the_region() {
    let setup = Setup::new().await;
    let all = setup.ok("DescribeZones", &[]).await;
    let first = text(&all, "/Zones/Zone/0/ZoneId");
    assert_eq!(text(&setup.ok("ListEnhanhcedNatGatewayAvailableZones", &[]).await, "/Zones/0/ZoneId"), first);
    let told = setup.ok("DescribeVpnGatewayAvailableZones", &[("Spec", "5M")]).await;
    assert_eq!(text(&told, "/AvailableZoneIdList/0/ZoneId"), first);
}
