//! IPv4 gateways: the way between a VPC and the IPv4 Internet.

use super::route_entry::ROUTE_ENTRY;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static IPV4_GATEWAY: Kind = Kind {
    name: "Ipv4Gateway",
    id: "Ipv4GatewayId",
    prefix: "ipv4gw-",
    states: States { field: "Status", creating: "Creating", ready: &["Created"], changing: "Modifying", deleting: "Deleting" },
    seconds: 3,
    defaults: &[
        ("Ipv4GatewayName", r#""""#),
        ("Ipv4GatewayDescription", r#""""#),
        ("Ipv4GatewayRouteTableId", r#""""#),
        ("Enabled", "false"),
    ],
    not_found: &["ResourceNotFound.Ipv4Gateway"],
    busy: &["IncorrectStatus.Ipv4Gateway"],
    blockers: &[Blocker { kind: &ROUTE_ENTRY, field: "NextHopId", code: "OperationDenied.RouteEntryExist" }],
    quota: Some(Quota { most: 1, per: "VpcId", codes: &["OperationDenied.VpcExistIpv4Gateway"] }),
    tagged: "IPV4GATEWAY",
    ..Kind::PLAIN
};
