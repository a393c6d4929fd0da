//! Elastic IP addresses.

use crate::store::{Kind, Quota, States};

pub(crate) static EIP: Kind = Kind {
    name: "Eip",
    id: "AllocationId",
    prefix: "eip-",
    states: States { field: "Status", creating: "", ready: &["Available", "InUse"], changing: "", deleting: "Releasing" },
    seconds: 3,
    renames: &[
        ("InstanceChargeType", "ChargeType"),
        ("AssociatedInstanceId", "InstanceId"),
        ("AssociatedInstanceType", "InstanceType"),
        ("EipAddress", "IpAddress"),
        ("EipName", "Name"),
    ],
    filters: &["LockReason", "SecurityProtectionEnabled"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("Bandwidth", r#""5""#),
        ("ChargeType", r#""PostPaid""#),
        ("InternetChargeType", r#""PayByBandwidth""#),
        ("ISP", r#""BGP""#),
        ("Netmode", r#""public""#),
        ("Mode", r#""NAT""#),
        ("Zone", r#""""#),
        ("ExpiredTime", r#""""#),
        ("SegmentInstanceId", r#""""#),
        ("BizType", r#""""#),
        ("BusinessStatus", r#""Normal""#),
        ("InstanceId", r#""""#),
        ("InstanceType", r#""""#),
        ("PrivateIpAddress", r#""""#),
        ("BandwidthPackageId", r#""""#),
        ("DeletionProtection", "false"),
        ("HDMonitorStatus", r#""OFF""#),
        ("HasReservationData", "false"),
        ("SecondLimited", "false"),
        ("ServiceManaged", "0"),
    ],
    not_found: &["InvalidAllocationId.NotFound", "InvalidIpInstanceId.NotFound"],
    busy: &["IncorrectEipStatus", "IncorrectStatus.Eip"],
    quota: Some(Quota { most: 20, per: "", codes: &["QuotaExceeded.Eip"] }),
    tagged: "EIP",
    ..Kind::PLAIN
};
