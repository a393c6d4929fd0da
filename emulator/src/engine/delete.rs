//! Deleting a resource.

use super::{Call, Hook, Reply};
use crate::families;
use crate::service_error::ServiceError;
use crate::world::{Kind, Then};

pub(super) fn delete(call: &mut Call<'_>, kind: &Kind, hook: Hook) -> Result<Reply, ServiceError> {
    let id = call.id(kind)?;
    call.check_idle(&id)?;
    check_protection(call, &id)?;
    if !is_forced(call) {
        check_blockers(call, kind, &id)?;
    }
    hook(call, &id)?;
    let told = call.tell(&id);
    let deleting = match kind.states.deleting {
        "" => call.world.get(&id).map(|resource| resource.status.clone()).unwrap_or_default(),
        deleting => deleting.to_owned(),
    };
    call.pass(&id, &deleting, Then::Gone);
    Ok(told)
}

/// Whether what depends on it is to go with it. Some operations have the flag as text.
fn is_forced(call: &Call<'_>) -> bool {
    call.flag("Force") == Some(true) || call.text("Force").is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

fn check_protection(call: &Call<'_>, id: &str) -> Result<(), ServiceError> {
    let protected = call.world.get(id).is_some_and(|resource| resource.flag("DeletionProtection"));
    match protected {
        true => Err(call.error(&["InvalidOperation.DeletionProtection"], format!("{id} is protected from deletion."))),
        false => Ok(()),
    }
}

fn check_blockers(call: &Call<'_>, kind: &Kind, id: &str) -> Result<(), ServiceError> {
    for blocker in kind.blockers {
        let Some(other) = families::kind(blocker.kind) else { continue };
        let kept = call.world.with(other, blocker.field, id).next();
        if let Some(kept) = kept {
            let message = format!("{id} cannot be deleted as long as {} depends on it.", kept.id);
            return Err(call.error(&[blocker.code], message));
        }
    }
    Ok(())
}
