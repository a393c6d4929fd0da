//! NAT IP addresses and their blocks, of NAT gateways between VPCs.

use crate::store::{Kind, Quota, States};

pub(crate) static NAT_IP: Kind = Kind {
    name: "NatIp",
    id: "NatIpId",
    prefix: "vpcnatip-",
    states: States { field: "NatIpStatus", creating: "Creating", ready: &["Available"], changing: "", deleting: "Deleting" },
    seconds: 3,
    filters: &["IpOrigin"],
    defaults: &[("NatIpName", r#""""#), ("NatIpDescription", r#""""#), ("IsDefault", "false"), ("IpOrigin", r#""cidr""#)],
    not_found: &["ResourceNotFound.NatIp"],
    busy: &["IncorrectStatus.NatIp"],
    quota: Some(Quota { most: 50, per: "NatGatewayId", codes: &["QuotaExceeded.NatIp"] }),
    ..Kind::PLAIN
};

pub(crate) static NAT_IP_CIDR: Kind = Kind {
    name: "NatIpCidr",
    id: "NatIpCidrId",
    prefix: "vpcnatcidr-",
    states: States { field: "NatIpCidrStatus", creating: "", ready: &["Available"], changing: "", deleting: "" },
    seconds: 3,
    renames: &[("NatIpCidrs", "NatIpCidr")],
    defaults: &[("NatIpCidrName", r#""""#), ("NatIpCidrDescription", r#""""#), ("IsDefault", "false")],
    not_found: &["ResourceNotFound.NatIpCidr"],
    quota: Some(Quota { most: 5, per: "NatGatewayId", codes: &["QuotaExceeded.NatIpCidr"] }),
    ..Kind::PLAIN
};
