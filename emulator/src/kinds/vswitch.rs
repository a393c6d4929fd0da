//! vSwitches: the subnets of a VPC.

use super::cidr_reservation::CIDR_RESERVATION;
use super::ha_vip::HA_VIP;
use super::ipv6_gateway::IPV6_ADDRESS;
use super::nat_entries::SNAT_ENTRY;
use super::nat_gateway::NAT_GATEWAY;
use super::vpn_gateway::VPN_GATEWAY;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static V_SWITCH: Kind = Kind {
    name: "VSwitch",
    id: "VSwitchId",
    prefix: "vsw-",
    states: States { field: "Status", creating: "Pending", ready: &["Available"], changing: "", deleting: "Deleting" },
    seconds: 3,
    renames: &[("EnableIpv6", "EnabledIpv6"), ("VSwitchOwnerId", "OwnerId")],
    filters: &["RouteTableId"],
    defaults: &[
        ("VSwitchName", r#""""#),
        ("Description", r#""""#),
        ("IsDefault", "false"),
        ("EnabledIpv6", "false"),
        ("NetworkAclId", r#""""#),
        ("ShareType", r#""""#),
    ],
    not_found: &[
        "InvalidVSwitchId.NotFound",
        "InvalidVSWITCHID.NotFound",
        "ResourceNotFound.VSwitch",
        "ResourceNotFound.VSwitchId",
    ],
    busy: &["IncorrectVSwitchStatus", "IncorrectStatus.VSwitch"],
    blockers: &[
        Blocker { kind: &NAT_GATEWAY, field: "VSwitchId", code: "DependencyViolation.EnhancedNatgw" },
        Blocker { kind: &HA_VIP, field: "VSwitchId", code: "DependencyViolation.HaVip" },
        Blocker { kind: &CIDR_RESERVATION, field: "VSwitchId", code: "DependencyViolation.VSwitchCidrReservation" },
        Blocker { kind: &IPV6_ADDRESS, field: "VSwitchId", code: "DependencyViolation.Ipv6Address" },
        Blocker { kind: &SNAT_ENTRY, field: "SourceVSwitchId", code: "DependencyViolation.SnatEntry" },
        Blocker { kind: &VPN_GATEWAY, field: "VSwitchId", code: "DependencyViolation.CloudService" },
    ],
    quota: Some(Quota { most: 150, per: "VpcId", codes: &["QuotaExceeded.VSwitch"] }),
    tagged: "VSWITCH",
    ..Kind::PLAIN
};
