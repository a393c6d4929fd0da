//! IPsec servers of VPN gateways, and the certificates that gateways use.
//!
//! A change to either is a change of the gateway's configuration: until it is done, the gateway is `updating` and rejects others.

use serde_json::{Map, Value, json};

use super::vpn_defaults::{self, Ends};
use super::vpn_gateway;
use super::vpn_values;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, page};
use crate::kinds::{IPSEC_SERVER, VPN_CERTIFICATE, VPN_GATEWAY};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&IPSEC_SERVER, server_view), (&VPN_CERTIFICATE, certificate_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateIpsecServer", Create(&IPSEC_SERVER, new_server)),
    ("ListIpsecServers", List(&IPSEC_SERVER)),
    ("UpdateIpsecServer", Modify(&IPSEC_SERVER, change_server)),
    ("DeleteIpsecServer", Delete(&IPSEC_SERVER, configure)),
    ("ListIpsecServerLogs", Other(logs)),
    ("AssociateVpnGatewayWithCertificate", Create(&VPN_CERTIFICATE, associate)),
    ("ListVpnCertificateAssociations", List(&VPN_CERTIFICATE)),
    ("DissociateVpnGatewayWithCertificate", Other(dissociate)),
];

fn new_server(call: &mut Call<'_>, server: &mut Resource) -> Result<(), ServiceError> {
    let gateway = idle_gateway(call)?;
    check_blocks(call)?;
    server.owner = Some(gateway.clone());
    set_configuration(call, server, &gateway)?;
    vpn_gateway::update(call, &gateway);
    Ok(())
}

fn change_server(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    check_blocks(call)?;
    let Some(mut server) = call.store.get(id).cloned() else { return Ok(()) };
    let gateway = server.text("VpnGatewayId").unwrap_or_default().to_owned();
    set_configuration(call, &mut server, &gateway)?;
    call.store.insert(server);
    configure(call, id)
}

fn check_blocks(call: &Call<'_>) -> Result<(), ServiceError> {
    if call.text("ClientIpPool").is_some_and(|pool| pool.parse::<ipnet::Ipv4Net>().is_err()) {
        return Err(
            call.error(&["ClientIpPool.SubnetInvalid", "IllegalParam.ClientIpPool"], "ClientIpPool is not an IPv4 CIDR block.")
        );
    }
    match call.texts("LocalSubnet").iter().all(|subnet| subnet.parse::<ipnet::Ipv4Net>().is_ok()) {
        true => Ok(()),
        false => Err(call.error(&["IllegalParam.LocalSubnet"], "LocalSubnet must hold IPv4 CIDR blocks.")),
    }
}

/// Stores the parameters that are JSON text, completed with defaults.
fn set_configuration(call: &mut Call<'_>, server: &mut Resource, gateway: &str) -> Result<(), ServiceError> {
    for name in ["IkeConfig", "IpsecConfig"] {
        let Some(text) = call.text(name) else { continue };
        let Ok(Value::Object(given)) = serde_json::from_str(text) else {
            return Err(call.invalid(name, &[], "it must be the JSON text of an object"));
        };
        let given = Value::Object(given);
        vpn_values::check(call, &given)?;
        let mut fields =
            call.store.get(&server.id).and_then(|old| old.fields.get(name)?.as_object().cloned()).unwrap_or_default();
        fields.extend(given.as_object().cloned().unwrap_or_default());
        server.set(name, fields);
        // The object is kept, not its text.
        call.arguments.shift_remove(name);
    }
    let local = call.store.get(gateway).and_then(|gateway| gateway.text("InternetIp")).unwrap_or_default();
    let ends = Ends { local, remote: "", remote_asn: "" };
    let mut fields = server.fields.to_map();
    vpn_defaults::complete_server(&mut fields, &ends, call.ids);
    server.fields = fields.into();
    Ok(())
}

/// Changing or deleting a server makes its gateway busy.
fn configure(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let gateway = call.store.get(id).and_then(|server| server.text("VpnGatewayId")).unwrap_or_default().to_owned();
    call.check_idle(&gateway)?;
    vpn_gateway::update(call, &gateway);
    Ok(())
}

/// No client connects to a server here.
fn logs(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    call.id(&IPSEC_SERVER)?;
    let mut reply = page(call, Vec::new())?;
    reply.insert("IsCompleted".into(), true.into());
    Ok(reply)
}

fn associate(call: &mut Call<'_>, certificate: &mut Resource) -> Result<(), ServiceError> {
    let gateway = idle_gateway(call)?;
    let kind = certificate.text("CertificateType");
    if call.store.with(&VPN_CERTIFICATE, "VpnGatewayId", &gateway).any(|other| other.text("CertificateType") == kind) {
        let message = "The gateway has a certificate of this type already.";
        return Err(call.error(&["OperationFailed.AnotherAssociationExist"], message));
    }
    certificate.owner = Some(gateway.clone());
    vpn_gateway::update(call, &gateway);
    Ok(())
}

fn dissociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let gateway = idle_gateway(call)?;
    let same = |certificate: &&Resource| {
        ["CertificateId", "CertificateType"].iter().all(|name| certificate.text(name) == call.text(name))
    };
    let found = call.store.with(&VPN_CERTIFICATE, "VpnGatewayId", &gateway).find(same).map(|certificate| certificate.id.clone());
    let Some(id) = found else {
        return Err(call.error(&["InvalidAssociateRelation.NotFound"], "The gateway does not use this certificate."));
    };
    call.store.remove(&id);
    vpn_gateway::update(call, &gateway);
    Ok(Reply::new())
}

fn idle_gateway(call: &Call<'_>) -> Result<String, ServiceError> {
    let gateway = call.id(&VPN_GATEWAY)?;
    call.check_idle(&gateway)?;
    Ok(gateway)
}

fn server_view(store: &Store, server: &Resource, view: &mut Map<String, Value>) {
    let gateway = server.text("VpnGatewayId").and_then(|id| store.get(id));
    view.insert("InternetIp".into(), json!(gateway.and_then(|gateway| gateway.text("InternetIp"))));
}

fn certificate_view(_: &Store, _: &Resource, view: &mut Map<String, Value>) {
    view.insert("AssociationTime".into(), view.get("CreationTime").cloned().unwrap_or_default());
}
