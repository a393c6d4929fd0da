//! Internet Shared Bandwidth: bandwidth that several EIPs share.

use super::eip::EIP;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static BANDWIDTH_PACKAGE: Kind = Kind {
    name: "CommonBandwidthPackage",
    id: "BandwidthPackageId",
    prefix: "cbwp-",
    states: States { field: "Status", creating: "Pending", ready: &["Available"], changing: "Modifying", deleting: "Deleting" },
    seconds: 3,
    filters: &["SecurityProtectionEnabled"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("ISP", r#""BGP""#),
        ("InternetChargeType", r#""PayByBandwidth""#),
        ("InstanceChargeType", r#""PostPaid""#),
        ("BusinessStatus", r#""Normal""#),
        ("Ratio", "100"),
        ("ExpiredTime", r#""""#),
        ("DeletionProtection", "false"),
        ("HasReservationData", "false"),
        ("ServiceManaged", "0"),
    ],
    not_found: &["InvalidBandwidthPackageId.NotFound", "InvalidCommonBandwidthPackageId.NotFound"],
    busy: &[
        "BandwidthPackageOperation.conflict",
        "IncorrectStatus.CbwpModifying",
        "IncorrectStatus.ResourceStatus",
        "TaskConflict",
    ],
    blockers: &[Blocker { kind: &EIP, field: "BandwidthPackageId", code: "OperationFailed.BandwidthPackageNotEmpty" }],
    quota: Some(Quota { most: 20, per: "", codes: &["BandwidthPackage.QuotaExceeded"] }),
    tagged: "COMMONBANDWIDTHPACKAGE",
    ..Kind::PLAIN
};
