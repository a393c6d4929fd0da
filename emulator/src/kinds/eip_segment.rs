//! Segments: EIPs that follow each other, allocated and released together.

use crate::store::{Kind, Quota, States};

pub(crate) static EIP_SEGMENT: Kind = Kind {
    name: "EipSegment",
    id: "SegmentInstanceId",
    prefix: "eipsg-",
    states: States { field: "Status", creating: "Allocating", ready: &["Allocated"], changing: "", deleting: "Releasing" },
    seconds: 10,
    defaults: &[("Name", r#""""#), ("Descritpion", r#""""#)],
    not_found: &["OperationFailed.InstanceNotExist"],
    quota: Some(Quota { most: 5, per: "", codes: &["OperationFailed.QuotaExceed"] }),
    ..Kind::PLAIN
};
