//! The providers that read profiles. They differ only in the kind of file.

use std::borrow::Cow;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::path::PathBuf;

use super::cache::Cache;
use super::profile::{ProfileFile, ini, json};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;

/// The credentials that a profile of the vendor's command line describes, so `aliyun configure` is all the setup that is needed.
/// The file is `~/.aliyun/config.json`.
///
/// All modes but `RsaKeyPair` are supported: `AK`, `StsToken`, `RamRoleArn`, `EcsRamRole`, `OIDC`, `ChainableRamRoleArn`,
/// `RamRoleArnWithRoleName`, `External`, `CredentialsURI`, `CloudSSO`, `OAuth`, `BearerToken` and `Anonymous`. The file is read
/// again whenever a key expires.
///
/// The key of a sign-in (`CloudSSO`, `OAuth`) is renewed as `aliyun` does it, as long as the sign-in lasts, and written back to
/// the file. When the sign-in has ended, the error names the command that signs in again.
///
/// Environment variables: `ALIBABA_CLOUD_CONFIG_FILE` names the file, `ALIBABA_CLOUD_PROFILE` the profile in place of the current
/// one, and `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS=true` forbids the mode `External`.
pub type CliProvider = ProfileProvider<CliConfiguration>;

/// The credentials that a profile of the SDKs' INI file describes. The file is `~/.alibabacloud/credentials`, or else
/// `~/.alibabacloud/credentials.ini`.
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
///
/// Environment variables: `ALIBABA_CLOUD_CREDENTIALS_FILE` names the file, `ALIBABA_CLOUD_PROFILE` the profile in place of `default`.
pub type ProfileFileProvider = ProfileProvider<SdkProfiles>;

/// A provider of the credentials that a profile in a file describes: a [`CliProvider`] or a [`ProfileFileProvider`].
#[derive(Debug)]
pub struct ProfileProvider<K> {
    file: ProfileFile,
    cache: Cache,
    kind: PhantomData<K>,
}

/// The configuration of the vendor's command line.
#[derive(Debug)]
pub enum CliConfiguration {}

/// The profile file of the vendor's SDKs.
#[derive(Debug)]
pub enum SdkProfiles {}

/// A kind of file. It cannot be implemented elsewhere: its file is private.
pub trait FileKind: Debug + Send + Sync + 'static {
    /// The name of the provider in messages.
    const NAME: &'static str;

    /// The file that these variables name.
    #[doc(hidden)]
    fn file(env: Env) -> ProfileFile;
}

impl FileKind for CliConfiguration {
    const NAME: &'static str = "command line's configuration";

    fn file(env: Env) -> ProfileFile {
        ProfileFile::new(&json::FORMAT, env)
    }
}

impl FileKind for SdkProfiles {
    const NAME: &'static str = "profile file";

    fn file(env: Env) -> ProfileFile {
        ProfileFile::new(&ini::FORMAT, env)
    }
}

impl<K: FileKind> ProfileProvider<K> {
    /// Reads the file in this user's home directory.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// Reads the file that these variables name, or else the one in their home directory.
    pub fn reading(env: Env) -> Self {
        ProfileProvider { file: K::file(env), cache: Cache::default(), kind: PhantomData }
    }

    /// The file that these variables name, or else the one in their home directory, whether or not it exists.
    ///
    /// # Errors
    /// They name neither.
    pub fn location(env: &Env) -> Result<PathBuf, CredentialsError> {
        K::file(env.clone()).location()
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

impl<K: FileKind> Default for ProfileProvider<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: FileKind> CredentialsProvider for ProfileProvider<K> {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(K::NAME)
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
