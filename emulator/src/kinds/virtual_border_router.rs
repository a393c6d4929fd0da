//! Virtual border routers: the routers between circuits and VPCs, their BGP, and groups of two.

use super::router_interface::ROUTER_INTERFACE;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static VIRTUAL_BORDER_ROUTER: Kind = Kind {
    name: "VirtualBorderRouter",
    id: "VbrId",
    aliases: &["VirtualBorderRouterId"],
    prefix: "vbr-",
    states: States {
        field: "Status",
        creating: "",
        ready: &["active", "unconfirmed", "terminated"],
        changing: "",
        deleting: "deleting",
    },
    seconds: 5,
    filters: &["AccessPointId", "PhysicalConnectionId", "VbrName"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("CircuitCode", r#""""#),
        ("EnableIpv6", "false"),
        ("LocalIpv6GatewayIp", r#""""#),
        ("PeerIpv6GatewayIp", r#""""#),
        ("PeeringIpv6SubnetMask", r#""""#),
        ("RecoveryTime", r#""""#),
        ("TerminationTime", r#""""#),
        ("DetectMultiplier", "10"),
        ("MinRxInterval", "1000"),
        ("MinTxInterval", "1000"),
        ("Mtu", "1500"),
        ("SitelinkEnable", "false"),
        ("Type", r#""standard""#),
        ("Bandwidth", "1000"),
        ("EccId", r#""""#),
        ("CloudBoxInstanceId", r#""""#),
        ("PConnVbrChargeType", r#""""#),
        ("PConnVbrExpireTime", r#""""#),
        ("AssociatedPhysicalConnections", "[]"),
        ("AssociatedCens", "[]"),
    ],
    not_found: &["InvalidVbrId.NotFound", "ResourceNotFound.Vbr"],
    busy: &["InvalidOperation.OperationNotAllowedInState", "InvalidStatus.NotAllowed"],
    blockers: &[
        Blocker { kind: &BGP_GROUP, field: "RouterId", code: "DependencyViolation.BgpGroup" },
        Blocker { kind: &BGP_NETWORK, field: "RouterId", code: "DependencyViolation.BgpNetwork" },
        Blocker { kind: &ROUTER_INTERFACE, field: "RouterId", code: "InvalidOperation.RouterInterfaceNotDeleted" },
    ],
    quota: Some(Quota { most: 50, per: "PhysicalConnectionId", codes: &["QuotaExceeded.SameAccountVBRPerPconn"] }),
    tagged: "VIRTUALBORDERROUTER",
    ..Kind::PLAIN
};

const BGP_STATES: States =
    States { field: "Status", creating: "Pending", ready: &["Available"], changing: "Modifying", deleting: "Deleting" };

pub(crate) static BGP_GROUP: Kind = Kind {
    name: "BgpGroup",
    id: "BgpGroupId",
    prefix: "bgpg-",
    states: BGP_STATES,
    seconds: 3,
    renames: &[("IsFakeAsn", "IsFake"), ("RouteQuota", "RouteLimit")],
    filters: &["IsDefault"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("AuthKey", r#""""#),
        ("Hold", r#""30""#),
        ("Keepalive", r#""10""#),
        ("IpVersion", r#""IPv4""#),
        ("IsDefault", "false"),
        ("LocalAsn", "45104"),
        ("RouteLimit", r#""110""#),
    ],
    not_found: &["InvalidBgpGroup", "InvalidParams.NotFound"],
    busy: &["InvalidStatus.CannotOperate"],
    blockers: &[Blocker { kind: &BGP_PEER, field: "BgpGroupId", code: "DependencyViolation.BgpPeer" }],
    quota: Some(Quota { most: 8, per: "RouterId", codes: &["QuotaExceeded.Bgp"] }),
    ..Kind::PLAIN
};

pub(crate) static BGP_PEER: Kind = Kind {
    name: "BgpPeer",
    id: "BgpPeerId",
    prefix: "bgp-",
    states: BGP_STATES,
    seconds: 3,
    filters: &["IsDefault"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("PeerIpAddress", r#""""#),
        ("BgpStatus", r#""Connecting""#),
        ("AdvertisedRouteCount", "0"),
        ("ReceivedRouteCount", "0"),
        ("BfdMultiHop", "255"),
        ("EnableBfd", "false"),
        ("IpVersion", r#""IPv4""#),
        ("IsDefault", "false"),
    ],
    not_found: &["InvalidParams.NotFound"],
    busy: &["InvalidStatus.CannotOperate"],
    quota: Some(Quota { most: 8, per: "BgpGroupId", codes: &["QuotaExceeded.Bgp"] }),
    ..Kind::PLAIN
};

pub(crate) static BGP_NETWORK: Kind = Kind {
    name: "BgpNetwork",
    id: "BgpNetworkId",
    prefix: "bgpn-",
    states: States { field: "Status", creating: "", ready: &["Available"], changing: "", deleting: "" },
    seconds: 3,
    defaults: &[("VpcId", r#""""#)],
    not_found: &["InvalidParams.NotFound"],
    quota: Some(Quota { most: 20, per: "RouterId", codes: &["QuotaExceeded.BgpNetwork"] }),
    ..Kind::PLAIN
};

pub(crate) static VBR_HA: Kind = Kind {
    name: "VbrHa",
    id: "VbrHaId",
    aliases: &["InstanceId"],
    prefix: "vbrha-",
    states: States { field: "Status", creating: "Creating", ready: &["Active"], changing: "", deleting: "" },
    seconds: 3,
    defaults: &[("Name", r#""""#), ("Description", r#""""#)],
    not_found: &["ResourceNotFound.VbrHa"],
    ..Kind::PLAIN
};
