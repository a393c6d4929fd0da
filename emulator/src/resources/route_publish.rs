//! The routes of a VPC as a whole: their number, and which are published to what the VPC is attached to.

use serde_json::{Map, Value, json};

use crate::engine::Action::Other;
use crate::engine::{Call, Operations, Reply, page};
use crate::kinds::{ROUTE_ENTRY, ROUTE_TABLE, VPC};
use crate::service_error::ServiceError;
use crate::store::Resource;

pub(super) const OPERATIONS: Operations = &[
    ("PublishVpcRouteEntries", Other(publish)),
    ("WithdrawVpcPublishedRouteEntries", Other(withdraw)),
    ("ListVpcPublishedRouteEntries", Other(list)),
    ("GetVpcRouteEntrySummary", Other(summary)),
];

/// Where a route is published to.
const TARGETS: &str = "RoutePublishTargets";

fn publish(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let target = json!({
        "PublishTargetType": call.text("TargetType"), "PublishTargetInstanceId": call.text("TargetInstanceId"), "PublishStatus": "Published",
    });
    for id in named(call)? {
        let Some(mut entry) = call.store.edit(&id) else { continue };
        let mut targets = targets(&entry);
        if !targets.contains(&target) {
            targets.push(target.clone());
        }
        entry.set(TARGETS, targets);
    }
    Ok(Reply::new())
}

fn withdraw(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let target = call.text("TargetInstanceId").unwrap_or_default().to_owned();
    for id in named(call)? {
        let Some(mut entry) = call.store.edit(&id) else { continue };
        let mut targets = targets(&entry);
        targets.retain(|other| other["PublishTargetInstanceId"] != target.as_str());
        entry.set(TARGETS, targets);
    }
    Ok(Reply::new())
}

fn list(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let table = call.id(&ROUTE_TABLE)?;
    let (kind, instance) = (call.text("TargetType"), call.text("TargetInstanceId"));
    let cidr = call.text("DestinationCidrBlock");
    let fits = |target: &Value| {
        target["PublishTargetType"].as_str() == kind && instance.is_none_or(|id| target["PublishTargetInstanceId"] == id)
    };
    let entries = call.store.with(&ROUTE_ENTRY, "RouteTableId", &table);
    let entries = entries.filter(|entry| cidr.is_none_or(|cidr| entry.text("DestinationCidrBlock") == Some(cidr)));
    let describe = |entry: &Resource| {
        let mut view: Map<String, Value> = call.view(entry);
        let targets: Vec<_> = targets(entry).into_iter().filter(|target| fits(target)).collect();
        view.insert(TARGETS.to_owned(), targets.clone().into());
        (!targets.is_empty()).then_some(view)
    };
    let described = entries.filter_map(describe).collect();
    page(call, described)
}

fn summary(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let vpc = call.id(&VPC)?;
    let asked = call.text("RouteEntryType").unwrap_or("all").to_owned();
    let table = call.text("RouteTableId");
    let tables = call.store.with(&ROUTE_TABLE, "VpcId", &vpc).filter(|found| table.is_none_or(|table| found.id == table));
    let is_asked = |entry: &&Resource| asked == "all" || entry.text("Type").is_some_and(|kind| kind.eq_ignore_ascii_case(&asked));
    let summaries = tables.map(|table| {
        let count = call.store.with(&ROUTE_ENTRY, "RouteTableId", &table.id).filter(is_asked).count();
        json!({"RouteTableId": table.id, "EntrySummarys": [{"RouteEntryType": asked, "Count": count}]})
    });
    Ok(call.reply([("RouteEntrySummarys", summaries.collect())]))
}

fn targets(entry: &Resource) -> Vec<Value> {
    entry.fields.get(TARGETS).and_then(Value::as_array).cloned().unwrap_or_default()
}

/// The entries that the request names by table and destination.
fn named(call: &Call<'_>) -> Result<Vec<String>, ServiceError> {
    let mut ids = Vec::new();
    for item in call.items("RouteEntries") {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
        let table = call.check_exists(&ROUTE_TABLE, "RouteTableId", text("RouteTableId"))?;
        let mut entries = call.store.with(&ROUTE_ENTRY, "RouteTableId", &table.id);
        let found = entries.find(|entry| entry.text("DestinationCidrBlock") == Some(text("DestinationCidrBlock")));
        let missing = || call.error(&["InvalidRouteEntry.NotFound"], "The route table has no such entry.");
        ids.push(found.ok_or_else(missing)?.id.clone());
    }
    Ok(ids)
}
