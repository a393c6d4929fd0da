//! DHCP options sets: what hosts of a VPC receive along with their address.

use super::vpc::VPC;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static DHCP_OPTIONS_SET: Kind = Kind {
    name: "DhcpOptionsSet",
    id: "DhcpOptionsSetId",
    prefix: "dopt-",
    states: States { field: "Status", creating: "Pending", ready: &["Available"], changing: "Pending", deleting: "Deleting" },
    seconds: 3,
    filters: &["DomainName"],
    groups: &[("DhcpOptions", &["DomainName", "DomainNameServers", "LeaseTime", "Ipv6LeaseTime"])],
    defaults: &[
        ("DhcpOptionsSetName", r#""""#),
        ("DhcpOptionsSetDescription", r#""""#),
        ("DomainName", r#""""#),
        ("DomainNameServers", r#""100.100.2.136,100.100.2.138""#),
        ("LeaseTime", r#""87600""#),
        ("Ipv6LeaseTime", r#""87600""#),
    ],
    busy: &["IncorrectStatus.DhcpOptionsSet"],
    blockers: &[Blocker { kind: &VPC, field: "DhcpOptionsSetId", code: "DependencyViolation.VpcAttachment" }],
    quota: Some(Quota { most: 10, per: "", codes: &["QuotaExceeded.RegionDhcpOptionsSet"] }),
    tagged: "DHCPOPTIONSSET",
    ..Kind::PLAIN
};
