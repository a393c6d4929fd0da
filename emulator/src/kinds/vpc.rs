//! VPCs and the router that each has.

use super::gateway_endpoint::GATEWAY_ENDPOINT;
use super::ipv4_gateway::IPV4_GATEWAY;
use super::ipv6_gateway::IPV6_GATEWAY;
use super::nat_gateway::NAT_GATEWAY;
use super::network_acl::NETWORK_ACL;
use super::router_interface::ROUTER_INTERFACE;
use super::vpn_gateway::VPN_GATEWAY;
use super::vswitch::V_SWITCH;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static VPC: Kind = Kind {
    name: "Vpc",
    id: "VpcId",
    prefix: "vpc-",
    states: States { field: "Status", creating: "Pending", ready: &["Available"], changing: "", deleting: "Deleting" },
    seconds: 3,
    renames: &[("UserCidr", "UserCidrs"), ("EnableIpv6", "EnabledIpv6"), ("VpcOwnerId", "OwnerId")],
    defaults: &[
        ("VpcName", r#""""#),
        ("Description", r#""""#),
        ("IsDefault", "false"),
        ("EnabledIpv6", "false"),
        ("Ipv6CidrBlock", r#""""#),
        ("DhcpOptionsSetId", r#""""#),
        ("DhcpOptionsSetStatus", r#""""#),
        ("CenStatus", r#""""#),
        ("ClassicLinkEnabled", "false"),
        ("SupportIpv4Gateway", "true"),
        ("SecondaryCidrBlocks", "[]"),
        ("UserCidrs", "[]"),
    ],
    not_found: &[
        "InvalidVpcId.NotFound",
        "InvalidVpc.NotFound",
        "Forbidden.VpcNotFound",
        "VpcNotFound",
        "OperationFailed.VpcNotExist",
    ],
    busy: &["IncorrectVpcStatus", "IncorrectStatus.Vpc", "InvalidVPCStatus"],
    blockers: &[
        // A NAT gateway is in a vSwitch, which is the next to go.
        Blocker { kind: &NAT_GATEWAY, field: "VpcId", code: "DependencyViolation.NatGateway" },
        Blocker { kind: &V_SWITCH, field: "VpcId", code: "DependencyViolation.VSwitch" },
        Blocker { kind: &NETWORK_ACL, field: "VpcId", code: "DependencyViolation.NetworkAcl" },
        Blocker { kind: &IPV4_GATEWAY, field: "VpcId", code: "DependencyViolation.Ipv4Gateway" },
        Blocker { kind: &IPV6_GATEWAY, field: "VpcId", code: "DependencyViolation.Ipv6Gateway" },
        Blocker { kind: &VPN_GATEWAY, field: "VpcId", code: "DependencyViolation.CloudServiceResource" },
        Blocker { kind: &GATEWAY_ENDPOINT, field: "VpcId", code: "DependencyViolation.GatewayEndpoint" },
        Blocker { kind: &ROUTER_INTERFACE, field: "VpcInstanceId", code: "DependencyViolation.RouterInterface" },
    ],
    quota: Some(Quota { most: 10, per: "", codes: &["QuotaExceeded.Vpc"] }),
    tagged: "VPC",
    ..Kind::PLAIN
};

/// An IPv6 block that is reserved for a VPC to come.
pub(crate) static VPC_IPV6_BLOCK: Kind =
    Kind { name: "VpcIpv6CidrBlock", id: "VpcIpv6CidrBlockId", prefix: "ipv6block-", ..Kind::PLAIN };

pub(crate) static V_ROUTER: Kind = Kind {
    name: "VRouter",
    id: "VRouterId",
    prefix: "vrt-",
    defaults: &[("VRouterName", r#""""#), ("Description", r#""""#)],
    not_found: &["InvalidVRouterId.NotFound", "Forbidden.VRouterNotFound"],
    ..Kind::PLAIN
};
