//! The credentials that a provider keeps between calls.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::flight::Flight;
use super::{Credentials, CredentialsError, RuntimeComponents};
use crate::future::BoxFuture;
use crate::time::timestamp;

pub(super) type FetchResult = Result<Credentials, CredentialsError>;

/// Keeps credentials until shortly before they expire. It runs one fetch at a time, which outlives the calls that wait for it.
#[derive(Default)]
pub(super) struct Cache {
    state: Mutex<State>,
    fetch: Flight<FetchResult>,
}

#[derive(Default)]
struct State {
    credentials: Option<Credentials>,
    /// When the credentials are due for renewal; `None` is never.
    renew_at: Option<SystemTime>,
    /// The credentials that the service rejected as expired.
    refused: Option<Credentials>,
}

/// The state of the kept credentials.
enum Standing {
    Fresh(Credentials),
    /// Valid, but due for renewal.
    Due(Credentials),
    Missing,
}

/// Renewal begins this long before the end at the earliest.
const EARLIEST: Duration = Duration::from_secs(15 * 60);

/// Renewal begins this long before the end at the latest.
const LATEST: Duration = Duration::from_secs(180);

/// Time from a failed renewal to the next.
const PAUSE: Duration = Duration::from_secs(10);

impl Cache {
    /// The kept credentials, or else what `fetch` finds. `name` names the provider in traces.
    pub(super) fn get<'a>(
        &'a self,
        name: Cow<'static, str>,
        components: &'a RuntimeComponents,
        fetch: impl Fn() -> BoxFuture<'static, FetchResult> + Send + 'a,
    ) -> BoxFuture<'a, FetchResult> {
        Box::pin(async move {
            let old = match self.standing(components) {
                Standing::Fresh(credentials) => return Ok(credentials),
                Standing::Due(credentials) if self.fetch.is_driven() => return Ok(credentials),
                Standing::Due(credentials) => Some(credentials),
                Standing::Missing => None,
            };
            let start = move || match self.standing(components) {
                // Another call's fetch has just ended.
                Standing::Fresh(credentials) => Box::pin(std::future::ready(Ok(credentials))),
                Standing::Due(_) | Standing::Missing => checked(fetch(), components),
            };
            let result = self.fetch.get(start, Result::is_err, |result| self.keep(result, components)).await;
            match (result, old) {
                (Err(error), Some(old)) if !old.is_expired_at(components.clock.now()) => {
                    let error = error.in_full();
                    tracing::warn!(provider = %name, %error, "credentials could not be renewed; the old ones are used");
                    Ok(old)
                }
                (result, _) => result,
            }
        })
    }

    /// Forgets the credentials if they are those that the service refused.
    pub(super) fn discard(&self, refused: &Credentials) {
        let mut state = self.lock();
        state.credentials.take_if(|credentials| credentials == refused);
        state.refused = Some(refused.clone());
    }

    /// The credentials that the service refused last.
    pub(super) fn refused(&self) -> Option<Credentials> {
        self.lock().refused.clone()
    }

    fn standing(&self, components: &RuntimeComponents) -> Standing {
        let (state, now) = (self.lock(), components.clock.now());
        match &state.credentials {
            Some(credentials) if credentials.is_expired_at(now) => Standing::Missing,
            Some(credentials) if state.renew_at.is_some_and(|renew_at| renew_at <= now) => Standing::Due(credentials.clone()),
            Some(credentials) => Standing::Fresh(credentials.clone()),
            None => Standing::Missing,
        }
    }

    fn keep(&self, result: &FetchResult, components: &RuntimeComponents) {
        let (mut state, now) = (self.lock(), components.clock.now());
        match result {
            Ok(credentials) => {
                state.renew_at = credentials.expires().map(|expires| renewal(now, expires));
                state.credentials = Some(credentials.clone());
            }
            Err(_) => state.renew_at = now.checked_add(PAUSE),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("credentials", &self.lock().credentials).finish_non_exhaustive()
    }
}

/// Rejects credentials that have already expired.
fn checked(fetch: BoxFuture<'static, FetchResult>, components: &RuntimeComponents) -> BoxFuture<'static, FetchResult> {
    let clock = components.clock.clone();
    Box::pin(async move {
        let credentials = fetch.await?;
        let now = clock.now();
        match credentials.expires() {
            Some(expires) if expires <= now => {
                let (expires, now) = (timestamp(expires), timestamp(now));
                let reason = format!("the credentials found expired at {expires}, and by this machine's clock it is {now}");
                Err(CredentialsError::new(reason))
            }
            _ => Ok(credentials),
        }
    })
}

/// When to renew credentials that came at `now` and expire at `expires`.
fn renewal(now: SystemTime, expires: SystemTime) -> SystemTime {
    let lifetime = expires.duration_since(now).unwrap_or_default();
    let before = (lifetime / 4).clamp(LATEST, EARLIEST).min(lifetime / 2);
    expires.checked_sub(before).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renewal_begins_between_15_and_3_minutes_before_expiry() {
        let now = SystemTime::UNIX_EPOCH;
        let seconds = |lifetime| {
            let expires = now + Duration::from_secs(lifetime);
            expires.duration_since(renewal(now, expires)).unwrap().as_secs()
        };
        assert_eq!([43_200, 3600, 1800, 900, 600, 300, 20].map(seconds), [900, 900, 450, 225, 180, 150, 10]);
    }
}
