//! What all kinds of resources have in common: create, get, list, modify, delete. A family says only what is its own.

mod call;
mod create;
mod delete;
mod get;
mod list;
mod modify;

pub(crate) use call::{Call, Limits, Pace, view};
pub(crate) use list::page;

use serde_json::{Map, Value};

use crate::service_error::ServiceError;
use crate::world::{Kind, Resource};

/// A reply's fields, without the request id.
pub(crate) type Reply = Map<String, Value>;

/// What an operation does, and to what kind.
pub(crate) enum Action {
    /// Makes one. The function completes or refuses it before it is added.
    Create(&'static Kind, fn(&mut Call<'_>, &mut Resource) -> Result<(), ServiceError>),
    /// Tells everything about one.
    Get(&'static Kind),
    /// Tells about those that fit the parameters.
    List(&'static Kind),
    /// Changes one. The function does what goes beyond taking over the parameters, or refuses it, before.
    Modify(&'static Kind, Hook),
    /// Deletes one. The function does what goes beyond, or refuses it, before.
    Delete(&'static Kind, Hook),
    /// Something else altogether.
    Other(fn(&mut Call<'_>) -> Result<Reply, ServiceError>),
}

/// What an operation does beyond the usual to the resource of an id.
pub(crate) type Hook = fn(&mut Call<'_>, &str) -> Result<(), ServiceError>;

/// Operations by name.
pub(crate) type Operations = &'static [(&'static str, Action)];

/// Nothing beyond the usual.
pub(crate) fn plain(_: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    Ok(())
}

/// Does what an operation does.
pub(crate) fn run(action: &Action, call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    match action {
        Action::Create(kind, hook) => create::create(call, kind, *hook),
        Action::Get(kind) => get::get(call, kind),
        Action::List(kind) => list::list(call, kind),
        Action::Modify(kind, hook) => modify::modify(call, kind, *hook),
        Action::Delete(kind, hook) => delete::delete(call, kind, *hook),
        Action::Other(run) => run(call),
    }
}
