//! Elastic IP addresses.

use serde_json::{Map, Value};

use super::nat_entries;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View};
use crate::kinds::{EIP, FORWARD_ENTRY, HA_VIP, NAT_GATEWAY, SNAT_ENTRY};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&EIP, eip_view)];

pub(super) const OPERATIONS: Operations = &[
    ("AllocateEipAddress", Create(&EIP, new_eip)),
    ("AllocateEipAddressPro", Create(&EIP, new_eip)),
    ("DescribeEipAddresses", List(&EIP)),
    ("ModifyEipAddressAttribute", Modify(&EIP, modify_eip)),
    ("AssociateEipAddress", Other(associate)),
    ("AssociateEipAddressBatch", Other(associate_batch)),
    ("UnassociateEipAddress", Other(unassociate)),
    ("ReleaseEipAddress", Delete(&EIP, release)),
    ("ModifyEipForwardMode", Other(set_mode)),
    ("SetHighDefinitionMonitorLogStatus", Other(set_monitor)),
    ("DescribeHighDefinitionMonitorLogAttribute", Other(monitor)),
];

fn new_eip(call: &mut Call<'_>, eip: &mut Resource) -> Result<(), ServiceError> {
    // Here InstanceId is the id of a released address to allocate again, not an instance to associate the new one with.
    eip.set("InstanceId", "");
    check_bandwidth(call)?;
    let taken = |address: &str| call.store.with(&EIP, "IpAddress", address).next().is_some();
    let address = match call.text("IpAddress").map(str::to_owned) {
        Some(address) if address.parse::<std::net::Ipv4Addr>().is_err() => {
            return Err(call.invalid(
                "IpAddress",
                &["IllegalParam.IpAddress", "ResourceNotFound.Ip"],
                "it is not an IPv4 address",
            ));
        }
        Some(address) if taken(&address) => return Err(call.error(&["Ip.Allocated"], "The address is allocated already.")),
        Some(address) => Some(address),
        None => {
            // Skips as many addresses as there are EIPs: most of these are taken.
            let first = u32::try_from(call.store.count_in(&EIP, &call.region)).unwrap_or_default();
            let addresses = (0..62_500u32).map(|n| (first + n) % 62_500);
            addresses.map(|n| format!("47.97.{}.{}", n / 250, n % 250 + 1)).find(|address| !taken(address))
        }
    };
    eip.set(
        "IpAddress",
        address.ok_or_else(|| {
            call.error(&["OperationFailed.InsufficientEIP", "OperationFailed.ResourceNotEnough"], "There is no address left.")
        })?,
    );
    eip.set("OrderId", call.now);
    Ok(())
}

fn modify_eip(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    check_bandwidth(call)
}

fn check_bandwidth(call: &Call<'_>) -> Result<(), ServiceError> {
    if let Some(bandwidth) = call.text("Bandwidth")
        && bandwidth.parse::<u32>().ok().is_none_or(|bandwidth| !(1..=1000).contains(&bandwidth))
    {
        return Err(call.invalid(
            "Bandwidth",
            &["InvalidBandwidth.Malformed", "Abs.InvalidBandwidth.Malformed", "IllegalParam.Bandwidth"],
            "it must be from 1 to 1000 Mbit/s",
        ));
    }
    Ok(())
}

fn associate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let eip = call.id(&EIP)?;
    let instance = call.text("InstanceId").unwrap_or_default().to_owned();
    let kind = call.text("InstanceType").map(str::to_owned);
    let private = call.text("PrivateIpAddress").map(str::to_owned);
    bind(call, &eip, &instance, kind.as_deref(), private.as_deref())?;
    Ok(Reply::new())
}

fn associate_batch(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let instance = call.text("BindedInstanceId").unwrap_or_default().to_owned();
    let kind = call.text("BindedInstanceType").map(str::to_owned);
    for eip in call.texts("InstanceIds") {
        call.check_exists(&EIP, "AllocationId", &eip)?;
        bind(call, &eip, &instance, kind.as_deref(), None)?;
    }
    Ok(Reply::new())
}

fn bind(call: &mut Call<'_>, eip: &str, instance: &str, kind: Option<&str>, private: Option<&str>) -> Result<(), ServiceError> {
    if call.store.get(eip).is_none_or(|eip| eip.status != "Available") {
        return Err(call
            .error(&["IncorrectEipStatus", "InvalidAssociation.Duplicated"], format!("{eip} is associated already, or busy.")));
    }
    let kind = kind.unwrap_or_else(|| type_of(instance)).to_owned();
    let kept = match kind.as_str() {
        "Nat" => Some(&NAT_GATEWAY),
        "HaVip" => Some(&HA_VIP),
        // Instances and interfaces are not kept here: they are assumed to exist.
        "EcsInstance" | "SlbInstance" | "NetworkInterface" | "IpAddress" => None,
        _ => {
            return Err(call.error(
                &["InvalidInstanceType.ValueNotSupported", "InvalidParameter.InstanceTypeNotSupport"],
                format!("{kind} is not a type of instance."),
            ));
        }
    };
    let there =
        |kept: &Kind| call.store.get(instance).is_some_and(|resource| resource.is(kept) && resource.region == call.region);
    if kept.is_some_and(|kept| !there(kept)) {
        return Err(call.error(
            &["InvalidInstance.NotExist", "InvalidInstanId.NotFound", "OperationFailed.InstanceNotExist"],
            format!("{instance} is not found."),
        ));
    }
    call.check_idle(instance)?;
    let vpc = call.store.get(instance).and_then(|resource| resource.text("VpcId")).unwrap_or_default().to_owned();
    let region = call.region.clone();
    if let Some(mut eip) = call.store.edit(eip) {
        let values = [
            ("InstanceId", instance),
            ("InstanceType", &kind),
            ("PrivateIpAddress", private.unwrap_or_default()),
            ("VpcId", &vpc),
        ];
        values.into_iter().for_each(|(name, value)| eip.set(name, value));
        eip.set("InstanceRegionId", region);
    }
    call.transition(eip, "Associating", Then::Status("InUse".into()));
    Ok(())
}

/// The type of an instance, by its id.
fn type_of(id: &str) -> &'static str {
    match id.split('-').next() {
        Some("ngw") => "Nat",
        Some("havip") => "HaVip",
        Some("eni") => "NetworkInterface",
        Some("lb") => "SlbInstance",
        _ => "EcsInstance",
    }
}

fn unassociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&EIP)?;
    let Some(eip) = call.store.get(&id).filter(|eip| eip.status == "InUse").cloned() else {
        return Err(call.error(&["IncorrectEipStatus"], format!("{id} is not associated, or busy.")));
    };
    if call.text("InstanceId").is_some_and(|instance| eip.text("InstanceId") != Some(instance)) {
        return Err(call.error(
            &["InvalidBindInstance.NotFound", "InvalidInstanceId.NotFound"],
            "The EIP is associated with another instance.",
        ));
    }
    if call.flag("Force") != Some(true) {
        let address = eip.text("IpAddress").unwrap_or_default();
        if nat_entries::using(call.store, &SNAT_ENTRY, "SnatIp", address).next().is_some() {
            return Err(call.error(
                &["InvalidIpStatus.HasBeenUsedBySnatTable", "DependencyViolation.SnatEntry"],
                "An SNAT entry uses the EIP.",
            ));
        }
        if nat_entries::using(call.store, &FORWARD_ENTRY, "ExternalIp", address).next().is_some() {
            return Err(call.error(&["InvalidIpStatus.HasBeenUsedByForwardEntry"], "A DNAT entry uses the EIP."));
        }
    }
    unbind(call, &id);
    Ok(Reply::new())
}

/// Ends an association without checking whether anything uses it.
pub(super) fn unbind(call: &mut Call<'_>, id: &str) {
    if let Some(mut eip) = call.store.edit(id) {
        for name in ["InstanceId", "InstanceType", "PrivateIpAddress", "VpcId", "InstanceRegionId"] {
            eip.set(name, "");
        }
    }
    call.transition(id, "Unassociating", Then::Status("Available".into()));
}

fn release(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let Some(eip) = call.store.get(id) else { return Ok(()) };
    if eip.status == "InUse" {
        return Err(call.error(&["IncorrectEipStatus"], format!("{id} is associated.")));
    }
    if eip.text("SegmentInstanceId").is_some_and(|segment| !segment.is_empty()) {
        return Err(call.error(&["IncorrectEipStatus"], format!("{id} is part of a segment, which is released as a whole.")));
    }
    match eip.text("BandwidthPackageId").is_some_and(|package| !package.is_empty()) {
        true => Err(call.error(&["IncorrectEipStatus"], format!("{id} is in a bandwidth package."))),
        false => Ok(()),
    }
}

fn set_mode(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    set(call, "Mode", "Mode")
}

fn set_monitor(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    set(call, "LogProject", "HDMonitorLogProject")?;
    set(call, "LogStore", "HDMonitorLogStore")?;
    set(call, "Status", "HDMonitorStatus")
}

/// Where the logs of the fine-grained monitor are stored.
fn monitor(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.text("InstanceId").unwrap_or_default();
    let there = call.check_exists(&EIP, "AllocationId", id);
    let eip = there.map_err(|error| call.renamed(error, &["InvalidAllocationId.NotFound"]))?;
    if eip.text("HDMonitorStatus") != Some("ON") {
        return Err(call.error(&["InvalidHdMonitorStatus"], "The fine-grained monitor of the EIP is off."));
    }
    let field = |name: &str| eip.text(name).unwrap_or_default();
    Ok(call.reply([
        ("InstanceId", id.into()),
        ("InstanceType", call.text("InstanceType").unwrap_or("EIP").into()),
        ("LogProject", field("HDMonitorLogProject").into()),
        ("LogStore", field("HDMonitorLogStore").into()),
        ("Success", true.into()),
    ]))
}

/// Sets a field of the EIP that the request calls an instance.
fn set(call: &mut Call<'_>, parameter: &str, field: &str) -> Result<Reply, ServiceError> {
    let id = call.text("InstanceId").unwrap_or_default().to_owned();
    call.check_exists(&EIP, "AllocationId", &id)?;
    let value = call.arguments.get(parameter).cloned().unwrap_or_default();
    if let Some(mut eip) = call.store.edit(&id) {
        eip.set(field, value);
    }
    Ok(call.describe(&id))
}

fn eip_view(store: &Store, eip: &Resource, view: &mut Map<String, Value>) {
    view.insert("EipAddress".into(), eip.text("IpAddress").into());
    view.insert("EipBandwidth".into(), eip.fields.get("Bandwidth").cloned().unwrap_or_default());
    view.insert("SecurityProtectionEnabled".into(), (!eip.list("SecurityProtectionTypes").is_empty()).into());
    if let Some(package) = eip.text("BandwidthPackageId").and_then(|id| store.get(id)) {
        view.insert("BandwidthPackageBandwidth".into(), package.fields.get("Bandwidth").cloned().unwrap_or_default());
        view.insert("BandwidthPackageType".into(), "CommonBandwidthPackage".into());
    }
}
