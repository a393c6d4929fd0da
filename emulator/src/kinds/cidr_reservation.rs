//! Blocks of a vSwitch that are set aside.

use crate::store::{Kind, Quota, States};

pub(crate) static CIDR_RESERVATION: Kind = Kind {
    name: "VSwitchCidrReservation",
    id: "VSwitchCidrReservationId",
    prefix: "vcr-",
    states: States { field: "Status", creating: "Assigning", ready: &["Assigned"], changing: "", deleting: "Releasing" },
    seconds: 3,
    renames: &[("VSwitchCidrReservationType", "Type")],
    defaults: &[
        ("VSwitchCidrReservationName", r#""""#),
        ("VSwitchCidrReservationDescription", r#""""#),
        ("IpVersion", r#""IPv4""#),
        ("Type", r#""prefix""#),
        ("AssignedCidrCount", "0"),
        ("AvailableCidrCount", "0"),
    ],
    not_found: &["ResourceNotFound.CidrReservation"],
    busy: &["IncorrectStatus.CidrReservation"],
    quota: Some(Quota { most: 10, per: "VSwitchId", codes: &["QuotaExceeded.CidrReservationCount"] }),
    ..Kind::PLAIN
};
