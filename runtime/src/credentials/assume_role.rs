//! A role assumed with the credentials of another provider.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::cache::Cache;
use super::sts::{Role, Sts, role_settings};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents, usable};
use crate::future::BoxFuture;
use crate::retry::says_expired;
use crate::wire::Param;

/// A temporary key for a RAM role, which the token service gives (`AssumeRole`) for the credentials of another provider.
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
    /// Assumes the role of this ARN with what `source` finds. A role can be the source of another.
    pub fn new(source: impl CredentialsProvider + 'static, role_arn: impl Into<String>) -> Self {
        Self::over(Arc::new(source), Role::of(role_arn))
    }

    pub(super) fn over(source: Arc<dyn CredentialsProvider>, role: Role) -> Self {
        AssumeRoleProvider { source, role, external_id: None, sts: Sts::new(), cache: Cache::default() }
    }

    role_settings!();

    /// Sets the external id that the role's owner requires.
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    fn fetch(&self, components: &RuntimeComponents) -> BoxFuture<'static, Result<Credentials, CredentialsError>> {
        let (source, role, external_id, sts) =
            (self.source.clone(), self.role.clone(), self.external_id.clone(), self.sts.clone());
        let components = components.clone();
        Box::pin(async move {
            let mut params = role.params()?;
            if let Some(id) = &external_id {
                params.insert(Param::new("ExternalId", id).in_form());
            }
            let own = async || {
                usable(&*source, &components).await.map_err(|error| {
                    CredentialsError::new(format!("no credentials to assume the role with, from {}", source.name()))
                        .with_source(error)
                })
            };
            let first = own().await?;
            let error = match sts.call("AssumeRole", &params, &first, &components).await {
                Err(error) if error.code().is_some_and(says_expired) => error,
                result => return result,
            };
            source.discard(&first);
            match own().await? {
                same if same == first => Err(error),
                second => sts.call("AssumeRole", &params, &second, &components).await,
            }
        })
    }
}

impl CredentialsProvider for AssumeRoleProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Owned(format!("role {}", self.role.arn))
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.name(), components, || self.fetch(components))
    }

    fn discard(&self, refused: &Credentials) {
        self.cache.discard(refused);
    }

    fn faults(&self) -> Vec<CredentialsError> {
        self.source.faults()
    }
}
