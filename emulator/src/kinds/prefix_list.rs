//! Prefix lists: sets of CIDR blocks under one name.

use super::route_entry::ROUTE_ENTRY;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static PREFIX_LIST: Kind = Kind {
    name: "PrefixList",
    id: "PrefixListId",
    prefix: "pl-",
    states: States { field: "Status", creating: "", ready: &["Created"], changing: "Modifying", deleting: "Deleting" },
    seconds: 3,
    renames: &[("PrefixListEntries", "Entries")],
    defaults: &[
        ("PrefixListName", r#""""#),
        ("PrefixListDescription", r#""""#),
        ("MaxEntries", "50"),
        ("IpVersion", r#""IPV4""#),
        ("PrefixListType", r#""Custom""#),
        ("ShareType", r#""""#),
        ("Entries", "[]"),
    ],
    not_found: &["ResourceNotFound.PrefixList"],
    busy: &["IncorrectStatus.PrefixList"],
    blockers: &[Blocker { kind: &ROUTE_ENTRY, field: "DestinationCidrBlock", code: "DependencyViolation.PrefixListRelation" }],
    quota: Some(Quota { most: 10, per: "", codes: &["QuotaExceeded.PrefixListCount"] }),
    tagged: "PREFIXLIST",
    ..Kind::PLAIN
};
