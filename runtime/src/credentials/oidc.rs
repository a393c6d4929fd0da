//! A role assumed with an identity token, as the pods of a cluster do.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use super::cache::Cache;
use super::profile::read_text;
use super::sts::{Role, Sts, role_settings};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::{Env, trimmed};
use crate::future::BoxFuture;
use crate::wire::Param;

/// A temporary key for a RAM role, which the token service gives (`AssumeRoleWithOIDC`) for an OIDC token in a file. The file is
/// read at each renewal, since its issuer replaces the token.
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
    /// Reads the variables of this process.
    pub fn new() -> Self {
        Self::reading(&Env::process())
    }

    /// Reads these variables: `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and
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

    /// Assumes `role_arn` with the token in `token_file`, which the identity provider `provider_arn` issued.
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

    role_settings!();

    fn fetch(&self, components: &RuntimeComponents) -> BoxFuture<'static, Result<Credentials, CredentialsError>> {
        let (role, provider_arn, file) = (self.role.clone(), self.provider_arn.clone(), self.token_file.clone());
        let (sts, components) = (self.sts.clone(), components.clone());
        Box::pin(async move {
            let set = [(!role.arn.is_empty(), ROLE), (provider_arn.is_some(), PROVIDER), (file.is_some(), TOKEN_FILE)];
            let missing: Vec<_> = set.into_iter().filter_map(|(set, name)| (!set).then_some(name)).collect();
            let (Some(provider_arn), Some(file), []) = (&provider_arn, &file, missing.as_slice()) else {
                return Err(CredentialsError::new(format!("not set: {}", missing.join(", "))));
            };
            let token = read_text(file)?;
            let mut params = role.params()?;
            params.insert(Param::new("OIDCProviderArn", provider_arn).in_form());
            params.insert(Param::new("OIDCToken", trimmed(&token)).in_form().sensitive());
            sts.call("AssumeRoleWithOIDC", &params, &Credentials::anonymous(), &components).await
        })
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
        self.cache.get(self.name(), components, || self.fetch(components))
    }

    fn discard(&self, refused: &Credentials) {
        self.cache.discard(refused);
    }
}
