//! Customer gateways: the device at the other end of an IPsec-VPN connection.

use super::vpn_connection::VPN_CONNECTION;
use crate::store::{Blocker, Kind, Quota};

pub(crate) static CUSTOMER_GATEWAY: Kind = Kind {
    name: "CustomerGateway",
    id: "CustomerGatewayId",
    prefix: "cgw-",
    defaults: &[("Name", r#""""#), ("Description", r#""""#), ("AuthKey", r#""""#)],
    not_found: &["InvalidCustomerGatewayInstanceId.NotFound"],
    blockers: &[Blocker { kind: &VPN_CONNECTION, field: "CustomerGatewayId", code: "DependencyViolation.VpnConnection" }],
    quota: Some(Quota { most: 100, per: "", codes: &["CreateVpnUserGatewayQuotaFull.QuotaFull", "Resource.QuotaFull"] }),
    tagged: "CUSTOMERGATEWAY",
    ..Kind::PLAIN
};
