//! IPsec-VPN connections of VPN gateways, and their tunnels.

use serde_json::{Map, Value, json};

use super::vpn_defaults::{self, Ends};
use super::vpn_gateway;
use super::vpn_values;
use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View};
use crate::kinds::{CUSTOMER_GATEWAY, VPN_CONNECTION, VPN_GATEWAY};
use crate::network;
use crate::reply;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&VPN_CONNECTION, connection_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateVpnConnection", Create(&VPN_CONNECTION, new_connection)),
    ("DescribeVpnConnection", Get(&VPN_CONNECTION)),
    ("DescribeVpnConnections", List(&VPN_CONNECTION)),
    ("ModifyVpnConnectionAttribute", Modify(&VPN_CONNECTION, modify_connection)),
    ("DeleteVpnConnection", Delete(&VPN_CONNECTION, delete_connection)),
    ("ModifyTunnelAttribute", Other(modify_tunnel)),
];

/// Parameters that are JSON text, and the fields of the reply that they become.
const CONFIGURATIONS: &[(&str, &str)] = &[
    ("IkeConfig", "IkeConfig"),
    ("IpsecConfig", "IpsecConfig"),
    ("HealthCheckConfig", "VcoHealthCheck"),
    ("BgpConfig", "VpnBgpConfig"),
];

fn new_connection(call: &mut Call<'_>, connection: &mut Resource) -> Result<(), ServiceError> {
    let gateway = call.id(&VPN_GATEWAY)?;
    call.check_idle(&gateway)?;
    if call.store.get(&gateway).is_some_and(|gateway| gateway.text("IpsecVpn") != Some("enable")) {
        return Err(call.error(&["VpnGateway.IpsecVpnDisabled"], "The IPsec-VPN feature of the VPN gateway is disabled."));
    }
    if call.items("TunnelOptionsSpecification").is_empty() && call.named(&CUSTOMER_GATEWAY, "CustomerGatewayId")?.is_none() {
        return Err(call.error(
            &["MissingParameter.TunnelOptionsSpecification", "MissingParameter"],
            "CustomerGatewayId or TunnelOptionsSpecification is mandatory.",
        ));
    }
    complete(call, connection, &gateway)?;
    vpn_gateway::update(call, &gateway);
    Ok(())
}

/// What a connection without a VPN gateway is attached to.
pub(super) const CEN: &str = "CEN";

/// Addresses of connections without a VPN gateway.
const ADDRESSES: [&str; 2] = ["47.99.0.1", "47.99.0.2"];

/// Completes a connection without a VPN gateway.
pub(super) fn new_attachment(call: &mut Call<'_>, attachment: &mut Resource) -> Result<(), ServiceError> {
    attachment.set("AttachType", CEN);
    attachment.set("TunnelBandwidth", call.text("TunnelBandwidth").unwrap_or("Standard").to_owned());
    for name in ["TransitRouterId", "TransitRouterName", "Description"] {
        attachment.default(name, "");
    }
    complete(call, attachment, "")
}

/// Changes a connection without a VPN gateway.
pub(super) fn change_attachment(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    call.named(&CUSTOMER_GATEWAY, "CustomerGatewayId")?;
    modify_connection(call, id)
}

fn complete(call: &mut Call<'_>, connection: &mut Resource, gateway: &str) -> Result<(), ServiceError> {
    check_subnets(call)?;
    configure(call, connection)?;
    let field = |name: &str| call.store.get(gateway).and_then(|gateway| gateway.text(name)).unwrap_or_default().to_owned();
    let (internet_ip, standby_ip) = match gateway {
        "" => ADDRESSES.map(str::to_owned).into(),
        _ => (field("InternetIp"), field("DisasterRecoveryInternetIp")),
    };
    connection.set("InternetIp", internet_ip.as_str());
    connection.set("Spec", field("Spec"));
    let (remote, remote_asn) = customer_end(call, call.text("CustomerGatewayId"));
    let ends = Ends { local: &internet_ip, remote: &remote, remote_asn: &remote_asn };
    let mut fields = connection.fields.to_map();
    vpn_defaults::complete_connection(&mut fields, &ends, call.ids);
    connection.fields = fields.into();
    let zones: Vec<_> = ["VSwitchId", "DisasterRecoveryVSwitchId"].map(|name| zone_of(call, &field(name))).into();
    let mut made = Vec::new();
    for (index, mut tunnel) in call.items("TunnelOptionsSpecification").into_iter().enumerate() {
        check_tunnel(call, &tunnel)?;
        tunnel["TunnelId"] = call.ids.resource("tun-").into();
        tunnel["TunnelIndex"] = (index + 1).into();
        tunnel["State"] = "active".into();
        tunnel["Status"] = "ike_sa_not_established".into();
        let (address, zone, role) = match index {
            0 => (&internet_ip, &zones[0], "master"),
            _ => (&standby_ip, &zones[1], "slave"),
        };
        tunnel["InternetIp"] = address.as_str().into();
        tunnel["ZoneNo"] = zone.as_str().into();
        if let Value::Object(fields) = &mut tunnel {
            fields.entry("Role").or_insert_with(|| role.into());
            let (remote, remote_asn) = customer_end(call, fields.get("CustomerGatewayId").and_then(Value::as_str));
            let ends = Ends { local: address, remote: &remote, remote_asn: &remote_asn };
            vpn_defaults::complete_tunnel(fields, &ends, call.ids);
        }
        made.push(tunnel);
    }
    connection.set("TunnelOptionsSpecification", made);
    Ok(())
}

fn modify_connection(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let gateway = gateway_of(call.store, id);
    call.check_idle(&gateway)?;
    check_subnets(call)?;
    let Some(mut connection) = call.store.get(id).cloned() else { return Ok(()) };
    configure(call, &mut connection)?;
    let mut tunnels = tunnels_of(&connection);
    for change in call.items("TunnelOptionsSpecification") {
        check_tunnel(call, &change)?;
        let role = |tunnel: &Value| tunnel["Role"] == change["Role"];
        let same = |tunnel: &&mut Value| {
            if change.get("TunnelId").is_some() { tunnel["TunnelId"] == change["TunnelId"] } else { role(tunnel) }
        };
        let Some(tunnel) = tunnels.iter_mut().find(same) else {
            return Err(call.error(&["IllegalParam.TunnelId", "IllegalParam.Role"], "The connection has no such tunnel."));
        };
        merge(tunnel, &change);
    }
    connection.set("TunnelOptionsSpecification", tunnels);
    call.store.insert(connection);
    // The tunnels are merged above, not stored as they are in the request.
    call.arguments.shift_remove("TunnelOptionsSpecification");
    vpn_gateway::update(call, &gateway);
    Ok(())
}

fn delete_connection(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let gateway = gateway_of(call.store, id);
    call.check_idle(&gateway)?;
    vpn_gateway::update(call, &gateway);
    Ok(())
}

fn modify_tunnel(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&VPN_CONNECTION)?;
    let gateway = gateway_of(call.store, &id);
    call.check_idle(&id)?;
    call.check_idle(&gateway)?;
    let change = call.arguments.get("TunnelOptionsSpecification").cloned().unwrap_or_default();
    check_tunnel(call, &change)?;
    let wanted = call.text("TunnelId").unwrap_or_default().to_owned();
    let mut tunnels = call.store.get(&id).map(tunnels_of).unwrap_or_default();
    let Some(tunnel) = tunnels.iter_mut().find(|tunnel| tunnel["TunnelId"] == wanted.as_str()) else {
        return Err(call.error(&["InvalidVpnConnectionInstanceId.NotFound"], format!("{id} has no tunnel {wanted}.")));
    };
    merge(tunnel, &change);
    let described = tunnel.clone();
    if let Some(mut connection) = call.store.edit(&id) {
        connection.set("TunnelOptionsSpecification", tunnels);
    }
    vpn_gateway::update(call, &gateway);
    Ok(reply::object(call.operation, &call.operation.spec.response, &mut |name| described.get(name).cloned()))
}

/// Stores the parameters that are JSON text.
fn configure(call: &mut Call<'_>, connection: &mut Resource) -> Result<(), ServiceError> {
    for (parameter, field) in CONFIGURATIONS {
        let Some(text) = call.text(parameter) else { continue };
        let Ok(Value::Object(change)) = serde_json::from_str(text) else {
            return Err(call.invalid(parameter, &[], "it must be the JSON text of an object"));
        };
        // Some of these texts are written in lower case; replies never are.
        let change = Value::Object(change.into_iter().map(|(name, value)| (capitalised(&name), value)).collect());
        vpn_values::check(call, &change)?;
        let mut value = connection.fields.get(field).cloned().unwrap_or_else(|| json!({}));
        merge(&mut value, &change);
        connection.set(field, value);
        // The object is kept, not its text.
        call.arguments.shift_remove(*parameter);
        if parameter != field {
            connection.fields.remove(parameter);
        }
    }
    Ok(())
}

fn capitalised(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(rest).collect()
}

/// The fields of `change` replace those of `value`; objects are merged field by field.
fn merge(value: &mut Value, change: &Value) {
    match (value, change) {
        (Value::Object(fields), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(fields.entry(name.as_str()).or_insert(Value::Null), change);
            }
        }
        (value, change) => *value = change.clone(),
    }
}

fn check_tunnel(call: &Call<'_>, tunnel: &Value) -> Result<(), ServiceError> {
    vpn_values::check(call, tunnel)?;
    match tunnel.get("CustomerGatewayId").and_then(Value::as_str) {
        Some(id) => call.check_exists(&CUSTOMER_GATEWAY, "CustomerGatewayId", id).map(|_| ()),
        None => Ok(()),
    }
}

fn check_subnets(call: &Call<'_>) -> Result<(), ServiceError> {
    for name in ["LocalSubnet", "RemoteSubnet"] {
        if call.texts(name).iter().any(|subnet| network::block(subnet).is_none()) {
            return Err(call.invalid(name, &[], "it must hold IPv4 blocks, with commas between them"));
        }
    }
    Ok(())
}

/// The address of a customer gateway, and the number of its autonomous system.
fn customer_end(call: &Call<'_>, id: Option<&str>) -> (String, String) {
    let gateway = id.and_then(|id| call.store.get(id));
    let field = |name: &str| gateway.and_then(|gateway| gateway.text(name)).unwrap_or_default().to_owned();
    (field("IpAddress"), field("Asn"))
}

fn zone_of(call: &Call<'_>, vswitch: &str) -> String {
    call.store.get(vswitch).and_then(|vswitch| vswitch.text("ZoneId")).unwrap_or_default().to_owned()
}

fn tunnels_of(connection: &Resource) -> Vec<Value> {
    connection.fields.get("TunnelOptionsSpecification").and_then(Value::as_array).cloned().unwrap_or_default()
}

fn gateway_of(store: &Store, connection: &str) -> String {
    store.get(connection).and_then(|connection| connection.text("VpnGatewayId")).unwrap_or_default().to_owned()
}

fn connection_view(_: &Store, connection: &Resource, view: &mut Map<String, Value>) {
    if connection.text("AttachType") == Some(CEN) && connection.status == "active" {
        view.insert("State".into(), "attached".into());
    }
    // In lists of connections, tags have another name.
    if let Some(tags) = view.get("Tags").cloned() {
        view.insert("Tag".into(), tags);
    }
}
