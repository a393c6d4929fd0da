//! What an error must not show.

use crate::credentials::Credentials;
use crate::wire::{Param, Params};

/// The secrets of a call, looked up only where a reply may repeat them.
#[derive(Clone, Copy)]
pub(super) struct Secrets<'a> {
    /// What the request was signed with, if there was one.
    pub(super) credentials: Option<&'a Credentials>,
    pub(super) params: &'a Params,
}

impl<'a> Secrets<'a> {
    pub(super) fn all(self) -> Vec<&'a str> {
        let sensitive = self.params.iter().filter(|param| param.is_sensitive()).map(Param::value);
        self.of_credentials().chain(sensitive).collect()
    }

    /// All secrets and more: which values are none is not looked up.
    pub(super) fn candidates(self) -> impl Iterator<Item = &'a str> {
        self.of_credentials().chain(self.params.iter().map(Param::value))
    }

    fn of_credentials(self) -> impl Iterator<Item = &'a str> {
        self.credentials.into_iter().flat_map(Credentials::secrets)
    }
}
