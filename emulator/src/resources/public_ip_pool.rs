//! Public IP address pools, and the blocks of addresses in them.

use ipnet::Ipv4Net;
use serde_json::{Map, Value, json};

use super::open_service;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{EIP_SEGMENT, PUBLIC_IP_BLOCK, PUBLIC_IP_POOL, PUBLIC_IP_POOL_SERVICE};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&PUBLIC_IP_POOL, pool_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreatePublicIpAddressPool", Create(&PUBLIC_IP_POOL, new_pool)),
    ("ListPublicIpAddressPools", List(&PUBLIC_IP_POOL)),
    ("UpdatePublicIpAddressPoolAttribute", Modify(&PUBLIC_IP_POOL, plain)),
    ("DeletePublicIpAddressPool", Delete(&PUBLIC_IP_POOL, plain)),
    ("AddPublicIpAddressPoolCidrBlock", Create(&PUBLIC_IP_BLOCK, new_block)),
    ("ListPublicIpAddressPoolCidrBlocks", List(&PUBLIC_IP_BLOCK)),
    ("DeletePublicIpAddressPoolCidrBlock", Other(delete_block)),
    ("TransformEipSegmentToPublicIpAddressPool", Other(transform)),
    ("OpenPublicIpAddressPoolService", Other(open)),
    ("GetPublicIpAddressPoolServiceStatus", Other(status)),
];

/// The range that blocks are allocated from if only their size is given.
const ADDRESSES: &str = "47.110.0.0/16";

fn new_pool(_: &mut Call<'_>, pool: &mut Resource) -> Result<(), ServiceError> {
    // The reply has the id under a misspelt name, too.
    let id = pool.id.clone();
    pool.set("PulbicIpAddressPoolId", id);
    Ok(())
}

fn new_block(call: &mut Call<'_>, block: &mut Resource) -> Result<(), ServiceError> {
    let taken: Vec<Ipv4Net> =
        call.store.of(&PUBLIC_IP_BLOCK).filter_map(|block| network::block(block.text("CidrBlock")?)).collect();
    let net = match (call.text("CidrBlock"), call.number("CidrMask")) {
        (Some(text), None) => network::block(text).filter(|net| (8..=28).contains(&net.prefix_len())).ok_or_else(|| {
            call.error(&["IllegalParam.CidrBlock"], "CidrBlock must be an IPv4 block with a mask of 8 to 28 bits.")
        })?,
        (None, Some(mask)) => {
            let size = u8::try_from(mask).ok().filter(|mask| (16..=28).contains(mask));
            let pool = network::block(ADDRESSES);
            let free = size.zip(pool).and_then(|(size, pool)| network::free_block(&[pool], size, &taken));
            free.ok_or_else(|| call.error(&["IllegalParam.CidrBlockMask"], "There is no block of this size left."))?
        }
        (Some(_), Some(_)) => {
            return Err(call.error(&["DuplicatedParam.CidrBlockAndCidrMask"], "Give CidrBlock or CidrMask, not both."));
        }
        (None, None) => return Err(call.error(&["MissingParam.CidrBlockOrCidrMask"], "CidrBlock or CidrMask is mandatory.")),
    };
    if taken.iter().any(|other| network::overlap(other, &net)) {
        return Err(call.error(&["OperationDenied.CidrBlockBelongToOtherUser", "ResourceInUse.CidrBlock"], "The block is taken."));
    }
    block.set("CidrBlock", net.to_string());
    block.set("TotalIpNum", 1u64 << (32 - net.prefix_len()));
    Ok(())
}

fn delete_block(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let pool = call.id(&PUBLIC_IP_POOL)?;
    let same = |block: &&Resource| block.text("CidrBlock") == call.text("CidrBlock");
    let found = call.store.with(&PUBLIC_IP_BLOCK, "PublicIpAddressPoolId", &pool).find(same).map(|block| block.id.clone());
    let Some(id) = found else {
        return Err(call.error(&["ResourceNotFound.CidrBlock"], "The pool has no such block."));
    };
    call.check_idle(&id)?;
    call.transition(&id, PUBLIC_IP_BLOCK.states.deleting, Then::Gone);
    Ok(Reply::new())
}

/// Turns a segment into a pool of its addresses, which removes the segment and its EIPs.
fn transform(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.text("InstanceId").unwrap_or_default().to_owned();
    let there = call.check_exists(&EIP_SEGMENT, "InstanceId", &id);
    let segment = there.map_err(|error| call.renamed(error, &["ResourceNotFound.EipSegment", "ResourceNotFound.InstanceId"]))?;
    let net = segment.text("Segment").unwrap_or_default().to_owned();
    let total = network::block(&net).map_or(0, |net| 1u64 << (32 - net.prefix_len()));
    call.check_idle(&id)?;
    let (mut pool, mut block) = (call.draft(&PUBLIC_IP_POOL), call.draft(&PUBLIC_IP_BLOCK));
    for name in ["Name", "Description", "ResourceGroupId"] {
        call.text(name).into_iter().for_each(|text| pool.set(name, text));
    }
    block.set("PublicIpAddressPoolId", pool.id.as_str());
    block.set("CidrBlock", net);
    block.set("TotalIpNum", total);
    let created = pool.id.clone();
    call.store.remove(&id);
    call.add(pool);
    call.add(block);
    Ok(call.describe(&created))
}

fn open(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    open_service::open(call, &PUBLIC_IP_POOL_SERVICE)
}

fn status(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    open_service::status(call, &PUBLIC_IP_POOL_SERVICE)
}

fn pool_view(store: &Store, pool: &Resource, view: &mut Map<String, Value>) {
    let blocks = store.with(&PUBLIC_IP_BLOCK, "PublicIpAddressPoolId", &pool.id);
    let total: u64 = blocks.filter_map(|block| block.fields.get("TotalIpNum")?.as_u64()).sum();
    view.insert("TotalIpNum".into(), json!(total));
    view.insert("UsedIpNum".into(), json!(0));
    view.insert("IpAddressRemaining".into(), json!(total > 0));
    let types = pool.fields.get("SecurityProtectionTypes").and_then(Value::as_array);
    view.insert("SecurityProtectionEnabled".into(), json!(types.is_some_and(|types| !types.is_empty())));
}
