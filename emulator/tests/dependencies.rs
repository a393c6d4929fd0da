//! What something depends on is not deleted under it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod common;

use common::three::{Three, borrowed};

/// Deletions of what is in use in a network that holds everything, and the codes that the service has for that.
const IN_USE: &[(&str, &str, &str)] = &[
    ("DeleteVpc", "VpcId={VpcId}", "DependencyViolation.VSwitch"),
    ("DeleteVSwitch", "VSwitchId={VSwitchId}", "DependencyViolation.EnhancedNatgw"),
    ("DeleteRouteTable", "RouteTableId={RouteTableId}", "IncorrectRouteTableStatus.RouteEntryExist"),
    ("DeleteNatGateway", "NatGatewayId={NatGatewayId}", "DependencyViolation.SnatEntry"),
    ("UnassociateEipAddress", "AllocationId={AllocationId}", "InvalidIpStatus.HasBeenUsedBySnatTable"),
    ("ReleaseEipAddress", "AllocationId={AllocationId}", "IncorrectEipStatus"),
    ("DeleteNatIp", "NatIpId={NatIpId}", "DependencyViolation.FullNatEntry"),
    ("DeleteNatIpCidr", "NatGatewayId={NatGatewayId} NatIpCidr=172.16.0.0/24", "DependencyViolation.NatIp"),
    ("DeleteVpnGateway", "VpnGatewayId={VpnGatewayId}", "DependencyViolation.SslVpnServer"),
    ("DeleteCustomerGateway", "CustomerGatewayId={CustomerGatewayId}", "DependencyViolation.VpnConnection"),
    ("DeleteIpv6Gateway", "Ipv6GatewayId={Ipv6GatewayId}", "DependencyViolation.EgressRules"),
    ("ReleaseIpv6Address", "Ipv6AddressId={Ipv6AddressId}", "DependencyViolation.Ipv6InternetBandwidth"),
];

/// What is taken away from a VPC and a vSwitch, one after the other, and the code that stands in the way before.
const ONE_BY_ONE: &[(&str, &str, &str, &str)] = &[
    ("DeleteVSwitch", "DependencyViolation.EnhancedNatgw", "DeleteNatGateway", "NatGatewayId={NatGatewayId} Force=true"),
    ("DeleteVSwitch", "DependencyViolation.HaVip", "DeleteHaVip", "HaVipId={HaVipId}"),
    (
        "DeleteVSwitch",
        "DependencyViolation.VSwitchCidrReservation",
        "DeleteVSwitchCidrReservation",
        "VSwitchCidrReservationId={VSwitchCidrReservationId}",
    ),
    ("DeleteVpnGateway", "DependencyViolation.SslVpnServer", "DeleteSslVpnServer", "SslVpnServerId={SslVpnServerId}"),
    ("DeleteVpnGateway", "DependencyViolation.VpnConnection", "DeleteVpnConnection", "VpnConnectionId={VpnConnectionId}"),
    ("DeleteVSwitch", "DependencyViolation.CloudService", "DeleteVpnGateway", "VpnGatewayId={VpnGatewayId}"),
    ("DeleteVpc", "DependencyViolation.VSwitch", "DeleteVSwitch", "VSwitchId={VSwitchId}"),
    ("DeleteVpc", "DependencyViolation.NetworkAcl", "DeleteNetworkAcl", "NetworkAclId={NetworkAclId}"),
    ("DeleteVpc", "DependencyViolation.Ipv4Gateway", "DeleteIpv4Gateway", "Ipv4GatewayId={Ipv4GatewayId}"),
    ("DeleteVpc", "DependencyViolation.Ipv6Gateway", "DeleteIpv6Gateway", "Ipv6GatewayId={Ipv6GatewayId}"),
    ("DeleteVpc", "DependencyViolation.CustomRouteTable", "DeleteRouteTable", "RouteTableId={RouteTableId}"),
];

#[tokio::test]
async fn what_is_in_use_stays() {
    let three = Three::new().await;
    for (operation, parameters, code) in IN_USE {
        let parameters = three.pairs(parameters, 0);
        assert_eq!(three.setup.code(operation, &borrowed(&parameters)).await, *code, "{operation}");
    }
}

#[tokio::test]
async fn what_is_no_longer_in_use_goes() {
    let three = Three::new().await;
    // The second of each: its addresses and routes are those of the first.
    let n = 1;
    for (blocked, code, operation, parameters) in ONE_BY_ONE {
        let id = blocked.trim_start_matches("Delete");
        let blocked_by = format!("{id}Id={{{id}Id}}");
        assert_eq!(three.setup.code(blocked, &borrowed(&three.pairs(&blocked_by, n))).await, *code, "{blocked}");
        three.setup.ok(operation, &borrowed(&three.pairs(parameters, n))).await;
    }
    three.setup.ok("DeleteVpc", &[("VpcId", three.id("VpcId", n))]).await;
}
