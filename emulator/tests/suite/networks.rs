//! VPCs, their vSwitches, routes and gateways.

use crate::common::net::{Net, count, net};
use crate::common::{Setup, text};
use serde_json::Value;

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
    assert_eq!(text(&entries, "/RouteEntrys/RouteEntry/0/DestinationCidrBlock"), "100.64.0.0/10");
    assert_eq!(text(&entries, "/RouteEntrys/RouteEntry/1/DestinationCidrBlock"), "10.0.1.0/24");
    assert_eq!(text(&entries, "/RouteEntrys/RouteEntry/1/Type"), "System");
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
    let fixture = crate::common::fixture::Fixture::new().await;
    let table = fixture.id("RouteTableId", 0);
    let all = [("RouteTableId", table), ("TargetType", "ECR")];
    let listed = async || count(&fixture.setup.ok("ListVpcPublishedRouteEntries", &all).await, "/RouteEntries");
    assert_eq!(listed().await, 3);
    let of = [("VpcId", fixture.id("VpcId", 0)), ("RouteTableId", table), ("RouteEntryType", "custom")];
    let summary = fixture.setup.ok("GetVpcRouteEntrySummary", &of).await;
    assert_eq!(text(&summary, "/RouteEntrySummarys/0/EntrySummarys/0/Count"), "3");
    let withdraw = [
        ("RouteEntries.1.RouteTableId", table),
        ("RouteEntries.1.DestinationCidrBlock", "192.168.1.0/24"),
        ("TargetType", "ECR"),
        ("TargetInstanceId", "ecr-1"),
    ];
    fixture.setup.ok("WithdrawVpcPublishedRouteEntries", &withdraw).await;
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
async fn zones_are_those_of_the_region() {
    let setup = Setup::new().await;
    let all = setup.ok("DescribeZones", &[]).await;
    let first = text(&all, "/Zones/Zone/0/ZoneId");
    assert_eq!(text(&setup.ok("ListEnhanhcedNatGatewayAvailableZones", &[]).await, "/Zones/0/ZoneId"), first);
    let told = setup.ok("DescribeVpnGatewayAvailableZones", &[("Spec", "5M")]).await;
    assert_eq!(text(&told, "/AvailableZoneIdList/0/ZoneId"), first);
}

#[tokio::test]
async fn a_reserved_ipv6_block_goes_to_the_vpc_that_names_it_and_to_no_other() {
    let setup = crate::common::Setup::new().await;
    let reserved = setup.make("AllocateVpcIpv6Cidr", &[], "Ipv6CidrBlock").await;
    assert_eq!(setup.code("AllocateVpcIpv6Cidr", &[("Ipv6CidrBlock", &reserved)]).await, "Unavailable.Ipv6Cidr");
    let block = async |parameters: &[(&str, &str)]| {
        let vpc = setup.make("CreateVpc", &[&[("EnableIpv6", "true")], parameters].concat(), "VpcId").await;
        text(&setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await, "/Ipv6CidrBlock")
    };
    assert_ne!(block(&[]).await, reserved);
    assert_eq!(block(&[("Ipv6CidrBlock", &reserved)]).await, reserved);
}
