//! The credentials that a provider keeps between calls, and the fetch that replaces them.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use futures_util::future::Shared;
use tokio::runtime::{Handle, Id as RuntimeId};

use super::{Credentials, CredentialsError, RuntimeComponents};
use crate::future::BoxFuture;
use crate::time::timestamp;

pub(super) type FetchResult = Result<Credentials, CredentialsError>;

/// Keeps credentials until shortly before they expire, and runs one fetch at a time.
///
/// The fetch belongs to the cache, not to the call that starts it: every call that waits for it drives it, and when all of them
/// are dropped it stays where it is until the next call drives it on. So no task is spawned, and dropping the cache ends the
/// fetch.
#[derive(Default)]
pub(super) struct Cache {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    credentials: Option<Credentials>,
    /// When the credentials are due for renewal; `None` is never.
    renew_at: Option<SystemTime>,
    /// What the service refused as expired.
    refused: Option<Credentials>,
    fetch: Option<Fetch>,
    fetches: u64,
}

struct Fetch {
    id: u64,
    /// A fetch cannot go on in another tokio runtime than the one that its timers and sockets belong to.
    runtime: Option<RuntimeId>,
    waiters: usize,
    future: Shared<BoxFuture<'static, FetchResult>>,
}

/// Renewal begins this long before the end at the earliest.
const EARLIEST: Duration = Duration::from_secs(15 * 60);

/// Renewal begins this long before the end at the latest.
const LATEST: Duration = Duration::from_secs(180);

/// Time from a failed renewal to the next.
const PAUSE: Duration = Duration::from_secs(10);

impl Cache {
    /// The kept credentials, or else what `fetch` finds. `name` names the provider in traces. `fetch` must not use the cache.
    pub(super) fn get<'a>(
        &'a self,
        name: Cow<'static, str>,
        components: &'a RuntimeComponents,
        fetch: impl Fn() -> BoxFuture<'static, FetchResult> + Send + 'a,
    ) -> BoxFuture<'a, FetchResult> {
        Box::pin(async move {
            let mut restarted = false;
            loop {
                let ticket = match self.begin(components, &fetch) {
                    Next::Use(credentials) => return Ok(credentials),
                    Next::Wait(ticket) => ticket,
                };
                let result = ticket.future.clone().await;
                let error = match self.complete(&ticket, &result, components) {
                    Some(error) => error,
                    None => return result,
                };
                // A fetch that nobody drove for a while may fail for that reason alone.
                if ticket.resumed && !restarted {
                    restarted = true;
                    continue;
                }
                match &ticket.old {
                    Some(old) if !old.is_expired_at(components.clock.now()) => {
                        let error = error.in_full();
                        tracing::warn!(provider = %name, %error, "credentials could not be renewed; the old ones are used");
                        return Ok(old.clone());
                    }
                    _ => return result,
                }
            }
        })
    }

    /// Forgets the credentials if they are those that the service refused.
    pub(super) fn discard(&self, refused: &Credentials) {
        let mut state = self.lock();
        if state.credentials.as_ref() == Some(refused) {
            state.credentials = None;
        }
        state.refused = Some(refused.clone());
    }

    /// The credentials that the service refused last.
    pub(super) fn refused(&self) -> Option<Credentials> {
        self.lock().refused.clone()
    }

    fn begin<'a>(&'a self, components: &RuntimeComponents, fetch: &dyn Fn() -> BoxFuture<'static, FetchResult>) -> Next<'a> {
        let mut state = self.lock();
        let now = components.clock.now();
        let old = state.credentials.clone().filter(|credentials| !credentials.is_expired_at(now));
        if let Some(credentials) = &old {
            let due = state.renew_at.is_some_and(|renew_at| renew_at <= now);
            let under_way = state.fetch.as_ref().is_some_and(|fetch| fetch.waiters > 0);
            if !due || under_way {
                return Next::Use(credentials.clone());
            }
        }
        let runtime = Handle::try_current().ok().map(|handle| handle.id());
        if let Some(fetch) = state.fetch.as_mut().filter(|fetch| fetch.runtime == runtime) {
            let resumed = fetch.waiters == 0;
            fetch.waiters += 1;
            return Next::Wait(Ticket { cache: self, id: fetch.id, future: fetch.future.clone(), resumed, old });
        }
        state.fetches += 1;
        let id = state.fetches;
        let future = checked(fetch(), components).shared();
        state.fetch = Some(Fetch { id, runtime, waiters: 1, future: future.clone() });
        Next::Wait(Ticket { cache: self, id, future, resumed: false, old })
    }

    /// Takes note of a fetch's result. The error, if it is one.
    fn complete(&self, ticket: &Ticket<'_>, result: &FetchResult, components: &RuntimeComponents) -> Option<CredentialsError> {
        let now = components.clock.now();
        let mut state = self.lock();
        let current = state.fetch.as_ref().is_some_and(|fetch| fetch.id == ticket.id);
        if current {
            state.fetch = None;
        }
        match result {
            Ok(credentials) => {
                if current {
                    state.renew_at = credentials.expires().map(|expires| renewal(now, expires));
                    state.credentials = Some(credentials.clone());
                }
                None
            }
            Err(error) => {
                if current {
                    state.renew_at = now.checked_add(PAUSE);
                }
                Some(error.clone())
            }
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

enum Next<'a> {
    Use(Credentials),
    Wait(Ticket<'a>),
}

/// A call that waits for a fetch.
struct Ticket<'a> {
    cache: &'a Cache,
    id: u64,
    future: Shared<BoxFuture<'static, FetchResult>>,
    /// Every call that waited for the fetch before was dropped.
    resumed: bool,
    /// Credentials that are due for renewal, but valid.
    old: Option<Credentials>,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let mut state = self.cache.lock();
        if let Some(fetch) = state.fetch.as_mut().filter(|fetch| fetch.id == self.id) {
            fetch.waiters -= 1;
            if std::thread::panicking() {
                // A provider that panicked cannot be driven on.
                state.fetch = None;
            }
        }
    }
}

/// Refuses credentials that have expired already.
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
