//! Moving a resource from one state to another.

use super::action::Passage;
use super::call::{Call, Reply};
use crate::service_error::ServiceError;
use crate::store::{Kind, Then};

pub(super) fn switch(call: &mut Call<'_>, kind: &Kind, passage: Passage) -> Result<Reply, ServiceError> {
    let id = call.id(kind)?;
    let status = call.store.get(&id).map(|resource| resource.status.clone()).unwrap_or_default();
    if !passage.from.contains(&status.as_str()) {
        return Err(call.wrong_status(kind, &id, &status));
    }
    let through = if passage.through.is_empty() { passage.to } else { passage.through };
    call.transition(&id, through, Then::Status(passage.to.to_owned()));
    Ok(call.describe(&id))
}
