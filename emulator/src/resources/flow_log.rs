//! Flow logs: records of the traffic of a VPC, vSwitch or network interface.

use serde_json::{Map, Value};

use super::open_service;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{FLOW_LOG, FLOW_LOG_SERVICE, V_SWITCH, VPC};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&FLOW_LOG, log_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateFlowLog", Create(&FLOW_LOG, new_log)),
    ("DescribeFlowLogs", List(&FLOW_LOG)),
    ("ModifyFlowLogAttribute", Modify(&FLOW_LOG, modify_log)),
    ("DeleteFlowLog", Delete(&FLOW_LOG, plain)),
    ("ActiveFlowLog", Other(activate)),
    ("DeactiveFlowLog", Other(deactivate)),
    ("OpenFlowLogService", Other(open)),
    ("GetFlowLogServiceStatus", Other(status)),
];

fn new_log(call: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    let (kind, id) = (call.text("ResourceType").unwrap_or_default(), call.text("ResourceId").unwrap_or_default());
    let there = match kind {
        "VPC" => call.check_exists(&VPC, "ResourceId", id).is_ok(),
        "VSwitch" => call.check_exists(&V_SWITCH, "ResourceId", id).is_ok(),
        // Interfaces are not kept here: they are assumed to exist.
        "NetworkInterface" => true,
        _ => return Err(call.error(&["InvalidResourceType.NotFound"], "ResourceType must be VPC, VSwitch or NetworkInterface.")),
    };
    if !there {
        return Err(call.error(&["InvalidResourceId.NotFound"], format!("The specified ResourceId ({id}) is not found.")));
    }
    if !["All", "Allow", "Drop"].contains(&call.text("TrafficType").unwrap_or_default()) {
        return Err(call.invalid(
            "TrafficType",
            &["InvalidTrafficType.NotFound", "ParameterInvalid"],
            "it must be All, Allow or Drop",
        ));
    }
    check_interval(call)
}

fn modify_log(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    check_interval(call)
}

fn check_interval(call: &Call<'_>) -> Result<(), ServiceError> {
    match call.number("AggregationInterval").is_some_and(|minutes| ![1, 5, 10].contains(&minutes)) {
        true => Err(call.error(&["IllegalParam.AggregationInterval"], "AggregationInterval must be 1, 5 or 10.")),
        false => Ok(()),
    }
}

fn activate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    switch(call, "Inactive", "Activating", "Active")
}

fn deactivate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    switch(call, "Active", "Deactivating", "Inactive")
}

fn switch(call: &mut Call<'_>, from: &str, through: &str, to: &str) -> Result<Reply, ServiceError> {
    let id = call.id(&FLOW_LOG)?;
    if call.store.get(&id).is_some_and(|log| log.status != from) {
        return Err(call.error(&["IncorrectStatus.flowlog", "InvalidStatus"], format!("The flow log is not {from}.")));
    }
    call.transition(&id, through, Then::Status(to.into()));
    Ok(call.describe(&id))
}

fn open(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    open_service::open(call, &FLOW_LOG_SERVICE)
}

fn status(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    open_service::status(call, &FLOW_LOG_SERVICE)
}

/// The VPC whose traffic is recorded, as a whole or in part.
fn log_view(store: &Store, log: &Resource, view: &mut Map<String, Value>) {
    let recorded = log.text("ResourceId").and_then(|id| store.get(id));
    view.insert("VpcId".into(), recorded.and_then(|resource| resource.text("VpcId")).into());
}
