//! A role taken on with another's credentials.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::refresh::Cache;
use super::sts::{Role, Sts};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::future::BoxFuture;
use crate::wire::Param;

/// A temporary key for a RAM role, got from the token service (`AssumeRole`) with the credentials of another provider.
///
/// ```
/// use acs_runtime::credentials::{AssumeRoleProvider, EnvProvider, Sts};
///
/// let provider = AssumeRoleProvider::new(EnvProvider::new(), "acs:ram::1234567890123456:role/deployer")
///     .session_name("release-42")
///     .sts(Sts::new().region("eu-central-1"));
/// ```
#[derive(Debug)]
pub struct AssumeRoleProvider {
    source: Arc<dyn CredentialsProvider>,
    role: Role,
    external_id: Option<String>,
    sts: Sts,
    cache: Cache,
}

impl AssumeRoleProvider {
    /// Takes on the role of this ARN with what `source` finds. A role can be the source of another.
    pub fn new(source: impl CredentialsProvider + 'static, role_arn: impl Into<String>) -> Self {
        Self::over(Arc::new(source), Role::of(role_arn))
    }

    pub(super) fn over(source: Arc<dyn CredentialsProvider>, role: Role) -> Self {
        AssumeRoleProvider { source, role, external_id: None, sts: Sts::new(), cache: Cache::default() }
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

    /// The external id that the role's owner asks for.
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// Where the token service is reached.
    pub fn sts(mut self, sts: Sts) -> Self {
        self.sts = sts;
        self
    }

    async fn fetch(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        let mut params = self.role.params()?;
        if let Some(id) = &self.external_id {
            params.insert(Param::new("ExternalId", id).in_form());
        }
        let source = self.source.credentials(components).await;
        let source = source.map_err(|error| {
            CredentialsError::new(format!("no credentials to take on the role with, from {}", self.source.name()))
                .with_source(error)
        })?;
        self.sts.call("AssumeRole", &params, &source, components).await
    }
}

impl CredentialsProvider for AssumeRoleProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Owned(format!("role {}", self.role.arn))
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.name(), components, Box::pin(self.fetch(components)))
    }
}
