//! Grants of a VPC to a Cloud Enterprise Network instance of another account.

use crate::engine::Action::{List, Other};
use crate::engine::{Call, Operations, Reply, run};
use crate::kinds::{CEN_GRANT, VPC};
use crate::service_error::ServiceError;
use crate::store::Resource;

pub(super) const OPERATIONS: Operations =
    &[("GrantInstanceToCen", Other(grant)), ("RevokeInstanceFromCen", Other(revoke)), ("DescribeGrantRulesToCen", Other(list))];

/// The parameters that describe a grant, and their names in replies.
const NAMED_BY: &[(&str, &str)] =
    &[("InstanceId", "InstanceId"), ("InstanceType", "InstanceType"), ("CenId", "CenInstanceId"), ("CenOwnerId", "CenOwnerId")];

fn grant(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    check_instance(call)?;
    if find(call).is_some() {
        return Err(call.error(&["Invalid.Grant"], "The instance is granted to the CEN instance already."));
    }
    if call.store.len() >= call.limits.resources {
        return Err(call.error(&["QuotaExceeded.CbnGrantRules"], "The emulator holds as many resources as it may."));
    }
    let mut grant = call.draft(&CEN_GRANT);
    for (parameter, field) in NAMED_BY {
        grant.set(field, call.arguments.get(*parameter).cloned().unwrap_or_default());
    }
    grant.owner = call.text("InstanceId").map(str::to_owned);
    call.add(grant);
    Ok(Reply::new())
}

fn revoke(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    check_instance(call)?;
    let Some(id) = find(call).map(|grant| grant.id.clone()) else {
        return Err(call.error(&["InvalidInstanceId.NotFound"], "The instance is not granted to the CEN instance."));
    };
    call.store.remove(&id);
    Ok(Reply::new())
}

fn list(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    check_instance(call)?;
    run(&List(&CEN_GRANT), call)
}

/// Only VPCs are kept here: other instances are assumed to exist.
fn check_instance(call: &Call<'_>) -> Result<(), ServiceError> {
    let id = call.text("InstanceId").unwrap_or_default();
    match call.text("InstanceType") {
        Some("VPC") => call.check_exists(&VPC, "InstanceId", id).map(|_| ()),
        _ => Ok(()),
    }
}

fn find<'c>(call: &'c Call<'_>) -> Option<&'c Resource> {
    let same = |grant: &&Resource| NAMED_BY.iter().all(|(name, field)| grant.fields.get(field) == call.arguments.get(*name));
    call.store.of(&CEN_GRANT).find(same)
}
