//! Credentials that are renewed before they end.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::future::BoxFuture;
use crate::time::timestamp;

/// Keeps what another provider finds until shortly before it ends. All providers of this module that ask someone do so
/// themselves; this is for one's own.
///
/// - Renewal begins after three quarters of the time that the credentials were valid for when they came, but at most 15
///   minutes and at least 3 minutes before they end; for credentials of less than 6 minutes, after half of it.
/// - There is one renewal at a time, in the call that comes first. Other calls go on with the old credentials; when those have
///   ended they wait for the renewal, and share its error if it fails.
/// - When a renewal fails and the old credentials are still valid, they are used, and it is tried again after 10 s.
/// - Credentials without an end are kept for good.
#[derive(Debug)]
pub struct Refreshing<P> {
    provider: P,
    cache: Cache,
}

impl<P: CredentialsProvider> Refreshing<P> {
    /// Keeps what `provider` finds.
    pub fn new(provider: P) -> Self {
        Refreshing { provider, cache: Cache::default() }
    }
}

impl<P: CredentialsProvider> CredentialsProvider for Refreshing<P> {
    fn name(&self) -> Cow<'static, str> {
        self.provider.name()
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.provider.name(), components, self.provider.credentials(components))
    }
}

/// Renewal begins this long before the end at the earliest.
const EARLIEST: Duration = Duration::from_secs(15 * 60);

/// Renewal begins this long before the end at the latest.
const LATEST: Duration = Duration::from_secs(180);

/// Time from a failed renewal to the next.
const PAUSE: Duration = Duration::from_secs(10);

/// What a provider keeps between calls.
#[derive(Default)]
pub(super) struct Cache {
    kept: Mutex<Kept>,
    /// Held by whoever renews.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Kept {
    credentials: Option<Credentials>,
    /// From when on they are to be renewed; `None` is never.
    renew: Option<SystemTime>,
    failures: u64,
    last_failure: Option<CredentialsError>,
}

enum Standing {
    Fresh(Credentials),
    /// Still valid, but to be renewed.
    Ageing(Credentials),
    Missing {
        failures: u64,
    },
}

impl Cache {
    /// What is kept, or else what `fetch` finds. `fetch` does nothing unless it is needed.
    pub(super) fn get<'a>(
        &'a self,
        name: Cow<'static, str>,
        components: &'a RuntimeComponents,
        fetch: BoxFuture<'a, Result<Credentials, CredentialsError>>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            match self.standing(components) {
                Standing::Fresh(credentials) => Ok(credentials),
                Standing::Ageing(old) => self.renew(old, &name, components, fetch).await,
                Standing::Missing { failures } => self.find(failures, components, fetch).await,
            }
        })
    }

    async fn renew(
        &self,
        old: Credentials,
        name: &str,
        components: &RuntimeComponents,
        fetch: BoxFuture<'_, Result<Credentials, CredentialsError>>,
    ) -> Result<Credentials, CredentialsError> {
        let Ok(_turn) = self.turn.try_lock() else { return Ok(old) };
        if let Standing::Fresh(credentials) = self.standing(components) {
            return Ok(credentials);
        }
        let error = match self.fetch(components, fetch).await {
            Ok(credentials) => return Ok(credentials),
            Err(error) => error,
        };
        if old.expires().is_some_and(|expires| expires <= components.clock.now()) {
            return Err(error);
        }
        tracing::warn!(provider = name, error = %error.in_full(), "credentials could not be renewed; the old ones are used");
        self.lock().renew = components.clock.now().checked_add(PAUSE);
        Ok(old)
    }

    async fn find(
        &self,
        failures_before: u64,
        components: &RuntimeComponents,
        fetch: BoxFuture<'_, Result<Credentials, CredentialsError>>,
    ) -> Result<Credentials, CredentialsError> {
        let _turn = self.turn.lock().await;
        match self.standing(components) {
            Standing::Fresh(credentials) | Standing::Ageing(credentials) => return Ok(credentials),
            // Whoever waited while another failed shares the failure, rather than that all fail one after the other.
            Standing::Missing { failures } if failures != failures_before => {
                if let Some(error) = self.lock().last_failure.clone() {
                    return Err(error);
                }
            }
            Standing::Missing { .. } => {}
        }
        self.fetch(components, fetch).await
    }

    async fn fetch(
        &self,
        components: &RuntimeComponents,
        fetch: BoxFuture<'_, Result<Credentials, CredentialsError>>,
    ) -> Result<Credentials, CredentialsError> {
        let now = components.clock.now();
        let result = fetch.await.and_then(|credentials| match credentials.expires() {
            Some(expires) if expires <= now => {
                let (expires, now) = (timestamp(expires), timestamp(now));
                Err(CredentialsError::new(format!(
                    "the credentials found ended at {expires}, and by this machine's clock it is {now}"
                )))
            }
            _ => Ok(credentials),
        });
        let mut kept = self.lock();
        match &result {
            Ok(credentials) => {
                let renew = credentials.expires().map(|expires| renewal(now, expires));
                *kept = Kept { credentials: Some(credentials.clone()), renew, failures: kept.failures, last_failure: None };
            }
            Err(error) => {
                kept.failures += 1;
                kept.last_failure = Some(error.clone());
            }
        }
        result
    }

    fn standing(&self, components: &RuntimeComponents) -> Standing {
        let kept = self.lock();
        let Some(credentials) = &kept.credentials else { return Standing::Missing { failures: kept.failures } };
        let now = components.clock.now();
        if credentials.expires().is_some_and(|expires| expires <= now) {
            return Standing::Missing { failures: kept.failures };
        }
        match kept.renew {
            Some(renew) if renew <= now => Standing::Ageing(credentials.clone()),
            _ => Standing::Fresh(credentials.clone()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("credentials", &self.lock().credentials).finish_non_exhaustive()
    }
}

/// When to renew credentials that came at `now` and end at `expires`.
fn renewal(now: SystemTime, expires: SystemTime) -> SystemTime {
    let lifetime = expires.duration_since(now).unwrap_or_default();
    let before = (lifetime / 4).clamp(LATEST, EARLIEST).min(lifetime / 2);
    expires.checked_sub(before).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renewal_begins_between_15_and_3_minutes_before_the_end() {
        let now = SystemTime::UNIX_EPOCH;
        let seconds = |lifetime| {
            let expires = now + Duration::from_secs(lifetime);
            expires.duration_since(renewal(now, expires)).unwrap().as_secs()
        };
        assert_eq!([43_200, 3600, 1800, 900, 600, 300, 20].map(seconds), [900, 900, 450, 225, 180, 150, 10]);
    }
}
