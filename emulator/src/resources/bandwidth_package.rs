//! Internet Shared Bandwidth: bandwidth that several EIPs share.

use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{BANDWIDTH_PACKAGE, EIP};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&BANDWIDTH_PACKAGE, package_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateCommonBandwidthPackage", Create(&BANDWIDTH_PACKAGE, new_package)),
    ("DescribeCommonBandwidthPackages", List(&BANDWIDTH_PACKAGE)),
    ("ModifyCommonBandwidthPackageAttribute", Modify(&BANDWIDTH_PACKAGE, plain)),
    ("ModifyCommonBandwidthPackageSpec", Modify(&BANDWIDTH_PACKAGE, check_bandwidth)),
    ("DeleteCommonBandwidthPackage", Delete(&BANDWIDTH_PACKAGE, let_go)),
    ("AddCommonBandwidthPackageIp", Other(add_ip)),
    ("AddCommonBandwidthPackageIps", Other(add_ips)),
    ("RemoveCommonBandwidthPackageIp", Other(remove_ip)),
    ("ModifyCommonBandwidthPackageIpBandwidth", Other(limit_ip)),
    ("CancelCommonBandwidthPackageIpBandwidth", Other(cancel_limit)),
];

/// The states of an EIP in its package.
const RELATION: &str = "BandwidthPackageIpRelationStatus";

/// The bandwidth of an EIP before it was limited within its package.
const OWN_BANDWIDTH: &str = "OwnBandwidth";

/// EIPs that a package can have.
const MAX_IPS: usize = 100;

fn new_package(call: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    check_bandwidth(call, "")
}

fn check_bandwidth(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    match call.number("Bandwidth").is_some_and(|bandwidth| (1..=100_000).contains(&bandwidth)) {
        true => Ok(()),
        false => Err(call.invalid(
            "Bandwidth",
            &["InvalidParameter.Bandwidth", "InvalidBandwidth.ValueNotSupported"],
            "it must be from 1 to 100000 Mbit/s",
        )),
    }
}

/// With `Force` the EIPs are removed first.
fn let_go(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    for eip in call.store.ids_with(&EIP, "BandwidthPackageId", id) {
        restore_bandwidth(call, &eip);
        if let Some(mut eip) = call.store.edit(&eip) {
            eip.set("BandwidthPackageId", "");
        }
    }
    Ok(())
}

fn add_ip(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let eip = call.text("IpInstanceId").unwrap_or_default().to_owned();
    add(call, &[eip])
}

fn add_ips(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let eips = call.texts("IpInstanceIds");
    add(call, &eips)
}

fn add(call: &mut Call<'_>, eips: &[String]) -> Result<Reply, ServiceError> {
    let package = call.id(&BANDWIDTH_PACKAGE)?;
    call.check_idle(&package)?;
    let has = call.store.with(&EIP, "BandwidthPackageId", &package).count();
    if call.limits.quotas && has + eips.len() > MAX_IPS {
        return Err(call.error(&["IpInstanceId.QuotaExceeded"], "The package has as many EIPs as it can have."));
    }
    for id in eips {
        let eip = call.check_exists(&EIP, "IpInstanceId", id)?;
        if eip.text("BandwidthPackageId").is_some_and(|package| !package.is_empty()) {
            return Err(call.error(
                &["IpInstanceId.AlreadyInBandwidthPackage", "EIP_ALREADY_IN_BANDWIDTHPACKAGE"],
                format!("{id} is in a package already."),
            ));
        }
        call.check_idle(id)?;
        relate(call, id, "BINDING", &package, ("BandwidthPackageIpRelationStatus", "BINDED"));
    }
    Ok(Reply::new())
}

fn remove_ip(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (package, eip) = inside(call)?;
    restore_bandwidth(call, &eip);
    relate(call, &eip, "UNBINDING", &package, ("BandwidthPackageId", ""));
    Ok(Reply::new())
}

/// Limits the bandwidth of a single EIP within the package, and keeps the former value to restore it.
fn limit_ip(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (_, eip) = inside_as(call, "EipId")?;
    let limit = call.arguments.get("Bandwidth").cloned();
    if let (Some(mut eip), Some(limit)) = (call.store.edit(&eip), limit) {
        let own = eip.fields.get("Bandwidth").cloned().unwrap_or_default();
        eip.default(OWN_BANDWIDTH, own);
        eip.set("Bandwidth", limit);
    }
    Ok(Reply::new())
}

/// Ends the limit of a single EIP.
fn cancel_limit(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (_, eip) = inside_as(call, "EipId")?;
    restore_bandwidth(call, &eip);
    Ok(Reply::new())
}

fn restore_bandwidth(call: &mut Call<'_>, eip: &str) {
    if let Some(mut eip) = call.store.edit(eip)
        && let Some(own) = eip.fields.remove(OWN_BANDWIDTH)
    {
        eip.set("Bandwidth", own);
    }
}

fn inside(call: &Call<'_>) -> Result<(String, String), ServiceError> {
    inside_as(call, "IpInstanceId")
}

/// The package and the EIP, if the EIP is in the package.
fn inside_as(call: &Call<'_>, parameter: &str) -> Result<(String, String), ServiceError> {
    let package = call.id(&BANDWIDTH_PACKAGE)?;
    call.check_idle(&package)?;
    let id = call.text(parameter).unwrap_or_default();
    let eip = call.check_exists(&EIP, parameter, id)?;
    let is_inside = eip.text("BandwidthPackageId") == Some(&package);
    if is_inside && eip.text(RELATION) != Some("BINDED") {
        let codes = ["BandwidthPackageOperation.conflict", "TaskConflict", "IncorrectStatus"];
        return Err(call.error(&codes, format!("{id} is joining or leaving the package.")));
    }
    match is_inside {
        true => Ok((package, eip.id.clone())),
        false => Err(call.error(
            &["IpInstanceId.NotBandwidthPackage", "OperationUnsupported.IpNotInCbwp"],
            format!("{id} is not in the package."),
        )),
    }
}

/// Sets the state of an EIP in its package now, and a field of the EIP when the change is done.
fn relate(call: &mut Call<'_>, eip: &str, relation: &str, package: &str, then: (&str, &str)) {
    let done = call.pace.done(call.now, BANDWIDTH_PACKAGE.seconds);
    if let Some(mut eip) = call.store.edit(eip) {
        eip.set("BandwidthPackageId", package);
        eip.set(RELATION, relation);
        eip.plan(done, Then::Set(then.0.to_owned(), then.1.into()));
    }
}

fn package_view(store: &Store, package: &Resource, view: &mut Map<String, Value>) {
    let ips = store.with(&EIP, "BandwidthPackageId", &package.id);
    let ips = ips.map(|eip| json!({"AllocationId": eip.id, "IpAddress": eip.text("IpAddress"), RELATION: eip.text(RELATION)}));
    view.insert("PublicIpAddresses".into(), ips.collect());
    view.insert("SecurityProtectionEnabled".into(), (!package.list("SecurityProtectionTypes").is_empty()).into());
}
