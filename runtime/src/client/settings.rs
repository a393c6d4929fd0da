//! Makes a client from the settings of a builder.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::Client;
use super::connection::Connection;
use crate::call::CallOptions;
use crate::context::Context;
use crate::credentials::{CredentialsError, CredentialsProvider, DefaultChain, RuntimeComponents, profile_region};
use crate::endpoint::{Endpoint, check_network, check_region};
use crate::env::Env;
use crate::error::Error;
use crate::facts::Shared;
use crate::interceptor::Interceptor;
use crate::limits::{Limits, RateLimiter};
use crate::operation::ServiceInfo;
use crate::random::{Random, SystemRandom};
use crate::retry::{RetryBudget, RetryPolicy};
use crate::sign::SignatureVersion;
use crate::time::{Clock, Sleep, SystemClock, TokioSleep};
use crate::trace::TraceNames;
use crate::transport::Transport;
use crate::user_agent::user_agent;
use crate::wait_settings::WaitSettings;

/// Fills settings that are not set.
pub(super) type Fill = fn(&mut Settings, Env);

/// The settings of a builder.
pub(super) struct Settings {
    pub(super) service: Shared<ServiceInfo>,
    /// Where the rest comes from, and what takes it from there: a function, so that the providers and file formats of the
    /// environment are linked into programs that use it and into no others.
    pub(super) env: Option<(Env, Fill)>,
    pub(super) region: Option<String>,
    /// Why a profile that may name the region cannot be read.
    pub(super) region_fault: Option<CredentialsError>,
    pub(super) endpoint: Option<String>,
    /// Endpoints of single services, by product.
    pub(super) endpoints: BTreeMap<String, String>,
    pub(super) allow_http: bool,
    pub(super) network: Option<String>,
    pub(super) credentials: Option<Arc<dyn CredentialsProvider>>,
    pub(super) signature: SignatureVersion,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) connection: Connection,
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) sleep: Option<Arc<dyn Sleep>>,
    pub(super) random: Option<Arc<dyn Random>>,
    pub(super) connect_timeout: Duration,
    pub(super) attempt_timeout: Duration,
    pub(super) operation_timeout: Duration,
    pub(super) max_reply_bytes: usize,
    pub(super) retry: RetryPolicy,
    pub(super) budget: RetryBudget,
    pub(super) limits: Limits,
    pub(super) waits: WaitSettings,
    pub(super) interceptors: Vec<Arc<dyn Interceptor>>,
    pub(super) trace_names: TraceNames,
    pub(super) user_agent: Option<String>,
}

impl Settings {
    pub(super) fn new(service: Shared<ServiceInfo>) -> Self {
        Settings {
            service,
            env: None,
            region: None,
            region_fault: None,
            endpoint: None,
            endpoints: BTreeMap::new(),
            allow_http: false,
            network: None,
            credentials: None,
            signature: SignatureVersion::default(),
            transport: None,
            connection: Connection::default(),
            clock: None,
            sleep: None,
            random: None,
            connect_timeout: Duration::from_secs(5),
            attempt_timeout: Duration::from_secs(30),
            operation_timeout: CallOptions::DEFAULT_OPERATION_TIMEOUT,
            max_reply_bytes: 16 << 20,
            retry: RetryPolicy::standard(),
            budget: RetryBudget::new(),
            limits: Limits::default(),
            waits: WaitSettings::default(),
            interceptors: Vec::new(),
            trace_names: TraceNames::default(),
            user_agent: None,
        }
    }

    pub(super) fn build(mut self) -> Result<Client, Error> {
        if let Some((env, fill)) = self.env.take() {
            fill(&mut self, env);
        }
        if let Some(region) = &self.region {
            check_region(region)?;
        }
        if self.endpoint.is_some() && self.network.is_some() {
            return Err(
                Error::config("`endpoint` and `network` are both set, and each decides where calls go").advise("Leave one out")
            );
        }
        self.network = self.network.filter(|network| !network.is_empty() && network != "public");
        if let Some(network) = &self.network {
            check_network(network)?;
        }
        let endpoint = self.endpoint.as_deref().map(|text| Endpoint::parse(text, self.allow_http)).transpose()?;
        let parse = |(product, text): (String, String)| Ok((product, Endpoint::parse(&text, self.allow_http)?));
        let endpoints = self.endpoints.into_iter().map(parse).collect::<Result<_, Error>>()?;
        let credentials = self.credentials.ok_or_else(|| {
            Error::config("no credentials are set").advise(
                "Set them with `.access_key(id, secret)` or `.credentials(provider)` on the builder, or take them from the \
                 environment with `from_env()`",
            )
        })?;
        let components = RuntimeComponents {
            transport: self.connection.transport(self.transport)?,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            sleep: self.sleep.unwrap_or_else(|| Arc::new(TokioSleep)),
            random: self.random.unwrap_or_else(|| Arc::new(SystemRandom)),
            region: self.region.clone(),
        };
        let context = Context {
            service: self.service,
            region: self.region,
            region_fault: self.region_fault,
            endpoint,
            home: OnceLock::new(),
            endpoints,
            network: self.network,
            credentials,
            components,
            signature: self.signature,
            connect_timeout: self.connect_timeout,
            attempt_timeout: self.attempt_timeout,
            operation_timeout: self.operation_timeout,
            max_reply_bytes: self.max_reply_bytes,
            retry: self.retry,
            budget: Arc::new(self.budget),
            waits: self.waits,
            limiter: Arc::new(RateLimiter::new(self.limits)),
            interceptors: self.interceptors,
            trace_names: self.trace_names,
            user_agent: user_agent(self.user_agent.as_deref())?,
            #[cfg(feature = "blocking")]
            blocking: Arc::default(),
            skew: Arc::new(AtomicI64::new(0)),
        };
        Ok(Client::new(context))
    }

    pub(super) fn fill_from(&mut self, env: Env) {
        self.connection.env(env.clone());
        let fill = |setting: &mut Option<String>, names: &[&str]| {
            if setting.is_none() {
                *setting = env.first(names);
            }
        };
        fill(&mut self.region, &["ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_REGION", "ALICLOUD_REGION"]);
        // Neither variable overrides the builder: with an endpoint the network has no effect, and a network implies its endpoint.
        // Settings that several services share have no endpoint.
        if self.network.is_none() && !self.service.product.is_empty() {
            fill(&mut self.endpoint, &["ALIBABA_CLOUD_ENDPOINT"]);
        }
        if self.endpoint.is_none() {
            fill(&mut self.network, &["ALIBABA_CLOUD_ENDPOINT_TYPE"]);
        }
        fill(&mut self.user_agent, &["ALIBABA_CLOUD_USER_AGENT"]);
        if self.region.is_none() {
            match profile_region(&env) {
                Ok(region) => self.region = region,
                Err(fault) => self.region_fault = Some(fault),
            }
        }
        self.credentials.get_or_insert_with(|| Arc::new(DefaultChain::reading(env)));
    }
}
