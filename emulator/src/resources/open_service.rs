//! Services that an account activates once in each region, permanently.

use crate::engine::{Call, Reply};
use crate::service_error::ServiceError;
use crate::store::Kind;

/// Opens a service.
pub(super) fn open(call: &mut Call<'_>, kind: &'static Kind) -> Result<Reply, ServiceError> {
    if !is_open(call, kind) && call.store.len() < call.limits.resources {
        call.add(call.draft(kind));
    }
    Ok(call.reply([("Code", "200".into()), ("Message", "OK".into())]))
}

/// Returns whether a service is open.
pub(super) fn status(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, ServiceError> {
    Ok(call.reply([("Enabled", is_open(call, kind).into())]))
}

fn is_open(call: &Call<'_>, kind: &Kind) -> bool {
    call.store.of(kind).any(|service| service.region == call.region)
}
