//! Deleting a resource.

use super::action::Hook;
use super::call::{Call, Reply};
use crate::service_error::ServiceError;
use crate::store::{Kind, Then};

pub(super) fn delete(call: &mut Call<'_>, kind: &Kind, hook: Hook) -> Result<Reply, ServiceError> {
    let id = call.id(kind)?;
    call.check_idle(&id)?;
    check_protection(call, &id)?;
    if !is_forced(call) {
        check_blockers(call, kind, &id)?;
    }
    hook(call, &id)?;
    let described = call.describe(&id);
    let deleting = match kind.states.deleting {
        "" => call.store.get(&id).map(|resource| resource.status.clone()).unwrap_or_default(),
        deleting => deleting.to_owned(),
    };
    call.transition(&id, &deleting, Then::Gone);
    Ok(described)
}

/// Whether dependent resources are deleted as well. Some operations have the flag as text.
fn is_forced(call: &Call<'_>) -> bool {
    call.flag("Force") == Some(true) || call.text("Force").is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

fn check_protection(call: &Call<'_>, id: &str) -> Result<(), ServiceError> {
    let protected = call.store.get(id).is_some_and(|resource| resource.flag("DeletionProtection"));
    match protected {
        true => Err(call.error(&["InvalidOperation.DeletionProtection"], format!("{id} is protected from deletion."))),
        false => Ok(()),
    }
}

fn check_blockers(call: &Call<'_>, kind: &Kind, id: &str) -> Result<(), ServiceError> {
    for blocker in kind.blockers {
        if let Some(kept) = call.store.with(blocker.kind, blocker.field, id).next() {
            let message = format!("{id} cannot be deleted as long as {} depends on it.", kept.id);
            return Err(call.error(&[blocker.code], message));
        }
    }
    Ok(())
}
