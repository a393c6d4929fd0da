//! NAT IP addresses and their blocks, of NAT gateways between VPCs.

use serde_json::json;

use super::nat_entries::using;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, plain};
use crate::kinds::{FORWARD_ENTRY, FULL_NAT_ENTRY, NAT_GATEWAY, NAT_IP, NAT_IP_CIDR, SNAT_ENTRY};
use crate::network::{self, AddressError};
use crate::service_error::ServiceError;
use crate::store::Resource;

pub(super) const OPERATIONS: Operations = &[
    ("CreateNatIp", Create(&NAT_IP, new_ip)),
    ("ListNatIps", List(&NAT_IP)),
    ("ModifyNatIpAttribute", Modify(&NAT_IP, plain)),
    ("DeleteNatIp", Delete(&NAT_IP, delete_ip)),
    ("CreateNatIpCidr", Create(&NAT_IP_CIDR, new_cidr)),
    ("ListNatIpCidrs", List(&NAT_IP_CIDR)),
    ("ModifyNatIpCidrAttribute", Other(modify_cidr)),
    ("DeleteNatIpCidr", Other(delete_cidr)),
];

fn new_ip(call: &mut Call<'_>, ip: &mut Resource) -> Result<(), ServiceError> {
    let gateway = call.id(&NAT_GATEWAY)?;
    call.check_idle(&gateway)?;
    let cidr = call.text("NatIpCidr").unwrap_or_default().to_owned();
    let net = network::block(&cidr).filter(|_| find_cidr(call, &gateway, &cidr).is_some());
    let Some(net) = net else {
        return Err(call.error(&["ResourceNotFound.NatIpCidr"], format!("The NAT gateway has no block {cidr}.")));
    };
    let same = call.store.with(&NAT_IP, "NatGatewayId", &gateway).filter(|ip| ip.text("NatIpCidr") == Some(&cidr));
    let used: Vec<_> = same.filter_map(|ip| ip.text("NatIp")?.parse().ok()).collect();
    let address = network::address_in(&net, &used, &[], call.text("NatIp")).map_err(|error| match error {
        AddressError::Malformed => call.invalid("NatIp", &["IllegalParamFormat.NatIp"], "it is not an IPv4 address"),
        AddressError::Outside => call.error(&["Mismatch.NatIpAndNatIpCidr"], "The address is not in the block."),
        AddressError::Used => call.error(&["ResourceAlreadyExist.NatIp"], "The address is used already."),
        AddressError::Full => call.error(&["ResourceNotEnough.NatIp"], "The block has no free address."),
    })?;
    if call.text("Ipv4Prefix").is_some() || call.number("Ipv4PrefixCount").is_some() {
        ip.set("IpOrigin", "prefix");
    }
    ip.set("NatIp", address.to_string());
    ip.owner = Some(gateway);
    let made = json!([{"NatIp": address.to_string(), "NatIpId": ip.id}]);
    ip.set("NatIps", made);
    Ok(())
}

fn delete_ip(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let Some(ip) = call.store.get(id) else { return Ok(()) };
    if ip.flag("IsDefault") {
        return Err(call.error(&["OperationFailed.DefaultNatIp"], "The default NAT IP address stays as long as its gateway."));
    }
    let address = ip.text("NatIp").unwrap_or_default();
    if using(call.store, &FULL_NAT_ENTRY, "NatIp", address).any(|entry| entry.text("NatGatewayId") == ip.text("NatGatewayId")) {
        return Err(call.error(&["DependencyViolation.FullNatEntry"], "A FULLNAT entry uses the NAT IP address."));
    }
    let mut users =
        using(call.store, &SNAT_ENTRY, "SnatIp", address).chain(using(call.store, &FORWARD_ENTRY, "ExternalIp", address));
    match users.any(|entry| entry.text("NatGatewayId") == ip.text("NatGatewayId")) {
        true => Err(call.error(&["DependencyViolation.NatIp"], "An entry uses the NAT IP address.")),
        false => Ok(()),
    }
}

fn new_cidr(call: &mut Call<'_>, cidr: &mut Resource) -> Result<(), ServiceError> {
    let gateway = call.id(&NAT_GATEWAY)?;
    call.check_idle(&gateway)?;
    let block = call.text("NatIpCidr").unwrap_or_default().to_owned();
    let Some(net) = network::block(&block).filter(|net| (16..=32).contains(&net.prefix_len())) else {
        return Err(call.invalid("NatIpCidr", &["IllegalParam.NatIpCidr"], "it must be an IPv4 block of 16 to 32 bits"));
    };
    let others: Vec<_> = call
        .store
        .with(&NAT_IP_CIDR, "NatGatewayId", &gateway)
        .filter_map(|other| network::block(other.text("NatIpCidr")?))
        .collect();
    if others.contains(&net) {
        return Err(call.error(&["ResourceAlreadyExist.NatIpCidr"], "The NAT gateway has the block already."));
    }
    if others.iter().any(|other| network::overlap(other, &net)) {
        return Err(call.error(&["OperationFailed.NatIpCidrInUse"], "The block overlaps another of the NAT gateway."));
    }
    cidr.owner = Some(gateway);
    Ok(())
}

fn modify_cidr(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = named_cidr(call)?;
    let values = ["NatIpCidrName", "NatIpCidrDescription"].map(|name| (name, call.arguments.get(name).cloned()));
    if let Some(mut cidr) = call.store.edit(&id) {
        values.into_iter().for_each(|(name, value)| value.into_iter().for_each(|value| cidr.set(name, value)));
    }
    Ok(Reply::new())
}

fn delete_cidr(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = named_cidr(call)?;
    let Some(cidr) = call.store.get(&id) else { return Ok(Reply::new()) };
    if cidr.flag("IsDefault") {
        return Err(call.error(&["OperationFailed.DefaultNatIpCidr"], "The default block stays as long as its gateway."));
    }
    let gateway = cidr.text("NatGatewayId").unwrap_or_default();
    if call.store.with(&NAT_IP, "NatGatewayId", gateway).any(|ip| ip.text("NatIpCidr") == cidr.text("NatIpCidr")) {
        return Err(call.error(&["DependencyViolation.NatIp"], "A NAT IP address is in the block."));
    }
    call.store.remove(&id);
    Ok(Reply::new())
}

/// The block that the request names by gateway and block.
fn named_cidr(call: &Call<'_>) -> Result<String, ServiceError> {
    let gateway = call.id(&NAT_GATEWAY)?;
    let block = call.text("NatIpCidr").unwrap_or_default();
    find_cidr(call, &gateway, block)
        .ok_or_else(|| call.error(&["ResourceNotFound.NatIpCidr"], format!("The NAT gateway has no block {block}.")))
}

fn find_cidr(call: &Call<'_>, gateway: &str, block: &str) -> Option<String> {
    let mut all = call.store.with(&NAT_IP_CIDR, "NatGatewayId", gateway);
    all.find(|cidr| cidr.text("NatIpCidr") == Some(block)).map(|cidr| cidr.id.clone())
}

/// A gateway between VPCs comes with the block of its vSwitch, and one address in it.
pub(super) fn add_default(call: &mut Call<'_>, gateway: &Resource) {
    let vswitch = gateway.text("VSwitchId").and_then(|id| call.store.get(id));
    let block = vswitch.and_then(|vswitch| vswitch.text("CidrBlock")).unwrap_or_default().to_owned();
    let (mut cidr, mut ip) = (call.draft(&NAT_IP_CIDR), call.draft(&NAT_IP));
    for part in [&mut cidr, &mut ip] {
        part.set("NatGatewayId", gateway.id.as_str());
        part.set("NatIpCidr", block.as_str());
        part.set("IsDefault", true);
        part.owner = Some(gateway.id.clone());
    }
    ip.set("NatIp", gateway.text("PrivateIpAddress").unwrap_or_default());
    call.add(cidr);
    call.add(ip);
}
