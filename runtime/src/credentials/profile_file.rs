//! The SDKs' profile file.

use std::borrow::Cow;
use std::path::PathBuf;

use super::cache::Cache;
use super::profile::{ProfileFile, ini};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;

/// What a profile of the SDKs' INI file describes: `~/.alibabacloud/credentials`, or else `~/.alibabacloud/credentials.ini`.
///
/// | `type` | other keys |
/// | --- | --- |
/// | `access_key` | `access_key_id`, `access_key_secret` |
/// | `sts` | the same and `security_token` |
/// | `ram_role_arn` | `access_key_id`, `access_key_secret`, `role_arn`, `role_session_name`, `policy` |
/// | `ecs_ram_role` | `role_name`, which may be left out |
/// | `oidc_role_arn` | `role_arn`, `oidc_provider_arn`, `oidc_token_file_path`, `role_session_name`, `policy` |
/// | `bearer` | `bearer_token` |
///
/// A comment begins with `#`, or is a line that begins with `;`.
///
/// ```text
/// [default]
/// type = ecs_ram_role
/// ```
#[derive(Debug)]
pub struct ProfileFileProvider {
    file: ProfileFile,
    cache: Cache,
}

impl ProfileFileProvider {
    /// Reads the file in this user's home directory.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// The same, by these variables: `ALIBABA_CLOUD_CREDENTIALS_FILE` names the file, `ALIBABA_CLOUD_PROFILE` the profile in
    /// place of `default`.
    pub fn reading(env: Env) -> Self {
        ProfileFileProvider { file: ProfileFile::new(&ini::FORMAT, env), cache: Cache::default() }
    }

    /// Sets the file to read.
    pub fn path(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = self.file.path(path.into());
        self
    }

    /// Sets the profile to use.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.file = self.file.profile(name.into());
        self
    }

    /// The region that the profile names.
    pub(super) fn region(&self) -> Result<Option<String>, CredentialsError> {
        self.file.region()
    }
}

impl Default for ProfileFileProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialsProvider for ProfileFileProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("profile file")
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        let refused = self.cache.refused();
        self.cache.get(self.name(), components, move || {
            let (file, refused, components) = (self.file.clone(), refused.clone(), components.clone());
            Box::pin(async move { file.credentials(refused, &components).await })
        })
    }

    fn discard(&self, refused: &Credentials) {
        self.cache.discard(refused);
    }

    fn faults(&self) -> Vec<CredentialsError> {
        self.file.faults()
    }
}
