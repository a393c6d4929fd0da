//! What an operation does.

use super::call::{Call, Reply};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource};

/// What an operation does, and to which kind.
pub(crate) enum Action {
    /// Creates a resource. The function completes or rejects it before it is added.
    Create(&'static Kind, CreateHook),
    /// Returns all fields of a resource.
    Get(&'static Kind),
    /// Returns the resources that match the parameters.
    List(&'static Kind),
    /// Changes a resource. The function runs before the parameters are stored, to do more than that or to reject the change.
    Modify(&'static Kind, Hook),
    /// Moves a resource from one state through an intermediate one to a third.
    Switch(&'static Kind, Passage),
    /// Deletes a resource. The function runs before, to do more than that or to reject the deletion.
    Delete(&'static Kind, Hook),
    /// Anything else.
    Other(fn(&mut Call<'_>) -> Result<Reply, ServiceError>),
}

/// The states of a transition.
#[derive(Clone, Copy)]
pub(crate) struct Passage {
    /// The states that it may begin in.
    pub(crate) from: &'static [&'static str],
    /// The state until it is done; empty if it is done at once.
    pub(crate) through: &'static str,
    pub(crate) to: &'static str,
}

/// Completes a resource that is being created.
pub(crate) type CreateHook = fn(&mut Call<'_>, &mut Resource) -> Result<(), ServiceError>;

/// Work of an operation on one resource, in addition to the common work.
pub(crate) type Hook = fn(&mut Call<'_>, &str) -> Result<(), ServiceError>;

/// Operations by name.
pub(crate) type Operations = &'static [(&'static str, Action)];

/// Adds nothing to what the parameters say.
pub(crate) fn bare(_: &mut Call<'_>, _: &mut Resource) -> Result<(), ServiceError> {
    Ok(())
}

/// Does nothing in addition to the common work.
pub(crate) fn plain(_: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    Ok(())
}
