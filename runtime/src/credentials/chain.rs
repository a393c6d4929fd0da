//! Several providers, tried in turn.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::flight::Flight;
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::future::BoxFuture;

/// Providers that are tried one after the other. From then on, only the first one that has credentials is used, so the identity does
/// not change while a program runs.
///
/// Calls that need credentials at the same time share one search, which outlives each of them.
///
/// ```
/// use acs_runtime::credentials::{Chain, CliProvider, EcsRoleProvider, EnvProvider};
///
/// let chain = Chain::new().then(EnvProvider::new()).then(CliProvider::new().profile("staging")).then(EcsRoleProvider::new());
/// ```
#[derive(Default)]
pub struct Chain {
    providers: Vec<Arc<dyn CredentialsProvider>>,
    kept: OnceLock<usize>,
    search: Flight<Result<Found, CredentialsError>>,
}

/// Credentials, and the place of their provider.
type Found = (usize, Credentials);

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
        let start = || -> BoxFuture<'static, _> { Box::pin(search(self.providers.clone(), components.clone())) };
        let keep = |result: &Result<Found, _>| {
            if let Ok((index, _)) = result {
                self.kept.get_or_init(|| *index);
            }
        };
        self.search.get(start, Result::is_err, keep).await.map(|(_, credentials)| credentials)
    }
}

async fn search(providers: Vec<Arc<dyn CredentialsProvider>>, components: RuntimeComponents) -> Result<Found, CredentialsError> {
    let mut reasons = Vec::new();
    for (index, provider) in providers.iter().enumerate() {
        match provider.credentials(&components).await {
            Ok(credentials) => {
                tracing::debug!(provider = %provider.name(), "credentials found");
                return Ok((index, credentials));
            }
            Err(error) => {
                for fault in provider.faults() {
                    let fault = fault.in_full();
                    tracing::warn!(provider = %provider.name(), %fault, "a faulty source of credentials is skipped");
                }
                reasons.push(format!("{}: {}", provider.name(), error.in_full()));
            }
        }
    }
    Err(CredentialsError::new(match reasons.as_slice() {
        [] => "the chain has no provider".to_owned(),
        [reason] => reason.clone(),
        reasons => format!("none of {} providers has any: {}", reasons.len(), reasons.join("; ")),
    }))
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chain").field("providers", &self.providers).field("kept", &self.kept).finish_non_exhaustive()
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
