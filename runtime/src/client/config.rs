//! What the clients of several services share.

use std::fmt;
use std::sync::Arc;

use super::Builder;
use super::builder::Made;
use crate::context::{Client, Context};
use crate::env::Env;
use crate::error::Error;
use crate::facts::Shared;
use crate::limits::{Limit, Limits, RateLimiter};
use crate::operation::ServiceInfo;

/// Settings that the clients of several services are made from. They share credentials with their cache, the transport and its
/// connections, the region, limits, the retry budget, the offset of the service's clock, interceptors, and the runtime of blocking
/// calls. Cloning is cheap.
///
/// ```ignore
/// let config = Config::from_env()?;
/// let vpc = vpc_api::Client::new(&config);
/// let sts = sts_api::Client::new(&config);
/// ```
#[derive(Clone)]
pub struct Config {
    client: Client,
}

impl Config {
    /// Settings from the environment, as [`Builder::env`] says, but for `ALIBABA_CLOUD_ENDPOINT`: an endpoint is that of one
    /// service, see [`Builder::endpoint_of`].
    ///
    /// # Errors
    /// A variable has an invalid value.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().env(Env::process()).build()
    }

    /// A builder with the default settings.
    pub fn builder() -> Builder<Config> {
        Builder::of(&NO_SERVICE)
    }

    /// The region that calls go to unless they name another.
    pub fn region(&self) -> Option<&str> {
        self.client.region()
    }

    /// The same settings with a separate limit: only the clients that are made from the result share it.
    ///
    /// ```ignore
    /// let vpc = vpc_api::Client::new(&config.with_limit(Limit::per_second(20.0)));
    /// ```
    pub fn with_limit(&self, limit: Limit) -> Self {
        let limiter = RateLimiter::new(Limits { all: limit, ..Limits::default() });
        Config { client: Client::new(Context { limiter: Arc::new(limiter), ..self.client.context().shared() }) }
    }

    /// The client of a service.
    fn client(&self, service: Shared<ServiceInfo>) -> Client {
        let shared = self.client.context().shared();
        let endpoint = shared.endpoints.get(&*service.product).cloned();
        Client::new(Context { service, endpoint, ..shared })
    }
}

impl<C: ServiceClient> Builder<C> {
    /// A builder with the default settings.
    #[doc(hidden)]
    pub fn of_service() -> Self {
        Self::of(C::SERVICE)
    }
}

impl Builder<Config> {
    /// The address of one service, by the name of its product: as [`endpoint`](Builder::endpoint) is that of a single client.
    pub fn endpoint_of(mut self, product: impl Into<String>, endpoint: impl Into<String>) -> Self {
        self.settings.endpoints.insert(product.into(), endpoint.into());
        self
    }
}

static NO_SERVICE: ServiceInfo = ServiceInfo::DEFAULT;

impl Made for Config {
    fn made(client: Client) -> Result<Self, Error> {
        if client.context().endpoint.is_some() {
            return Err(
                Error::config("an endpoint is set for all services").advise("Set it with `.endpoint_of(product, endpoint)`")
            );
        }
        Ok(Config { client })
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context = self.client.context();
        f.debug_struct("Config")
            .field("region", &context.region)
            .field("endpoints", &context.endpoints)
            .field("credentials", &context.credentials.name())
            .field("retry", &context.retry)
            .finish_non_exhaustive()
    }
}

/// The client of one service, which generated code wraps with a method for each operation.
#[doc(hidden)]
pub trait ServiceClient: Sized {
    /// The service.
    const SERVICE: &'static ServiceInfo;

    /// Wraps a client of the service.
    fn wrap(client: ClientOf<Self>) -> Self;
}

/// A client of the service of `C`. The runtime alone makes one, so that no client gets the calls of another service.
#[doc(hidden)]
pub struct ClientOf<C> {
    client: Client,
    of: std::marker::PhantomData<fn() -> C>,
}

impl<C: ServiceClient> ClientOf<C> {
    /// A client of the service with shared settings.
    pub fn new(config: &Config) -> Self {
        ClientOf { client: config.client(C::SERVICE.into()), of: std::marker::PhantomData }
    }

    /// The client.
    pub fn into_inner(self) -> Client {
        self.client
    }
}

impl<C: ServiceClient> Made for C {
    fn made(client: Client) -> Result<Self, Error> {
        Ok(C::wrap(ClientOf { client, of: std::marker::PhantomData }))
    }
}
