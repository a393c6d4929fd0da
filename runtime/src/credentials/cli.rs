//! The configuration of the vendor's command line, `aliyun`.

use std::borrow::Cow;
use std::path::PathBuf;

use super::cache::Cache;
use super::profile::{ProfileFile, json};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;

/// What a profile of the command line's configuration describes, so that whoever ran `aliyun configure` need do nothing more.
/// The file is `~/.aliyun/config.json`.
///
/// All modes but `RsaKeyPair` are supported: `AK`, `StsToken`, `RamRoleArn`, `EcsRamRole`, `OIDC`, `ChainableRamRoleArn`,
/// `RamRoleArnWithRoleName`, `External`, `CredentialsURI`, `CloudSSO`, `OAuth`, `BearerToken` and `Anonymous`. The file is read
/// again whenever a key expires.
///
/// The key of a sign-in (`CloudSSO`, `OAuth`) is renewed as `aliyun` does it, as long as the sign-in lasts, and written back to
/// the file. When the sign-in has ended, the error names the command that signs in again.
#[derive(Debug)]
pub struct CliProvider {
    file: ProfileFile,
    cache: Cache,
}

impl CliProvider {
    /// Reads the file in this user's home directory.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// The same, by these variables: `ALIBABA_CLOUD_CONFIG_FILE` names the file, `ALIBABA_CLOUD_PROFILE` the profile in place of
    /// the current one, and `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS=true` forbids the mode `External`.
    pub fn reading(env: Env) -> Self {
        CliProvider { file: ProfileFile::new(&json::FORMAT, env), cache: Cache::default() }
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

impl Default for CliProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialsProvider for CliProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("command line's configuration")
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
