//! DHCP options sets, and the VPCs that use them.

use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{DHCP_OPTIONS_SET, VPC};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&DHCP_OPTIONS_SET, set_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateDhcpOptionsSet", Create(&DHCP_OPTIONS_SET, new_set)),
    ("GetDhcpOptionsSet", Get(&DHCP_OPTIONS_SET)),
    ("ListDhcpOptionsSets", List(&DHCP_OPTIONS_SET)),
    ("UpdateDhcpOptionsSetAttribute", Modify(&DHCP_OPTIONS_SET, change_set)),
    ("DeleteDhcpOptionsSet", Delete(&DHCP_OPTIONS_SET, plain)),
    ("AttachDhcpOptionsSetToVpc", Other(attach)),
    ("ReplaceVpcDhcpOptionsSet", Other(replace)),
    ("DetachDhcpOptionsSetFromVpc", Other(detach)),
];

/// Name servers that a set can have.
const MAX_SERVERS: usize = 4;

/// The fields of a VPC that hold its set, and the set's state.
const SET: &str = "DhcpOptionsSetId";
const STATUS: &str = "DhcpOptionsSetStatus";

fn new_set(call: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    check_servers(call)
}

fn change_set(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    check_servers(call)
}

fn check_servers(call: &Call<'_>) -> Result<(), ServiceError> {
    let servers = call.texts("DomainNameServers");
    if servers.len() > MAX_SERVERS {
        return Err(
            call.error(&["QuotaExceeded.DomainNameServers", "IllegalParam.DomainNameServers"], "There are 4 servers at most.")
        );
    }
    match servers.iter().all(|server| server.parse::<std::net::IpAddr>().is_ok()) {
        true => Ok(()),
        false => Err(call.error(&["IllegalParam.DomainNameServers"], "DomainNameServers must hold IP addresses.")),
    }
}

fn attach(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (set, vpc, now) = named(call)?;
    match now.is_empty() {
        true => put(call, &vpc, &set),
        false => Err(call.error(&["OperationFailed.AttachmentExist"], format!("{vpc} has the DHCP options set {now}."))),
    }
}

fn replace(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (set, vpc, now) = named(call)?;
    match now.is_empty() {
        true => Err(call.error(&["OperationFailed.AttachmentNotExist"], format!("{vpc} has no DHCP options set."))),
        false => put(call, &vpc, &set),
    }
}

fn put(call: &mut Call<'_>, vpc: &str, set: &str) -> Result<Reply, ServiceError> {
    let done = call.pace.done(call.now, DHCP_OPTIONS_SET.seconds);
    if let Some(mut vpc) = call.store.edit(vpc) {
        vpc.set(SET, set);
        vpc.set(STATUS, "Pending");
        vpc.plan(done, Then::Set(STATUS.into(), "InUse".into()));
    }
    Ok(Reply::new())
}

fn detach(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (set, vpc, now) = named(call)?;
    if now != set {
        let codes = ["AttrMismatching.VpcDhcpOptionsSetId", "OperationFailed.AttachmentNotExist"];
        return Err(call.error(&codes[usize::from(now.is_empty())..], format!("{vpc} does not have the DHCP options set {set}.")));
    }
    let done = call.pace.done(call.now, DHCP_OPTIONS_SET.seconds);
    if let Some(mut vpc) = call.store.edit(&vpc) {
        vpc.set(STATUS, "Pending");
        vpc.plan(done, Then::Set(SET.into(), "".into()));
        vpc.plan(done, Then::Set(STATUS.into(), "UnUsed".into()));
    }
    Ok(Reply::new())
}

/// The set and the VPC that the request names, and the set that the VPC has.
fn named(call: &Call<'_>) -> Result<(String, String, String), ServiceError> {
    let (set, vpc) = (call.id(&DHCP_OPTIONS_SET)?, call.id(&VPC)?);
    call.check_idle(&set)?;
    let field = |name: &str| call.store.get(&vpc).and_then(|vpc| vpc.text(name)).unwrap_or_default().to_owned();
    match field(STATUS) == "Pending" {
        true => Err(call.error(&["IncorrectStatus.VpcDhcpOptionsSet"], format!("The DHCP options set of {vpc} is changing."))),
        false => Ok((set, vpc.clone(), field(SET))),
    }
}

fn set_view(store: &Store, set: &Resource, view: &mut Map<String, Value>) {
    let attached = |vpc: &Resource| {
        let status = if vpc.text(STATUS) == Some("Pending") { "Pending" } else { "InUse" };
        json!({"VpcId": vpc.id, "AssociateStatus": status})
    };
    let vpcs: Vec<Value> = store.with(&VPC, SET, &set.id).map(attached).collect();
    view.insert("AssociateVpcCount".into(), vpcs.len().into());
    if !vpcs.is_empty() && !set.is_busy() {
        view.insert("Status".into(), "InUse".into());
    }
    view.insert("AssociateVpcs".into(), vpcs.into());
}
