//! Express Connect circuits, and hosted connections over them.

use super::virtual_border_router::VIRTUAL_BORDER_ROUTER;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static PHYSICAL_CONNECTION: Kind = Kind {
    name: "PhysicalConnection",
    id: "PhysicalConnectionId",
    aliases: &["InstanceId"],
    prefix: "pc-",
    states: States {
        field: "Status",
        creating: "Initial",
        ready: &["Allocated", "Confirmed", "Enabled", "Canceled", "Terminated"],
        changing: "",
        deleting: "",
    },
    seconds: 20,
    renames: &[("bandwidth", "Bandwidth")],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("CircuitCode", r#""""#),
        ("PeerLocation", r#""""#),
        ("RedundantPhysicalConnectionId", r#""""#),
        ("AccessPointType", r#""VPC""#),
        ("BusinessStatus", r#""Normal""#),
        ("ChargeType", r#""Prepaid""#),
        ("LoaStatus", r#""""#),
        ("AdLocation", r#""""#),
        ("AdDetailLocation", r#""""#),
        ("EndTime", r#""""#),
        ("ExpectSpec", r#""""#),
        ("MacsecKeys", "[]"),
        ("PortNumber", r#""1""#),
        ("ProductType", r#""PhysicalConnection""#),
        ("QosId", r#""""#),
        ("Spec", r#""1G""#),
        ("VirtualPhysicalConnectionCount", "0"),
    ],
    not_found: &["InvalidPhysicalConnectionId.NotFound", "ResourceNotFound.PhysicalConnectionId", "ResourceNotFound"],
    busy: &["Forbidden.NotAllowedInState", "IncorrectStatus.PhysicalConnection", "Forbidden.NotInAllowDeleteStatus"],
    blockers: &[Blocker { kind: &VIRTUAL_BORDER_ROUTER, field: "PhysicalConnectionId", code: "Forbidden.VBRExists" }],
    quota: Some(Quota { most: 50, per: "", codes: &["QuotaExceeded"] }),
    tagged: "PHYSICALCONNECTION",
    ..Kind::PLAIN
};

pub(crate) static VIRTUAL_PHYSICAL_CONNECTION: Kind = Kind {
    name: "VirtualPhysicalConnection",
    id: "VirtualPhysicalConnectionId",
    aliases: &["InstanceId"],
    prefix: "pc-",
    renames: &[
        ("PhysicalConnectionId", "ParentPhysicalConnectionId"),
        ("VpconnAliUid", "AliUid"),
        ("VirtualPhysicalConnectionBusinessStatus", "BusinessStatus"),
    ],
    filters: &["IsConfirmed", "VirtualPhysicalConnectionStatuses", "VirtualPhysicalConnectionAliUids"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("BusinessStatus", r#""Normal""#),
        ("ChargeType", r#""Prepaid""#),
        ("LoaStatus", r#""Available""#),
        ("ProductType", r#""VirtualPhysicalConnection""#),
        ("Status", r#""Enabled""#),
        ("VirtualPhysicalConnectionStatus", r#""Confirmed""#),
    ],
    not_found: &["ResourceNotFound.VirtualPhysicalConnection", "InvalidPhysicalConnectionId.NotFound"],
    quota: Some(Quota { most: 50, per: "PhysicalConnectionId", codes: &["QuotaExceeded.VPCONN"] }),
    ..Kind::PLAIN
};

/// That the service is open, which is so for good.
pub(crate) static PHYSICAL_CONNECTION_SERVICE: Kind =
    Kind { name: "PhysicalConnectionService", id: "PhysicalConnectionServiceId", prefix: "pcs-", ..Kind::PLAIN };
