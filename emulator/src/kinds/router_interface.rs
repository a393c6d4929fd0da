//! Router interfaces: the two ends of a connection between routers.

use crate::store::{Kind, Quota, States};

pub(crate) static ROUTER_INTERFACE: Kind = Kind {
    name: "RouterInterface",
    id: "RouterInterfaceId",
    aliases: &["InstanceId"],
    prefix: "ri-",
    states: States { field: "Status", creating: "", ready: &["Idle", "Active", "Inactive"], changing: "", deleting: "Deleting" },
    seconds: 5,
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("BusinessStatus", r#""Normal""#),
        ("AccessPointId", r#""""#),
        ("OppositeAccessPointId", r#""""#),
        ("OppositeInterfaceId", r#""""#),
        ("OppositeRouterId", r#""""#),
        ("HealthCheckSourceIp", r#""""#),
        ("HealthCheckTargetIp", r#""""#),
        ("HealthCheckStatus", r#""NoHealthCheckConfig""#),
        ("HcRate", "2000"),
        ("HcThreshold", "8"),
        ("CrossBorder", "false"),
        ("EndTime", r#""2999-09-08T16:00:00Z""#),
        ("Ipv6Status", r#""Off""#),
    ],
    not_found: &["InvalidRouterInterfaceId.NotFound", "InvalidInstanceId.NotFound"],
    busy: &["IncorrectRIStatus", "InvalidInstance.StatusError", "IncorrectStatus"],
    quota: Some(Quota { most: 50, per: "", codes: &["QuotaExceeded"] }),
    tagged: "ROUTERINTERFACE",
    ..Kind::PLAIN
};

/// That routers of another account may connect to a VPC, or all of them.
pub(crate) static EC_GRANT: Kind = Kind { name: "EcGrant", id: "EcGrantId", prefix: "ecgrant-", ..Kind::PLAIN };
