//! Changing a resource.

use super::create::take_over;
use super::{Call, Hook, Reply};
use crate::service_error::ServiceError;
use crate::world::Kind;

pub(super) fn modify(call: &mut Call<'_>, kind: &Kind, hook: Hook) -> Result<Reply, ServiceError> {
    let id = call.id(kind)?;
    call.check_idle(&id)?;
    hook(call, &id)?;
    let Some(mut resource) = call.world.get(&id).cloned() else { return Ok(Reply::new()) };
    take_over(call, kind, &mut resource)?;
    call.world.insert(resource);
    call.touch(&id);
    Ok(call.tell(&id))
}
