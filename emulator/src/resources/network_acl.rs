//! Network ACLs: which traffic a vSwitch lets through.

use serde_json::{Map, Value, json};

use crate::clock;
use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, plain};
use crate::kinds::{NETWORK_ACL, V_SWITCH, VPC};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&NETWORK_ACL, acl_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateNetworkAcl", Create(&NETWORK_ACL, new_acl)),
    ("DescribeNetworkAclAttributes", Get(&NETWORK_ACL)),
    ("DescribeNetworkAcls", List(&NETWORK_ACL)),
    ("ModifyNetworkAclAttributes", Modify(&NETWORK_ACL, plain)),
    ("DeleteNetworkAcl", Delete(&NETWORK_ACL, delete_acl)),
    ("UpdateNetworkAclEntries", Modify(&NETWORK_ACL, update_entries)),
    ("CopyNetworkAclEntries", Modify(&NETWORK_ACL, copy_entries)),
    ("AssociateNetworkAcl", Other(associate)),
    ("UnassociateNetworkAcl", Other(unassociate)),
];

/// Entries that each direction can have.
const MAX_ENTRIES: usize = 20;

fn new_acl(call: &mut Call<'_>, acl: &mut Resource) -> Result<(), ServiceError> {
    let vpc = call.id(&VPC)?;
    call.check_idle(&vpc)?;
    for (list, address) in [("IngressAclEntries", "SourceCidrIp"), ("EgressAclEntries", "DestinationCidrIp")] {
        let entry = json!({
            "NetworkAclEntryId": call.ids.resource("nae-"), "NetworkAclEntryName": "", "Description": "", "Policy": "accept", "Protocol": "all",
            "Port": "-1/-1", "EntryType": "custom", "IpVersion": "IPv4", address: "0.0.0.0/0",
        });
        acl.set(list, json!([entry]));
    }
    Ok(())
}

fn delete_acl(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    match call.store.with(&V_SWITCH, "NetworkAclId", id).next() {
        Some(_) => Err(call.error(&["NetworkAclExistBinding"], "A vSwitch is associated with the network ACL.")),
        None => Ok(()),
    }
}

fn update_entries(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let Some(mut acl) = call.store.get(id).cloned() else { return Ok(()) };
    for (list, update, address) in [
        ("IngressAclEntries", "UpdateIngressAclEntries", "SourceCidrIp"),
        ("EgressAclEntries", "UpdateEgressAclEntries", "DestinationCidrIp"),
    ] {
        let mut entries = call.items(list);
        // Lists that are not to be updated are not stored.
        call.arguments.shift_remove(list);
        if call.flag(update) != Some(true) {
            continue;
        }
        if call.limits.quotas && entries.len() > MAX_ENTRIES {
            return Err(call.error(&["QuotaExceed.NetworkAclEntry"], "A network ACL has 20 entries at most in each direction."));
        }
        for entry in &mut entries {
            check_entry(call, entry, address)?;
            if entry.get("NetworkAclEntryId").and_then(Value::as_str).is_none_or(str::is_empty) {
                entry["NetworkAclEntryId"] = call.ids.resource("nae-").into();
            }
            for (name, default) in [("EntryType", "custom"), ("IpVersion", "IPv4")] {
                if entry.get(name).and_then(Value::as_str).is_none_or(str::is_empty) {
                    entry[name] = default.into();
                }
            }
        }
        acl.set(list, entries);
    }
    for name in ["UpdateIngressAclEntries", "UpdateEgressAclEntries"] {
        call.arguments.shift_remove(name);
    }
    call.store.insert(acl);
    Ok(())
}

fn check_entry(call: &Call<'_>, entry: &Value, address: &str) -> Result<(), ServiceError> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let missing = |name: &str| call.error(&[&format!("ParameterMissing.{name}")], format!("{name} is mandatory for an entry."));
    if let Some(name) = ["Policy", "Protocol", "Port", address].into_iter().find(|name| text(name).is_empty()) {
        return Err(missing(name));
    }
    let wrong = |name: &str| {
        call.error(
            &[&format!("ParameterIllegal.{name}"), &format!("IllegalParam.{name}")],
            format!("{name} of an entry is not valid."),
        )
    };
    if !["accept", "drop"].contains(&text("Policy")) {
        return Err(wrong("Policy"));
    }
    if !["all", "icmp", "icmpv6", "gre", "tcp", "udp"].contains(&text("Protocol").to_ascii_lowercase().as_str()) {
        return Err(wrong("Protocol"));
    }
    let port = |text: &str| text.parse::<i32>().is_ok_and(|port| (-1..=65535).contains(&port));
    if !text("Port").split_once('/').is_some_and(|(from, to)| port(from) && port(to)) {
        return Err(wrong("Port"));
    }
    match network::block(text(address)).is_some()
        || network::block6(text(address)).is_some()
        || text(address).parse::<std::net::IpAddr>().is_ok()
    {
        true => Ok(()),
        false => Err(wrong(address)),
    }
}

fn copy_entries(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let source = call.text("SourceNetworkAclId").unwrap_or_default();
    let source = call.check_exists(&NETWORK_ACL, "SourceNetworkAclId", source);
    let source = source.map_err(|error| call.renamed(error, &["InvalidSourceNetworkAcl.NotFound"]))?.clone();
    call.arguments.shift_remove("SourceNetworkAclId");
    if let Some(mut acl) = call.store.edit(id) {
        for list in ["IngressAclEntries", "EgressAclEntries"] {
            acl.set(list, source.fields.get(list).cloned().unwrap_or_default());
        }
    }
    Ok(())
}

fn associate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (acl, vswitches) = named(call)?;
    let vpc = call.store.get(&acl).and_then(|acl| acl.text("VpcId")).unwrap_or_default().to_owned();
    for id in &vswitches {
        let vswitch = call.store.get(id);
        if vswitch.is_some_and(|vswitch| vswitch.text("VpcId") != Some(&vpc)) {
            return Err(call.error(&["InvalidResource.VpcError"], "The vSwitch is not in the VPC of the network ACL."));
        }
        if vswitch.and_then(|vswitch| vswitch.text("NetworkAclId")).is_some_and(|acl| !acl.is_empty()) {
            return Err(call.error(&["InvalidResource.BindingExist"], "A network ACL is associated with the vSwitch already."));
        }
        relate(call, id, "BINDING", &acl, (BINDING, "BINDED"));
    }
    call.begin_change(&acl);
    Ok(Reply::new())
}

fn unassociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (acl, vswitches) = named(call)?;
    for id in &vswitches {
        if call.store.get(id).is_none_or(|vswitch| vswitch.text("NetworkAclId") != Some(&acl)) {
            return Err(call.error(&["InvalidResource.NotBinding"], "The network ACL is not associated with the vSwitch."));
        }
        relate(call, id, "UNBINDING", &acl, ("NetworkAclId", ""));
    }
    call.begin_change(&acl);
    Ok(Reply::new())
}

/// The states of the association of a vSwitch and its network ACL.
const BINDING: &str = "NetworkAclBinding";

/// The network ACL and the vSwitches of the request.
fn named(call: &Call<'_>) -> Result<(String, Vec<String>), ServiceError> {
    let acl = call.id(&NETWORK_ACL)?;
    call.check_idle(&acl)?;
    let resources = call.items("Resource");
    if resources.is_empty() {
        return Err(call.error(&["ParameterMissing.Resources"], "Resource is mandatory."));
    }
    let mut ids = Vec::new();
    for resource in resources {
        let text = |name: &str| resource.get(name).and_then(Value::as_str).unwrap_or_default();
        if text("ResourceType") != "VSwitch" {
            return Err(call.error(&["ParameterIllegal.ResourceType", "InvalidParameter"], "ResourceType must be VSwitch."));
        }
        let there = call.check_exists(&V_SWITCH, "ResourceId", text("ResourceId"));
        ids.push(there.map_err(|error| call.renamed(error, &["InvalidResource.NotFound"]))?.id.clone());
    }
    Ok((acl, ids))
}

fn relate(call: &mut Call<'_>, vswitch: &str, binding: &str, acl: &str, then: (&str, &str)) {
    let done = call.pace.done(call.now, NETWORK_ACL.seconds);
    if let Some(mut vswitch) = call.store.edit(vswitch) {
        vswitch.set("NetworkAclId", acl);
        vswitch.set(BINDING, binding);
        vswitch.plan(done, Then::Set(then.0.to_owned(), then.1.into()));
    }
}

fn acl_view(store: &Store, acl: &Resource, view: &mut Map<String, Value>) {
    let bound: Vec<_> = store.with(&V_SWITCH, "NetworkAclId", &acl.id).collect();
    let resource =
        |vswitch: &&Resource| json!({"ResourceId": vswitch.id, "ResourceType": "VSwitch", "Status": vswitch.text(BINDING)});
    view.insert("Resources".into(), bound.iter().map(resource).collect());
    view.insert("ResourceId".into(), bound.iter().map(|vswitch| vswitch.id.as_str()).collect());
    view.insert("ResourceType".into(), "VSwitch".into());
    view.insert("CreationTime".into(), clock::text(acl.created).into());
    // Replies about one of them have its fields one level down.
    view.insert("NetworkAclAttribute".into(), Value::Object(view.clone()));
}
