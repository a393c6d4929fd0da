//! The configuration of the vendor's command line, `aliyun`.

use std::borrow::Cow;
use std::path::PathBuf;

use super::home::{PROFILE, home};
use super::refresh::Cache;
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;

mod config;
mod profile;

use config::Config;

/// What a profile of the command line's configuration says, so that whoever ran `aliyun configure` need do nothing more. The
/// file is `~/.aliyun/config.json`.
///
/// All modes but `RsaKeyPair` are understood: `AK`, `StsToken`, `RamRoleArn`, `EcsRamRole`, `OIDC`, `ChainableRamRoleArn`,
/// `RamRoleArnWithRoleName`, `External`, `CredentialsURI`, `BearerToken` and `Anonymous`. Of `CloudSSO` and `OAuth` it takes the
/// key that the command line left in the file, as long as that is valid: signing in anew is for `aliyun` to do. The file is
/// read again when such a key ends.
#[derive(Debug)]
pub struct CliProvider {
    env: Env,
    path: Option<PathBuf>,
    profile: Option<String>,
    cache: Cache,
}

impl CliProvider {
    /// The file in this user's home directory.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// The same, by these variables: `ALIBABA_CLOUD_CONFIG_FILE` names the file, `ALIBABA_CLOUD_PROFILE` the profile in place of
    /// the current one, and `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS=true` forbids the mode `External`.
    pub fn reading(env: Env) -> Self {
        CliProvider { env, path: None, profile: None, cache: Cache::default() }
    }

    /// The file to read.
    pub fn path(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The profile to take.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// The region that the profile names.
    pub(super) fn region(&self) -> Option<String> {
        let config = self.read().ok()?;
        Some(config.profile(&self.profile_name(&config)).ok()?.get("region_id")?.to_owned())
    }

    async fn fetch(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let config = self.read()?;
        let provider = profile::provider(&config, &self.profile_name(&config), &self.env)?;
        provider.credentials(components).await
    }

    fn profile_name(&self, config: &Config) -> String {
        let named = self.profile.clone().or_else(|| self.env.get(PROFILE));
        named.or_else(|| config.current().map(str::to_owned)).unwrap_or_else(|| "default".to_owned())
    }

    fn read(&self) -> Result<Config, CredentialsError> {
        let given = self.path.clone().or_else(|| self.env.get("ALIBABA_CLOUD_CONFIG_FILE").map(PathBuf::from));
        let path = match given {
            Some(path) => path,
            None => home(&self.env)?.join(".aliyun").join("config.json"),
        };
        Config::read(path)
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
        self.cache.get(self.name(), components, Box::pin(self.fetch(components)))
    }
}
