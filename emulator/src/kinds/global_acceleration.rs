//! Global acceleration instances.

use crate::store::{Kind, Quota, States};

pub(crate) static GLOBAL_ACCELERATION: Kind = Kind {
    name: "GlobalAccelerationInstance",
    id: "GlobalAccelerationInstanceId",
    prefix: "ga-",
    states: States { field: "Status", creating: "", ready: &["Available"], changing: "", deleting: "" },
    seconds: 5,
    filters: &["ServerId"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("BandwidthType", r#""Sharing""#),
        ("ChargeType", r#""PostPaid""#),
        ("InternetChargeType", r#""PayByBandwidth""#),
        ("ExpiredTime", r#""""#),
        ("PublicIpAddresses", "[]"),
    ],
    not_found: &["InvalidGlobalAccelerationInstanceId.NotFound", "InvalidBandwidthPackageId.NotFound"],
    busy: &["IncorrectGlobalAccelerationInstanceIdStatus"],
    quota: Some(Quota { most: 20, per: "", codes: &["QuotaExceeded.GlobalAccelerationInstance"] }),
    ..Kind::PLAIN
};
