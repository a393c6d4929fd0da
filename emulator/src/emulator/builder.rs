//! The settings of an emulator, and starting it.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use acs_runtime::sign::Secret;

use super::handle::Emulator;
use crate::auth::{AccessKey, Keys};
use crate::catalog::Catalog;
use crate::clock::{self, Clock, MovableClock, SystemClock};
use crate::data::{DataFile, Saved};
use crate::engine::{Limits, Pace};
use crate::error::Error;
use crate::faults::{FaultRule, Faults};
use crate::log::{Log, Request};
use crate::rates::{Rate, Rates};
use crate::saver::OnProblem;
use crate::service::{Observer, Service, Settings, Snapshot, State};
use crate::tls::Tls;
use crate::{kinds, saver, seed, server, specs};

/// The settings of an emulator. Each has a default that suits tests.
#[derive(Debug)]
pub struct Builder {
    address: SocketAddr,
    expose: bool,
    keys: Vec<AccessKey>,
    bearer_tokens: Vec<Secret>,
    clock: Arc<dyn Clock>,
    pace: Pace,
    faults: Vec<FaultRule>,
    log_size: usize,
    limits: Limits,
    ignore_unknown: bool,
    tls: Option<PathBuf>,
    data_file: Option<PathBuf>,
    specs: Vec<(String, String)>,
    state: Option<(State, clock::Setting)>,
    on_request: Option<Observer>,
    seed: Option<PathBuf>,
    rates: Vec<Rate>,
    connections: usize,
    on_problem: Option<Problems>,
}

/// Told of what goes wrong while an emulator runs.
struct Problems(OnProblem);

impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Problems")
    }
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            expose: false,
            keys: Vec::new(),
            bearer_tokens: Vec::new(),
            clock: Arc::new(SystemClock),
            pace: Pace::Fixed(Duration::ZERO),
            faults: Vec::new(),
            log_size: 1000,
            limits: Limits { resources: 10_000, quotas: true, own: BTreeMap::new() },
            ignore_unknown: false,
            tls: None,
            data_file: None,
            specs: Vec::new(),
            state: None,
            on_request: None,
            seed: None,
            rates: Vec::new(),
            connections: 1024,
            on_problem: None,
        }
    }
}

impl Builder {
    /// Listens on this port. The default is any free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Listens on this address. One that other machines can reach needs [`expose`](Builder::expose) too.
    #[must_use]
    pub fn bind(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Allows to listen on an address that other machines can reach. Whoever reaches it and knows a key can change the
    /// state; the control endpoint needs no key.
    #[must_use]
    pub fn expose(mut self, expose: bool) -> Self {
        self.expose = expose;
        self
    }

    /// Lets requests be signed with this key, which may do everything. The first call takes the place of the default key.
    #[must_use]
    pub fn access_key(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.limited_access_key(AccessKey::new(id, secret))
    }

    /// Lets requests be signed with this key, within its rules. The first call takes the place of the default key.
    #[must_use]
    pub fn limited_access_key(mut self, key: AccessKey) -> Self {
        self.keys.push(key);
        self
    }

    /// Accepts this bearer token in place of a signature.
    #[must_use]
    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.bearer_tokens.push(Secret::new(token));
        self
    }

    /// Takes the time from this clock: timestamps of requests are compared to it, and states change by it.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Lets what takes the service a minute take this part of a minute: 1 is about the service's own pace. By default
    /// everything is done at once.
    #[must_use]
    pub fn time_scale(mut self, scale: f64) -> Self {
        self.pace = Pace::Scaled(if scale.is_finite() { scale.max(0.0) } else { 1.0 });
        self
    }

    /// Lets every creation, change and deletion take this long. By default everything is done at once.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.pace = Pace::Fixed(delay);
        self
    }

    /// Lets these faults happen from the start.
    #[must_use]
    pub fn faults(mut self, rules: impl IntoIterator<Item = FaultRule>) -> Self {
        self.faults.extend(rules);
        self
    }

    /// Keeps so many requests for [`Emulator::requests`]. The default is 1000.
    #[must_use]
    pub fn log_size(mut self, requests: usize) -> Self {
        self.log_size = requests;
        self
    }

    /// Holds at most so many resources. The default is 10000.
    #[must_use]
    pub fn max_resources(mut self, most: usize) -> Self {
        self.limits.resources = most;
        self
    }

    /// Whether the service's quotas hold, as 10 VPCs in a region. They do by default.
    #[must_use]
    pub fn quotas(mut self, hold: bool) -> Self {
        self.limits.quotas = hold;
        self
    }

    /// Allows so many of a kind of resource in the place of the service's quota: `quota("Vpc", 50)`. Kinds have the names that
    /// `/_emulator/state` tells; those without a quota of the service have none here.
    #[must_use]
    pub fn quota(mut self, kind: impl Into<String>, most: usize) -> Self {
        self.limits.own.insert(kind.into(), most);
        self
    }

    /// Answers so many requests a second of the operations that `pattern` names, as `CreateVpc`, `Describe*` or `*`, and throttles
    /// the others with `Throttling.User` and the time to wait. There is no limit by default.
    #[must_use]
    pub fn rate_limit(mut self, pattern: impl Into<String>, requests_per_second: u32) -> Self {
        self.rates.push(Rate { pattern: pattern.into(), most: requests_per_second });
        self
    }

    /// Holds at most so many connections; the one that has been idle the longest ends for a new one. The default is 1024.
    #[must_use]
    pub fn max_connections(mut self, most: usize) -> Self {
        self.connections = most.max(1);
        self
    }

    /// Begins with the resources of this YAML file: operations with their parameters, in order. A state that a data file holds is
    /// left as it is.
    ///
    /// ```yaml
    /// region: cn-hangzhou
    /// resources:
    ///   - as: web
    ///     operation: CreateVpc
    ///     parameters: { VpcName: web, CidrBlock: 10.0.0.0/8 }
    ///   - operation: CreateVSwitch
    ///     parameters: { VpcId: $web.VpcId, CidrBlock: 10.0.1.0/24, ZoneId: cn-hangzhou-h }
    /// ```
    #[must_use]
    pub fn seed_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.seed = Some(path.into());
        self
    }

    /// Calls this when something goes wrong while it runs, as a full disk, and when it is right again.
    #[must_use]
    pub fn on_problem(mut self, observer: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.on_problem = Some(Problems(Arc::new(observer)));
        self
    }

    /// Ignores parameters that the specs do not know, as the service does, and notes them in [`Request::ignored`]. By default
    /// they are refused, so that a misspelt name is noticed.
    #[must_use]
    pub fn ignore_unknown_parameters(mut self, ignore: bool) -> Self {
        self.ignore_unknown = ignore;
        self
    }

    /// Serves https instead of http, for `localhost` and the address that it listens on. The certificate authority is kept in
    /// this folder, and created there at the first start.
    #[must_use]
    pub fn tls(mut self, folder: impl Into<PathBuf>) -> Self {
        self.tls = Some(folder.into());
        self
    }

    /// Loads the state from this file, if it is there, and saves it there within a second of each change and when the emulator is
    /// dropped. No other emulator can use the file meanwhile.
    #[must_use]
    pub fn data_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.data_file = Some(path.into());
        self
    }

    /// Knows these spec files besides those of this crate: paths from the root of the tree, and texts. A file takes the place
    /// of the one with its path.
    #[must_use]
    pub fn specs<P: Into<String>, T: Into<String>>(mut self, files: impl IntoIterator<Item = (P, T)>) -> Self {
        self.specs.extend(files.into_iter().map(|(path, text)| (path.into(), text.into())));
        self
    }

    /// Begins with all that another emulator holds: resources, keys, faults, snapshots, the time, and the requests that it
    /// answered.
    #[must_use]
    pub fn continue_from(mut self, other: &Emulator) -> Self {
        self.state = Some((other.service.state().clone(), other.service.clock.setting()));
        self
    }

    /// Calls this with every request that was answered.
    #[must_use]
    pub fn on_request(mut self, observer: impl Fn(&Request) + Send + Sync + 'static) -> Self {
        self.on_request = Some(Observer(Arc::new(observer)));
        self
    }

    /// Starts it. It needs a tokio runtime with I/O and time enabled, and answers for as long as that runs.
    ///
    /// # Errors
    /// If binding the address fails or is not allowed, or if a spec file, the data file or the certificate authority cannot be
    /// read.
    pub async fn start(self) -> Result<Emulator, Error> {
        if !self.address.ip().is_loopback() && !self.expose {
            return Err(Error::not_loopback(self.address));
        }
        let catalog =
            Catalog::new(specs().iter().copied().chain(self.specs.iter().map(|(path, text)| (path.as_str(), text.as_str()))))?;
        if let Some(unknown) = self.limits.own.keys().find(|kind| kinds::named(kind).is_none_or(|kind| kind.quota.is_none())) {
            return Err(Error::quota(unknown, kinds::ALL.iter().filter(|kind| kind.quota.is_some()).map(|kind| kind.name)));
        }
        let (data_file, saved) = match &self.data_file {
            Some(path) => DataFile::open(path).map(|(file, saved)| (Some(Arc::new(file)), saved))?,
            None => (None, Saved::default()),
        };
        let Saved { store, tokens, nonces, clock: setting } = saved;
        let mut keys = Keys::default();
        match self.keys.is_empty() {
            true => keys.add(AccessKey::new("testid", "testsecret")),
            false => self.keys.into_iter().for_each(|key| keys.add(key)),
        }
        self.bearer_tokens.into_iter().for_each(|token| keys.add_bearer(token));
        let mut faults = Faults::default();
        self.faults.into_iter().for_each(|rule| faults.add(rule));
        let (state, setting) = self.state.unwrap_or_else(|| {
            let state = State {
                store,
                keys,
                nonces,
                tokens,
                log: Log::new(self.log_size),
                faults,
                initial: Snapshot::default(),
                snapshots: BTreeMap::new(),
                changes: 0,
                rates: Rates::new(self.rates),
                problem: None,
            };
            (state, setting)
        });
        let clock = MovableClock::new(self.clock, setting);
        let settings =
            Settings { pace: self.pace, limits: self.limits, ignore_unknown: self.ignore_unknown, on_request: self.on_request };
        let service = Arc::new(Service::new(Arc::new(catalog), clock, settings, state));
        if let Some(path) = &self.seed {
            seed_state(&service, path)?;
        }

        let listener = server::listen(self.address).await.map_err(|error| Error::bind(self.address, error))?;
        let address = listener.local_addr().map_err(|error| Error::bind(self.address, error))?;
        let tls = self.tls.map(|folder| Tls::new(&folder, address.ip())).transpose()?;
        let (acceptor, authority) = tls.map(|tls| (tls.acceptor, tls.authority)).unzip();
        let server = tokio::spawn(server::run(listener, acceptor, Arc::clone(&service), self.connections));
        let tell = self.on_problem.map(|problems| problems.0);
        let saver = data_file.clone().map(|file| tokio::spawn(saver::run(Arc::clone(&service), file, tell)));
        Ok(Emulator { address, authority, service, server, saver, data_file })
    }
}

/// Makes the resources that an empty state begins with, and that a reset goes back to. Those that a data file had stay.
fn seed_state(service: &Service, path: &Path) -> Result<(), Error> {
    let (store, tokens) = {
        let mut state = service.state();
        (std::mem::take(&mut state.store), std::mem::take(&mut state.tokens))
    };
    seed::apply(service, path)?;
    let mut state = service.state();
    state.initial = Snapshot { store: state.store.clone(), tokens: state.tokens.clone() };
    if store.len() > 0 {
        state.store = store;
        state.tokens = tokens;
    }
    Ok(())
}
