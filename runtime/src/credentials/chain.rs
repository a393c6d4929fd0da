//! Several providers, tried in turn.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::future::BoxFuture;

/// Providers that are tried one after the other. The first that has credentials is kept, and from then on asked alone: the caller
/// does not change while a program runs.
///
/// ```
/// use acs_runtime::credentials::{Chain, CliProvider, EcsRoleProvider, EnvProvider};
///
/// let chain = Chain::new().then(EnvProvider::new()).then(CliProvider::new().profile("staging")).then(EcsRoleProvider::new());
/// ```
#[derive(Debug, Default)]
pub struct Chain {
    providers: Vec<Arc<dyn CredentialsProvider>>,
    kept: OnceLock<usize>,
}

impl Chain {
    /// A chain without providers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a provider, to be tried when those before it have none.
    pub fn then(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.providers.push(Arc::new(provider));
        self
    }

    /// The provider that had credentials.
    fn kept(&self) -> Option<&Arc<dyn CredentialsProvider>> {
        self.kept.get().and_then(|kept| self.providers.get(*kept))
    }

    async fn find(&self, components: &RuntimeComponents) -> Result<Credentials, CredentialsError> {
        if let Some(provider) = self.kept() {
            let why = |error: CredentialsError| CredentialsError::new(format!("{}: {}", provider.name(), error.in_full()));
            return provider.credentials(components).await.map_err(why);
        }
        let mut reasons = Vec::new();
        for (index, provider) in self.providers.iter().enumerate() {
            match provider.credentials(components).await {
                Ok(credentials) => {
                    tracing::debug!(provider = %provider.name(), "credentials found");
                    // Of several calls that search at the same time, the first to find decides.
                    if *self.kept.get_or_init(|| index) == index {
                        return Ok(credentials);
                    }
                    return Box::pin(self.find(components)).await;
                }
                Err(error) => reasons.push(format!("{}: {}", provider.name(), error.in_full())),
            }
        }
        Err(CredentialsError::new(match reasons.as_slice() {
            [] => "the chain has no provider".to_owned(),
            [reason] => reason.clone(),
            reasons => format!("none of {} providers has any: {}", reasons.len(), reasons.join("; ")),
        }))
    }
}

impl CredentialsProvider for Chain {
    fn name(&self) -> Cow<'static, str> {
        self.kept().map_or(Cow::Borrowed("chain of providers"), |provider| provider.name())
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.find(components))
    }

    fn discard(&self, refused: &Credentials) {
        if let Some(provider) = self.kept() {
            provider.discard(refused);
        }
    }

    fn faults(&self) -> Vec<CredentialsError> {
        self.providers.iter().flat_map(|provider| provider.faults()).collect()
    }
}
