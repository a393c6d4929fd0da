//! The client's handle and what it holds: what a call needs, below everything that calls.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use http::HeaderValue;

use crate::credentials::{CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::facts::Shared;
use crate::interceptor::Interceptor;
use crate::limits::RateLimiter;
use crate::operation::ServiceInfo;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::sign::SignatureVersion;
use crate::trace::TraceNames;
use crate::wait_settings::WaitSettings;

#[cfg(feature = "blocking")]
mod blocking;

#[cfg(feature = "blocking")]
pub(crate) use blocking::BlockingRuntime;

/// What the client of every service has inside. Cloning it is cheap, and clones share connections, credentials, the retry
/// budget and limits. People use the client of a service, which has a method for each operation.
#[derive(Clone)]
pub struct Client {
    context: Arc<Context>,
}

/// What a client holds, shared by its clones.
pub(crate) struct Context {
    pub(crate) service: Shared<ServiceInfo>,
    pub(crate) region: Option<String>,
    pub(crate) region_fault: Option<CredentialsError>,
    pub(crate) endpoint: Option<Endpoint>,
    /// The endpoint for the client's own region, once a call has needed it.
    pub(crate) home: OnceLock<Endpoint>,
    /// Endpoints by product, for the clients of several services that are made from one [`Config`](crate::Config).
    pub(crate) endpoints: BTreeMap<String, Endpoint>,
    pub(crate) network: Option<String>,
    pub(crate) credentials: Arc<dyn CredentialsProvider>,
    pub(crate) components: RuntimeComponents,
    pub(crate) signature: SignatureVersion,
    pub(crate) connect_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) operation_timeout: Duration,
    pub(crate) max_reply_bytes: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) waits: WaitSettings,
    pub(crate) limiter: Arc<RateLimiter>,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
    pub(crate) trace_names: TraceNames,
    pub(crate) user_agent: HeaderValue,
    #[cfg(feature = "blocking")]
    pub(crate) blocking: Arc<BlockingRuntime>,
    /// Seconds by which the service's clock is ahead of this machine's, as far as known.
    pub(crate) skew: Arc<AtomicI64>,
}

impl Client {
    pub(crate) fn new(context: Context) -> Self {
        Client { context: Arc::new(context) }
    }

    /// The region that calls go to unless they name another.
    pub fn region(&self) -> Option<&str> {
        self.context.region.as_deref()
    }

    /// Why the profile that may name the region cannot be read, if the environment is to give the region and a file is faulty.
    pub fn region_fault(&self) -> Option<&CredentialsError> {
        self.context.region_fault.as_ref()
    }

    pub(crate) fn context(&self) -> &Context {
        &self.context
    }
}

impl AsRef<Client> for Client {
    fn as_ref(&self) -> &Client {
        self
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.context.service.product)
            .field("region", &self.context.region)
            .field("endpoint", &self.context.endpoint)
            .field("credentials", &self.context.credentials.name())
            .field("retry", &self.context.retry)
            .finish_non_exhaustive()
    }
}

impl Context {
    /// The same settings, for another client: what calls change is shared.
    pub(crate) fn shared(&self) -> Self {
        Context {
            service: self.service.clone(),
            region: self.region.clone(),
            region_fault: self.region_fault.clone(),
            endpoint: self.endpoint.clone(),
            // Another service has another one.
            home: OnceLock::new(),
            endpoints: self.endpoints.clone(),
            network: self.network.clone(),
            credentials: self.credentials.clone(),
            components: self.components.clone(),
            signature: self.signature,
            connect_timeout: self.connect_timeout,
            attempt_timeout: self.attempt_timeout,
            operation_timeout: self.operation_timeout,
            max_reply_bytes: self.max_reply_bytes,
            retry: self.retry.clone(),
            budget: self.budget.clone(),
            waits: self.waits,
            limiter: self.limiter.clone(),
            interceptors: self.interceptors.clone(),
            trace_names: self.trace_names,
            user_agent: self.user_agent.clone(),
            #[cfg(feature = "blocking")]
            blocking: self.blocking.clone(),
            skew: self.skew.clone(),
        }
    }

    /// Seconds by which the service's clock is ahead of this machine's, as far as known.
    pub(crate) fn skew(&self) -> i64 {
        self.skew.load(Relaxed)
    }

    /// Sets what later calls begin with.
    pub(crate) fn set_skew(&self, skew: i64) {
        self.skew.store(skew, Relaxed);
    }

    /// The time by a clock that is ahead of this machine's by `skew` seconds.
    pub(crate) fn now_by(&self, skew: i64) -> SystemTime {
        let now = self.components.clock.now();
        let shift = Duration::from_secs(skew.unsigned_abs());
        let shifted = if skew < 0 { now.checked_sub(shift) } else { now.checked_add(shift) };
        shifted.unwrap_or(now)
    }

    /// The seconds by which a time is ahead of this machine's clock.
    pub(crate) fn skew_of(&self, service_time: SystemTime) -> i64 {
        let now = self.components.clock.now();
        match service_time.duration_since(now) {
            Ok(ahead) => i64::try_from(ahead.as_secs()).unwrap_or(0),
            Err(behind) => i64::try_from(behind.duration().as_secs()).map_or(0, |seconds| -seconds),
        }
    }

    /// The endpoint for a region.
    pub(crate) fn endpoint_for(&self, region: Option<&str>) -> Result<Cow<'_, Endpoint>, Error> {
        let of_region = |region| Endpoint::of_region(&self.service, region, self.network.as_deref());
        match (&self.endpoint, region) {
            (Some(endpoint), _) => Ok(Cow::Borrowed(endpoint)),
            (None, Some(region)) if self.region.as_deref() == Some(region) => match self.home.get() {
                Some(home) => Ok(Cow::Borrowed(home)),
                None => {
                    let home = of_region(region)?;
                    Ok(Cow::Borrowed(self.home.get_or_init(|| home)))
                }
            },
            (None, Some(region)) => of_region(region).map(Cow::Owned),
            (None, None) => Err(self.no_region()),
        }
    }

    /// Why the region of a call is not known.
    pub(crate) fn no_region(&self) -> Error {
        let error = match &self.region_fault {
            Some(fault) => Error::config("the profile that may name the region is faulty").with_source(fault.clone()),
            None => Error::config("no region is set"),
        };
        error.advise(
            "Set one with `.region(\"cn-hangzhou\")` on the builder, with the environment variable ALIBABA_CLOUD_REGION_ID, or \
             with `region_id` on the call",
        )
    }
}
