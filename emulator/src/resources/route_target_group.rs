//! Route target groups: an active and a standby target of routes.

use serde_json::{Map, Value};

use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, bare, plain};
use crate::kinds::ROUTE_TARGET_GROUP;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&ROUTE_TARGET_GROUP, group_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateRouteTargetGroup", Create(&ROUTE_TARGET_GROUP, bare)),
    ("GetRouteTargetGroup", Get(&ROUTE_TARGET_GROUP)),
    ("ListRouteTargetGroups", List(&ROUTE_TARGET_GROUP)),
    ("UpdateRouteTargetGroup", Modify(&ROUTE_TARGET_GROUP, plain)),
    ("DeleteRouteTargetGroup", Delete(&ROUTE_TARGET_GROUP, plain)),
    ("SwitchActiveRouteTarget", Other(switch)),
];

/// Swaps the weights of the active and the standby target.
fn switch(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&ROUTE_TARGET_GROUP)?;
    call.check_idle(&id)?;
    if let Some(mut group) = call.store.edit(&id) {
        let members = members(&group).into_iter().map(|mut member| {
            let weight = member["Weight"].as_i64().unwrap_or_default();
            member["Weight"] = (100 - weight).into();
            member
        });
        let members: Vec<Value> = members.collect();
        group.set("RouteTargetMemberList", members);
    }
    let back = call.store.get(&id).map_or("Available", |group| if group.status == "Switched" { "Available" } else { "Switched" });
    call.transition(&id, "Switching", Then::Status(back.into()));
    Ok(Reply::new())
}

fn members(group: &Resource) -> Vec<Value> {
    group.fields.get("RouteTargetMemberList").and_then(Value::as_array).cloned().unwrap_or_default()
}

fn group_view(_: &Store, group: &Resource, view: &mut Map<String, Value>) {
    let mut members = members(group);
    view.insert("MemberId".into(), members.iter().map(|member| member["MemberId"].clone()).collect());
    for member in &mut members {
        member["EnableStatus"] = if member["Weight"] == 100 { "Enable" } else { "Disable" }.into();
        member["HealthCheckStatus"] = "Normal".into();
    }
    view.insert("RouteTargetMemberList".into(), members.into());
    view.insert("CreateTime".into(), view.get("CreationTime").cloned().unwrap_or_default());
}
