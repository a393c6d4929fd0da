//! The default order of providers.

use std::borrow::Cow;

use super::{
    Chain, CliProvider, Credentials, CredentialsError, CredentialsProvider, EcsRoleProvider, EnvProvider, OidcProvider,
    ProfileFileProvider, RuntimeComponents, UriProvider,
};
use crate::env::Env;
use crate::future::BoxFuture;

/// Finds credentials as the official SDKs do. The first of these that has any is kept:
///
/// 1. [`EnvProvider`], by `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for a temporary key,
///    `ALIBABA_CLOUD_SECURITY_TOKEN`;
/// 2. [`OidcProvider`], by `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`, `ALIBABA_CLOUD_OIDC_TOKEN_FILE`;
/// 3. [`CliProvider`], by the file `~/.aliyun/config.json`, unless `ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true`;
/// 4. [`ProfileFileProvider`], by the file `~/.alibabacloud/credentials` or `credentials.ini`;
/// 5. [`EcsRoleProvider`], the instance's role, unless `ALIBABA_CLOUD_ECS_METADATA_DISABLED=true`;
/// 6. [`UriProvider`], by `ALIBABA_CLOUD_CREDENTIALS_URI`.
///
/// If none has any, the error lists why. An invalid file is skipped with a warning in the trace, and the report of
/// [`Client::check`](crate::Client::check) shows it.
#[derive(Debug)]
pub struct DefaultChain {
    chain: Chain,
}

const CLI_DISABLED: &str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
const ECS_DISABLED: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";

impl DefaultChain {
    /// Reads the variables of this process.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// Reads these variables, `HOME` (or `USERPROFILE`) among them.
    pub fn reading(env: Env) -> Self {
        let chain = Chain::new().then(EnvProvider::reading(env.clone())).then(OidcProvider::reading(&env));
        let cli = CliProvider::reading(env.clone());
        let chain = if env.is_true(CLI_DISABLED) { chain.then(Disabled::by(CLI_DISABLED, cli)) } else { chain.then(cli) };
        let chain = chain.then(ProfileFileProvider::reading(env.clone()));
        let ecs = EcsRoleProvider::reading(&env);
        let chain = if env.is_true(ECS_DISABLED) { chain.then(Disabled::by(ECS_DISABLED, ecs)) } else { chain.then(ecs) };
        DefaultChain { chain: chain.then(UriProvider::reading(&env)) }
    }
}

/// The region that a profile of the default chain's files names.
///
/// # Errors
/// No profile names one, and a file that might is faulty.
pub(crate) fn profile_region(env: &Env) -> Result<Option<String>, CredentialsError> {
    let cli = if env.is_true(CLI_DISABLED) { Ok(None) } else { CliProvider::reading(env.clone()).region() };
    match (cli, ProfileFileProvider::reading(env.clone()).region()) {
        (Ok(Some(region)), _) | (_, Ok(Some(region))) => Ok(Some(region)),
        (Err(fault), _) | (_, Err(fault)) => Err(fault),
        (Ok(None), Ok(None)) => Ok(None),
    }
}

impl Default for DefaultChain {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialsProvider for DefaultChain {
    fn name(&self) -> Cow<'static, str> {
        self.chain.name()
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.chain.credentials(components)
    }

    fn discard(&self, refused: &Credentials) {
        self.chain.discard(refused);
    }

    fn faults(&self) -> Vec<CredentialsError> {
        self.chain.faults()
    }
}

/// Stands in the chain for a provider that is disabled, so that the error can say so.
#[derive(Debug)]
struct Disabled {
    name: Cow<'static, str>,
    variable: &'static str,
}

impl Disabled {
    fn by(variable: &'static str, provider: impl CredentialsProvider) -> Self {
        Disabled { name: provider.name(), variable }
    }
}

impl CredentialsProvider for Disabled {
    fn name(&self) -> Cow<'static, str> {
        self.name.clone()
    }

    fn credentials<'a>(&'a self, _components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { Err(CredentialsError::new(format!("disabled by {}", self.variable))) })
    }
}
