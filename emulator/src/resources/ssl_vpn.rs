//! SSL servers of VPN gateways, and the client certificates that they accept.
//!
//! A change to either is a change of the gateway's configuration: until it is done, the gateway is `updating` and rejects others.

use serde_json::{Map, Value, json};

use super::vpn_gateway;
use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, page, plain};
use crate::kinds::{SSL_VPN_CLIENT_CERT, SSL_VPN_SERVER, VPN_GATEWAY};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&SSL_VPN_SERVER, server_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateSslVpnServer", Create(&SSL_VPN_SERVER, new_server)),
    ("DescribeSslVpnServers", List(&SSL_VPN_SERVER)),
    ("ModifySslVpnServer", Modify(&SSL_VPN_SERVER, configure)),
    ("DeleteSslVpnServer", Delete(&SSL_VPN_SERVER, configure)),
    ("CreateSslVpnClientCert", Create(&SSL_VPN_CLIENT_CERT, new_certificate)),
    ("DescribeSslVpnClientCert", Get(&SSL_VPN_CLIENT_CERT)),
    ("DescribeSslVpnClientCerts", List(&SSL_VPN_CLIENT_CERT)),
    ("ModifySslVpnClientCert", Modify(&SSL_VPN_CLIENT_CERT, plain)),
    ("DeleteSslVpnClientCert", Delete(&SSL_VPN_CLIENT_CERT, configure)),
    ("DescribeSslVpnClients", Other(clients)),
];

/// Ports that a VPN gateway uses itself.
const RESERVED_PORTS: &[i64] = &[22, 2222, 22222, 9000, 9001, 9002, 7505, 80, 443, 53, 68, 123, 4510, 4560, 500, 4500];

fn new_server(call: &mut Call<'_>, server: &mut Resource) -> Result<(), ServiceError> {
    let gateway = call.id(&VPN_GATEWAY)?;
    call.check_idle(&gateway)?;
    let has_ssl = call.store.get(&gateway).is_some_and(|gateway| gateway.text("SslVpn") == Some("enable"));
    if !has_ssl {
        return Err(call.error(&["VpnGateway.SslVpnDisabled"], "The SSL-VPN feature of the VPN gateway is disabled."));
    }
    check_server(call, None)?;
    server.set("VpnGatewayId", gateway.as_str());
    vpn_gateway::update(call, &gateway);
    Ok(())
}

fn new_certificate(call: &mut Call<'_>, certificate: &mut Resource) -> Result<(), ServiceError> {
    let server = call.id(&SSL_VPN_SERVER)?;
    let gateway = gateway_of(call.store, &server);
    call.check_idle(&gateway)?;
    certificate.set("SslVpnServerId", server.as_str());
    certificate.owner = Some(server);
    certificate.set("EndTime", json!(call.now.saturating_add(3 * 365 * 24 * 3600 * 1000)));
    // Not a real key and certificate.
    let pem = |what: &str, id: &str| format!("-----BEGIN {what}-----\nEMULATED{id}\n-----END {what}-----\n");
    certificate.set("CaCert", pem("CERTIFICATE", "CA"));
    certificate.set("ClientCert", pem("CERTIFICATE", &certificate.id));
    certificate.set("ClientKey", pem("PRIVATE KEY", &certificate.id));
    certificate.set("ClientConfig", format!("client\ndev tun\nremote {}\n", gateway_address(call.store, &gateway)));
    vpn_gateway::update(call, &gateway);
    Ok(())
}

/// No client connects to a gateway here.
fn clients(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    call.id(&VPN_GATEWAY)?;
    page(call, Vec::new())
}

/// Changing or deleting a server or a certificate makes its gateway busy.
fn configure(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    check_server(call, Some(id))?;
    let gateway = gateway_of(call.store, id);
    call.check_idle(&gateway)?;
    vpn_gateway::update(call, &gateway);
    Ok(())
}

/// Checks the given settings of a server.
fn check_server(call: &Call<'_>, id: Option<&str>) -> Result<(), ServiceError> {
    if let Some(pool) = call.text("ClientIpPool") {
        let Ok(network) = pool.parse::<ipnet::Ipv4Net>() else {
            return Err(call.error(&["ClientIpPool.SubnetInvalid"], "ClientIpPool is not an IPv4 CIDR block."));
        };
        if !(16..=29).contains(&network.prefix_len()) {
            return Err(call.error(&["ClientIpPool.NetmaskInvalid"], "The netmask of ClientIpPool must have 16 to 29 bits."));
        }
    }
    let subnets = call.texts("LocalSubnet");
    if subnets.iter().any(|subnet| subnet.parse::<ipnet::Ipv4Net>().is_err()) {
        return Err(call.error(&["IllegalParam.LocalSubnet", "InvalidParameter"], "LocalSubnet must hold IPv4 CIDR blocks."));
    }
    let server = id.and_then(|id| call.store.get(id));
    let value = |name: &str| call.text(name).or_else(|| server.and_then(|server| server.text(name))).unwrap_or_default();
    let local = value("LocalSubnet").split(',').filter_map(|subnet| subnet.trim().parse::<ipnet::Ipv4Net>().ok());
    let pool = value("ClientIpPool").parse::<ipnet::Ipv4Net>().ok();
    if pool.is_some_and(|pool| local.into_iter().any(|subnet| network::overlap(&subnet, &pool))) {
        return Err(call.error(&["IpConflict", "ClientIpPool.SubnetInvalid"], "ClientIpPool overlaps LocalSubnet."));
    }
    if call.number("Port").is_some_and(|port| !(1..=65535).contains(&port) || RESERVED_PORTS.contains(&port)) {
        return Err(call.error(&["SslVpnServerPort.Illegal"], "The port is reserved."));
    }
    Ok(())
}

/// The gateway of a server or a certificate.
fn gateway_of(store: &Store, id: &str) -> String {
    let Some(resource) = store.get(id) else { return String::new() };
    match resource.text("SslVpnServerId") {
        Some(server) if server != id => gateway_of(store, server),
        _ => resource.text("VpnGatewayId").unwrap_or_default().to_owned(),
    }
}

fn gateway_address(store: &Store, gateway: &str) -> String {
    store.get(gateway).and_then(|gateway| gateway.text("InternetIp")).unwrap_or_default().to_owned()
}

fn server_view(store: &Store, server: &Resource, view: &mut Map<String, Value>) {
    if let Some(gateway) = server.text("VpnGatewayId").and_then(|id| store.get(id)) {
        for (name, from) in [("InternetIp", "InternetIp"), ("MaxConnections", "SslMaxConnections")] {
            view.insert(name.to_owned(), gateway.fields.get(from).cloned().unwrap_or_default());
        }
    }
}
