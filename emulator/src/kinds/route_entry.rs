//! The entries of route tables.

use crate::store::{Kind, Quota, States};

pub(crate) static ROUTE_ENTRY: Kind = Kind {
    name: "RouteEntry",
    id: "RouteEntryId",
    prefix: "rte-",
    states: States { field: "Status", creating: "Pending", ready: &["Available"], changing: "Modifying", deleting: "Deleting" },
    seconds: 3,
    renames: &[("RouteEntryType", "Type"), ("DestCidrBlockList", "DestinationCidrBlock")],
    filters: &["NextHopId", "NextHopType"],
    defaults: &[
        ("RouteEntryName", r#""""#),
        ("Description", r#""""#),
        ("Type", r#""Custom""#),
        ("IpVersion", r#""IPv4""#),
        ("ServiceType", r#""""#),
        ("Origin", r#""RouteTable""#),
    ],
    not_found: &["InvalidRouteEntryId.NotFound", "InvalidRouteEntry.NotFound"],
    busy: &["IncorrectRouteEntryStatus", "IncorrcetRouteEntryStatus", "TaskConflict"],
    quota: Some(Quota { most: 200, per: "RouteTableId", codes: &["QuotaExceeded.VpcRouteEntryNum", "QuotaExceeded"] }),
    ..Kind::PLAIN
};
