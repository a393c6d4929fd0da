//! Changing a resource.

use super::action::Hook;
use super::call::{Call, Reply};
use super::create::take_over;
use crate::service_error::ServiceError;
use crate::store::Kind;

pub(super) fn modify(call: &mut Call<'_>, kind: &Kind, hook: Hook) -> Result<Reply, ServiceError> {
    let id = call.id(kind)?;
    call.check_idle(&id)?;
    hook(call, &id)?;
    let Some(mut resource) = call.store.get(&id).cloned() else { return Ok(Reply::new()) };
    take_over(call, kind, &mut resource)?;
    call.store.insert(resource);
    call.begin_change(&id);
    Ok(call.describe(&id))
}
