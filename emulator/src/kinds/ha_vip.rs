//! Highly available virtual IP addresses.

use super::eip::EIP;
use super::route_entry::ROUTE_ENTRY;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static HA_VIP: Kind = Kind {
    name: "HaVip",
    id: "HaVipId",
    prefix: "havip-",
    states: States { field: "Status", creating: "Creating", ready: &["Available", "InUse"], changing: "", deleting: "Deleting" },
    seconds: 3,
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("ChargeType", r#""PostPaid""#),
        ("AssociatedInstances", "[]"),
        ("AssociatedInstanceType", r#""""#),
        ("MasterInstanceId", r#""""#),
    ],
    not_found: &["InvalidHaVipId.NotFound"],
    busy: &["IncorrectHaVipStatus", "IncorrectStatus"],
    blockers: &[
        Blocker { kind: &EIP, field: "InstanceId", code: "DependencyViolation.HaVipAssociatedWithEIP" },
        Blocker { kind: &ROUTE_ENTRY, field: "NextHopId", code: "DependencyViolation.HaVipReferedByRouteEntry" },
    ],
    quota: Some(Quota { most: 50, per: "", codes: &["QuotaExceeded.HaVip"] }),
    tagged: "HAVIP",
    ..Kind::PLAIN
};
