//! Telling everything about one resource.

use super::{Call, Reply};
use crate::service_error::ServiceError;
use crate::world::Kind;

pub(super) fn get(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, ServiceError> {
    let id = call.id(kind)?;
    Ok(call.tell(&id))
}
