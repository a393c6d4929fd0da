//! Credentials that are renewed before they expire.

use std::borrow::Cow;
use std::sync::Arc;

use super::cache::Cache;
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::future::BoxFuture;

/// Keeps what another provider finds until shortly before it expires. The providers of this module that ask a service do so
/// themselves; this is for a provider of your own.
///
/// - Renewal begins after three quarters of the lifetime that the credentials had when they came, but at most 15 minutes and at
///   least 3 minutes before they expire; for a lifetime below 6 minutes, after half of it.
/// - There is one fetch at a time. Meanwhile, calls use valid credentials if there are any; otherwise they wait for the
///   fetch and share its error if it fails.
/// - A fetch outlives the call that started it: when that call is dropped or times out, the next call takes the fetch over.
/// - When a renewal fails and the old credentials are still valid, they are used, and the renewal is retried after 10 s.
/// - Credentials that do not expire are kept until the service refuses them as expired.
#[derive(Debug)]
pub struct Refreshing<P> {
    provider: Arc<P>,
    cache: Cache,
}

impl<P: CredentialsProvider + 'static> Refreshing<P> {
    /// Keeps what `provider` finds.
    pub fn new(provider: P) -> Self {
        Refreshing { provider: Arc::new(provider), cache: Cache::default() }
    }
}

impl<P: CredentialsProvider + 'static> CredentialsProvider for Refreshing<P> {
    fn name(&self) -> Cow<'static, str> {
        self.provider.name()
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.name(), components, || {
            let (provider, components) = (self.provider.clone(), components.clone());
            Box::pin(async move { provider.credentials(&components).await })
        })
    }

    fn discard(&self, refused: &Credentials) {
        self.provider.discard(refused);
        self.cache.discard(refused);
    }

    fn faults(&self) -> Vec<CredentialsError> {
        self.provider.faults()
    }
}
