//! IPv6 translators, their entries, and the lists of addresses that may use them.

use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static IPV6_TRANSLATOR: Kind = Kind {
    name: "Ipv6Translator",
    id: "Ipv6TranslatorId",
    prefix: "ipv6trans-",
    states: States { field: "Status", creating: "provisioning", ready: &["active"], changing: "updating", deleting: "deleting" },
    seconds: 10,
    defaults: &[("Name", r#""""#), ("Description", r#""""#), ("BusinessStatus", r#""Normal""#)],
    not_found: &["InvalidIPv6TranslatorId.NotFound"],
    busy: &["IPv6Translator.Configuring"],
    blockers: &[Blocker { kind: &IPV6_TRANSLATOR_ENTRY, field: "Ipv6TranslatorId", code: "ForbiddenRelease" }],
    quota: Some(Quota { most: 20, per: "", codes: &["Resource.QuotaFull"] }),
    ..Kind::PLAIN
};

pub(crate) static IPV6_TRANSLATOR_ENTRY: Kind = Kind {
    name: "Ipv6TranslatorEntry",
    id: "Ipv6TranslatorEntryId",
    prefix: "ipv6transentry-",
    defaults: &[("EntryName", r#""""#), ("EntryDescription", r#""""#), ("EntryStatus", r#""active""#)],
    not_found: &["InvalidIPv6TranslatorEntryId.NotFound"],
    quota: Some(Quota { most: 50, per: "Ipv6TranslatorId", codes: &["Resource.QuotaFull"] }),
    ..Kind::PLAIN
};

pub(crate) static IPV6_TRANSLATOR_ACL: Kind = Kind {
    name: "Ipv6TranslatorAcl",
    id: "AclId",
    prefix: "ipv6transacl-",
    not_found: &["InvalidIPv6TranslatorAclId.NotFound", "InvalidIPv6TranslatorACLId.NotFound"],
    blockers: &[Blocker { kind: &IPV6_TRANSLATOR_ENTRY, field: "AclId", code: "InvalidIPv6TranslatorACL.Used" }],
    quota: Some(Quota { most: 50, per: "", codes: &["Resource.QuotaFull"] }),
    ..Kind::PLAIN
};

pub(crate) static IPV6_TRANSLATOR_ACL_ENTRY: Kind = Kind {
    name: "Ipv6TranslatorAclEntry",
    id: "AclEntryId",
    prefix: "ipv6transaclentry-",
    defaults: &[("AclEntryComment", r#""""#)],
    not_found: &["InvalidIPv6TranslatorAclEntryId.NotFound", "InvalidIPv6TranslatorAclId.NotFound"],
    quota: Some(Quota { most: 100, per: "AclId", codes: &["Resource.QuotaFull"] }),
    ..Kind::PLAIN
};
