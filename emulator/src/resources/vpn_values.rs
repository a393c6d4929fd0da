//! What the configuration of IPsec-VPN connections, tunnels and IPsec servers may say.

use serde_json::{Map, Value};

use crate::engine::Call;
use crate::network;
use crate::service_error::ServiceError;

/// Where tunnels have their addresses.
const TUNNELS: &str = "169.254.0.0/16";

const ENCRYPTION: &[&str] = &["aes", "aes192", "aes256", "des", "3des"];
const AUTHENTICATION: &[&str] = &["md5", "sha1", "sha256", "sha384", "sha512"];

/// The values that a field can have.
const SETS: &[(&str, &[&str])] = &[
    ("IkeVersion", &["ikev1", "ikev2"]),
    ("IkeMode", &["main", "aggressive"]),
    ("IkeEncAlg", ENCRYPTION),
    ("IkeAuthAlg", AUTHENTICATION),
    ("IkePfs", &["group1", "group2", "group5", "group14"]),
    ("IpsecEncAlg", ENCRYPTION),
    ("IpsecAuthAlg", AUTHENTICATION),
    ("IpsecPfs", &["disabled", "group1", "group2", "group5", "group14"]),
];

/// The numbers that a field can have.
const RANGES: &[(&str, u64, u64)] =
    &[("IkeLifetime", 0, 86_400), ("IpsecLifetime", 0, 86_400), ("LocalAsn", 1, 4_294_967_295), ("PeerAsn", 1, 4_294_967_295)];

/// Checks a configuration and all that is within it. What is empty gets its default, and has not to be checked.
pub(super) fn check(call: &Call<'_>, configuration: &Value) -> Result<(), ServiceError> {
    let Value::Object(fields) = configuration else { return Ok(()) };
    for (name, value) in fields {
        check(call, value)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if text.is_empty() || value.is_null() {
            continue;
        }
        let unsupported = format!("NotSupportVpnConnectionParameter.{name}");
        if let Some((_, set)) = SETS.iter().find(|(known, _)| known == name)
            && !set.contains(&text.as_str())
        {
            return Err(call.invalid(name, &[&unsupported], &format!("it must be one of {}", set.join(", "))));
        }
        if let Some((_, least, most)) = RANGES.iter().find(|(known, ..)| known == name)
            && !text.parse::<u64>().is_ok_and(|number| (*least..=*most).contains(&number))
        {
            return Err(call.invalid(name, &[&unsupported], &format!("it must be a number from {least} to {most}")));
        }
    }
    check_addresses(call, fields)
}

/// The addresses of a tunnel are in a block of 30 bits.
fn check_addresses(call: &Call<'_>, fields: &Map<String, Value>) -> Result<(), ServiceError> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let Some(tunnel) = text("TunnelCidr") else { return Ok(()) };
    let all = network::block(TUNNELS);
    let block = network::block(tunnel).filter(|block| block.prefix_len() == 30 && all.is_some_and(|all| all.contains(block)));
    let Some(block) = block else {
        let codes = ["InvalidTunnelCidr.Malformed"];
        return Err(call.invalid("TunnelCidr", &codes, &format!("it must be a block of 30 bits within {TUNNELS}")));
    };
    match text("LocalBgpIp").map(str::parse::<std::net::Ipv4Addr>) {
        None => Ok(()),
        Some(Ok(address)) if block.contains(&address) => Ok(()),
        Some(_) => {
            let codes = ["InvalidLocalBgpIp.Malformed"];
            Err(call.invalid("LocalBgpIp", &codes, &format!("it must be an address in {block}")))
        }
    }
}
