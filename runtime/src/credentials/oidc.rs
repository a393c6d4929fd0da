//! A role taken on with an identity token, as pods of a cluster do.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use super::refresh::Cache;
use super::sts::{Role, Sts};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::Env;
use crate::future::BoxFuture;
use crate::wire::Param;

/// A temporary key for a RAM role, got from the token service (`AssumeRoleWithOIDC`) for an OIDC token in a file. The file is
/// read at each renewal, since whoever issues the token replaces it.
#[derive(Debug)]
pub struct OidcProvider {
    role: Role,
    provider_arn: Option<String>,
    token_file: Option<PathBuf>,
    sts: Sts,
    cache: Cache,
}

const ROLE: &str = "ALIBABA_CLOUD_ROLE_ARN";
const PROVIDER: &str = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
const TOKEN_FILE: &str = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";

impl OidcProvider {
    /// As the environment of this process says.
    pub fn new() -> Self {
        Self::reading(&Env::process())
    }

    /// As these variables say: `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and
    /// `ALIBABA_CLOUD_OIDC_TOKEN_FILE`, all needed, and `ALIBABA_CLOUD_ROLE_SESSION_NAME`.
    pub fn reading(env: &Env) -> Self {
        let session_name = env.get("ALIBABA_CLOUD_ROLE_SESSION_NAME");
        OidcProvider {
            role: Role { session_name, ..Role::of(env.get(ROLE).unwrap_or_default()) },
            provider_arn: env.get(PROVIDER),
            token_file: env.get(TOKEN_FILE).map(PathBuf::from),
            sts: Sts::reading(env),
            cache: Cache::default(),
        }
    }

    /// Takes on `role_arn` with the token in `token_file`, which the identity provider `provider_arn` issued.
    pub fn of(role_arn: impl Into<String>, provider_arn: impl Into<String>, token_file: impl Into<PathBuf>) -> Self {
        Self::over(Role::of(role_arn), provider_arn, token_file)
    }

    pub(super) fn over(role: Role, provider_arn: impl Into<String>, token_file: impl Into<PathBuf>) -> Self {
        OidcProvider {
            role,
            provider_arn: Some(provider_arn.into()),
            token_file: Some(token_file.into()),
            sts: Sts::new(),
            cache: Cache::default(),
        }
    }

    /// How the session is called in the service's audit trail: 2 to 64 letters, digits and `.@-_`. `acs-rust-sdk` by default.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.role.session_name = Some(name.into());
        self
    }

    /// How long each key is to be valid: at least 15 minutes, and at most what the role allows. One hour by default.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.role.duration = Some(duration);
        self
    }

    /// A policy in JSON that narrows what the role may do.
    pub fn policy(mut self, policy: impl Into<String>) -> Self {
        self.role.policy = Some(policy.into());
        self
    }

    /// Where the token service is reached.
    pub fn sts(mut self, sts: Sts) -> Self {
        self.sts = sts;
        self
    }

    async fn fetch(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let missing: Vec<_> =
            [(!self.role.arn.is_empty(), ROLE), (self.provider_arn.is_some(), PROVIDER), (self.token_file.is_some(), TOKEN_FILE)]
                .into_iter()
                .filter_map(|(set, name)| (!set).then_some(name))
                .collect();
        let (Some(provider_arn), Some(file), []) = (&self.provider_arn, &self.token_file, missing.as_slice()) else {
            return Err(CredentialsError::new(format!("not set: {}", missing.join(", "))));
        };
        let token = std::fs::read_to_string(file).map_err(|error| {
            CredentialsError::new(format!("the token file {} cannot be read", file.display())).with_source(error)
        })?;
        let mut params = self.role.params()?;
        params.insert(Param::new("OIDCProviderArn", provider_arn).in_form());
        params.insert(Param::new("OIDCToken", token.trim()).in_form().sensitive());
        self.sts.call("AssumeRoleWithOIDC", &params, &Credentials::anonymous(), components).await
    }
}

impl Default for OidcProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialsProvider for OidcProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("OIDC role")
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.name(), components, Box::pin(self.fetch(components)))
    }
}
