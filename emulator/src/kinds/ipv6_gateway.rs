//! IPv6 gateways, the addresses behind them, their Internet bandwidth, and rules for going out only.

use super::route_entry::ROUTE_ENTRY;
use crate::store::{Blocker, Kind, Quota, States};

const STATES: States = States { field: "Status", creating: "Pending", ready: &["Available"], changing: "", deleting: "Deleting" };

pub(crate) static IPV6_GATEWAY: Kind = Kind {
    name: "Ipv6Gateway",
    id: "Ipv6GatewayId",
    prefix: "ipv6gw-",
    states: STATES,
    seconds: 3,
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("GatewayRouteTableId", r#""""#),
        ("BusinessStatus", r#""Normal""#),
        ("InstanceChargeType", r#""PostPaid""#),
        ("ExpiredTime", r#""""#),
    ],
    not_found: &["InvalidIpv6GatewayId.NotFound", "InvalidIpv6Gateway.NotFound"],
    busy: &["IncorrectStatus.Ipv6Gateway"],
    blockers: &[
        Blocker { kind: &EGRESS_RULE, field: "Ipv6GatewayId", code: "DependencyViolation.EgressRules" },
        Blocker { kind: &ROUTE_ENTRY, field: "NextHopId", code: "DependencyViolation.GatewayRouteTableRelation" },
    ],
    quota: Some(Quota { most: 1, per: "VpcId", codes: &["OperationUnsupported.OnlyOneIpv6GatewayInVpc"] }),
    tagged: "IPV6GATEWAY",
    ..Kind::PLAIN
};

pub(crate) static IPV6_ADDRESS: Kind = Kind {
    name: "Ipv6Address",
    id: "Ipv6AddressId",
    prefix: "ipv6-",
    states: STATES,
    seconds: 3,
    filters: &["Ipv6InternetBandwidthId"],
    renames: &[("Name", "Ipv6AddressName"), ("Description", "Ipv6AddressDescription")],
    defaults: &[
        ("Ipv6AddressName", r#""""#),
        ("Ipv6AddressDescription", r#""""#),
        ("AddressType", r#""IPv6Address""#),
        ("NetworkType", r#""Private""#),
        ("AssociatedInstanceId", r#""""#),
        ("AssociatedInstanceType", r#""""#),
        ("Ipv6Isp", r#""BGP""#),
        ("ServiceManaged", "0"),
        ("RealBandwidth", "0"),
    ],
    not_found: &[
        "ResourceNotFound.Ipv6Address",
        "ResourceNotFound.Ipv6InstanceId",
        "InvalidIpv6AddressId.NotFound",
        "InvalidIpv6Instance.NotFound",
    ],
    busy: &["IncorrectStatus.Ipv6Instance", "IncorrectStatus.Ipv6Address"],
    blockers: &[Blocker { kind: &IPV6_BANDWIDTH, field: "Ipv6AddressId", code: "DependencyViolation.Ipv6InternetBandwidth" }],
    tagged: "IPV6ADDRESS",
    ..Kind::PLAIN
};

pub(crate) static IPV6_BANDWIDTH: Kind = Kind {
    name: "Ipv6InternetBandwidth",
    id: "Ipv6InternetBandwidthId",
    prefix: "ipv6bw-",
    defaults: &[
        ("InternetChargeType", r#""PayByBandwidth""#),
        ("InstanceChargeType", r#""PostPaid""#),
        ("BusinessStatus", r#""Normal""#),
    ],
    not_found: &["InvalidIpv6Instance.NotFound", "OperationFailed.InternetBandwidthNonExist"],
    ..Kind::PLAIN
};

pub(crate) static EGRESS_RULE: Kind = Kind {
    name: "Ipv6EgressOnlyRule",
    id: "Ipv6EgressOnlyRuleId",
    prefix: "ipv6py-",
    states: STATES,
    seconds: 3,
    defaults: &[("Name", r#""""#), ("Description", r#""""#), ("InstanceType", r#""Ipv6Address""#)],
    not_found: &["ResourceNotFound.Ipv6EgressOnlyRule"],
    busy: &["IncorrectStatus.EgressOnlyRule"],
    quota: Some(Quota { most: 5, per: "Ipv6GatewayId", codes: &["QuotaExceeded.Ipv6EgressRules"] }),
    ..Kind::PLAIN
};
