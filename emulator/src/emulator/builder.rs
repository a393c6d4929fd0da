//! The settings of an emulator.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use acs_runtime::sign::Secret;

use super::handle::Emulator;
use crate::auth::AccessKey;
use crate::clock::{self, Clock, SystemClock};
use crate::engine::{Limits, Pace};
use crate::faults::FaultRule;
use crate::log::Request;
use crate::rates::Rate;
use crate::saver::OnProblem;
use crate::service::{Observer, State};

/// The settings of an emulator. Each has a default that suits tests.
#[derive(Debug)]
pub struct Builder {
    pub(super) address: SocketAddr,
    pub(super) expose: bool,
    pub(super) keys: Vec<AccessKey>,
    pub(super) bearer_tokens: Vec<Secret>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) pace: Pace,
    pub(super) faults: Vec<FaultRule>,
    pub(super) log_size: usize,
    pub(super) limits: Limits,
    pub(super) ignore_unknown: bool,
    pub(super) tls: Option<PathBuf>,
    pub(super) data_file: Option<PathBuf>,
    pub(super) specs: Vec<(String, String)>,
    pub(super) state: Option<(State, clock::Setting)>,
    pub(super) on_request: Option<Observer>,
    pub(super) seed: Option<PathBuf>,
    pub(super) rates: Vec<Rate>,
    pub(super) connections: usize,
    pub(super) on_problem: Option<Problems>,
}

/// The observer of what goes wrong while an emulator runs.
pub(super) struct Problems(pub(super) OnProblem);

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
            limits: Limits { resources: Emulator::MAX_RESOURCES, quotas: true, own: BTreeMap::new() },
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

    /// Allows binding to an address that other machines can reach. Anyone who can reach it and knows a key can change the
    /// state; the control endpoint needs no key.
    #[must_use]
    pub fn expose(mut self, expose: bool) -> Self {
        self.expose = expose;
        self
    }

    /// Accepts requests signed with this key, which may do everything. The first call replaces the default key.
    #[must_use]
    pub fn access_key(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.limited_access_key(AccessKey::new(id, secret))
    }

    /// Accepts requests signed with this key, within its rules. The first call replaces the default key.
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

    /// Uses this clock: it checks timestamps of requests and drives state changes.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Scales how long changes take: 1 is about the service's own pace, 0.1 a tenth of it. By default everything is done at once.
    #[must_use]
    pub fn time_scale(mut self, scale: f64) -> Self {
        self.pace = Pace::Scaled(if scale.is_finite() { scale.max(0.0) } else { 1.0 });
        self
    }

    /// Makes every creation, change and deletion take this long. By default everything is done at once.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.pace = Pace::Fixed(delay);
        self
    }

    /// Injects these faults from the start.
    #[must_use]
    pub fn faults(mut self, rules: impl IntoIterator<Item = FaultRule>) -> Self {
        self.faults.extend(rules);
        self
    }

    /// Keeps this many requests for [`Emulator::requests`]. The default is 1000.
    #[must_use]
    pub fn log_size(mut self, requests: usize) -> Self {
        self.log_size = requests;
        self
    }

    /// Sets the maximum number of resources. The default is 10000.
    #[must_use]
    pub fn max_resources(mut self, most: usize) -> Self {
        self.limits.resources = most;
        self
    }

    /// Whether to enforce the service's quotas, such as 10 VPCs in a region. True by default.
    #[must_use]
    pub fn quotas(mut self, hold: bool) -> Self {
        self.limits.quotas = hold;
        self
    }

    /// Replaces the service's quota for a kind of resource: `quota("Vpc", 50)`. `/_emulator/state` lists the names of the kinds; a
    /// kind for which the service has no quota has none here.
    #[must_use]
    pub fn quota(mut self, kind: impl Into<String>, most: usize) -> Self {
        self.limits.own.insert(kind.into(), most);
        self
    }

    /// Answers this many requests per second to the operations that match `pattern`, such as `CreateVpc`, `Describe*` or `*`, and
    /// throttles the others with `Throttling.User` and the time to wait. There is no limit by default.
    #[must_use]
    pub fn rate_limit(mut self, pattern: impl Into<String>, requests_per_second: u32) -> Self {
        self.rates.push(Rate { pattern: pattern.into(), most: requests_per_second });
        self
    }

    /// Sets the maximum number of connections. A new one closes the one that has been idle the longest. The default is 1024.
    #[must_use]
    pub fn max_connections(mut self, most: usize) -> Self {
        self.connections = most.max(1);
        self
    }

    /// Starts with the resources of this YAML file: operations with their parameters, in order. It does not change a state that a
    /// data file holds.
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

    /// Calls this when something goes wrong while it runs, such as a full disk, and when it works again.
    #[must_use]
    pub fn on_problem(mut self, observer: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.on_problem = Some(Problems(Arc::new(observer)));
        self
    }

    /// Ignores parameters that the specs do not know, as the service does, and lists them in [`Request::ignored`]. By default
    /// they are rejected, so that a misspelt name is noticed.
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

    /// Adds spec files to those of this crate: paths from the root of the tree, and texts. A file replaces the one with the same
    /// path.
    #[must_use]
    pub fn specs<P: Into<String>, T: Into<String>>(mut self, files: impl IntoIterator<Item = (P, T)>) -> Self {
        self.specs.extend(files.into_iter().map(|(path, text)| (path.into(), text.into())));
        self
    }

    /// Starts with everything that another emulator holds: resources, keys, faults, snapshots, the time, and the requests that it
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
}
