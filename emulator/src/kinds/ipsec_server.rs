//! IPsec servers of VPN gateways, and the certificates that gateways use.

use crate::store::{Kind, Quota};

pub(crate) static IPSEC_SERVER: Kind = Kind {
    name: "IpsecServer",
    id: "IpsecServerId",
    prefix: "iss-",
    seconds: 20,
    renames: &[("IpSecServerName", "IpsecServerName")],
    defaults: &[
        ("IpsecServerName", r#""""#),
        ("EffectImmediately", "false"),
        ("PskEnabled", "true"),
        ("MultiFactorAuthEnabled", "false"),
        ("MaxConnections", "5"),
        ("OnlineClientCount", "0"),
        ("IDaaSInstanceId", r#""""#),
    ],
    not_found: &["InvalidIpsecServerId.NotFound"],
    quota: Some(Quota { most: 1, per: "VpnGatewayId", codes: &["OperationFailed.IPsecServerExist"] }),
    ..Kind::PLAIN
};

/// That a gateway uses a certificate.
pub(crate) static VPN_CERTIFICATE: Kind = Kind {
    name: "VpnCertificateAssociation",
    id: "VpnCertificateAssociationId",
    prefix: "vpncert-",
    seconds: 20,
    not_found: &["InvalidAssociateRelation.NotFound"],
    quota: Some(Quota { most: 2, per: "VpnGatewayId", codes: &["OperationFailed.AnotherAssociationExist"] }),
    ..Kind::PLAIN
};
