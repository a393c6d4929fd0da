//! A resource is not deleted as long as another depends on it.

use crate::common::fixture::{Fixture, borrowed};
use acs_emulator::Emulator;

/// Deletions of what is in use in a network that holds everything, and the codes that the service has for that.
const IN_USE: &[(&str, &str, &str)] = &[
    ("DeleteVpc", "VpcId={VpcId}", "DependencyViolation.NatGateway"),
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
    ("DeleteVpc", "DependencyViolation.GatewayEndpoint", "DeleteVpcGatewayEndpoint", "EndpointId={EndpointId}"),
    ("DeleteVpc", "DependencyViolation.RouterInterface", "DeleteRouterInterface", "RouterInterfaceId={RouterInterfaceId}"),
    ("DeleteVpc", "DependencyViolation.CustomRouteTable", "DeleteRouteTable", "RouteTableId={RouteTableId}"),
];

/// What the tables above do not reach: how to make the dependent, the deletion that it blocks, and the code.
type Blocked = (&'static [(&'static str, &'static str, &'static str)], &'static str, &'static str, &'static str);

const VPC: (&str, &str, &str) = ("CreateVpc", "VpcId", "CidrBlock=10.0.0.0/16 EnableIpv6=true");
const V_SWITCH: (&str, &str, &str) =
    ("CreateVSwitch", "VSwitchId", "VpcId={VpcId} CidrBlock=10.0.1.0/24 ZoneId=cn-hangzhou-h Ipv6CidrBlock=1");
const NAT_GATEWAY: (&str, &str, &str) = ("CreateNatGateway", "NatGatewayId", "VpcId={VpcId} VSwitchId={VSwitchId}");
const HA_VIP: (&str, &str, &str) = ("CreateHaVip", "HaVipId", "VSwitchId={VSwitchId}");
const EIP: (&str, &str, &str) = ("AllocateEipAddress", "AllocationId", "Bandwidth=5");
const NAT_EIP: (&str, &str, &str) =
    ("AssociateEipAddress", "", "AllocationId={AllocationId} InstanceId={NatGatewayId} InstanceType=Nat");
const TABLE: (&str, &str, &str) = ("CreateRouteTable", "RouteTableId", "VpcId={VpcId}");

const BLOCKED: &[Blocked] = &[
    (
        &[VPC, ("CreateVpnGateway", "VpnGatewayId", "VpcId={VpcId} Bandwidth=10")],
        "DeleteVpc",
        "VpcId={VpcId}",
        "DependencyViolation.CloudServiceResource",
    ),
    (&[VPC, V_SWITCH, NAT_GATEWAY], "DeleteVpc", "VpcId={VpcId}", "DependencyViolation.NatGateway"),
    (
        &[VPC, V_SWITCH, ("AllocateIpv6Address", "Ipv6AddressId", "VSwitchId={VSwitchId}")],
        "DeleteVSwitch",
        "VSwitchId={VSwitchId}",
        "DependencyViolation.Ipv6Address",
    ),
    (&[VPC, V_SWITCH, NAT_GATEWAY, EIP, NAT_EIP], "DeleteNatGateway", "NatGatewayId={NatGatewayId}", "DependencyViolation.EIPS"),
    (
        &[
            VPC,
            V_SWITCH,
            NAT_GATEWAY,
            EIP,
            NAT_EIP,
            (
                "CreateForwardEntry",
                "ForwardEntryId",
                "ForwardTableId={ForwardTableId} ExternalIp={EipAddress} ExternalPort=80 InternalIp=10.0.1.9 InternalPort=90 IpProtocol=TCP",
            ),
        ],
        "DeleteNatGateway",
        "NatGatewayId={NatGatewayId}",
        "DependencyViolation.ForwardEntry",
    ),
    (
        &[
            VPC,
            V_SWITCH,
            NAT_GATEWAY,
            TABLE,
            (
                "CreateRouteEntry",
                "RouteEntryId",
                "RouteTableId={RouteTableId} DestinationCidrBlock=0.0.0.0/0 NextHopType=NatGateway NextHopId={NatGatewayId}",
            ),
        ],
        "DeleteNatGateway",
        "NatGatewayId={NatGatewayId}",
        "DependencyViolation.RouterEntry",
    ),
    (
        &[
            VPC,
            V_SWITCH,
            HA_VIP,
            EIP,
            ("AssociateEipAddress", "", "AllocationId={AllocationId} InstanceId={HaVipId} InstanceType=HaVip"),
        ],
        "DeleteHaVip",
        "HaVipId={HaVipId}",
        "DependencyViolation.HaVipAssociatedWithEIP",
    ),
    (
        &[
            VPC,
            V_SWITCH,
            HA_VIP,
            TABLE,
            (
                "CreateRouteEntry",
                "RouteEntryId",
                "RouteTableId={RouteTableId} DestinationCidrBlock=192.168.0.0/16 NextHopType=HaVip NextHopId={HaVipId}",
            ),
        ],
        "DeleteHaVip",
        "HaVipId={HaVipId}",
        "DependencyViolation.HaVipReferedByRouteEntry",
    ),
    (
        &[
            VPC,
            TABLE,
            ("CreateIpv4Gateway", "Ipv4GatewayId", "VpcId={VpcId}"),
            (
                "CreateRouteEntry",
                "RouteEntryId",
                "RouteTableId={RouteTableId} DestinationCidrBlock=0.0.0.0/0 NextHopType=Ipv4Gateway NextHopId={Ipv4GatewayId}",
            ),
        ],
        "DeleteIpv4Gateway",
        "Ipv4GatewayId={Ipv4GatewayId}",
        "OperationDenied.RouteEntryExist",
    ),
    (
        &[
            VPC,
            TABLE,
            ("CreateIpv6Gateway", "Ipv6GatewayId", "VpcId={VpcId}"),
            (
                "CreateRouteEntry",
                "RouteEntryId",
                "RouteTableId={RouteTableId} DestinationCidrBlock=::/0 NextHopType=IPv6Gateway NextHopId={Ipv6GatewayId}",
            ),
        ],
        "DeleteIpv6Gateway",
        "Ipv6GatewayId={Ipv6GatewayId}",
        "DependencyViolation.GatewayRouteTableRelation",
    ),
];

#[tokio::test]
async fn each_dependent_blocks_the_deletion_with_its_own_code() {
    for (recipes, operation, parameters, code) in BLOCKED {
        let mut fixture = Fixture::empty(Emulator::builder()).await;
        for recipe in *recipes {
            fixture.make(recipe, 0).await;
        }
        let parameters = fixture.pairs(parameters, 0);
        assert_eq!(fixture.setup.code(operation, &borrowed(&parameters)).await, *code, "{operation}");
    }
}

#[tokio::test]
async fn deletion_of_a_resource_in_use_is_refused() {
    let fixture = Fixture::new().await;
    for (operation, parameters, code) in IN_USE {
        let parameters = fixture.pairs(parameters, 0);
        assert_eq!(fixture.setup.code(operation, &borrowed(&parameters)).await, *code, "{operation}");
    }
}

#[tokio::test]
async fn deletion_succeeds_after_the_dependents_are_gone() {
    let fixture = Fixture::new().await;
    // The second of each: its addresses and routes are those of the first.
    let n = 1;
    for (blocked, code, operation, parameters) in ONE_BY_ONE {
        let id = blocked.trim_start_matches("Delete");
        let blocked_by = format!("{id}Id={{{id}Id}}");
        assert_eq!(fixture.setup.code(blocked, &borrowed(&fixture.pairs(&blocked_by, n))).await, *code, "{blocked}");
        fixture.setup.ok(operation, &borrowed(&fixture.pairs(parameters, n))).await;
    }
    fixture.setup.ok("DeleteVpc", &[("VpcId", fixture.id("VpcId", n))]).await;
}
