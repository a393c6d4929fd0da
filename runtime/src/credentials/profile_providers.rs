//! The providers of profiles, one for each kind of file. They differ in the format alone.

use std::borrow::Cow;
use std::path::PathBuf;

use super::cache::Cache;
use super::profile::{ProfileFile, ini, json};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;

/// A provider of what a profile in a file describes: the type with its documentation, the format of the file, the name of the
/// provider in messages, and the documentation of what it takes from the environment.
macro_rules! profile_provider {
    ($(#[$doc:meta])* $provider:ident, $format:expr, $name:literal, $(#[$reading:meta])*) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $provider {
            file: ProfileFile,
            cache: Cache,
        }

        impl $provider {
            /// Reads the file in this user's home directory.
            pub fn new() -> Self {
                Self::reading(Env::process())
            }

            $(#[$reading])*
            pub fn reading(env: Env) -> Self {
                $provider { file: ProfileFile::new($format, env), cache: Cache::default() }
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

        impl Default for $provider {
            fn default() -> Self {
                Self::new()
            }
        }

        impl CredentialsProvider for $provider {
            fn name(&self) -> Cow<'static, str> {
                Cow::Borrowed($name)
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
    };
}

profile_provider! {
    /// What a profile of the command line's configuration describes, so that whoever ran `aliyun configure` need do nothing more.
    /// The file is `~/.aliyun/config.json`.
    ///
    /// All modes but `RsaKeyPair` are supported: `AK`, `StsToken`, `RamRoleArn`, `EcsRamRole`, `OIDC`, `ChainableRamRoleArn`,
    /// `RamRoleArnWithRoleName`, `External`, `CredentialsURI`, `CloudSSO`, `OAuth`, `BearerToken` and `Anonymous`. The file is read
    /// again whenever a key expires.
    ///
    /// The key of a sign-in (`CloudSSO`, `OAuth`) is renewed as `aliyun` does it, as long as the sign-in lasts, and written back to
    /// the file. When the sign-in has ended, the error names the command that signs in again.
    CliProvider,
    &json::FORMAT,
    "command line's configuration",
    /// The same, by these variables: `ALIBABA_CLOUD_CONFIG_FILE` names the file, `ALIBABA_CLOUD_PROFILE` the profile in place of
    /// the current one, and `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS=true` forbids the mode `External`.
}

profile_provider! {
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
    ProfileFileProvider,
    &ini::FORMAT,
    "profile file",
    /// The same, by these variables: `ALIBABA_CLOUD_CREDENTIALS_FILE` names the file, `ALIBABA_CLOUD_PROFILE` the profile in
    /// place of `default`.
}
