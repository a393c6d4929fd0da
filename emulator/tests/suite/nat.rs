//! NAT gateways: what is in them.

use crate::common::net::{Net, net};
use crate::common::text;

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
async fn full_nat_entries_take_ports_of_nat_ips() {
    let fixture = crate::common::fixture::Fixture::new().await;
    let setup = &fixture.setup;
    let (table, ip) = (fixture.id("FullNatTableId", 0), fixture.id("NatIp", 0));
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
    assert_eq!(setup.code("DeleteNatIp", &[("NatIpId", fixture.id("NatIpId", 0))]).await, "DependencyViolation.FullNatEntry");
    let told = setup.ok("GetNatGatewayAttribute", &[("NatGatewayId", fixture.id("NatGatewayId", 0))]).await;
    assert_eq!(text(&told, "/FullNatTable/FullNatEntryCount"), "5");
}
