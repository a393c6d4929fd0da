//! Where calls go: an emulator inside this process, or the real service.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use acs_emulator::Emulator;
use acs_runtime::env::Env;
use acs_runtime::facts::Shared;
use acs_runtime::future::BoxFuture;
use acs_runtime::operation::ServiceInfo;
use acs_runtime::random::Random;
use acs_runtime::time::{Sleep, TokioSleep};
use acs_runtime::{Client, Credentials, RetryPolicy, SignatureVersion};
use acs_spec::Service;
use acs_spec::facts::ServiceFacts;
use tempfile::TempDir;

use crate::Error;
use crate::clock::Clock;
use crate::request::MASK;
use crate::state::Resources;
use crate::static_info::{self, Known};

/// The key that the emulator takes. It is no secret.
const KEY: (&str, &str) = ("testid", "testsecret");

/// The region of calls where nothing names one.
const REGION: &str = "cn-hangzhou";

const AGENT: &str = concat!("acs-explorer/", env!("CARGO_PKG_VERSION"));

/// What part of the service's own time changes take in the emulator, and waits between polls.
const TIME_SCALE: f64 = 0.1;

/// Where calls go.
pub(crate) struct Backend {
    client: Client,
    info: Shared<ServiceInfo>,
    known: Mutex<HashMap<String, Arc<Known>>>,
    pub(crate) emulated: Option<Emulated>,
}

/// An emulator and its clock.
#[derive(Debug)]
pub(crate) struct Emulated {
    pub(crate) emulator: Emulator,
    pub(crate) clock: Clock,
    /// The file that its state is saved to.
    file: PathBuf,
    /// It is removed after the emulator has saved its state for the last time.
    _folder: TempDir,
}

impl Backend {
    /// An emulator that begins with a state, the text of a data file, and knows these spec files besides its own.
    pub(crate) async fn emulated(
        service: &Service,
        specs: &[(String, String)],
        clock: Clock,
        state: &str,
    ) -> Result<Self, Error> {
        let folder = tempfile::tempdir().map_err(Error::Data)?;
        let file = folder.path().join("state.json");
        if !state.is_empty() {
            std::fs::write(&file, state).map_err(Error::Data)?;
        }
        let builder =
            Emulator::builder().specs(specs.iter().cloned()).time_scale(TIME_SCALE).clock(clock.clone()).data_file(&file);
        let emulator = builder.start().await.map_err(Error::Emulator)?;
        let info = static_info::service(&ServiceFacts::of(service));
        let builder = Client::builder(info.clone()).region(REGION).endpoint(emulator.endpoint()).access_key(KEY.0, KEY.1);
        let client = builder.sleep(ScaledSleep).clock(clock.clone()).user_agent(AGENT).build().map_err(Error::Client)?;
        Ok(Backend { client, info, known: Mutex::default(), emulated: Some(Emulated { emulator, clock, file, _folder: folder }) })
    }

    /// The real service, reached as the environment says.
    pub(crate) fn live(service: &Service) -> Result<Self, Error> {
        let info = static_info::service(&ServiceFacts::of(service));
        let client = Client::builder(info.clone()).env(Env::process()).user_agent(AGENT).build().map_err(Error::Client)?;
        Ok(Backend { client, info, known: Mutex::default(), emulated: None })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// A client that shows what would be sent and sends nothing. It signs with the emulator's key, or with one that proves nothing.
    pub(crate) fn stand_in(&self, version: SignatureVersion) -> Result<Client, acs_runtime::Error> {
        let builder = match &self.emulated {
            Some(emulated) => {
                let endpoint = emulated.emulator.endpoint();
                Client::builder(self.info.clone()).endpoint(endpoint).access_key(KEY.0, KEY.1).clock(emulated.clock.clone())
            }
            None => {
                let env = Env::process();
                let key = Credentials::access_key(MASK, MASK);
                let temporary = env.get("ALIBABA_CLOUD_SECURITY_TOKEN").is_some();
                let key = if temporary { key.with_token(MASK) } else { key };
                Client::builder(self.info.clone()).env(env).credentials(key)
            }
        };
        let region = self.client.region().unwrap_or(REGION);
        builder.region(region).signature(version).random(OneNonce).retry(RetryPolicy::off()).user_agent(AGENT).build()
    }

    /// What the runtime must know of an operation, worked out once.
    pub(crate) fn known(&self, name: &str, make: impl FnOnce(&Shared<ServiceInfo>) -> Known) -> Arc<Known> {
        let mut known = lock(&self.known);
        Arc::clone(known.entry(name.to_owned()).or_insert_with(|| Arc::new(make(&self.info))))
    }

    /// What the emulator holds; nothing where there is none.
    pub(crate) fn resources(&self) -> Resources {
        self.emulated.as_ref().map(|emulated| Resources::read(&emulated.state())).unwrap_or_default()
    }
}

impl Emulated {
    /// The state as the text of a data file.
    pub(crate) fn state(&self) -> String {
        // A state that cannot be saved is shown as it was before.
        let _ = self.emulator.save();
        std::fs::read_to_string(&self.file).unwrap_or_default()
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backend").field("emulated", &self.emulated).finish_non_exhaustive()
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

/// Waits as short as the emulator's changes are fast. Time limits stay what they are.
#[derive(Debug)]
struct ScaledSleep;

impl Sleep for ScaledSleep {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        TokioSleep.sleep(duration.mul_f64(TIME_SCALE))
    }

    fn alarm(&self, duration: Duration) -> BoxFuture<'static, ()> {
        TokioSleep.sleep(duration)
    }
}
