//! Addresses: EIPs and segments of them, shared bandwidth, HaVips.

use std::time::{Duration, SystemTime};

use crate::common::net::{Net, net};
use crate::common::{Setup, text};
use acs_emulator::{Emulator, ManualClock};

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
async fn what_is_protected_is_not_deleted() {
    let fixture = crate::common::fixture::Fixture::new().await;
    let setup = &fixture.setup;
    for (kind, id, delete) in [
        ("EIP", "AllocationId", "ReleaseEipAddress"),
        ("CBWP", "BandwidthPackageId", "DeleteCommonBandwidthPackage"),
        ("NATGW", "NatGatewayId", "DeleteNatGateway"),
    ] {
        let of = fixture.id(id, 0);
        let protect = |on| [("Type", kind), ("InstanceId", of), ("ProtectionEnable", on)];
        setup.ok("DeletionProtection", &protect("true")).await;
        assert_eq!(setup.code(delete, &[(id, of)]).await, "InvalidOperation.DeletionProtection");
        setup.ok("DeletionProtection", &protect("false")).await;
        if kind == "CBWP" {
            setup.ok(delete, &[(id, of)]).await;
            assert_eq!(setup.code("DeletionProtection", &protect("true")).await, "DeletionProtection.ResourceNotExist");
        }
    }
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
async fn fine_monitoring_of_an_eip_is_seen() {
    let setup = Setup::new().await;
    let eip = setup.make("AllocateEipAddress", &[], "AllocationId").await;
    let of = |id| [("InstanceId", id), ("Status", "ON"), ("LogProject", "p"), ("LogStore", "l")];
    assert_eq!(setup.code("SetHighDefinitionMonitorLogStatus", &of("eip-none")).await, "InvalidAllocationId.NotFound");
    assert_eq!(text(&setup.ok("SetHighDefinitionMonitorLogStatus", &of(&eip)).await, "/Success"), "true");
    assert_eq!(text(&setup.ok("DescribeEipAddresses", &[]).await, "/EipAddresses/EipAddress/0/HDMonitorStatus"), "ON");
    let told = setup.ok("DescribeHighDefinitionMonitorLogAttribute", &[("InstanceId", &eip)]).await;
    assert_eq!((text(&told, "/LogProject").as_str(), text(&told, "/LogStore").as_str()), ("p", "l"));
}
