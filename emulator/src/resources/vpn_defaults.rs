//! The default configuration of IPsec-VPN connections, tunnels and IPsec servers.

use serde_json::{Map, Value, json};

use crate::ids::Ids;

/// The two ends of a connection.
pub(super) struct Ends<'e> {
    /// Address of the VPN gateway.
    pub(super) local: &'e str,
    /// Address of the customer gateway.
    pub(super) remote: &'e str,
    /// Number of the autonomous system behind the customer gateway.
    pub(super) remote_asn: &'e str,
}

/// The number of the autonomous system of a VPN gateway.
const LOCAL_ASN: u32 = 45104;

/// Completes the configuration of a connection.
pub(super) fn complete_connection(fields: &mut Map<String, Value>, ends: &Ends<'_>, ids: &Ids) {
    complete(fields, "IkeConfig", ike(ends, ids));
    complete(fields, "IpsecConfig", ipsec());
    complete(
        fields,
        "VcoHealthCheck",
        json!({
            "Enable": "false", "Dip": "", "Sip": "", "Interval": 3, "Retry": 3, "Policy": "revoke_route", "Status": "failed",
        }),
    );
    complete(
        fields,
        "VpnBgpConfig",
        json!({
            "EnableBgp": "false", "AuthKey": "", "LocalAsn": LOCAL_ASN, "LocalBgpIp": "", "PeerAsn": ends.remote_asn, "PeerBgpIp": "",
            "Status": "failed", "TunnelCidr": "",
        }),
    );
}

/// Completes the configuration of an IPsec server.
pub(super) fn complete_server(fields: &mut Map<String, Value>, ends: &Ends<'_>, ids: &Ids) {
    complete(fields, "IkeConfig", ike(ends, ids));
    complete(fields, "IpsecConfig", ipsec());
    fields.entry("Psk").or_insert_with(|| ids.letters(16).into());
}

/// Completes the configuration of a tunnel.
pub(super) fn complete_tunnel(fields: &mut Map<String, Value>, ends: &Ends<'_>, ids: &Ids) {
    complete(fields, "TunnelIkeConfig", ike(ends, ids));
    complete(fields, "TunnelIpsecConfig", ipsec());
    complete(
        fields,
        "TunnelBgpConfig",
        json!({
            "BgpStatus": "failed", "LocalAsn": LOCAL_ASN.to_string(), "LocalBgpIp": "", "PeerAsn": ends.remote_asn, "PeerBgpIp": "",
            "TunnelCidr": "",
        }),
    );
    for (name, value) in [("EnableDpd", true.into()), ("EnableNatTraversal", true.into()), ("RemoteCaCertificate", "".into())] {
        fields.entry(name).or_insert(value);
    }
}

fn ike(ends: &Ends<'_>, ids: &Ids) -> Value {
    json!({
        "IkeVersion": "ikev1", "IkeMode": "main", "IkeEncAlg": "aes", "IkeAuthAlg": "sha1", "IkePfs": "group2", "IkeLifetime": 86400,
        "LocalId": ends.local, "RemoteId": ends.remote, "Psk": ids.letters(16),
    })
}

fn ipsec() -> Value {
    json!({"IpsecEncAlg": "aes", "IpsecAuthAlg": "sha1", "IpsecPfs": "group2", "IpsecLifetime": 86400})
}

/// Adds defaults for the fields that an object lacks or has empty.
fn complete(fields: &mut Map<String, Value>, name: &str, defaults: Value) {
    let (Value::Object(object), Value::Object(defaults)) = (fields.entry(name).or_insert_with(|| json!({})), defaults) else {
        return;
    };
    for (name, default) in defaults {
        let value = object.entry(name).or_insert(Value::Null);
        if value.is_null() || *value == "" {
            *value = default;
        }
    }
}
