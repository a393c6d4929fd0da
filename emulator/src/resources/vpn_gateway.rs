//! VPN gateways.

use std::collections::HashSet;

use serde_json::json;

use crate::engine::Action::{Create, Delete, Get, List, Modify};
use crate::engine::{Call, Operations, plain};
use crate::ids::Ids;
use crate::kinds::VPN_GATEWAY;
use crate::service_error::ServiceError;
use crate::store::{Resource, Store, Then};

pub(super) const OPERATIONS: Operations = &[
    ("CreateVpnGateway", Create(&VPN_GATEWAY, new_gateway)),
    ("DescribeVpnGateway", Get(&VPN_GATEWAY)),
    ("DescribeVpnGateways", List(&VPN_GATEWAY)),
    ("ModifyVpnGatewayAttribute", Modify(&VPN_GATEWAY, plain)),
    ("DeleteVpnGateway", Delete(&VPN_GATEWAY, plain)),
    ("CreateEnhancedVpnGateway", Create(&VPN_GATEWAY, new_enhanced_gateway)),
    ("UpdateEnhancedVpnGateway", Modify(&VPN_GATEWAY, plain)),
    ("DeleteEnhancedVpnGateway", Delete(&VPN_GATEWAY, plain)),
];

fn new_gateway(call: &mut Call<'_>, gateway: &mut Resource) -> Result<(), ServiceError> {
    let (ipsec, ssl) = (call.flag("EnableIpsec").unwrap_or(true), call.flag("EnableSsl").unwrap_or(false));
    if !ipsec && !ssl {
        return Err(call.error(&["InvalidVpnEnable"], "At least one of IPsec-VPN and SSL-VPN must be enabled."));
    }
    if !ssl && call.number("SslConnections").is_some() {
        return Err(call.error(&["UnnecessarySslConnection"], "SslConnections makes sense only with EnableSsl."));
    }
    let bandwidth = call.number("Bandwidth").unwrap_or_default();
    if ![5, 10, 20, 50, 100, 200, 500, 1000].contains(&bandwidth) {
        return Err(call.error(&["InvalidSpec.NotFound"], format!("There is no VPN gateway of {bandwidth} Mbit/s.")));
    }
    let enabled = |on| if on { "enable" } else { "disable" };
    gateway.set("IpsecVpn", enabled(ipsec));
    gateway.set("SslVpn", enabled(ssl));
    gateway.default("SslMaxConnections", if ssl { 5 } else { 0 });
    gateway.default("ChargeType", "PREPAY");
    gateway.set("Spec", format!("{bandwidth}M"));
    gateway.set("InternetIp", free_address(call.store, 0));
    if ssl {
        let address = gateway.fields.get("InternetIp").cloned().unwrap_or_default();
        gateway.set("SslVpnInternetIp", address);
    }
    if call.text("DisasterRecoveryVSwitchId").is_some() {
        set_tunnel_addresses(call, gateway, ssl);
    }
    gateway.set("OrderId", json!(call.now));
    gateway.set("EndTime", json!(call.now.saturating_add(30 * 24 * 3600 * 1000)));
    Ok(())
}

/// Gateways of the newer type have IPsec-VPN only, and a fixed size.
fn new_enhanced_gateway(call: &mut Call<'_>, gateway: &mut Resource) -> Result<(), ServiceError> {
    for (name, value) in [("IpsecVpn", "enable"), ("SslVpn", "disable"), ("ChargeType", "POSTPAY"), ("Spec", "1000M")] {
        gateway.set(name, value);
    }
    gateway.set("SslMaxConnections", 0);
    gateway.set("InternetIp", free_address(call.store, 0));
    if call.text("DisasterRecoveryVSwitchId").is_some() {
        set_tunnel_addresses(call, gateway, false);
    }
    Ok(())
}

/// A gateway with two tunnels has an address for each, and another for SSL-VPN.
fn set_tunnel_addresses(call: &Call<'_>, gateway: &mut Resource, ssl: bool) {
    gateway.set("DisasterRecoveryInternetIp", free_address(call.store, 1));
    if ssl {
        gateway.set("SslVpnInternetIp", free_address(call.store, 2));
    }
}

/// Fields that hold a public address.
const ADDRESSES: [&str; 3] = ["InternetIp", "DisasterRecoveryInternetIp", "SslVpnInternetIp"];

/// A public address that no VPN gateway has: the first free one, or a later one.
fn free_address(store: &Store, skip: usize) -> Option<String> {
    let fields = |gateway: &Resource| ADDRESSES.map(|name| gateway.text(name).map(str::to_owned));
    let taken: HashSet<String> = store.of(&VPN_GATEWAY).flat_map(fields).flatten().collect();
    let addresses = (0..62_500u32).map(|n| format!("47.98.{}.{}", n / 250, n % 250 + 1));
    addresses.into_iter().filter(|address| !taken.contains(address)).nth(skip)
}

/// A change of anything in a gateway changes its configuration: it is `updating` until that is done.
pub(super) fn update(call: &mut Call<'_>, gateway: &str) {
    let done = call.pace.done(call.now, 20);
    if let Some(mut gateway) = call.store.edit(gateway) {
        gateway.status = VPN_GATEWAY.states.changing.to_owned();
        gateway.plan(done, Then::Status(VPN_GATEWAY.states.usual().to_owned()));
    }
}

/// A gateway with SSL-VPN that is ready, created without a request.
pub(crate) fn seed(store: &mut Store, ids: &Ids, now: u64) -> String {
    let mut gateway = Resource::new(&VPN_GATEWAY, ids, "cn-hangzhou", now);
    for (name, value) in [("IpsecVpn", "enable"), ("SslVpn", "enable"), ("ChargeType", "PREPAY"), ("Spec", "5M")] {
        gateway.set(name, value);
    }
    gateway.set("InternetIp", free_address(store, 0));
    gateway.set("SslMaxConnections", 5);
    let id = gateway.id.clone();
    store.insert(gateway);
    id
}
