//! Express Connect circuits, and hosted connections over them.

use serde_json::{Map, Value, json};

use super::open_service;
use crate::engine::Action::{Create, Delete, List, Modify, Other, Switch};
use crate::engine::{Call, Operations, Passage, Reply, View, bare, plain};
use crate::kinds::{PHYSICAL_CONNECTION, PHYSICAL_CONNECTION_SERVICE, VIRTUAL_PHYSICAL_CONNECTION};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] =
    &[(&PHYSICAL_CONNECTION, connection_view), (&VIRTUAL_PHYSICAL_CONNECTION, hosted_view)];

const fn to(from: &'static [&'static str], through: &'static str, to: &'static str) -> crate::engine::Action {
    Switch(&PHYSICAL_CONNECTION, Passage { from, through, to })
}

pub(super) const OPERATIONS: Operations = &[
    ("CreatePhysicalConnection", Create(&PHYSICAL_CONNECTION, bare)),
    ("CreatePhysicalConnectionSetupOrder", Create(&PHYSICAL_CONNECTION, new_order)),
    ("CreateHighReliablePhysicalConnection", Other(create_several)),
    ("DescribePhysicalConnections", List(&PHYSICAL_CONNECTION)),
    ("ModifyPhysicalConnectionAttribute", Modify(&PHYSICAL_CONNECTION, plain)),
    ("ConfirmPhysicalConnection", to(&["Allocated"], "", "Confirmed")),
    ("EnablePhysicalConnection", to(&["Confirmed"], "", "Enabled")),
    ("CancelPhysicalConnection", to(&["Initial", "Allocated", "Confirmed"], "", "Canceled")),
    ("TerminatePhysicalConnection", to(&["Enabled"], "Terminating", "Terminated")),
    ("RecoverPhysicalConnection", to(&["Terminated"], "", "Enabled")),
    ("CreatePhysicalConnectionOccupancyOrder", Other(occupy)),
    ("DeletePhysicalConnection", Delete(&PHYSICAL_CONNECTION, delete)),
    ("ApplyPhysicalConnectionLOA", Other(apply)),
    ("SecondApplyPhysicalConnectionLOA", Other(apply)),
    ("CompletePhysicalConnectionLOA", Other(complete)),
    ("DescribePhysicalConnectionLOA", Other(describe_loa)),
    ("AssociateMacSecKey", Other(add_key)),
    ("DisassociateMacSecKey", Other(remove_key)),
    ("OpenPhysicalConnectionService", Other(open)),
    ("GetPhysicalConnectionServiceStatus", Other(status)),
    ("CreateVirtualPhysicalConnection", Create(&VIRTUAL_PHYSICAL_CONNECTION, new_hosted)),
    ("ListVirtualPhysicalConnections", List(&VIRTUAL_PHYSICAL_CONNECTION)),
    ("UpdateVirtualPhysicalConnection", Modify(&VIRTUAL_PHYSICAL_CONNECTION, plain)),
];

fn new_order(call: &mut Call<'_>, connection: &mut Resource) -> Result<(), ServiceError> {
    connection.set("OrderId", call.now.to_string());
    Ok(())
}

fn create_several(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (port, tags) = (call.arguments.get("PortType").cloned().unwrap_or_default(), call.tags("Tag")?);
    let mut made = Vec::new();
    for given in call.items("ApList") {
        if call.store.len() >= call.limits.resources {
            return Err(call.error(&["QuotaExceeded"], "The emulator holds as many resources as it may."));
        }
        let mut connection = call.draft(&PHYSICAL_CONNECTION);
        connection.fields.extend(given.as_object().cloned().unwrap_or_default());
        connection.fields.remove("RegionId");
        connection.set("PortType", port.clone());
        connection.tags = tags.clone().into_iter().collect();
        made.push(json!({"InstanceId": connection.id, "RegionNo": call.region}));
        call.add(connection);
    }
    Ok(call.reply([("PhysicalConnectionList", made.into())]))
}

fn occupy(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&PHYSICAL_CONNECTION)?;
    call.check_idle(&id)?;
    call.transition(&id, "Enabled", Then::Status("Enabled".into()));
    Ok(call.reply([("Data", json!({"OrderId": call.now.to_string()}))]))
}

fn delete(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let status = call.store.get(id).map(|connection| connection.status.clone()).unwrap_or_default();
    match ["Allocated", "Canceled", "Terminated"].contains(&status.as_str()) {
        true => Ok(()),
        false => Err(call.error(&["Forbidden.NotInAllowDeleteStatus"], format!("{id} is {status}: terminate it first."))),
    }
}

/// The fields of an application for a letter of authorization.
const APPLICATION: &[(&str, &str)] = &[
    ("CompanyName", "CompanyName"),
    ("LineType", "LineType"),
    ("Si", "SI"),
    ("ConstructionTime", "ConstructionTime"),
    ("PMInfo", "PMInfo"),
];

fn apply(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    set_loa(call, APPLICATION, "Available")
}

fn complete(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let finish: Vec<_> = ["LineCode", "LineLabel", "LineServiceProvider", "LineSPContactInfo"].map(|name| (name, name)).to_vec();
    set_loa(call, &finish, "Complete")
}

fn set_loa(call: &mut Call<'_>, names: &[(&str, &str)], status: &str) -> Result<Reply, ServiceError> {
    let id = call.id(&PHYSICAL_CONNECTION)?;
    let given = names.iter().filter_map(|(name, field)| Some(((*field).to_owned(), call.arguments.get(*name)?.clone())));
    let given: Map<String, Value> = given.collect();
    if let Some(mut connection) = call.store.edit(&id) {
        let mut loa = connection.fields.get("Loa").and_then(Value::as_object).cloned().unwrap_or_default();
        loa.extend(given);
        connection.set("Loa", loa);
        connection.set("LoaStatus", status);
    }
    Ok(Reply::new())
}

fn describe_loa(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&PHYSICAL_CONNECTION)?;
    let connection = call.store.get(&id);
    let mut loa = connection.and_then(|connection| connection.fields.get("Loa")?.as_object().cloned()).unwrap_or_default();
    loa.insert("InstanceId".into(), id.as_str().into());
    loa.insert("Status".into(), connection.and_then(|connection| connection.text("LoaStatus")).unwrap_or_default().into());
    Ok(call.reply([("PhysicalConnectionLOAType", loa.into())]))
}

fn add_key(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, mut keys) = keys(call)?;
    let text = |name: &str| call.text(name).unwrap_or_default().to_owned();
    keys.retain(|key| key["Ckn"] != text("Ckn").as_str());
    keys.push(json!({"Ckn": text("Ckn"), "Cak": text("Cak"), "CipherSuite": text("CipherSuite"), "Status": "Enabled"}));
    Ok(set_keys(call, &id, keys))
}

fn remove_key(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, mut keys) = keys(call)?;
    let before = keys.len();
    keys.retain(|key| key["Ckn"] != call.text("Ckn").unwrap_or_default());
    match keys.len() < before {
        true => Ok(set_keys(call, &id, keys)),
        false => Err(call.error(&["ResourceNotFound.Ckn", "InvalidParameter"], "The circuit has no such key.")),
    }
}

fn keys(call: &Call<'_>) -> Result<(String, Vec<Value>), ServiceError> {
    let id = call.id(&PHYSICAL_CONNECTION)?;
    let keys = call.store.get(&id).and_then(|connection| connection.fields.get("MacsecKeys")?.as_array().cloned());
    Ok((id, keys.unwrap_or_default()))
}

fn set_keys(call: &mut Call<'_>, id: &str, keys: Vec<Value>) -> Reply {
    if let Some(mut connection) = call.store.edit(id) {
        connection.set("MacsecKeys", keys);
    }
    Reply::new()
}

fn open(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    open_service::open(call, &PHYSICAL_CONNECTION_SERVICE)
}

fn status(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    open_service::status(call, &PHYSICAL_CONNECTION_SERVICE)
}

fn new_hosted(call: &mut Call<'_>, hosted: &mut Resource) -> Result<(), ServiceError> {
    let parent = call.text("PhysicalConnectionId").unwrap_or_default().to_owned();
    let same = |other: &Resource| other.fields.get("VlanId") == call.arguments.get("VlanId");
    if call.store.with(&VIRTUAL_PHYSICAL_CONNECTION, "ParentPhysicalConnectionId", &parent).any(same) {
        let codes = ["VLAN_ID_HAS_BEEN_USED_IN_PHYSICAL_CONNECTION"];
        return Err(call.error(&codes, "Another hosted connection has the VLAN."));
    }
    let parent = call.store.get(&parent);
    for name in ["AccessPointId", "LineOperator", "PortType", "PeerLocation", "CircuitCode"] {
        let value = parent.and_then(|parent| parent.text(name)).unwrap_or_default();
        hosted.set(name, value);
    }
    hosted.set("ExpectSpec", call.text("Spec").unwrap_or_default());
    let id = hosted.id.clone();
    hosted.set("VirtualPhysicalConnection", id);
    Ok(())
}

fn connection_view(store: &Store, connection: &Resource, view: &mut Map<String, Value>) {
    let hosted = store.with(&VIRTUAL_PHYSICAL_CONNECTION, "ParentPhysicalConnectionId", &connection.id).count();
    view.insert("VirtualPhysicalConnectionCount".into(), hosted.into());
    if ["Enabled", "Terminated"].contains(&connection.status.as_str()) {
        view.insert("EnabledTime".into(), view.get("CreationTime").cloned().unwrap_or_default());
    }
}

fn hosted_view(_: &Store, hosted: &Resource, view: &mut Map<String, Value>) {
    view.insert("PhysicalConnectionId".into(), hosted.id.as_str().into());
    view.insert("EnabledTime".into(), view.get("CreationTime").cloned().unwrap_or_default());
    let status = hosted.text("VirtualPhysicalConnectionStatus").unwrap_or_default();
    view.insert("VirtualPhysicalConnectionStatuses".into(), status.into());
    view.insert("IsConfirmed".into(), (status == "Confirmed").into());
    view.insert("VirtualPhysicalConnectionAliUids".into(), view.get("AliUid").cloned().unwrap_or_default());
}
