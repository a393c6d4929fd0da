//! SNAT and DNAT entries of NAT gateways.

use crate::store::{Kind, Quota, States};

const STATES: States =
    States { field: "Status", creating: "Pending", ready: &["Available"], changing: "Modifying", deleting: "Deleting" };

pub(crate) static SNAT_ENTRY: Kind = Kind {
    name: "SnatEntry",
    id: "SnatEntryId",
    prefix: "snat-",
    states: STATES,
    seconds: 3,
    defaults: &[("SnatEntryName", r#""""#), ("SourceVSwitchId", r#""""#), ("EipAffinity", "0")],
    not_found: &["InvalidSnatEntryId.NotFound", "ResourceNotFound.SnatEntry"],
    busy: &["IncorrectStatus.SnatEntry", "IncorretSnatEntryStatus"],
    quota: Some(Quota { most: 40, per: "SnatTableId", codes: &["QuotaExceeded.SnatEntry"] }),
    ..Kind::PLAIN
};

pub(crate) static FORWARD_ENTRY: Kind = Kind {
    name: "ForwardEntry",
    id: "ForwardEntryId",
    prefix: "fwd-",
    states: STATES,
    seconds: 3,
    defaults: &[("ForwardEntryName", r#""""#)],
    not_found: &["InvalidForwardEntryId.NotFound", "ResourceNotFound.ForwardEntry"],
    busy: &["IncorrectStatus.ForwardEntry", "IncorretForwardEntryStatus"],
    quota: Some(Quota { most: 100, per: "ForwardTableId", codes: &["QuotaExceeded.ForwardEntry"] }),
    ..Kind::PLAIN
};
