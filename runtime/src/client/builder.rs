//! The settings of a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::Client;
use super::settings::Settings;
use crate::credentials::{Credentials, CredentialsProvider};
use crate::env::Env;
use crate::error::Error;
use crate::facts::Shared;
use crate::interceptor::Interceptor;
use crate::limits::Limit;
use crate::operation::ServiceInfo;
use crate::random::Random;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::sign::{Secret, SignatureVersion};
use crate::time::{Clock, Sleep};
use crate::trace::TraceNames;
use crate::transport::Transport;

/// Sets up a client. Nothing is taken from the environment unless [`env`](Self::env) is called.
///
/// ```no_run
/// # use acs_runtime::{Client, Error, operation::ServiceInfo};
/// # fn example(service: &'static ServiceInfo) -> Result<(), Error> {
/// let client: Client = Client::builder(service).region("cn-hangzhou").access_key("ExampleKeyId", "ExampleSecret").build()?;
/// # Ok(())
/// # }
/// ```
pub struct Builder<C = Client> {
    pub(super) settings: Settings,
    client: PhantomData<fn() -> C>,
}

/// The result of a builder.
pub(super) use sealed::Made;

mod sealed {
    use crate::context::Client;
    use crate::error::Error;

    /// Makes the result from a client that is set up.
    pub trait Made: Sized {
        fn made(client: Client) -> Result<Self, Error>;
    }

    impl Made for Client {
        fn made(client: Client) -> Result<Self, Error> {
            Ok(client)
        }
    }
}

impl Builder<Client> {
    /// A builder with the default settings.
    pub fn new(service: impl Into<Shared<ServiceInfo>>) -> Self {
        Self::of(service)
    }
}

impl<C: Made> Builder<C> {
    pub(super) fn of(service: impl Into<Shared<ServiceInfo>>) -> Self {
        Builder { settings: Settings::new(service.into()), client: PhantomData }
    }

    /// Takes from the environment whatever is not set otherwise:
    ///
    /// | setting | variables, the first that is set |
    /// | --- | --- |
    /// | credentials | see [`DefaultChain`](crate::credentials::DefaultChain) |
    /// | region | `ALIBABA_CLOUD_REGION_ID`, `ALIBABA_CLOUD_REGION`, `ALICLOUD_REGION`; else the `region_id` of the profile |
    /// | endpoint | `ALIBABA_CLOUD_ENDPOINT` |
    /// | network | `ALIBABA_CLOUD_ENDPOINT_TYPE` |
    /// | user agent | `ALIBABA_CLOUD_USER_AGENT` |
    pub fn env(mut self, env: Env) -> Self {
        self.settings.env = Some((env, Settings::fill_from));
        self
    }

    /// The region that calls go to unless they name another, like `cn-hangzhou`. It fills the region parameter of every
    /// operation that has one.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.settings.region = Some(region.into());
        self
    }

    /// The address to send to, whatever the region: a host, an IP address, or a URL without path, such as
    /// `https://[2001:db8::1]:8443`.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.settings.endpoint = Some(endpoint.into());
        self
    }

    /// Whether the endpoint may be plain http elsewhere than on this machine. False by default: anyone on the way could read
    /// requests and replies.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.settings.allow_http = allow;
        self
    }

    /// The network to reach the service from: `vpc` from inside a VPC. `public` is the default. It decides the endpoint of every
    /// region, so it cannot be set together with [`endpoint`](Self::endpoint).
    pub fn network(mut self, network: impl Into<String>) -> Self {
        self.settings.network = Some(network.into());
        self
    }

    /// Signs with this access key.
    pub fn access_key(self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.credentials(Credentials::access_key(id, secret))
    }

    /// Signs with these credentials, or with those that a provider finds.
    pub fn credentials(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.settings.credentials = Some(Arc::new(provider));
        self
    }

    /// The signature that requests carry. Version 1 by default; the service takes both.
    pub fn signature(mut self, version: SignatureVersion) -> Self {
        self.settings.signature = version;
        self
    }

    /// Sends through this transport. `ReqwestTransport` by default.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Sends through this proxy, in place of that of the environment: a URL, or a [`Proxy`](crate::transport::Proxy).
    ///
    /// By default the variables `HTTPS_PROXY` (or `HTTP_PROXY` for plain http), `ALL_PROXY` and `NO_PROXY` decide.
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, proxy: impl Into<crate::transport::Proxy>) -> Self {
        self.settings.connection.proxy(proxy.into());
        self
    }

    /// Trusts these certificates of authorities besides those that the operating system trusts: any number in PEM, or one in DER.
    /// It may be called several times.
    ///
    /// The environment variable `SSL_CERT_FILE` names a file of certificates to trust in place of the operating system's.
    #[cfg(feature = "reqwest")]
    pub fn root_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.settings.connection.root_certificates(certificates.into());
        self
    }

    /// Identifies the client to servers and proxies that ask for a certificate: a chain of certificates, and the private key of
    /// the first, both in PEM.
    #[cfg(feature = "reqwest")]
    pub fn client_identity(mut self, certificates: impl Into<Vec<u8>>, key: impl Into<Secret>) -> Self {
        self.settings.connection.client_identity(certificates.into(), key.into());
        self
    }

    /// Uses this clock. The system's by default.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Some(Arc::new(clock));
        self
    }

    /// Sleeps with this timer. Tokio's by default.
    pub fn sleep(mut self, sleep: impl Sleep + 'static) -> Self {
        self.settings.sleep = Some(Arc::new(sleep));
        self
    }

    /// Where nonces, idempotency tokens and jitter come from. The operating system by default.
    pub fn random(mut self, random: impl Random + 'static) -> Self {
        self.settings.random = Some(Arc::new(random));
        self
    }

    /// Longest time to establish a connection. 5 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Longest time for one attempt, from connecting to the end of the reply. 30 s by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// Longest time for a call with all its attempts and the waits between them. 2 minutes by default.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.settings.operation_timeout = timeout;
        self
    }

    /// Most bytes of a reply's body. 16 MiB by default; a longer reply is an error.
    pub fn max_reply_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_reply_bytes = bytes;
        self
    }

    /// When to retry a failed attempt. [`StandardRetry`](crate::retry::StandardRetry) by default.
    pub fn retry(mut self, policy: impl Into<RetryPolicy>) -> Self {
        self.settings.retry = policy.into();
        self
    }

    /// The retry budget that all calls share.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.settings.budget = budget;
        self
    }

    /// Limits the requests of the client and its clones together. None by default.
    pub fn limit(mut self, limit: Limit) -> Self {
        self.settings.limits.all = limit;
        self
    }

    /// Limits the requests of each operation on its own. None by default.
    pub fn limit_each_operation(mut self, limit: Limit) -> Self {
        self.settings.limits.each = limit;
        self
    }

    /// Limits the requests of one operation, in place of the limit for each.
    pub fn limit_operation(mut self, operation: impl Into<String>, limit: Limit) -> Self {
        self.settings.limits.named.insert(operation.into(), limit);
        self
    }

    /// Longest time of a wait that names no other with [`Wait::deadline`](crate::Wait::deadline). 10 minutes by default.
    pub fn wait_deadline(mut self, deadline: Duration) -> Self {
        self.settings.waits.deadline = deadline;
        self
    }

    /// Shortest and longest time between the polls of a wait that names no other with [`Wait::interval`](crate::Wait::interval).
    /// 3 s and 10 s by default.
    pub fn wait_interval(mut self, shortest: Duration, longest: Duration) -> Self {
        self.settings.waits.set_interval(shortest, longest);
        self
    }

    /// How many polls in a row may find nothing before a wait for a state gives up, unless it says otherwise with
    /// [`Wait::missing_allowed`](crate::Wait::missing_allowed). 20 by default.
    pub fn wait_missing_allowed(mut self, polls: u32) -> Self {
        self.settings.waits.missing_allowed = polls;
        self
    }

    /// Adds an interceptor after the existing ones.
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.settings.interceptors.push(Arc::new(interceptor));
        self
    }

    /// How the fields of `tracing` spans are named.
    pub fn trace_names(mut self, names: TraceNames) -> Self {
        self.settings.trace_names = names;
        self
    }

    /// Adds the application's name to the `User-Agent` header, like `my-tool/1.2`.
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.settings.user_agent = Some(application.into());
        self
    }

    /// Sets the client up for a test: it sends to `transport`, uses its clock, and generates the same nonces each time. Region and
    /// credentials have test values unless they are set.
    #[cfg(any(test, feature = "test-util"))]
    pub fn test(mut self, transport: &impl crate::test::TestTransport) -> Self {
        self.settings.region.get_or_insert_with(|| "cn-hangzhou".to_owned());
        self.settings.credentials.get_or_insert_with(|| Arc::new(Credentials::access_key("testid", "testsecret")));
        let clock = transport.clock();
        let builder = self.transport(transport.clone()).clock(clock.clone()).sleep(clock.clone());
        builder.random(crate::test::TestRandom::new())
    }

    /// Builds the client.
    ///
    /// # Errors
    /// A setting is invalid, or there are no credentials. Nothing is sent: whether the settings work shows in the first call.
    pub fn build(self) -> Result<C, Error> {
        self.settings.build().and_then(C::made)
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("service", &self.settings.service.product)
            .field("region", &self.settings.region)
            .finish_non_exhaustive()
    }
}
