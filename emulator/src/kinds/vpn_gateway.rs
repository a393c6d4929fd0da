//! VPN gateways.

use super::ssl_vpn::SSL_VPN_SERVER;
use super::vpn_connection::VPN_CONNECTION;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static VPN_GATEWAY: Kind = Kind {
    name: "VpnGateway",
    id: "VpnGatewayId",
    prefix: "vpn-",
    states: States { field: "Status", creating: "provisioning", ready: &["active"], changing: "updating", deleting: "deleting" },
    seconds: 60,
    renames: &[("InstanceChargeType", "ChargeType"), ("SslConnections", "SslMaxConnections")],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("BusinessStatus", r#""Normal""#),
        ("EnableBgp", "false"),
        ("AutoPropagate", "false"),
        ("GatewayType", r#""Traditional""#),
        ("VpnType", r#""Normal""#),
        ("NetworkType", r#""public""#),
        ("Tag", r#""{}""#),
    ],
    not_found: &["InvalidVpnGatewayInstanceId.NotFound", "InvalidVpnInstanceId.NotFound"],
    busy: &["VpnGateway.Configuring"],
    blockers: &[
        Blocker { kind: &SSL_VPN_SERVER, field: "VpnGatewayId", code: "DependencyViolation.SslVpnServer" },
        Blocker { kind: &VPN_CONNECTION, field: "VpnGatewayId", code: "DependencyViolation.VpnConnection" },
    ],
    quota: Some(Quota { most: 30, per: "", codes: &["Resource.QuotaFull"] }),
    tagged: "VPNGATEWAY",
    ..Kind::PLAIN
};
