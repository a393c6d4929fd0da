//! The server: a listener on loopback, and what it is set up with.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::auth::{AccessKey, Keys};
use crate::catalog::Catalog;
use crate::clock::{Clock, SystemClock};
use crate::error::Error;
use crate::handle::{Core, Handled};

/// Bytes of a request's body that are read; a longer one is refused.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// A running emulator. It stops when it is dropped.
#[derive(Debug)]
pub struct Emulator {
    address: SocketAddr,
    core: Arc<Mutex<Core>>,
    task: JoinHandle<()>,
}

/// A request that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Name of the operation; empty if the request did not say.
    pub operation: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// The error code of the answer, if it is one.
    pub code: Option<String>,
    /// The answer's request id.
    pub request_id: String,
}

impl Emulator {
    /// Starts one on a free port of this machine.
    ///
    /// # Errors
    /// No port can be listened on.
    pub async fn start() -> Result<Self, Error> {
        Self::builder().start().await
    }

    /// Begins the set-up of one.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Where it is reached, as `http://127.0.0.1:PORT`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes a VPN gateway that is `active`, and gives its id: to begin with where a test is not about how one is made.
    pub fn create_vpn_gateway(&self) -> String {
        self.core.lock().unwrap_or_else(PoisonError::into_inner).seed_vpn_gateway()
    }

    /// The last requests that arrived, the oldest first.
    pub fn requests(&self) -> Vec<Logged> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner).log()
    }

    /// Serves until the task is stopped.
    pub async fn serve(mut self) {
        let _ = (&mut self.task).await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What an emulator is set up with.
#[derive(Debug)]
pub struct Builder {
    bind: IpAddr,
    port: u16,
    exposed: bool,
    keys: Vec<AccessKey>,
    bearer_tokens: Vec<acs_runtime::sign::Secret>,
    delay: Duration,
    clock: Arc<dyn Clock>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            exposed: false,
            keys: Vec::new(),
            bearer_tokens: Vec::new(),
            delay: Duration::ZERO,
            clock: Arc::new(SystemClock),
        }
    }
}

impl Builder {
    /// Listens on this port. The default, 0, is any that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Listens on this address. One that other machines can reach is refused without [`expose`](Self::expose).
    #[must_use]
    pub fn bind(mut self, address: IpAddr) -> Self {
        self.bind = address;
        self
    }

    /// Allows an address that other machines can reach.
    #[must_use]
    pub fn expose(mut self) -> Self {
        self.exposed = true;
        self
    }

    /// Takes this key, in place of `testid`. Several may be given.
    #[must_use]
    pub fn access_key(mut self, key: AccessKey) -> Self {
        self.keys.push(key);
        self
    }

    /// Takes this bearer token. Several may be given.
    #[must_use]
    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.bearer_tokens.push(acs_runtime::sign::Secret::new(token));
        self
    }

    /// How long asynchronous work takes: a VPN gateway is `updating` so long, a new resource not ready. The default is no time
    /// at all.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Takes the time from this clock, so that a test can move it.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// The address can be reached from other machines and that was not allowed, or cannot be listened on.
    pub async fn start(self) -> Result<Emulator, Error> {
        let address = SocketAddr::new(self.bind, self.port);
        if !self.bind.is_loopback() && !self.exposed {
            return Err(Error::not_loopback(address));
        }
        let mut keys = Keys::default();
        if self.keys.is_empty() {
            keys.add(AccessKey::new("testid", "testsecret"));
        }
        self.keys.into_iter().for_each(|key| keys.add(key));
        self.bearer_tokens.into_iter().for_each(|token| keys.add_bearer(token));

        let catalog = Catalog::new(crate::specs().iter().copied())?;
        let core = Arc::new(Mutex::new(Core::new(catalog, keys, self.delay, self.clock)));
        let listener = TcpListener::bind(address).await.map_err(|source| Error::bind(address, source))?;
        let address = listener.local_addr().map_err(|source| Error::bind(address, source))?;
        let app = Router::new().fallback(answer).with_state(Arc::clone(&core));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(%error, "the emulator stopped");
            }
        });
        Ok(Emulator { address, core, task })
    }
}

async fn answer(State(core): State<Arc<Mutex<Core>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_BODY).await;
    let handled = core.lock().unwrap_or_else(PoisonError::into_inner).handle(parts, body.ok().map(Into::into));
    response(handled)
}

fn response(handled: Handled) -> Response {
    let mut response = Response::builder()
        .status(handled.status)
        .header("content-type", handled.content_type)
        .header("x-acs-request-id", &handled.request_id)
        .header("date", &handled.date);
    if handled.example {
        response = response.header("x-acs-emulator", "example");
    }
    response.body(Body::from(handled.body)).unwrap_or_default()
}
