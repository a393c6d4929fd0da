//! Highly available virtual IP addresses.

use serde_json::{Map, Value};

use super::V_SWITCH;
use super::eip::EIP;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, plain};
use crate::network::{self, Taken};
use crate::service_error::ServiceError;
use crate::world::{Blocker, Kind, Quota, Resource, States, Then, World};

pub(super) const KINDS: &[&Kind] = &[&HA_VIP];

pub(super) const OPERATIONS: Operations = &[
    ("CreateHaVip", Create(&HA_VIP, new_ha_vip)),
    ("DescribeHaVips", List(&HA_VIP)),
    ("ModifyHaVipAttribute", Modify(&HA_VIP, plain)),
    ("DeleteHaVip", Delete(&HA_VIP, delete_ha_vip)),
    ("AssociateHaVip", Other(associate)),
    ("UnassociateHaVip", Other(unassociate)),
];

static HA_VIP: Kind = Kind {
    name: "HaVip",
    id: "HaVipId",
    prefix: "havip-",
    states: States { field: "Status", creating: "Creating", ready: &["Available", "InUse"], changing: "", deleting: "Deleting" },
    seconds: 3,
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("ChargeType", r#""PostPaid""#),
        ("AssociatedInstances", "[]"),
        ("AssociatedInstanceType", r#""""#),
        ("MasterInstanceId", r#""""#),
    ],
    not_found: &["InvalidHaVipId.NotFound"],
    busy: &["IncorrectHaVipStatus", "IncorrectStatus"],
    blockers: &[
        Blocker { kind: "Eip", field: "InstanceId", code: "DependencyViolation.HaVipAssociatedWithEIP" },
        Blocker { kind: "RouteEntry", field: "NextHopId", code: "DependencyViolation.HaVipReferedByRouteEntry" },
    ],
    quota: Some(Quota { most: 50, per: "", codes: &["QuotaExceeded.HaVip"] }),
    tagged: "HAVIP",
    view: ha_vip_view,
    ..Kind::PLAIN
};

/// Instances that one can be associated with.
const MAX_INSTANCES: usize = 10;

fn new_ha_vip(call: &mut Call<'_>, ha_vip: &mut Resource) -> Result<(), ServiceError> {
    let id = call.id(&V_SWITCH)?;
    call.check_idle(&id)?;
    let address = network::address(call.world, &id, call.text("IpAddress")).map_err(|taken| match taken {
        Taken::Malformed => call.error(&["InvalidIPAddress.Malformed"], "IpAddress must be an IPv4 address."),
        Taken::Outside => {
            call.error(&["InvalidIPAddress.OutOfVswCIDR", "InvalidIPAddress.OutOfRange"], "The address is not in the vSwitch.")
        }
        Taken::Used => {
            call.error(&["InvalidIPAddress.AlreadyUsed", "InvalidIPAddress.AlreadyInUse"], "The address is used already.")
        }
        Taken::Full => call.error(&["InvalidIPAddress.NotAvailable"], "The vSwitch has no free address."),
    })?;
    let vpc = call.world.get(&id).and_then(|vswitch| vswitch.text("VpcId")).unwrap_or_default().to_owned();
    ha_vip.set("IpAddress", address.to_string());
    ha_vip.set("VpcId", vpc);
    Ok(())
}

fn delete_ha_vip(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    match call.world.get(id).is_some_and(|ha_vip| !ha_vip.list("AssociatedInstances").is_empty()) {
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
    let Some(ha_vip) = call.world.get(&id) else { return Ok(Reply::new()) };
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
    call.pass(&id, "Associating", Then::Status("InUse".into()));
    Ok(Reply::new())
}

fn unassociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&HA_VIP)?;
    call.check_idle(&id)?;
    let Some(ha_vip) = call.world.get(&id) else { return Ok(Reply::new()) };
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
    call.pass(&id, "Unassociating", Then::Status(then.into()));
    Ok(Reply::new())
}

fn set_instances(call: &mut Call<'_>, id: &str, instances: Vec<String>, kind: &str) {
    if let Some(ha_vip) = call.world.get_mut(id) {
        ha_vip.set("MasterInstanceId", instances.first().cloned().unwrap_or_default());
        ha_vip.set("AssociatedInstanceType", if instances.is_empty() { "" } else { kind });
        ha_vip.set("AssociatedInstances", instances);
    }
}

fn ha_vip_view(world: &World, ha_vip: &Resource, view: &mut Map<String, Value>) {
    let eips = world.with(&EIP, "InstanceId", &ha_vip.id).filter_map(|eip| eip.text("IpAddress"));
    view.insert("AssociatedEipAddresses".into(), eips.collect());
    view.insert("CreateTime".into(), view.get("CreationTime").cloned().unwrap_or_default());
}
