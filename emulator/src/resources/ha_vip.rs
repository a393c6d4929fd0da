//! Highly available virtual IP addresses.

use serde_json::{Map, Value};

use super::vswitch_address;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{EIP, HA_VIP, V_SWITCH};
use crate::network::AddressError;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&HA_VIP, ha_vip_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateHaVip", Create(&HA_VIP, new_ha_vip)),
    ("DescribeHaVips", List(&HA_VIP)),
    ("ModifyHaVipAttribute", Modify(&HA_VIP, plain)),
    ("DeleteHaVip", Delete(&HA_VIP, delete_ha_vip)),
    ("AssociateHaVip", Other(associate)),
    ("UnassociateHaVip", Other(unassociate)),
];

/// Instances that one can be associated with.
const MAX_INSTANCES: usize = 10;

fn new_ha_vip(call: &mut Call<'_>, ha_vip: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&V_SWITCH)?;
    call.check_idle(&id)?;
    let address = vswitch_address::allocate(call.store, &id, call.text("IpAddress")).map_err(|error| match error {
        AddressError::Malformed => call.error(&["InvalidIPAddress.Malformed"], "IpAddress must be an IPv4 address."),
        AddressError::Outside => {
            call.error(&["InvalidIPAddress.OutOfVswCIDR", "InvalidIPAddress.OutOfRange"], "The address is not in the vSwitch.")
        }
        AddressError::Used => {
            call.error(&["InvalidIPAddress.AlreadyUsed", "InvalidIPAddress.AlreadyInUse"], "The address is used already.")
        }
        AddressError::Full => call.error(&["InvalidIPAddress.NotAvailable"], "The vSwitch has no free address."),
    })?;
    let vpc = call.store.get(&id).and_then(|vswitch| vswitch.text("VpcId")).unwrap_or_default().to_owned();
    ha_vip.set("IpAddress", address.to_string());
    ha_vip.set("VpcId", vpc);
    Ok(())
}

fn delete_ha_vip(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    match call.store.get(id).is_some_and(|ha_vip| !ha_vip.list("AssociatedInstances").is_empty()) {
        true => Err(call.error(&["IncorrectHaVipStatus"], "The HaVip is associated with an instance.")),
        false => Ok(()),
    }
}

fn associate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&HA_VIP)?;
    call.check_idle(&id)?;
    let instance = call.text("InstanceId").unwrap_or_default().to_owned();
    let kind = call.text("InstanceType").unwrap_or("EcsInstance").to_owned();
    if !["EcsInstance", "NetworkInterface"].contains(&kind.as_str()) {
        return Err(call.error(&["IllegalParam.InstanceType"], "InstanceType must be EcsInstance or NetworkInterface."));
    }
    let Some(ha_vip) = call.store.get(&id) else { return Ok(Reply::new()) };
    let mut instances = ha_vip.list("AssociatedInstances");
    if !instances.is_empty() && ha_vip.text("AssociatedInstanceType") != Some(&kind) {
        return Err(
            call.error(&["OperationUnsupported.BindMultipleType"], "The HaVip is associated with instances of another type.")
        );
    }
    if instances.contains(&instance) {
        return Err(
            call.error(&["InvalidHaVip.Exist", "IncorrectHaVipStatus"], "The HaVip is associated with the instance already.")
        );
    }
    if instances.len() >= MAX_INSTANCES {
        return Err(
            call.error(&["QuotaExceeded.HaVipBindInstance"], "The HaVip is associated with as many instances as it can be.")
        );
    }
    instances.push(instance);
    set_instances(call, &id, instances, &kind);
    call.transition(&id, "Associating", Then::Status("InUse".into()));
    Ok(Reply::new())
}

fn unassociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&HA_VIP)?;
    call.check_idle(&id)?;
    let Some(ha_vip) = call.store.get(&id) else { return Ok(Reply::new()) };
    let mut instances = ha_vip.list("AssociatedInstances");
    let Some(position) = instances.iter().position(|instance| call.text("InstanceId") == Some(instance)) else {
        return Err(call.error(
            &["ResourceNotAssociated", "HA.VIP.NOT.ASSOCIATED.WITH.INSTANCE"],
            "The HaVip is not associated with the instance.",
        ));
    };
    let kind = ha_vip.text("AssociatedInstanceType").unwrap_or_default().to_owned();
    instances.remove(position);
    let then = if instances.is_empty() { "Available" } else { "InUse" };
    set_instances(call, &id, instances, &kind);
    call.transition(&id, "Unassociating", Then::Status(then.into()));
    Ok(Reply::new())
}

fn set_instances(call: &mut Call<'_>, id: &str, instances: Vec<String>, kind: &str) {
    if let Some(mut ha_vip) = call.store.edit(id) {
        ha_vip.set("MasterInstanceId", instances.first().cloned().unwrap_or_default());
        ha_vip.set("AssociatedInstanceType", if instances.is_empty() { "" } else { kind });
        ha_vip.set("AssociatedInstances", instances);
    }
}

fn ha_vip_view(store: &Store, ha_vip: &Resource, view: &mut Map<String, Value>) {
    let eips = store.with(&EIP, "InstanceId", &ha_vip.id).filter_map(|eip| eip.text("IpAddress"));
    view.insert("AssociatedEipAddresses".into(), eips.collect());
    view.insert("CreateTime".into(), view.get("CreationTime").cloned().unwrap_or_default());
}
