//! The SDKs' profile file.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use super::home::{PROFILE, home};
use super::ini::{Ini, Section};
use super::refresh::Cache;
use super::sts::{Role, Sts};
use super::{
    AssumeRoleProvider, Credentials, CredentialsError, CredentialsProvider, EcsRoleProvider, OidcProvider, RuntimeComponents,
};
use crate::env::Env;
use crate::future::BoxFuture;

/// What a profile of the SDKs' INI file says: `~/.alibabacloud/credentials`, or else `~/.alibabacloud/credentials.ini`.
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
/// ```text
/// [default]
/// type = ecs_ram_role
/// ```
#[derive(Debug)]
pub struct ProfileFileProvider {
    env: Env,
    path: Option<PathBuf>,
    profile: Option<String>,
    cache: Cache,
}

impl ProfileFileProvider {
    /// The file in this user's home directory.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// The same, by these variables: `ALIBABA_CLOUD_CREDENTIALS_FILE` names the file, `ALIBABA_CLOUD_PROFILE` the profile in
    /// place of `default`.
    pub fn reading(env: Env) -> Self {
        ProfileFileProvider { env, path: None, profile: None, cache: Cache::default() }
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
        let (_, ini) = self.read().ok()?;
        Some(ini.section(&self.profile_name())?.get("region_id")?.to_owned())
    }

    async fn fetch(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let (path, ini) = self.read()?;
        let name = self.profile_name();
        let section = ini.section(&name).ok_or_else(|| {
            let names: Vec<_> = ini.names().collect();
            CredentialsError::new(format!("{} has no profile `{name}`, but: {}", path.display(), names.join(", ")))
        })?;
        let profile = Profile { section, what: format!("profile `{name}` of {}", path.display()), env: &self.env };
        profile.provider()?.credentials(components).await
    }

    fn profile_name(&self) -> String {
        self.profile.clone().or_else(|| self.env.get(PROFILE)).unwrap_or_else(|| "default".to_owned())
    }

    fn read(&self) -> Result<(PathBuf, Ini), CredentialsError> {
        let path = self.find()?;
        let about = |what: &str| CredentialsError::new(format!("{} {what}", path.display()));
        let text = std::fs::read_to_string(&path).map_err(|error| about("cannot be read").with_source(error))?;
        let ini = Ini::parse(&text).map_err(|error| about("is no profile file").with_source(error))?;
        Ok((path, ini))
    }

    fn find(&self) -> Result<PathBuf, CredentialsError> {
        let given = self.path.clone().or_else(|| self.env.get("ALIBABA_CLOUD_CREDENTIALS_FILE").map(PathBuf::from));
        if let Some(path) = given {
            return Ok(path);
        }
        let folder = home(&self.env)?.join(".alibabacloud");
        let found = ["credentials", "credentials.ini"].into_iter().map(|name| folder.join(name)).find(|path| path.is_file());
        found.ok_or_else(|| {
            CredentialsError::new(format!("there is no `credentials` or `credentials.ini` in {}", folder.display()))
        })
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
        self.cache.get(self.name(), components, Box::pin(self.fetch(components)))
    }
}

struct Profile<'a> {
    section: Section<'a>,
    what: String,
    env: &'a Env,
}

impl Profile<'_> {
    fn provider(&self) -> Result<Arc<dyn CredentialsProvider>, CredentialsError> {
        let sts = Sts::reading(self.env);
        Ok(match self.required("type")? {
            "access_key" => Arc::new(self.key()?),
            "sts" => Arc::new(self.key()?.with_token(self.required("security_token")?)),
            "ram_role_arn" => Arc::new(AssumeRoleProvider::over(Arc::new(self.key()?), self.role()?).sts(sts)),
            "ecs_ram_role" => {
                let provider = EcsRoleProvider::reading(self.env);
                Arc::new(match self.section.get("role_name") {
                    Some(name) => provider.role(name),
                    None => provider,
                })
            }
            "oidc_role_arn" => {
                let (provider_arn, file) = (self.required("oidc_provider_arn")?, self.required("oidc_token_file_path")?);
                Arc::new(OidcProvider::over(self.role()?, provider_arn, file).sts(sts))
            }
            "bearer" => Arc::new(Credentials::bearer(self.required("bearer_token")?)),
            "rsa_key_pair" => return Err(self.wrong("is of type `rsa_key_pair`, which the service has given up")),
            _ => return Err(self.wrong("has a `type` that this SDK does not know")),
        })
    }

    fn key(&self) -> Result<Credentials, CredentialsError> {
        Ok(Credentials::access_key(self.required("access_key_id")?, self.required("access_key_secret")?))
    }

    fn role(&self) -> Result<Role, CredentialsError> {
        let owned = |key| self.section.get(key).map(str::to_owned);
        Ok(Role {
            arn: self.required("role_arn")?.to_owned(),
            session_name: owned("role_session_name").or_else(|| self.env.get("ALIBABA_CLOUD_ROLE_SESSION_NAME")),
            duration: None,
            policy: owned("policy"),
        })
    }

    fn required(&self, key: &str) -> Result<&str, CredentialsError> {
        self.section.get(key).ok_or_else(|| self.wrong(&format!("has no `{key}`")))
    }

    fn wrong(&self, what: &str) -> CredentialsError {
        CredentialsError::new(format!("{} {what}", self.what))
    }
}
