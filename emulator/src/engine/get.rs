//! Describing one resource.

use super::call::{Call, Reply};
use crate::service_error::ServiceError;
use crate::store::Kind;

pub(super) fn get(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, ServiceError> {
    let id = call.id(kind)?;
    Ok(call.describe(&id))
}
