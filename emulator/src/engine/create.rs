//! Creating a resource.

use serde_json::Value;

use super::action::CreateHook;
use super::call::{Call, Reply};
use crate::kinds;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource};

/// Parameters that control the request and are not properties of the resource.
const NOT_STORED: &[&str] = &[
    "RegionId",
    "ClientToken",
    "DryRun",
    "OwnerId",
    "OwnerAccount",
    "ResourceOwnerId",
    "ResourceOwnerAccount",
    "Tag",
    "Tags",
    "AutoPay",
];

/// Longest description that the service accepts.
const MAX_DESCRIPTION: usize = 256;

pub(super) fn create(call: &mut Call<'_>, kind: &'static Kind, hook: CreateHook) -> Result<Reply, ServiceError> {
    check_parents(call, kind)?;
    check_quota(call, kind)?;
    let mut resource = call.draft(kind);
    take_over(call, kind, &mut resource)?;
    resource.tags = call.tags("Tag")?.into_iter().collect();
    resource.tags.extend(call.tags("Tags")?);
    hook(call, &mut resource)?;
    let id = resource.id.clone();
    call.add(resource);
    Ok(call.describe(&id))
}

/// Stores the parameters that are properties.
pub(super) fn take_over(call: &Call<'_>, kind: &Kind, resource: &mut Resource) -> Result<(), ServiceError> {
    let parameters = call.operation.spec.parameters.iter();
    for (name, schema) in parameters.filter(|(name, _)| !NOT_STORED.contains(name) && !kind.is_id(name)) {
        let given = call.arguments.get(name).cloned();
        // The name and description of the resource itself, not those of something that it refers to.
        let is_own = kind.defaults.iter().any(|(field, _)| *field == kind.stored(name));
        if let Some(Value::String(text)) = given.as_ref().filter(|_| is_own) {
            check_text(call, kind, name, text)?;
        }
        // Defaults apply to new resources. A change leaves properties alone that it does not name.
        let default = || schema.default.as_ref().and_then(|default| serde_json::to_value(default).ok());
        let is_new = call.store.get(&resource.id).is_none();
        if let Some(value) = given.or_else(|| is_new.then(default).flatten()) {
            resource.set(kind.stored(name), value);
        }
    }
    Ok(())
}

/// Every id in the parameters must be that of an existing resource.
fn check_parents(call: &Call<'_>, kind: &Kind) -> Result<(), ServiceError> {
    // In the order of the spec, so that the answer does not depend on that of the request.
    for (name, id) in call.operation.spec.parameters.names().filter_map(|name| Some((name, call.text(name)?))) {
        if let Some(parent) = kinds::of_id(name).filter(|parent| parent.name != kind.name) {
            call.check_exists(parent, name, id)?;
        }
    }
    Ok(())
}

fn check_quota(call: &Call<'_>, kind: &Kind) -> Result<(), ServiceError> {
    if call.store.len() >= call.limits.resources {
        return Err(call.error(&["QuotaExceeded"], "The emulator holds as many resources as it may."));
    }
    let Some(quota) = kind.quota.as_ref().filter(|_| call.limits.quotas) else { return Ok(()) };
    // The parent may be stored under another name than the request uses.
    let (field, parent) = (kind.stored(quota.per), call.text(quota.per));
    let same = |resource: &&Resource| resource.region == call.region && resource.text(field) == parent;
    let most = call.limits.own.get(kind.name).copied().unwrap_or(quota.most);
    let count = match (quota.per, parent) {
        ("", _) => call.store.count_in(kind, &call.region),
        (_, Some(parent)) => call.store.with(kind, field, parent).filter(same).take(most).count(),
        _ => call.store.of(kind).filter(same).take(most).count(),
    };
    match count < most {
        true => Ok(()),
        false => Err(call.error(quota.codes, format!("There can be {most} of {} at most.", kind.name))),
    }
}

/// Checks the length and the first characters of a name or a description. An empty value clears it.
fn check_text(call: &Call<'_>, kind: &Kind, name: &str, text: &str) -> Result<(), ServiceError> {
    let (most, codes) = match name {
        _ if name.ends_with("Name") => (kind.max_name, ["InvalidName.Malformed", "InvalidName", "IllegalParam.Name"]),
        _ if name.ends_with("Description") => {
            (MAX_DESCRIPTION, ["InvalidDescription.Malformed", "InvalidDescription", "IllegalParam.Description"])
        }
        _ => return Ok(()),
    };
    if text.chars().count() > most {
        return Err(call.invalid(name, &codes, &format!("it can have 1 to {most} characters")));
    }
    match text.starts_with("http://") || text.starts_with("https://") {
        true => Err(call.invalid(name, &codes, "it must not begin with http:// or https://")),
        false => Ok(()),
    }
}
