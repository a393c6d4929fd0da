//! FULLNAT entries of NAT gateways: both addresses translated.

use crate::store::{Kind, Quota, States};

pub(crate) static FULL_NAT_ENTRY: Kind = Kind {
    name: "FullNatEntry",
    id: "FullNatEntryId",
    prefix: "fullnat-",
    states: States {
        field: "FullNatEntryStatus",
        creating: "Pending",
        ready: &["Available"],
        changing: "Modifying",
        deleting: "Deleting",
    },
    seconds: 3,
    filters: &["NatGatewayId"],
    defaults: &[("FullNatEntryName", r#""""#), ("FullNatEntryDescription", r#""""#), ("NetworkInterfaceType", r#""EndPoint""#)],
    not_found: &["ResourceNotFound.FullNatEntry"],
    busy: &["IncorrectStatus.FullNatEntry"],
    quota: Some(Quota { most: 100, per: "FullNatTableId", codes: &["QuotaExceeded.FullNatEntry"] }),
    ..Kind::PLAIN
};
