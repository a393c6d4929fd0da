//! Create, describe, list, modify and delete, for every kind alike.

use serde_json::{Map, Value};

use super::kinds::{self, BUSY, Kind, Verb};
use super::{MAX_RESOURCES, Resource, State, view};
use crate::catalog::Operation;
use crate::ids::Ids;
use crate::service_error::ServiceError;

/// A request that has been checked against the spec.
pub(super) struct Request<'r> {
    pub(super) operation: &'r Operation,
    pub(super) parameters: &'r Map<String, Value>,
    pub(super) now: u64,
    pub(super) ids: &'r Ids,
}

pub(super) fn run(state: &mut State, kind: &'static Kind, verb: Verb, request: &Request<'_>) -> Result<Map<String, Value>, ServiceError> {
    match verb {
        Verb::Create => create(state, kind, request),
        Verb::Get => get(state, kind, request),
        Verb::List => Ok(list(state, kind, request)),
        Verb::Modify => modify(state, kind, request),
        Verb::Delete => delete(state, kind, request),
    }
}

/// The fields that the service fills in.
pub(super) fn given(kind: &Kind) -> Map<String, Value> {
    kind.given.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect()
}

fn create(state: &mut State, kind: &'static Kind, request: &Request<'_>) -> Result<Map<String, Value>, ServiceError> {
    if state.resources.len() >= MAX_RESOURCES {
        return Err(request.operation.error(&["QuotaExceeded"], "The emulator keeps no more resources."));
    }
    for (parameter, parent) in kind.within {
        let Some(id) = request.text(parameter) else { continue };
        let parent = kinds::named(parent).filter(|parent| state.find(parent, id).is_none());
        if let Some(missing) = parent {
            return Err(not_found(request, missing, id));
        }
    }
    occupy(state, kind, request.parameters, request)?;

    let mut fields = given(kind);
    fields.extend(request.parameters.iter().map(|(name, value)| (name.clone(), value.clone())));
    let id = request.ids.resource(kind.prefix);
    let ready = request.now.saturating_add(state.delay);
    let resource = Resource { kind, id: id.clone(), fields, created: request.now, ready, changing: 0, gone: None };
    let reply = view::object(request.operation, &request.operation.spec.response, &resource, request.now);
    state.resources.insert(id, resource);
    Ok(reply)
}

fn get(state: &State, kind: &'static Kind, request: &Request<'_>) -> Result<Map<String, Value>, ServiceError> {
    let resource = wanted(state, kind, request)?;
    Ok(view::object(request.operation, &request.operation.spec.response, resource, request.now))
}

fn list(state: &State, kind: &'static Kind, request: &Request<'_>) -> Map<String, Value> {
    let mut found: Vec<&Resource> = state.of_kind(kind).collect();
    found.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
    view::list(request.operation, &found, request.parameters, request.now)
}

fn modify(state: &mut State, kind: &'static Kind, request: &Request<'_>) -> Result<Map<String, Value>, ServiceError> {
    let (id, of) = wanted(state, kind, request).map(|resource| (resource.id.clone(), resource.fields.clone()))?;
    occupy(state, kind, &of, request)?;
    let changing = request.now.saturating_add(state.delay);
    let Some(resource) = state.resources.get_mut(&id) else { return Err(not_found(request, kind, &id)) };
    resource.fields.extend(request.parameters.iter().map(|(name, value)| (name.clone(), value.clone())));
    resource.changing = changing;
    Ok(view::object(request.operation, &request.operation.spec.response, resource, request.now))
}

fn delete(state: &mut State, kind: &'static Kind, request: &Request<'_>) -> Result<Map<String, Value>, ServiceError> {
    let (id, of) = wanted(state, kind, request).map(|resource| (resource.id.clone(), resource.fields.clone()))?;
    if let Some(child) = child_of(state, kind, &id) {
        let code = format!("DependencyViolation.{}", child.name);
        let message = format!("The specified resource {id} cannot be deleted: a {} depends on it.", child.name);
        return Err(request.operation.error(&[&code, "DependencyViolation"], message));
    }
    occupy(state, kind, &of, request)?;
    if state.resources.get(&id).is_some_and(|resource| resource.is_busy(request.now)) {
        return Err(busy(request));
    }
    let gone = request.now.saturating_add(state.delay);
    match state.resources.get_mut(&id) {
        Some(resource) if state.delay > 0 => resource.gone = Some(gone),
        _ => drop(state.resources.remove(&id)),
    }
    Ok(Map::new())
}

/// The resource that a request names. One that is being deleted is still there.
fn wanted<'s>(state: &'s State, kind: &'static Kind, request: &Request<'_>) -> Result<&'s Resource, ServiceError> {
    let id = request.text(kind.id).unwrap_or_default();
    state.find(kind, id).ok_or_else(|| not_found(request, kind, id))
}

/// A kind that has a resource within the one of this id.
fn child_of(state: &State, kind: &Kind, id: &str) -> Option<&'static Kind> {
    let names = |resource: &&Resource| {
        resource.kind.within.iter().any(|(parameter, parent)| {
            *parent == kind.name && resource.fields.get(*parameter).and_then(Value::as_str) == Some(id)
        })
    };
    state.resources.values().find(names).map(|resource| resource.kind)
}

/// Keeps what a change is within busy for as long as the change takes; refuses the change if it is busy already.
fn occupy(state: &mut State, kind: &'static Kind, fields: &Map<String, Value>, request: &Request<'_>) -> Result<(), ServiceError> {
    let (mut kind, mut fields) = (kind, fields.clone());
    while let Some((id, parent)) = parent_of(kind, &fields) {
        let until = request.now.saturating_add(state.delay);
        let Some(resource) = state.resources.get_mut(&id) else { break };
        if resource.is_busy(request.now) {
            return Err(busy(request));
        }
        if parent.one_at_a_time {
            resource.changing = until;
        }
        (kind, fields) = (parent, resource.fields.clone());
    }
    Ok(())
}

/// What a resource is within: the first of the parameters that name another resource.
fn parent_of(kind: &'static Kind, fields: &Map<String, Value>) -> Option<(String, &'static Kind)> {
    let (parameter, parent) = kind.within.first()?;
    Some((fields.get(*parameter)?.as_str()?.to_owned(), kinds::named(parent)?))
}

fn busy(request: &Request<'_>) -> ServiceError {
    request.operation.error(&[BUSY], "The specified service is configuring.")
}

fn not_found(request: &Request<'_>, kind: &Kind, id: &str) -> ServiceError {
    request.operation.error(&[kind.not_found], format!("The specified {} {id} does not exist.", kind.id))
}

impl Request<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.parameters.get(name)?.as_str().filter(|text| !text.is_empty())
    }
}
