//! SNAT and DNAT entries of NAT gateways.

use std::net::Ipv4Addr;

use super::vpc_cidr::blocks;
use crate::engine::Action::{Create, Delete, List, Modify};
use crate::engine::{Call, Operations, plain};
use crate::kinds::{EIP, FORWARD_ENTRY, NAT_GATEWAY, NAT_IP, SNAT_ENTRY, V_SWITCH};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const OPERATIONS: Operations = &[
    ("CreateSnatEntry", Create(&SNAT_ENTRY, new_snat)),
    ("DescribeSnatTableEntries", List(&SNAT_ENTRY)),
    ("ModifySnatEntry", Modify(&SNAT_ENTRY, modify_snat)),
    ("DeleteSnatEntry", Delete(&SNAT_ENTRY, plain)),
    ("CreateForwardEntry", Create(&FORWARD_ENTRY, new_forward)),
    ("DescribeForwardTableEntries", List(&FORWARD_ENTRY)),
    ("ModifyForwardEntry", Modify(&FORWARD_ENTRY, modify_forward)),
    ("DeleteForwardEntry", Delete(&FORWARD_ENTRY, plain)),
];

/// Entries that use an address.
pub(super) fn using<'w>(
    store: &'w Store,
    kind: &'w Kind,
    field: &'w str,
    address: &'w str,
) -> impl Iterator<Item = &'w Resource> {
    store.of(kind).filter(move |entry| entry.text(field).is_some_and(|used| used.split(',').any(|one| one.trim() == address)))
}

/// The gateway that the request's table belongs to.
pub(super) fn gateway(call: &Call<'_>, parameter: &str, field: &str) -> Result<String, ServiceError> {
    let table = call.text(parameter).unwrap_or_default();
    let found = of_table(call.store, field, table).filter(|gateway| gateway.region == call.region);
    let Some(found) = found else {
        let codes = [format!("Invalid{parameter}.NotFound"), format!("ResourceNotFound.{parameter}")];
        let codes = [codes[0].as_str(), &codes[1], "ResourceNotFound.NatGateway"];
        return Err(call.error(&codes, format!("The table {table} is not found.")));
    };
    let id = found.id.clone();
    call.check_idle(&id)?;
    Ok(id)
}

fn new_snat(call: &mut Call<'_>, entry: &mut Resource) -> Result<(), ServiceError> {
    let gateway = gateway(call, "SnatTableId", "SnatTableIds")?;
    let source = match (call.text("SourceVSwitchId"), call.text("SourceCIDR")) {
        (Some(_), Some(_)) => {
            return Err(call
                .error(&["CreateSnatEntry.ParamExclusive.sourceVSwitchIdAndsourceCIDR"], "Give SourceVSwitchId or SourceCIDR."));
        }
        (Some(vswitch), None) => {
            let vswitch = call.check_exists(&V_SWITCH, "SourceVSwitchId", vswitch)?;
            let vpc = call.store.get(&gateway).and_then(|gateway| gateway.text("VpcId"));
            if vswitch.text("VpcId") != vpc {
                return Err(call.error(&["OperationFailed.VSwitchNotInVpc"], "The vSwitch is not in the VPC of the NAT gateway."));
            }
            vswitch.text("CidrBlock").unwrap_or_default().to_owned()
        }
        (None, Some(cidr)) => cidr.to_owned(),
        (None, None) => {
            return Err(call.error(&["INVALID_PARAMETER", "MissingParameter"], "SourceVSwitchId or SourceCIDR is mandatory."));
        }
    };
    if network::block(&source).is_none() {
        return Err(call.error(&["InvalidSourceCIDR.Malformed"], "SourceCIDR must be an IPv4 block."));
    }
    let same = |other: &Resource| other.text("SourceCIDR") == Some(&source);
    if call.store.with(&SNAT_ENTRY, "NatGatewayId", &gateway).any(same) {
        return Err(call.error(
            &["Forbidden.SourceVSwitchId.Duplicated", "OperationUnsupported.CidrConflict"],
            "Another entry has the source.",
        ));
    }
    check_snat_ip(call, &gateway)?;
    entry.set("SourceCIDR", source);
    entry.set("NatGatewayId", gateway.as_str());
    entry.owner = Some(gateway);
    Ok(())
}

fn modify_snat(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let gateway = gateway(call, "SnatTableId", "SnatTableIds")?;
    belongs(call, id, &gateway)?;
    if call.text("SnatIp").is_some() { check_snat_ip(call, &gateway) } else { Ok(()) }
}

fn check_snat_ip(call: &Call<'_>, gateway: &str) -> Result<(), ServiceError> {
    let ips = call.texts("SnatIp");
    let has = addresses(call.store, gateway);
    if ips.is_empty() && call.text("NetworkInterfaceId").is_none() {
        return Err(call.error(&["InvalidParameter.SnatIp", "MissingParameter"], "SnatIp is mandatory."));
    }
    if ips.iter().any(|ip| ip.parse::<Ipv4Addr>().is_err()) {
        return Err(call.error(&["InvalidSnatIp.Malformed"], "SnatIp must hold IPv4 addresses."));
    }
    if let Some(ip) = ips.iter().find(|ip| !has.contains(ip)) {
        return Err(
            call.error(&["EIP_NOT_IN_GATEWAY", "InvalidSnatIp.NotFound"], format!("{ip} is not an address of the NAT gateway."))
        );
    }
    match ips
        .iter()
        .find(|ip| using(call.store, &FORWARD_ENTRY, "ExternalIp", ip).any(|entry| entry.text("ExternalPort") == Some("any")))
    {
        Some(ip) => Err(call.error(&["Forbidden.IpUsedInForwardTable"], format!("A DNAT entry takes all ports of {ip}."))),
        None => Ok(()),
    }
}

fn new_forward(call: &mut Call<'_>, entry: &mut Resource) -> Result<(), ServiceError> {
    let gateway = gateway(call, "ForwardTableId", "ForwardTableIds")?;
    check_forward(call, &gateway, entry)?;
    entry.set("NatGatewayId", gateway.as_str());
    entry.owner = Some(gateway);
    Ok(())
}

fn modify_forward(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let gateway = gateway(call, "ForwardTableId", "ForwardTableIds")?;
    belongs(call, id, &gateway)?;
    let Some(mut changed) = call.store.get(id).cloned() else { return Ok(()) };
    for name in ["ExternalIp", "ExternalPort", "InternalIp", "InternalPort", "IpProtocol"] {
        if let Some(value) = call.text(name) {
            changed.set(name, value);
        }
    }
    check_forward(call, &gateway, &changed)
}

/// Checks an entry as it will be stored.
fn check_forward(call: &Call<'_>, gateway: &str, entry: &Resource) -> Result<(), ServiceError> {
    let text = |name: &str| entry.text(name).unwrap_or_default();
    for (name, code) in [("ExternalIp", "InvalidExternalIp.Malformed"), ("InternalIp", "InvalidInternalIp.Malformed")] {
        if text(name).parse::<Ipv4Addr>().is_err() {
            return Err(call.error(&[code], format!("{name} must be an IPv4 address.")));
        }
    }
    for (name, code) in [("ExternalPort", "InvalidExternalPort.Malformed"), ("InternalPort", "InvalidInternalPort.Malformed")] {
        if !is_ports(text(name)) {
            return Err(call.error(&[code], format!("{name} must be a port, a range as 10/20, or any.")));
        }
    }
    if !["TCP", "UDP", "ANY"].iter().any(|known| text("IpProtocol").eq_ignore_ascii_case(known)) {
        return Err(call.error(&["InvalidProtocal.ValueNotSupported"], "IpProtocol must be TCP, UDP or Any."));
    }
    if !addresses(call.store, gateway).iter().any(|address| address == text("ExternalIp")) {
        return Err(call
            .error(&["InvalidExternalIp.NotFound", "InvalidIp.NotInNatgw"], "ExternalIp is not an address of the NAT gateway."));
    }
    let takes_all = text("ExternalPort").eq_ignore_ascii_case("any");
    if takes_all && using(call.store, &SNAT_ENTRY, "SnatIp", text("ExternalIp")).next().is_some() {
        return Err(call.error(&["Forbidden.ExternalIp.UsedInSnatTable"], "An SNAT entry uses ExternalIp."));
    }
    let vpc = call.store.get(gateway).and_then(|gateway| gateway.text("VpcId")).and_then(|id| call.store.get(id));
    let inside = |address: Ipv4Addr| vpc.is_some_and(|vpc| blocks(vpc).iter().any(|block| block.contains(&address)));
    if text("InternalIp").parse().is_ok_and(|address| !inside(address)) {
        let codes = ["Forbidden.InternalIpOutOfVpcCIDR", "Forbidden.DestnationIpOutOfVpcCIDR"];
        return Err(call.error(&codes, "InternalIp is outside of the VPC."));
    }
    let same = |other: &Resource| {
        let both = |name: &str| other.text(name) == entry.text(name);
        other.id != entry.id && both("ExternalIp") && both("ExternalPort") && both("IpProtocol")
    };
    match call.store.with(&FORWARD_ENTRY, "NatGatewayId", gateway).any(same) {
        true => Err(call.error(
            &["ForwardEntry.Duplicated", "Duplicated.DestinationPort"],
            "Another entry has the external address and port.",
        )),
        false => Ok(()),
    }
}

fn is_ports(text: &str) -> bool {
    let is_port = |text: &str| text.parse::<u16>().is_ok_and(|port| port > 0);
    text.eq_ignore_ascii_case("any")
        || is_port(text)
        || text.split_once('/').is_some_and(|(from, to)| is_port(from) && is_port(to))
}

fn belongs(call: &Call<'_>, entry: &str, gateway: &str) -> Result<(), ServiceError> {
    let Some(found) = call.store.get(entry).filter(|entry| entry.text("NatGatewayId") != Some(gateway)) else { return Ok(()) };
    Err(call.not_found(found.kind, found.kind.id, entry))
}

/// The gateway that a table belongs to.
fn of_table<'w>(store: &'w Store, field: &str, table: &str) -> Option<&'w Resource> {
    store.of(&NAT_GATEWAY).find(|gateway| gateway.list(field).iter().any(|id| id == table))
}

/// Public addresses that are associated with a gateway, and its NAT IP addresses.
fn addresses(store: &Store, gateway: &str) -> Vec<String> {
    let eips = store.with(&EIP, "InstanceId", gateway).filter(|eip| eip.status == "InUse");
    let eips = eips.filter_map(|eip| eip.text("IpAddress"));
    let ips = store.with(&NAT_IP, "NatGatewayId", gateway).filter_map(|ip| ip.text("NatIp"));
    eips.chain(ips).map(str::to_owned).collect()
}
