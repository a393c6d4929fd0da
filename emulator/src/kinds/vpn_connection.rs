//! IPsec-VPN connections of VPN gateways, and their tunnels.

use crate::store::{Kind, Quota, States};

pub(crate) static VPN_CONNECTION: Kind = Kind {
    name: "VpnConnection",
    id: "VpnConnectionId",
    prefix: "vco-",
    states: States { field: "State", creating: "init", ready: &["active"], changing: "updating", deleting: "deleting" },
    seconds: 20,
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("Status", r#""ike_sa_not_established""#),
        ("EffectImmediately", "false"),
        ("EnableDpd", "true"),
        ("EnableNatTraversal", "true"),
        ("EnableTunnelsBgp", "false"),
        ("AttachInstanceId", r#""""#),
        ("CrossAccountAuthorized", "false"),
        ("RemoteCaCertificate", r#""""#),
        ("AttachType", r#""VPNGW""#),
        ("NetworkType", r#""public""#),
    ],
    not_found: &["InvalidVpnConnectionInstanceId.NotFound"],
    busy: &["VpnGateway.Configuring", "VpnTask.CONFLICT"],
    quota: Some(Quota {
        most: 10,
        per: "VpnGatewayId",
        codes: &["CreateVpnConnectionsQuotaFull.QuotaFull", "Resource.QuotaFull"],
    }),
    tagged: "VPNCONNECTION",
    ..Kind::PLAIN
};
