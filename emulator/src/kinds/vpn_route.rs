//! Routes of VPN gateways: by destination, and by source and destination (policy-based).
//!
//! None has an id on the wire: a request names it by its gateway and its values.

use crate::store::{Kind, Quota};

pub(crate) static VPN_ROUTE: Kind = Kind {
    name: "VpnRouteEntry",
    id: "VpnRouteEntryId",
    prefix: "vpnrt-",
    renames: &[("VpnGatewayId", "VpnInstanceId")],
    defaults: &[("Description", r#""""#), ("OverlayMode", r#""Ipsec""#), ("RouteEntryType", r#""custom""#)],
    not_found: &["InvalidVpnRouteEntry.NotFound", "InvalidRouteEntry.NotFound"],
    quota: Some(Quota { most: 50, per: "VpnGatewayId", codes: &["QuotaExceeded.VpnRouteEntry", "Resource.QuotaFull"] }),
    ..Kind::PLAIN
};

pub(crate) static VPN_PBR_ROUTE: Kind = Kind {
    name: "VpnPbrRouteEntry",
    id: "VpnPbrRouteEntryId",
    prefix: "vpnpbr-",
    renames: &[("VpnGatewayId", "VpnInstanceId")],
    defaults: &[("Description", r#""""#), ("OverlayMode", r#""Ipsec""#), ("Priority", "10")],
    not_found: &["InvalidVpnRouteEntry.NotFound", "InvalidRouteEntry.NotFound"],
    quota: Some(Quota { most: 20, per: "VpnGatewayId", codes: &["CreatePbrRoutesQuotaFull.QuotaFull", "Resource.QuotaFull"] }),
    ..Kind::PLAIN
};
