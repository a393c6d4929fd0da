//! Routes of IPsec-VPN connections that are attached to transit routers.

use crate::store::{Kind, Quota};

pub(crate) static VCO_ROUTE: Kind = Kind {
    name: "VcoRouteEntry",
    id: "VcoRouteEntryId",
    prefix: "vcort-",
    defaults: &[
        ("Description", r#""""#),
        ("OverlayMode", r#""Ipsec""#),
        ("RouteEntryType", r#""custom""#),
        ("Source", r#""CLOUD""#),
        ("State", r#""published""#),
        ("AsPath", r#""""#),
        ("Community", r#""""#),
    ],
    not_found: &["InvalidVpnRouteEntry.NotFound", "InvalidRouteEntry.NotFound"],
    quota: Some(Quota { most: 50, per: "VpnConnectionId", codes: &["QuotaExceeded.VpnRouteEntry", "Resource.QuotaFull"] }),
    ..Kind::PLAIN
};
