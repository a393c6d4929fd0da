//! Running an action.

use super::action::Action;
use super::call::{Call, Reply};
use super::{create, delete, get, list, modify, switch};
use crate::service_error::ServiceError;

/// Runs the action of an operation.
pub(crate) fn run(action: &Action, call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    match action {
        Action::Create(kind, hook) => create::create(call, kind, *hook),
        Action::Get(kind) => get::get(call, kind),
        Action::List(kind) => list::list(call, kind),
        Action::Modify(kind, hook) => modify::modify(call, kind, *hook),
        Action::Switch(kind, passage) => switch::switch(call, kind, *passage),
        Action::Delete(kind, hook) => delete::delete(call, kind, *hook),
        Action::Other(run) => run(call),
    }
}
