//! Router interfaces: the two ends of a connection between routers.

use serde_json::{Map, Value, json};

use crate::auth::ACCOUNT;
use crate::engine::Action::{Create, Delete, Get, List, Modify, Other, Switch};
use crate::engine::{Call, Operations, Passage, Reply, View, page};
use crate::kinds::{EC_GRANT, ROUTER_INTERFACE, V_ROUTER, VIRTUAL_BORDER_ROUTER, VPC};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&ROUTER_INTERFACE, interface_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateRouterInterface", Create(&ROUTER_INTERFACE, new_interface)),
    ("DescribeRouterInterfaces", List(&ROUTER_INTERFACE)),
    ("DescribeRouterInterfaceAttribute", Get(&ROUTER_INTERFACE)),
    ("ModifyRouterInterfaceAttribute", Modify(&ROUTER_INTERFACE, change_interface)),
    ("ModifyRouterInterfaceSpec", Modify(&ROUTER_INTERFACE, change_spec)),
    ("ConnectRouterInterface", Other(connect)),
    ("ActivateRouterInterface", Switch(&ROUTER_INTERFACE, Passage { from: &["Inactive"], through: "Activating", to: "Active" })),
    (
        "DeactivateRouterInterface",
        Switch(&ROUTER_INTERFACE, Passage { from: &["Active"], through: "Deactivating", to: "Inactive" }),
    ),
    ("DeleteRouterInterface", Delete(&ROUTER_INTERFACE, delete)),
    ("DeleteExpressConnect", Other(delete_both)),
    ("GrantInstanceToVbr", Other(grant)),
    ("RevokeInstanceFromVbr", Other(revoke)),
    ("DescribeEcGrantRelation", Other(grants)),
];

/// The sizes of interfaces, with their bandwidth in Mbit/s.
const SPECS: &[(&str, u64)] = &[
    ("Mini.2", 2),
    ("Mini.5", 5),
    ("Small.1", 10),
    ("Small.2", 20),
    ("Small.5", 50),
    ("Middle.1", 100),
    ("Middle.2", 200),
    ("Middle.5", 500),
    ("Large.1", 1000),
    ("Large.2", 2000),
    ("Large.5", 5000),
    ("Xlarge.1", 10_000),
];

fn new_interface(call: &mut Call<'_>, interface: &mut Resource) -> Result<(), ServiceError> {
    let router = call.text("RouterId").unwrap_or_default();
    let kind = if call.text("RouterType") == Some("VBR") { &VIRTUAL_BORDER_ROUTER } else { &V_ROUTER };
    let there = call.check_exists(kind, "RouterId", router);
    let router = there.map_err(|error| call.renamed(error, &["InvalidRouterId.NotFound", "InvalidParams.NotFound"]))?;
    interface.set("VpcInstanceId", router.text("VpcId").unwrap_or_default());
    interface.set("ChargeType", if call.text("InstanceChargeType") == Some("PrePaid") { "PrePaid" } else { "AfterPay" });
    interface.default("OppositeInterfaceOwnerId", ACCOUNT.to_string());
    interface.default("FastLinkMode", false);
    interface.set("OrderId", call.now);
    set_spec(call, interface)
}

fn set_spec(call: &Call<'_>, interface: &mut Resource) -> Result<(), ServiceError> {
    let spec = call.text("Spec").unwrap_or_default();
    // The side that initiates the connection has the bandwidth of both.
    if spec == "Negative" && interface.text("Role") == Some("AcceptingSide") {
        interface.set("Bandwidth", 0);
        return Ok(());
    }
    let Some((_, bandwidth)) = SPECS.iter().find(|(name, _)| *name == spec) else {
        return Err(call.invalid("Spec", &["InvalidSpec.ValueNotSupported"], "there is no such size"));
    };
    interface.set("Bandwidth", *bandwidth);
    Ok(())
}

fn change_spec(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let Some(mut interface) = call.store.get(id).cloned() else { return Ok(()) };
    set_spec(call, &mut interface)?;
    call.store.insert(interface);
    Ok(())
}

fn change_interface(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    if call.flag("DeleteHealthCheckIp") == Some(true)
        && let Some(mut interface) = call.store.edit(id)
    {
        ["HealthCheckSourceIp", "HealthCheckTargetIp"].iter().for_each(|name| interface.set(name, ""));
    }
    call.arguments.shift_remove("DeleteHealthCheckIp");
    Ok(())
}

/// Connects both ends, if the other one exists here.
fn connect(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&ROUTER_INTERFACE)?;
    let Some(interface) = call.store.get(&id) else { return Ok(Reply::new()) };
    if interface.status != "Idle" {
        return Err(call.wrong_status(&ROUTER_INTERFACE, &id, &interface.status));
    }
    if interface.text("Role") == Some("AcceptingSide") {
        return Err(call.error(&["IncorrectRole.NotInitiatingSide"], "The initiating side connects."));
    }
    let other = interface.text("OppositeInterfaceId").unwrap_or_default().to_owned();
    if other.is_empty() {
        let codes = ["IncorrectOppositeInterfaceInfo.NotSet", "IncorrectOppositeInterfaceInfo"];
        return Err(call.error(&codes, "The interface has no opposite interface."));
    }
    call.transition(&id, "Connecting", Then::Status("Active".into()));
    if call.store.get(&other).is_some_and(|other| other.status == "Idle") {
        call.transition(&other, "AcceptingConnecting", Then::Status("Active".into()));
    }
    Ok(Reply::new())
}

fn delete(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    match call.store.get(id) {
        Some(interface) if interface.status == "Active" => Err(call.wrong_status(&ROUTER_INTERFACE, id, "Active")),
        _ => Ok(()),
    }
}

fn delete_both(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&ROUTER_INTERFACE)?;
    call.check_idle(&id)?;
    let other = call.store.get(&id).and_then(|interface| interface.text("OppositeInterfaceId")).unwrap_or_default().to_owned();
    if call.flag("Force") != Some(true) {
        delete(call, &id)?;
    }
    for id in [id, other] {
        call.transition(&id, ROUTER_INTERFACE.states.deleting, Then::Gone);
    }
    Ok(Reply::new())
}

/// A grant is about one router, or about all of an account.
fn grant(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let vpc = call.text("InstanceId").unwrap_or_default().to_owned();
    call.check_exists(&VPC, "InstanceId", &vpc).map_err(|error| call.renamed(error, &["Instance.NotExist"]))?;
    for router in routers(call) {
        if call.store.len() >= call.limits.resources {
            return Err(call.error(&["QuotaExceeded"], "The emulator holds as many resources as it may."));
        }
        let mut grant = call.draft(&EC_GRANT);
        for name in ["VbrOwnerUid", "VbrRegionNo", "GrantType"] {
            grant.set(name, call.arguments.get(name).cloned().unwrap_or_default());
        }
        grant.set("VpcId", vpc.as_str());
        grant.set("VbrInstanceId", router.as_str());
        grant.owner = Some(vpc.clone());
        let known = of_vpc(call, &vpc).any(|other| other.text("VbrInstanceId") == Some(&router));
        if !known {
            call.add(grant);
        }
    }
    Ok(Reply::new())
}

fn revoke(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let vpc = call.text("InstanceId").unwrap_or_default().to_owned();
    call.check_exists(&VPC, "InstanceId", &vpc).map_err(|error| call.renamed(error, &["Instance.NotExist"]))?;
    let routers = routers(call);
    let named = |grant: &&Resource| routers.iter().any(|router| grant.text("VbrInstanceId") == Some(router));
    let going: Vec<String> = of_vpc(call, &vpc).filter(named).map(|grant| grant.id.clone()).collect();
    going.iter().for_each(|id| call.store.remove(id));
    Ok(Reply::new())
}

fn routers(call: &Call<'_>) -> Vec<String> {
    match call.text("GrantType") == Some("Specify") {
        true => call.texts("VbrInstanceIds"),
        false => vec![String::new()],
    }
}

fn of_vpc<'c>(call: &'c Call<'_>, vpc: &'c str) -> impl Iterator<Item = &'c Resource> {
    call.store.with(&EC_GRANT, "VpcId", vpc)
}

fn grants(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.text("InstanceId").unwrap_or_default();
    let field = if call.text("InstanceType") == Some("VBR") { "VbrInstanceId" } else { "VpcId" };
    let here = |grant: &&Resource| call.text("VbrRegionNo").is_none_or(|region| grant.text("VbrRegionNo") == Some(region));
    let described = call.store.with(&EC_GRANT, field, id).filter(here).map(|grant| {
        let mut view = call.view(grant);
        let vpc = grant.text("VpcId").unwrap_or_default();
        let router = call.store.with(&V_ROUTER, "VpcId", vpc).next().map(|router| router.id.clone());
        let name = call.store.get(vpc).and_then(|vpc| vpc.text("VpcName")).unwrap_or_default();
        for (field, value) in [
            ("AliUid", json!(ACCOUNT)),
            ("InstanceId", json!(vpc)),
            ("InstanceName", json!(name)),
            ("InstanceRouterId", json!(router)),
            ("RegionNo", json!(grant.region)),
            ("Status", json!("Created")),
        ] {
            view.insert(field.into(), value);
        }
        view
    });
    let described: Vec<Map<String, Value>> = described.collect();
    let shown = described.len();
    let mut reply = page(call, described)?;
    if let Some(number) = reply.remove("PageNumber") {
        reply.insert("Page".into(), number);
    }
    reply.entry("Page").or_insert_with(|| 1.into());
    reply.entry("Count").or_insert_with(|| shown.into());
    Ok(reply)
}

fn interface_view(store: &Store, interface: &Resource, view: &mut Map<String, Value>) {
    let other = interface.text("OppositeInterfaceId").and_then(|id| store.get(id));
    let field = |name: &str| other.and_then(|other| other.fields.get(name).cloned()).unwrap_or_default();
    view.insert("OppositeInterfaceStatus".into(), other.map(|other| other.status.as_str()).into());
    view.insert("OppositeInterfaceBusinessStatus".into(), field("BusinessStatus"));
    view.insert("OppositeInterfaceSpec".into(), field("Spec"));
    view.insert("OppositeBandwidth".into(), field("Bandwidth"));
    view.insert("OppositeVpcInstanceId".into(), field("VpcInstanceId"));
    if interface.status != "Idle" {
        view.insert("ConnectedTime".into(), view.get("CreationTime").cloned().unwrap_or_default());
    }
}
