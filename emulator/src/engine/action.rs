//! What an operation does.

use super::call::{Call, Reply};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource};

/// What an operation does, and to which kind.
pub(crate) enum Action {
    /// Creates a resource. The function completes or refuses it before it is added.
    Create(&'static Kind, CreateHook),
    /// Returns all fields of a resource.
    Get(&'static Kind),
    /// Returns the resources that match the parameters.
    List(&'static Kind),
    /// Changes a resource. The function runs before the parameters are stored: it does what goes beyond that, or refuses.
    Modify(&'static Kind, Hook),
    /// Lets a resource pass from one state through another to a third.
    Switch(&'static Kind, Passage),
    /// Deletes a resource. The function runs before: it does what goes beyond that, or refuses.
    Delete(&'static Kind, Hook),
    /// Anything else.
    Other(fn(&mut Call<'_>) -> Result<Reply, ServiceError>),
}

/// The states that a resource passes.
#[derive(Clone, Copy)]
pub(crate) struct Passage {
    /// The states that it may be in.
    pub(crate) from: &'static [&'static str],
    /// The state until it is done; empty if it is done at once.
    pub(crate) through: &'static str,
    pub(crate) to: &'static str,
}

/// Completes a resource that is being created.
pub(crate) type CreateHook = fn(&mut Call<'_>, &mut Resource) -> Result<(), ServiceError>;

/// What an operation does beyond the usual to the resource of an id.
pub(crate) type Hook = fn(&mut Call<'_>, &str) -> Result<(), ServiceError>;

/// Operations by name.
pub(crate) type Operations = &'static [(&'static str, Action)];

/// Adds nothing to what the parameters say.
pub(crate) fn bare(_: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    Ok(())
}

/// Does nothing beyond the usual.
pub(crate) fn plain(_: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    Ok(())
}
