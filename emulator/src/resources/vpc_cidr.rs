//! The blocks of a VPC: the first, secondary ones, and those of IPv6.

use std::collections::HashSet;

use serde_json::json;

use crate::engine::Action::{Create, Other};
use crate::engine::{Call, Operations, Reply};
use crate::kinds::{V_SWITCH, VPC, VPC_IPV6_BLOCK};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::Resource;

pub(super) const OPERATIONS: Operations = &[
    ("AssociateVpcCidrBlock", Other(associate_cidr_block)),
    ("UnassociateVpcCidrBlock", Other(unassociate_cidr_block)),
    ("ModifyVpcCidrBlock", Other(modify_cidr_block)),
    ("AllocateVpcIpv6Cidr", Create(&VPC_IPV6_BLOCK, reserve_ipv6)),
];

/// Secondary blocks that a VPC can have.
const MAX_SECONDARY: usize = 5;

fn associate_cidr_block(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&VPC)?;
    call.check_idle(&id)?;
    let cidr = match (call.text("SecondaryCidrBlock"), call.text("IPv6CidrBlock")) {
        (Some(_), Some(_)) => return Err(call.error(&["ParamExclusive.SecondaryCidrAndIpv6Cidr"], "Give one of the two blocks.")),
        (None, ipv6) if ipv6.is_some() || call.text("IpVersion").is_some_and(|version| version.eq_ignore_ascii_case("ipv6")) => {
            let Some(mut vpc) = call.store.get(&id).cloned() else { return Ok(Reply::new()) };
            enable_ipv6(call, &mut vpc)?;
            let block = vpc.fields.get("Ipv6CidrBlock").cloned().unwrap_or_default();
            call.store.insert(vpc);
            return Ok(call.reply([("CidrBlock", block), ("IpVersion", "ipv6".into())]));
        }
        (None, _) => {
            return Err(call.error(
                &["MissingParam.SecondaryCidrBlockOrIpv6CidrBlock"],
                "SecondaryCidrBlock or IPv6CidrBlock is mandatory.",
            ));
        }
        (Some(cidr), None) => cidr.to_owned(),
    };
    let net = check_cidr(call, "SecondaryCidrBlock", &cidr)?;
    let Some(vpc) = call.store.get(&id) else { return Ok(Reply::new()) };
    let mut secondary = vpc.list("SecondaryCidrBlocks");
    if secondary.contains(&cidr) {
        return Err(call.error(&["Duplicated.SecondaryCidrBlock"], "The VPC has the block already."));
    }
    if blocks(vpc).iter().any(|block| network::overlap(block, &net)) {
        return Err(
            call.error(&["InvalidCidrBlock", "IllegalParam.SecondaryCidrBlock"], "The block overlaps another of the VPC.")
        );
    }
    if call.limits.quotas && secondary.len() >= MAX_SECONDARY {
        return Err(call.error(&["QuotaExceeded.VpcMultiCidr"], "A VPC has 5 secondary CIDR blocks at most."));
    }
    secondary.push(cidr.clone());
    if let Some(mut vpc) = call.store.edit(&id) {
        vpc.set("SecondaryCidrBlocks", secondary);
    }
    Ok(call.reply([("CidrBlock", cidr.into()), ("IpVersion", "ipv4".into())]))
}

fn unassociate_cidr_block(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&VPC)?;
    call.check_idle(&id)?;
    let Some(mut vpc) = call.store.get(&id).cloned() else { return Ok(Reply::new()) };
    match (call.text("SecondaryCidrBlock"), call.text("IPv6CidrBlock")) {
        (Some(cidr), None) => {
            let mut secondary = vpc.list("SecondaryCidrBlocks");
            let Some(position) = secondary.iter().position(|block| block == cidr) else {
                return Err(call.error(&["InvalidSecondaryCidrBlock.NotFound"], "The VPC does not have the block."));
            };
            let net = network::block(cidr);
            let mut inside =
                call.store.with(&V_SWITCH, "VpcId", &id).filter_map(|vswitch| network::block(vswitch.text("CidrBlock")?));
            if inside.any(|vswitch| net.is_some_and(|net| net.contains(&vswitch))) {
                return Err(call.error(&["OperationFailed.CidrInUse"], "A vSwitch is in the block."));
            }
            secondary.remove(position);
            vpc.set("SecondaryCidrBlocks", secondary);
        }
        (None, Some(cidr)) if vpc.text("Ipv6CidrBlock") == Some(cidr) => {
            vpc.set("EnabledIpv6", false);
            vpc.set("Ipv6CidrBlock", "");
            vpc.set("Ipv6CidrBlocks", json!([]));
        }
        (None, Some(_)) => return Err(call.error(&["InvalidIpv6CidrBlock.NotFound"], "The VPC does not have the block.")),
        (Some(_), Some(_)) => return Err(call.error(&["ParamExclusive.SecondaryCidrAndIpv6Cidr"], "Give one of the two blocks.")),
        (None, None) => {
            return Err(call.error(
                &["MissingParam.SecondaryCidrBlockOrIpv6CidrBlock"],
                "SecondaryCidrBlock or IPv6CidrBlock is mandatory.",
            ));
        }
    }
    call.store.insert(vpc);
    Ok(Reply::new())
}

/// Replaces a block with another one that contains all its vSwitches.
fn modify_cidr_block(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&VPC)?;
    call.check_idle(&id)?;
    let (from, to) = (call.required("OriginalCidrBlock")?, call.required("TargetCidrBlock")?);
    let target = check_cidr(call, "TargetCidrBlock", &to)?;
    let Some(mut vpc) = call.store.get(&id).cloned() else { return Ok(Reply::new()) };
    let Some(original) = network::block(&from).filter(|net| blocks(&vpc).contains(net)) else {
        return Err(call.invalid("OriginalCidrBlock", &[], "it is not a block of the VPC"));
    };
    let vswitches = call.store.with(&V_SWITCH, "VpcId", &id).filter_map(|vswitch| network::block(vswitch.text("CidrBlock")?));
    if vswitches.into_iter().any(|vswitch| original.contains(&vswitch) && !target.contains(&vswitch)) {
        return Err(call.invalid("TargetCidrBlock", &[], "a vSwitch would be outside of it"));
    }
    if blocks(&vpc).iter().any(|other| *other != original && network::overlap(other, &target)) {
        return Err(call.invalid("TargetCidrBlock", &[], "it overlaps another block of the VPC"));
    }
    if vpc.text("CidrBlock") == Some(&from) {
        vpc.set("CidrBlock", to);
    } else {
        let secondary = vpc.list("SecondaryCidrBlocks").into_iter();
        let secondary: Vec<_> = secondary.map(|block| if block == from { to.clone() } else { block }).collect();
        vpc.set("SecondaryCidrBlocks", secondary);
    }
    call.store.insert(vpc);
    Ok(Reply::new())
}

/// Reserves an IPv6 block for a VPC that is created later.
fn reserve_ipv6(call: &mut Call<'_>, block: &mut Resource) -> Result<(), ServiceError> {
    let asked = call.text("Ipv6CidrBlock").map(str::to_owned);
    let net = match asked.or_else(|| free_ipv6(call)) {
        Some(text) if network::block6(&text).is_none() => {
            return Err(call.error(&["IllegalParam.Ipv6Cidr"], "Ipv6CidrBlock is not an IPv6 block."));
        }
        Some(text) if taken_ipv6(call).any(|taken| taken == text) => {
            return Err(call.error(&["Unavailable.Ipv6Cidr"], format!("{text} is taken.")));
        }
        Some(text) => text,
        None => return Err(call.error(&["ResourceNotEnough.Ipv6Cidr"], "There is no block left.")),
    };
    block.set("Ipv6CidrBlock", net);
    Ok(())
}

/// The IPv6 blocks of VPCs, and those that are reserved.
fn taken_ipv6<'c>(call: &'c Call<'_>) -> impl Iterator<Item = &'c str> {
    let all = call.store.of(&VPC).chain(call.store.of(&VPC_IPV6_BLOCK));
    all.filter_map(|resource| resource.text("Ipv6CidrBlock"))
}

fn free_ipv6(call: &Call<'_>) -> Option<String> {
    let taken: HashSet<&str> = taken_ipv6(call).collect();
    let blocks = network::block6("2408:4005::/32").and_then(|net| net.subnets(56).ok());
    blocks.into_iter().flatten().map(|block| block.to_string()).find(|block| !taken.contains(block.as_str()))
}

pub(super) fn enable_ipv6(call: &Call<'_>, vpc: &mut Resource) -> Result<(), ServiceError> {
    let asked = call.text("Ipv6CidrBlock").map(str::to_owned);
    let block = asked.or_else(|| free_ipv6(call)).unwrap_or_default();
    if network::block6(&block).is_none_or(|net| net.prefix_len() != 56) {
        return Err(call.invalid("Ipv6CidrBlock", &["InvalidIpv6CidrBlock.Malformed"], "it must be an IPv6 block of 56 bits"));
    }
    vpc.set("EnabledIpv6", true);
    vpc.set("Ipv6CidrBlock", block.as_str());
    let isp = call.text("Ipv6Isp").unwrap_or("BGP");
    vpc.set("Ipv6CidrBlocks", json!([{"Ipv6CidrBlock": block, "Ipv6Isp": isp}]));
    Ok(())
}

pub(super) fn check_cidr(call: &Call<'_>, parameter: &str, cidr: &str) -> Result<ipnet::Ipv4Net, ServiceError> {
    let net = network::block(cidr).filter(|net| (8..=28).contains(&net.prefix_len()) && !network::is_reserved(net));
    net.ok_or_else(|| {
        let codes = ["InvalidCidrBlock.Malformed", "InvalidCidrBlock"];
        call.invalid(
            parameter,
            &codes,
            "it must be an IPv4 block of 8 to 28 bits that is not reserved, written with the address of its network",
        )
    })
}

/// The IPv4 blocks of a VPC.
pub(super) fn blocks(vpc: &Resource) -> Vec<ipnet::Ipv4Net> {
    let secondary = vpc.list("SecondaryCidrBlocks");
    let all = vpc.text("CidrBlock").into_iter().chain(secondary.iter().map(String::as_str));
    all.filter_map(network::block).collect()
}
