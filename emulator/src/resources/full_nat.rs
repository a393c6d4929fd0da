//! FULLNAT entries of NAT gateways: both addresses translated.

use super::nat_entries::gateway;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, plain, run};
use crate::kinds::{FULL_NAT_ENTRY, NAT_IP};
use crate::service_error::ServiceError;
use crate::store::Resource;

pub(super) const OPERATIONS: Operations = &[
    ("CreateFullNatEntry", Create(&FULL_NAT_ENTRY, new_entry)),
    ("ListFullNatEntries", Other(list)),
    ("ModifyFullNatEntryAttribute", Modify(&FULL_NAT_ENTRY, modify_entry)),
    ("DeleteFullNatEntry", Delete(&FULL_NAT_ENTRY, plain)),
];

/// The first port for entries that do not request one.
const FIRST_PORT: u16 = 10_000;

fn new_entry(call: &mut Call<'_>, entry: &mut Resource) -> Result<(), ServiceError> {
    let gateway = gateway(call, "FullNatTableId", "FullNatTableIds")?;
    check(call, &gateway, entry)?;
    if call.text("NatIpPort").is_none() {
        let free = (FIRST_PORT..=u16::MAX).map(|port| port.to_string()).find(|port| !is_taken(call, &gateway, entry, port));
        let free =
            free.ok_or_else(|| call.error(&["OperationFailed.AllocateNatIpPortFailed"], "The NAT IP has no free port."))?;
        entry.set("NatIpPort", free);
    }
    entry.set("NatGatewayId", gateway.as_str());
    entry.owner = Some(gateway);
    Ok(())
}

fn modify_entry(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let gateway = gateway(call, "FullNatTableId", "FullNatTableIds")?;
    let Some(mut changed) = call.store.get(id).cloned() else { return Ok(()) };
    for name in ["NatIp", "NatIpPort", "IpProtocol"] {
        if let Some(value) = call.text(name) {
            changed.set(name, value);
        }
    }
    check(call, &gateway, &changed)
}

/// Checks an entry as it will be stored.
fn check(call: &Call<'_>, gateway: &str, entry: &Resource) -> Result<(), ServiceError> {
    let address = entry.text("NatIp").unwrap_or_default();
    if !call.store.with(&NAT_IP, "NatGatewayId", gateway).any(|ip| ip.text("NatIp") == Some(address)) {
        return Err(
            call.error(&["ResourceNotFound.NatIp", "InvalidParameter"], format!("The NAT gateway has no NAT IP {address}."))
        );
    }
    for name in ["NatIpPort", "AccessPort"] {
        if call.text(name).is_some_and(|port| port.parse::<u16>().is_err()) {
            return Err(call.invalid(name, &[], "it must be a port"));
        }
    }
    match entry.text("NatIpPort").is_some_and(|port| is_taken(call, gateway, entry, port)) {
        true => Err(call.error(&["ResourceAlreadyExist.FullNatEntry"], "Another entry has the address and port.")),
        false => Ok(()),
    }
}

/// Whether another entry has the address and protocol of this one, with a port.
fn is_taken(call: &Call<'_>, gateway: &str, entry: &Resource, port: &str) -> bool {
    let same = |other: &Resource, name: &str| other.text(name) == entry.text(name);
    call.store.with(&FULL_NAT_ENTRY, "NatGatewayId", gateway).any(|other| {
        other.id != entry.id && same(other, "NatIp") && same(other, "IpProtocol") && other.text("NatIpPort") == Some(port)
    })
}

fn list(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    if call.text("FullNatTableId").is_none() && call.text("NatGatewayId").is_none() {
        return Err(call.error(&["MissingParam.FullnatTableIdOrNatGatewayId"], "FullNatTableId or NatGatewayId is mandatory."));
    }
    run(&List(&FULL_NAT_ENTRY), call)
}
