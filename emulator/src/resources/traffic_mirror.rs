//! Traffic mirrors: filters with their rules, and sessions that copy the traffic that matches them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::open_service;
use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, fields, plain};
use crate::kinds::{TRAFFIC_MIRROR_FILTER, TRAFFIC_MIRROR_RULE, TRAFFIC_MIRROR_SERVICE, TRAFFIC_MIRROR_SESSION};
use crate::network;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&TRAFFIC_MIRROR_FILTER, filter_view), (&TRAFFIC_MIRROR_SESSION, session_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateTrafficMirrorFilter", Create(&TRAFFIC_MIRROR_FILTER, new_filter)),
    ("ListTrafficMirrorFilters", List(&TRAFFIC_MIRROR_FILTER)),
    ("UpdateTrafficMirrorFilterAttribute", Modify(&TRAFFIC_MIRROR_FILTER, plain)),
    ("DeleteTrafficMirrorFilter", Delete(&TRAFFIC_MIRROR_FILTER, plain)),
    ("CreateTrafficMirrorFilterRules", Other(create_rules)),
    ("UpdateTrafficMirrorFilterRuleAttribute", Modify(&TRAFFIC_MIRROR_RULE, change_rule)),
    ("DeleteTrafficMirrorFilterRules", Other(delete_rules)),
    ("CreateTrafficMirrorSession", Create(&TRAFFIC_MIRROR_SESSION, new_session)),
    ("ListTrafficMirrorSessions", List(&TRAFFIC_MIRROR_SESSION)),
    ("UpdateTrafficMirrorSessionAttribute", Modify(&TRAFFIC_MIRROR_SESSION, change_session)),
    ("DeleteTrafficMirrorSession", Delete(&TRAFFIC_MIRROR_SESSION, plain)),
    ("AddSourcesToTrafficMirrorSession", Other(add_sources)),
    ("RemoveSourcesFromTrafficMirrorSession", Other(remove_sources)),
    ("OpenTrafficMirrorService", Other(open)),
    ("GetTrafficMirrorServiceStatus", Other(status)),
];

/// The lists of rules, by direction.
const DIRECTIONS: [(&str, &str); 2] = [("IngressRules", "ingress"), ("EgressRules", "egress")];

/// Sources that one session can have.
const MAX_SOURCES: usize = 10;

const SOURCES: &str = "TrafficMirrorSourceIds";

fn new_filter(call: &mut Call<'_>, filter: &mut Resource) -> Result<(), ServiceError> {
    for (name, _) in DIRECTIONS {
        filter.fields.remove(name);
    }
    let id = filter.id.clone();
    add_rules(call, &id).map(drop)
}

/// Adds the rules in the request, and returns their ids by list.
fn add_rules(call: &mut Call<'_>, filter: &str) -> Result<Reply, ServiceError> {
    let mut reply = Reply::new();
    for (list, direction) in DIRECTIONS {
        let of = |rule: &&Resource| rule.text("TrafficDirection") == Some(direction);
        let rules = call.store.with(&TRAFFIC_MIRROR_RULE, "TrafficMirrorFilterId", filter).filter(of);
        let mut priorities: BTreeSet<String> =
            rules.filter_map(|rule| rule.fields.get("Priority")).map(Value::to_string).collect();
        let mut ids = Vec::new();
        for given in call.items(list) {
            check_blocks(call, &given)?;
            if given.get("Priority").is_some_and(|priority| !priorities.insert(priority.to_string())) {
                return Err(call.error(&["DuplicatedParam.Priority"], "Another rule of the direction has the priority."));
            }
            let mut rule = call.draft(&TRAFFIC_MIRROR_RULE);
            rule.fields.extend(given.as_object().cloned().unwrap_or_default());
            rule.set("TrafficDirection", direction);
            rule.set("TrafficMirrorFilterId", filter);
            rule.owner = Some(filter.to_owned());
            ids.push(json!({"InstanceId": rule.id}));
            call.add(rule);
        }
        reply.insert(list.to_owned(), ids.into());
    }
    Ok(reply)
}

fn check_blocks(call: &Call<'_>, rule: &Value) -> Result<(), ServiceError> {
    let blocks =
        [("DestinationCidrBlock", "IllegalParamFormat.DstCidrBlock"), ("SourceCidrBlock", "IllegalParamFormat.SrcCidrBlock")];
    for (name, code) in blocks {
        let block = rule.get(name).and_then(Value::as_str).unwrap_or("0.0.0.0/0");
        if network::block(block).is_none() && network::block6(block).is_none() {
            return Err(call.error(&[code, "IllegalParam.CidrBlock"], format!("{block} is not a CIDR block.")));
        }
    }
    Ok(())
}

fn create_rules(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let filter = call.id(&TRAFFIC_MIRROR_FILTER)?;
    call.check_idle(&filter)?;
    add_rules(call, &filter)
}

fn change_rule(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    check_blocks(call, &Value::Object(call.arguments.clone()))
}

fn delete_rules(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let filter = call.id(&TRAFFIC_MIRROR_FILTER)?;
    for id in call.texts("TrafficMirrorFilterRuleIds") {
        if call.check_exists(&TRAFFIC_MIRROR_RULE, "TrafficMirrorFilterRuleId", &id)?.text("TrafficMirrorFilterId")
            != Some(&filter)
        {
            return Err(call.not_found(&TRAFFIC_MIRROR_RULE, "TrafficMirrorFilterRuleId", &id));
        }
        call.check_idle(&id)?;
        call.transition(&id, "Deleting", Then::Gone);
    }
    Ok(Reply::new())
}

fn new_session(call: &mut Call<'_>, session: &mut Resource) -> Result<(), ServiceError> {
    check_sources(call, &session.list(SOURCES))?;
    check_priority(call)
}

fn change_session(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    call.named(&TRAFFIC_MIRROR_FILTER, "TrafficMirrorFilterId")?;
    check_priority(call)
}

fn check_priority(call: &Call<'_>) -> Result<(), ServiceError> {
    match call.number("Priority").is_none_or(|priority| (1..=32766).contains(&priority)) {
        true => Ok(()),
        false => Err(call.invalid("Priority", &["IllegalParam.Priority"], "it must be from 1 to 32766")),
    }
}

fn check_sources(call: &Call<'_>, sources: &[String]) -> Result<(), ServiceError> {
    if sources.iter().collect::<BTreeSet<_>>().len() < sources.len() {
        return Err(call.error(&["DuplicatedParam.SourceInstanceIds"], "A source comes twice."));
    }
    match sources.len() <= MAX_SOURCES {
        true => Ok(()),
        false => Err(call.error(&["QuotaExceeded.SourceNumPerSession"], "The session has as many sources as it can.")),
    }
}

fn add_sources(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, mut sources) = session(call)?;
    for source in call.texts(SOURCES) {
        if sources.contains(&source) {
            return Err(call.error(&["ResourceAlreadyAssociated.TrafficMirrorSource"], format!("{source} is a source already.")));
        }
        sources.push(source);
    }
    check_sources(call, &sources)?;
    Ok(set_sources(call, &id, sources))
}

fn remove_sources(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, mut sources) = session(call)?;
    for source in call.texts(SOURCES) {
        let Some(position) = sources.iter().position(|known| *known == source) else {
            return Err(
                call.error(&["ResourceNotAssociated.TrafficMirrorSource"], format!("{source} is not one of the sources."))
            );
        };
        sources.remove(position);
    }
    Ok(set_sources(call, &id, sources))
}

/// The session that the request names, which must be idle, and its sources.
fn session(call: &Call<'_>) -> Result<(String, Vec<String>), ServiceError> {
    let id = call.id(&TRAFFIC_MIRROR_SESSION)?;
    call.check_idle(&id)?;
    let sources = call.store.get(&id).map(|session| session.list(SOURCES)).unwrap_or_default();
    Ok((id, sources))
}

fn set_sources(call: &mut Call<'_>, id: &str, sources: Vec<String>) -> Reply {
    if let Some(mut session) = call.store.edit(id) {
        session.set(SOURCES, sources);
    }
    call.begin_change(id);
    Reply::new()
}

fn open(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    open_service::open(call, &TRAFFIC_MIRROR_SERVICE)
}

fn status(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    open_service::status(call, &TRAFFIC_MIRROR_SERVICE)
}

fn filter_view(store: &Store, filter: &Resource, view: &mut Map<String, Value>) {
    for (list, direction) in DIRECTIONS {
        let rules = store.with(&TRAFFIC_MIRROR_RULE, "TrafficMirrorFilterId", &filter.id);
        let rules = rules.filter(|rule| rule.text("TrafficDirection") == Some(direction));
        view.insert(list.into(), rules.map(|rule| Value::Object(fields(rule))).collect());
    }
}

fn session_view(_: &Store, session: &Resource, view: &mut Map<String, Value>) {
    view.insert("TrafficMirrorSourceId".into(), session.list(SOURCES).into());
}
