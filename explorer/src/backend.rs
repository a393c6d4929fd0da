//! Where calls go: an emulator inside this process, or the real service.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use acs_emulator::Emulator;
use acs_runtime::env::Env;
use acs_runtime::facts::Shared;
use acs_runtime::operation::ServiceInfo;
use acs_runtime::random::Random;
use acs_runtime::retry::{FailedAttempt, Retry, StandardRetry};
use acs_runtime::{Client, RetryPolicy, SignatureVersion};
use acs_spec::Service;
use acs_spec::facts::ServiceFacts;

use crate::Error;
use crate::info::{self, Known};
use crate::preview::stand_in;
use crate::state::Resources;

const AGENT: &str = concat!("acs-explorer/", env!("CARGO_PKG_VERSION"));

/// What part of the service's own time changes take in the emulator, and waits before retries.
const TIME_SCALE: f64 = 0.1;

/// How long a wait sleeps before it polls the emulator. The page has its own time between polls.
const BEFORE_POLL: Duration = Duration::from_millis(300);

/// Where calls go.
pub(crate) struct Backend {
    client: Client,
    info: Shared<ServiceInfo>,
    known: Mutex<HashMap<String, Arc<Known>>>,
    pub(crate) emulator: Option<Emulator>,
}

impl Backend {
    /// An emulator that goes on with the state of another one, if there is one, and knows these spec files besides its own.
    pub(crate) async fn emulated(
        service: &Service,
        specs: &[(String, String)],
        before: Option<&Emulator>,
    ) -> Result<Self, Error> {
        let builder = Emulator::builder().specs(specs.iter().cloned()).time_scale(TIME_SCALE);
        let builder = before.into_iter().fold(builder, |builder, before| builder.continue_from(before));
        let emulator = builder.start().await.map_err(Error::Emulator)?;
        let info = info::service(&ServiceFacts::of(service));
        let builder = Client::builder(info.clone())
            .region(Emulator::REGION)
            .endpoint(emulator.endpoint())
            .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET);
        let builder = builder.retry(ScaledRetry(StandardRetry::new())).wait_interval(BEFORE_POLL, BEFORE_POLL);
        let client = builder.user_agent(AGENT).build().map_err(Error::Client)?;
        Ok(Backend { client, info, known: Mutex::default(), emulator: Some(emulator) })
    }

    /// The real service, reached as the environment says.
    pub(crate) fn live(service: &Service) -> Result<Self, Error> {
        let info = info::service(&ServiceFacts::of(service));
        let client = Client::builder(info.clone()).env(Env::process()).user_agent(AGENT).build().map_err(Error::Client)?;
        Ok(Backend { client, info, known: Mutex::default(), emulator: None })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// A client that shows what would be sent and sends nothing. It signs with the emulator's key, or with one that proves nothing.
    pub(crate) fn stand_in(&self, version: SignatureVersion) -> Result<Client, acs_runtime::Error> {
        let builder = match &self.emulator {
            Some(emulator) => Client::builder(self.info.clone())
                .endpoint(emulator.endpoint())
                .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET),
            None => {
                let env = Env::process();
                let key = stand_in(&env);
                Client::builder(self.info.clone()).env(env).credentials(key)
            }
        };
        let region = self.client.region().unwrap_or(Emulator::REGION);
        builder.region(region).signature(version).random(OneNonce).retry(RetryPolicy::off()).user_agent(AGENT).build()
    }

    /// What the runtime must know of an operation, worked out once.
    pub(crate) fn known(&self, name: &str, make: impl FnOnce(&Shared<ServiceInfo>) -> Known) -> Arc<Known> {
        let mut known = lock(&self.known);
        Arc::clone(known.entry(name.to_owned()).or_insert_with(|| Arc::new(make(&self.info))))
    }

    /// What the emulator holds; nothing where there is none.
    pub(crate) fn resources(&self) -> Resources {
        self.emulator.as_ref().map(|emulator| Resources::of(emulator.resources())).unwrap_or_default()
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backend").field("emulator", &self.emulator).finish_non_exhaustive()
    }
}

/// The same nonce for every preview, so that only what a person changes is seen to change.
#[derive(Debug)]
struct OneNonce;

impl Random for OneNonce {
    fn nonce(&self) -> io::Result<String> {
        Ok("00000000000000000000000000000000".to_owned())
    }

    fn fraction(&self) -> f64 {
        0.5
    }
}

/// Retries as soon as the emulator's changes are over.
#[derive(Debug)]
struct ScaledRetry(StandardRetry);

impl Retry for ScaledRetry {
    fn wait(&self, failure: &FailedAttempt<'_>) -> Option<Duration> {
        self.0.wait(failure).map(|wait| wait.mul_f64(TIME_SCALE))
    }
}
