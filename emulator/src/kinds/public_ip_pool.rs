//! Public IP address pools, and the blocks of addresses in them.

use crate::store::{Blocker, Kind, Quota, States};

const STATES: States = States { field: "Status", creating: "", ready: &["Created"], changing: "Modifying", deleting: "Deleting" };

pub(crate) static PUBLIC_IP_POOL: Kind = Kind {
    name: "PublicIpAddressPool",
    id: "PublicIpAddressPoolId",
    prefix: "pippool-",
    states: STATES,
    seconds: 3,
    filters: &["SecurityProtectionEnabled"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("Isp", r#""BGP""#),
        ("BizType", r#""Default""#),
        ("BusinessStatus", r#""Normal""#),
        ("ShareType", r#""""#),
        ("UserType", r#""admin""#),
        ("SecurityProtectionTypes", "[]"),
        ("Zones", "[]"),
    ],
    not_found: &["ResourceNotFound.PublicIpAddressPool"],
    busy: &["IncorrectStatus.PublicIpAddressPool"],
    blockers: &[Blocker { kind: &PUBLIC_IP_BLOCK, field: "PublicIpAddressPoolId", code: "ResourceInUse.PublicIpAddressPool" }],
    quota: Some(Quota { most: 10, per: "", codes: &["QuotaExceeded.PublicIpAddressPool"] }),
    tagged: "PUBLICIPADDRESSPOOL",
    ..Kind::PLAIN
};

pub(crate) static PUBLIC_IP_BLOCK: Kind = Kind {
    name: "PublicIpAddressPoolCidrBlock",
    id: "PublicIpAddressPoolCidrBlockId",
    prefix: "pipblock-",
    states: STATES,
    seconds: 3,
    defaults: &[("UsedIpNum", "0")],
    not_found: &["ResourceNotFound.CidrBlock"],
    busy: &["IncorrectStatus.CidrBlock"],
    quota: Some(Quota { most: 20, per: "PublicIpAddressPoolId", codes: &["QuotaExceeded.PoolIpQuantity"] }),
    ..Kind::PLAIN
};

/// That the service is open, which is so for good.
pub(crate) static PUBLIC_IP_POOL_SERVICE: Kind =
    Kind { name: "PublicIpAddressPoolService", id: "PublicIpAddressPoolServiceId", prefix: "pips-", ..Kind::PLAIN };
