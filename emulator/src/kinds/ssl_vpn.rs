//! SSL servers of VPN gateways, and the client certificates that they accept.
//!
//! A change to either is a change of the gateway's configuration: the gateway is `updating` meanwhile, and takes no other.

use crate::store::{Kind, Quota};

pub(crate) static SSL_VPN_SERVER: Kind = Kind {
    name: "SslVpnServer",
    id: "SslVpnServerId",
    prefix: "vss-",
    seconds: 20,
    defaults: &[
        ("Name", r#""""#),
        ("Proto", r#""TCP""#),
        ("Cipher", r#""AES-128-CBC""#),
        ("Port", "1194"),
        ("Compress", "false"),
        ("EnableMultiFactorAuth", "false"),
        ("Connections", "0"),
    ],
    quota: Some(Quota { most: 1, per: "VpnGatewayId", codes: &["SslVpnServer.AlreadyExist", "Resource.QuotaFull"] }),
    tagged: "SSLVPNSERVER",
    ..Kind::PLAIN
};

pub(crate) static SSL_VPN_CLIENT_CERT: Kind = Kind {
    name: "SslVpnClientCert",
    id: "SslVpnClientCertId",
    prefix: "vsc-",
    seconds: 20,
    max_name: 100,
    defaults: &[("Name", r#""""#), ("Status", r#""normal""#)],
    quota: Some(Quota { most: 50, per: "SslVpnServerId", codes: &["CreateSslCertsQuotaFull.QuotaFull", "Resource.QuotaFull"] }),
    tagged: "SSLVPNCLIENTCERT",
    ..Kind::PLAIN
};
