//! What people build first, from nothing to nothing.

use std::time::{Duration, SystemTime};

use crate::common::{Setup, text};
use acs_emulator::{Emulator, ManualClock};

/// A VPC with a vSwitch.
async fn vswitch(setup: &Setup) -> (String, String) {
    let vpc = setup.make("CreateVpc", &[("CidrBlock", "10.0.0.0/8"), ("VpcName", "web")], "VpcId").await;
    let parameters = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.1.0/24"), ("ZoneId", "cn-hangzhou-h")];
    let vswitch = setup.make("CreateVSwitch", &parameters, "VSwitchId").await;
    (vpc, vswitch)
}

#[tokio::test]
async fn a_way_out_is_built_used_and_torn_down() {
    let setup = Setup::new().await;
    let (vpc, vswitch) = vswitch(&setup).await;
    let gateway = setup.ok("CreateNatGateway", &[("VpcId", &vpc), ("VSwitchId", &vswitch), ("NatType", "Enhanced")]).await;
    let table = text(&gateway, "/SnatTableIds/SnatTableId/0");
    let gateway = text(&gateway, "/NatGatewayId");
    let eip = setup.ok("AllocateEipAddress", &[("Bandwidth", "10")]).await;
    let (eip, address) = (text(&eip, "/AllocationId"), text(&eip, "/EipAddress"));

    let snat = [("SnatTableId", table.as_str()), ("SourceVSwitchId", &vswitch), ("SnatIp", &address)];
    assert_eq!(setup.code("CreateSnatEntry", &snat).await, "EIP_NOT_IN_GATEWAY");
    setup.ok("AssociateEipAddress", &[("AllocationId", &eip), ("InstanceId", &gateway), ("InstanceType", "Nat")]).await;
    let entry = setup.make("CreateSnatEntry", &snat, "SnatEntryId").await;
    assert_eq!(setup.code("CreateSnatEntry", &snat).await, "Forbidden.SourceVSwitchId.Duplicated");

    let described = setup.ok("DescribeNatGateways", &[("NatGatewayId", &gateway)]).await;
    assert_eq!(text(&described, "/NatGateways/NatGateway/0/IpLists/IpList/0/IpAddress"), address);
    assert_eq!(text(&described, "/NatGateways/NatGateway/0/Status"), "Available");
    let described = setup.ok("DescribeSnatTableEntries", &[("SnatTableId", &table)]).await;
    assert_eq!(text(&described, "/SnatTableEntries/SnatTableEntry/0/SourceCIDR"), "10.0.1.0/24");
    let described = setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await;
    assert_eq!(text(&described, "/VSwitchIds/VSwitchId/0"), vswitch);

    // From the wrong end nothing can be taken down.
    assert_eq!(setup.code("DeleteVpc", &[("VpcId", &vpc)]).await, "DependencyViolation.NatGateway");
    assert_eq!(setup.code("DeleteVSwitch", &[("VSwitchId", &vswitch)]).await, "DependencyViolation.EnhancedNatgw");
    assert_eq!(setup.code("DeleteNatGateway", &[("NatGatewayId", &gateway)]).await, "DependencyViolation.SnatEntry");
    assert_eq!(setup.code("UnassociateEipAddress", &[("AllocationId", &eip)]).await, "InvalidIpStatus.HasBeenUsedBySnatTable");
    assert_eq!(setup.code("ReleaseEipAddress", &[("AllocationId", &eip)]).await, "IncorrectEipStatus");

    setup.ok("DeleteSnatEntry", &[("SnatTableId", &table), ("SnatEntryId", &entry)]).await;
    setup.ok("UnassociateEipAddress", &[("AllocationId", &eip)]).await;
    setup.ok("ReleaseEipAddress", &[("AllocationId", &eip)]).await;
    setup.ok("DeleteNatGateway", &[("NatGatewayId", &gateway)]).await;
    setup.ok("DeleteVSwitch", &[("VSwitchId", &vswitch)]).await;
    setup.ok("DeleteVpc", &[("VpcId", &vpc)]).await;
    for (action, path) in [
        ("DescribeVpcs", "/TotalCount"),
        ("DescribeVSwitches", "/TotalCount"),
        ("DescribeEipAddresses", "/TotalCount"),
        ("DescribeNatGateways", "/TotalCount"),
        ("DescribeRouteTableList", "/TotalCount"),
        ("DescribeVRouters", "/TotalCount"),
    ] {
        assert_eq!(text(&setup.ok(action, &[]).await, path), "0", "{action}");
    }
}

#[tokio::test]
async fn a_forced_deletion_takes_along_what_depends() {
    let setup = Setup::new().await;
    let (vpc, vswitch) = vswitch(&setup).await;
    let gateway = setup.ok("CreateNatGateway", &[("VpcId", &vpc), ("VSwitchId", &vswitch)]).await;
    let (table, gateway) = (text(&gateway, "/SnatTableIds/SnatTableId/0"), text(&gateway, "/NatGatewayId"));
    let eip = setup.ok("AllocateEipAddress", &[]).await;
    let (eip, address) = (text(&eip, "/AllocationId"), text(&eip, "/EipAddress"));
    setup.ok("AssociateEipAddress", &[("AllocationId", &eip), ("InstanceId", &gateway)]).await;
    setup.ok("CreateSnatEntry", &[("SnatTableId", &table), ("SourceCIDR", "10.0.1.0/24"), ("SnatIp", &address)]).await;
    setup.ok("DeleteNatGateway", &[("NatGatewayId", &gateway), ("Force", "true")]).await;
    let described = setup.ok("DescribeEipAddresses", &[("AllocationId", &eip)]).await;
    assert_eq!(text(&described, "/EipAddresses/EipAddress/0/Status"), "Available");
    assert_eq!(setup.code("DescribeSnatTableEntries", &[("SnatTableId", &table), ("MaxResults", "1")]).await, "InvalidParameter");
    assert_eq!(text(&setup.ok("DescribeSnatTableEntries", &[("SnatTableId", &table)]).await, "/TotalCount"), "0");
}

#[tokio::test]
async fn states_follow_the_clock() {
    let clock = ManualClock::new(SystemTime::now());
    let setup = Setup::with(Emulator::builder().clock(clock.clone()).time_scale(1.0)).await;
    let vpc = setup.make("CreateVpc", &[], "VpcId").await;
    let parameters = [("VpcId", vpc.as_str()), ("CidrBlock", "172.16.0.0/24"), ("ZoneId", "cn-hangzhou-h")];
    assert_eq!(setup.code("CreateVSwitch", &parameters).await, "IncorrectVpcStatus");
    assert_eq!(text(&setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await, "/Status"), "Pending");
    clock.advance(Duration::from_secs(5));
    assert_eq!(text(&setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await, "/Status"), "Available");
    let vswitch = setup.make("CreateVSwitch", &parameters, "VSwitchId").await;
    clock.advance(Duration::from_secs(5));
    let gateway = setup.make("CreateNatGateway", &[("VpcId", &vpc), ("VSwitchId", &vswitch)], "NatGatewayId").await;
    let status = async || {
        let reply = setup.ok("DescribeNatGateways", &[("NatGatewayId", &gateway)]).await;
        reply.pointer("/NatGateways/NatGateway/0/Status").and_then(|status| status.as_str()).map(str::to_owned)
    };
    assert_eq!(status().await.as_deref(), Some("Creating"));
    assert_eq!(setup.code("DeleteNatGateway", &[("NatGatewayId", &gateway)]).await, "IncorrectStatus.NatGateway");
    clock.advance(Duration::from_secs(30));
    assert_eq!(status().await.as_deref(), Some("Available"));
    setup.ok("DeleteNatGateway", &[("NatGatewayId", &gateway)]).await;
    assert_eq!(status().await.as_deref(), Some("Deleting"));
    clock.advance(Duration::from_secs(30));
    assert_eq!(status().await, None);
}

#[tokio::test]
async fn cidr_blocks_are_checked() {
    let setup = Setup::new().await;
    for wrong in ["10.0.0.1/8", "10.0.0.0/7", "10.0.0.0/29", "100.64.0.0/16", "169.254.0.0/16", "x"] {
        assert_eq!(setup.code("CreateVpc", &[("CidrBlock", wrong)]).await, "InvalidParameter", "{wrong}");
    }
    let vpc = setup.make("CreateVpc", &[("CidrBlock", "10.0.0.0/16")], "VpcId").await;
    let create = async |cidr| {
        setup
            .send(
                "CreateVSwitch",
                &[("RegionId", "cn-hangzhou"), ("VpcId", &vpc), ("CidrBlock", cidr), ("ZoneId", "cn-hangzhou-h")],
            )
            .await
            .unwrap()
            .json()
    };
    let code = async |cidr| create(cidr).await["Code"].as_str().unwrap_or("").to_owned();
    assert_eq!(code("10.0.0.0/24").await, "");
    assert_eq!(code("10.0.0.128/25").await, "InvalidCidrBlock.Overlapped");
    assert_eq!(code("10.1.0.0/24").await, "IllegalParam.CidrBlock");
    assert_eq!(code("10.0.1.0/30").await, "InvalidCirdrBlock.MaskLength");
    assert_eq!(code("10.0.1.1/24").await, "InvalidCidrBlock.Malformed");
    setup.ok("AssociateVpcCidrBlock", &[("VpcId", &vpc), ("SecondaryCidrBlock", "192.168.0.0/16")]).await;
    assert_eq!(
        setup.code("AssociateVpcCidrBlock", &[("VpcId", &vpc), ("SecondaryCidrBlock", "192.168.0.0/16")]).await,
        "Duplicated.SecondaryCidrBlock"
    );
    assert_eq!(code("192.168.0.0/24").await, "");
    assert_eq!(
        setup.code("UnassociateVpcCidrBlock", &[("VpcId", &vpc), ("SecondaryCidrBlock", "192.168.0.0/16")]).await,
        "OperationFailed.CidrInUse"
    );
    let zone = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.9.0/24"), ("ZoneId", "cn-beijing-a")];
    assert_eq!(setup.refused("CreateVSwitch", &zone).await, (404, "InvalidZoneId.NotFound".into()));
}

#[tokio::test]
async fn quotas_hold_unless_switched_off() {
    let setup = Setup::new().await;
    for _ in 0..10 {
        setup.ok("CreateVpc", &[]).await;
    }
    assert_eq!(setup.code("CreateVpc", &[]).await, "QuotaExceeded.Vpc");
    setup.ok("CreateVpc", &[("RegionId", "cn-beijing")]).await;

    let setup = Setup::with(Emulator::builder().quotas(false).max_resources(48)).await;
    for _ in 0..12 {
        setup.ok("CreateVpc", &[]).await;
    }
    assert_eq!(setup.code("CreateVpc", &[]).await, "QuotaExceeded", "each VPC has a router, a route table and a route");
}
