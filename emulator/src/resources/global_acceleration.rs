//! Global acceleration instances, and the EIPs that they accelerate. Servers of other services are not kept, so none is behind one.

use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{EIP, GLOBAL_ACCELERATION};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&GLOBAL_ACCELERATION, instance_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateGlobalAccelerationInstance", Create(&GLOBAL_ACCELERATION, new_instance)),
    ("DescribeGlobalAccelerationInstances", List(&GLOBAL_ACCELERATION)),
    ("ModifyGlobalAccelerationInstanceAttributes", Modify(&GLOBAL_ACCELERATION, plain)),
    ("ModifyGlobalAccelerationInstanceSpec", Modify(&GLOBAL_ACCELERATION, plain)),
    ("DeleteGlobalAccelerationInstance", Delete(&GLOBAL_ACCELERATION, delete)),
    ("AddGlobalAccelerationInstanceIp", Other(add_ip)),
    ("RemoveGlobalAccelerationInstanceIp", Other(remove_ip)),
    ("UnassociateGlobalAccelerationInstance", Other(unassociate)),
    ("DescribeServerRelatedGlobalAccelerationInstances", Other(of_server)),
];

const ADDRESSES: &str = "PublicIpAddresses";

fn new_instance(call: &mut Call<'_>, instance: &mut Resource) -> Result<(), ServiceError> {
    let number = call.store.count_in(&GLOBAL_ACCELERATION, &call.region);
    instance.set("IpAddress", format!("47.95.{}.{}", number / 250, number % 250 + 1));
    Ok(())
}

fn add_ip(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, mut addresses) = addresses(call)?;
    let eip = call.text("IpInstanceId").unwrap_or_default();
    let there = call.check_exists(&EIP, "IpInstanceId", eip);
    let eip = there.map_err(|error| call.renamed(error, &["InvalidIpInstanceId.NotFound", "InvalidAllocationId.NotFound"]))?;
    addresses.retain(|address| address["AllocationId"] != eip.id.as_str());
    addresses.push(json!({"AllocationId": eip.id, "IpAddress": eip.text("IpAddress")}));
    Ok(set_addresses(call, &id, addresses))
}

fn remove_ip(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, mut addresses) = addresses(call)?;
    let (eip, before) = (call.text("IpInstanceId").unwrap_or_default(), addresses.len());
    addresses.retain(|address| address["AllocationId"] != eip);
    match addresses.len() < before {
        true => Ok(set_addresses(call, &id, addresses)),
        false => {
            let codes = ["IpInstanceId.NotBandwidthPackage", "OperationUnsupported.IpNotInCbwp"];
            Err(call.error(&codes, format!("{id} does not accelerate {eip}.")))
        }
    }
}

fn delete(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    match addresses(call)?.1.is_empty() {
        true => Ok(()),
        false => Err(call.error(&["DependencyViolation.Ips"], "The instance accelerates EIPs.")),
    }
}

fn addresses(call: &Call<'_>) -> Result<(String, Vec<Value>), ServiceError> {
    let id = call.id(&GLOBAL_ACCELERATION)?;
    call.check_idle(&id)?;
    let addresses = call.store.get(&id).and_then(|instance| instance.fields.get(ADDRESSES)?.as_array().cloned());
    Ok((id, addresses.unwrap_or_default()))
}

fn set_addresses(call: &mut Call<'_>, id: &str, addresses: Vec<Value>) -> Reply {
    if let Some(mut instance) = call.store.edit(id) {
        instance.set(ADDRESSES, addresses);
    }
    Reply::new()
}

fn unassociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&GLOBAL_ACCELERATION)?;
    call.check_idle(&id)?;
    call.transition(&id, "Unassociating", Then::Status("Available".into()));
    Ok(Reply::new())
}

fn of_server(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    Ok(call.reply([("GlobalAccelerationInstances", json!([]))]))
}

fn instance_view(_: &Store, instance: &Resource, view: &mut Map<String, Value>) {
    let location = instance.fields.get("ServiceLocation").cloned().unwrap_or_default();
    view.insert("AccelerationLocation".into(), location);
    view.insert("BackendServers".into(), json!([]));
}
