//! Prefix lists: sets of CIDR blocks under one name.

use serde_json::{Map, Value, json};

use crate::auth::ACCOUNT;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, page, plain};
use crate::kinds::{PREFIX_LIST, ROUTE_ENTRY};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&PREFIX_LIST, list_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateVpcPrefixList", Create(&PREFIX_LIST, new_list)),
    ("ListPrefixLists", List(&PREFIX_LIST)),
    ("ModifyVpcPrefixList", Modify(&PREFIX_LIST, modify_list)),
    ("DeleteVpcPrefixList", Delete(&PREFIX_LIST, plain)),
    ("GetVpcPrefixListEntries", Other(entries)),
    ("GetVpcPrefixListAssociations", Other(associations)),
    ("RetryVpcPrefixListAssociation", Other(retry)),
];

fn new_list(call: &mut Call<'_>, list: &mut Resource) -> Result<(), ServiceError> {
    let entries = call.items("PrefixListEntries");
    check(call, list, &entries)?;
    list.set("Entries", entries);
    Ok(())
}

fn modify_list(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let Some(mut list) = call.store.get(id).cloned() else { return Ok(()) };
    let mut entries = list.fields.get("Entries").and_then(Value::as_array).cloned().unwrap_or_default();
    for gone in call.items("RemovePrefixListEntry") {
        let Some(position) = entries.iter().position(|entry| entry["Cidr"] == gone["Cidr"]) else {
            return Err(call.error(
                &["OperationDenied.RemoveCountExceedExistCount", "IllegalParam.CidrBlock"],
                "The prefix list has no such entry.",
            ));
        };
        entries.remove(position);
    }
    entries.extend(call.items("AddPrefixListEntry"));
    if let Some(most) = call.arguments.get("MaxEntries") {
        list.set("MaxEntries", most.clone());
    }
    check(call, &list, &entries)?;
    list.set("Entries", entries);
    call.store.insert(list);
    for name in ["AddPrefixListEntry", "RemovePrefixListEntry"] {
        call.arguments.shift_remove(name);
    }
    Ok(())
}

fn check(call: &Call<'_>, list: &Resource, entries: &[Value]) -> Result<(), ServiceError> {
    let most = list.fields.get("MaxEntries").and_then(Value::as_u64).unwrap_or(50);
    if entries.len() as u64 > most {
        return Err(
            call.error(&["OperationFailed.CidrCountExceedMaxCount"], format!("The prefix list has {most} entries at most."))
        );
    }
    let mut seen = std::collections::BTreeSet::new();
    for entry in entries {
        let cidr = entry.get("Cidr").and_then(Value::as_str).unwrap_or_default();
        let is_block = match list.text("IpVersion") {
            Some("IPV6") => network::block6(cidr).is_some(),
            _ => network::block(cidr).is_some(),
        };
        if !is_block {
            return Err(
                call.error(&["IllegalParam.CidrBlock"], format!("{cidr} is not a CIDR block of the prefix list's IP version."))
            );
        }
        if !seen.insert(cidr) {
            return Err(call.error(&["DuplicatedParam.CidrBlock"], format!("{cidr} comes twice.")));
        }
    }
    Ok(())
}

fn entries(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&PREFIX_LIST)?;
    let entries = call.store.get(&id).and_then(|list| list.fields.get("Entries")?.as_array()).cloned().unwrap_or_default();
    let describe = |entry: Value| {
        let mut fields = entry.as_object().cloned().unwrap_or_default();
        fields.entry("Description").or_insert_with(|| "".into());
        fields.insert("PrefixListId".into(), id.as_str().into());
        fields.insert("RegionId".into(), call.region.as_str().into());
        fields
    };
    let described = entries.into_iter().map(describe).collect();
    page(call, described)
}

/// The route tables that have an entry for the prefix list.
fn associations(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&PREFIX_LIST)?;
    let blocks = call.store.get(&id).map(|list| call.view(list)).and_then(|view| view.get("CidrBlocks").cloned());
    let describe = |entry: &Resource| {
        let fields = [
            ("PrefixListId", json!(id)),
            ("RegionId", json!(entry.region)),
            ("OwnerId", json!(ACCOUNT)),
            ("ResourceUid", json!(ACCOUNT)),
            ("ResourceType", json!("vpcRouteTable")),
            ("ResourceId", json!(entry.text("RouteTableId"))),
            ("CidrList", json!(blocks)),
            ("Status", json!("Created")),
            ("Reason", json!("")),
        ];
        Map::from_iter(fields.map(|(name, value)| (name.to_owned(), value)))
    };
    let described = call.store.with(&ROUTE_ENTRY, "DestinationCidrBlock", &id).map(describe).collect();
    page(call, described)
}

/// Associations never fail here, so there is nothing to retry.
fn retry(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&PREFIX_LIST)?;
    call.check_idle(&id)?;
    let table = call.text("ResourceId").unwrap_or_default();
    let is_used =
        call.store.with(&ROUTE_ENTRY, "DestinationCidrBlock", &id).any(|entry| entry.text("RouteTableId") == Some(table));
    match is_used {
        true => Ok(Reply::new()),
        false => Err(call.error(&["OperationFailed.NotExistAssociateRelation"], format!("{table} has no entry for {id}."))),
    }
}

fn list_view(_: &Store, list: &Resource, view: &mut Map<String, Value>) {
    let entries = list.fields.get("Entries").and_then(Value::as_array).into_iter().flatten();
    view.insert("CidrBlocks".into(), entries.map(|entry| entry["Cidr"].clone()).collect());
    view.insert("PrefixListStatus".into(), json!(list.status));
}
