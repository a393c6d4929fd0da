//! One report about everything that a call depends on.

use std::fmt;
use std::future::IntoFuture;
use std::time::{Duration, SystemTime};

use crate::call::RawCall;
use crate::context::Client;
use crate::credentials::{CredentialsError, usable};
use crate::error::Error;
use crate::future::BoxFuture;
use crate::time::{readable, timestamp};
use crate::transport::ConnectionReport;

/// A check of a client, to be awaited for its [`CheckReport`].
#[must_use = "a check does nothing unless awaited"]
#[derive(Debug)]
pub struct Check {
    client: Client,
    operation: String,
    params: Vec<(String, String)>,
}

impl Client {
    /// Checks credentials, files, endpoint, proxy, TLS, clock and permission, and returns the result as one report. It calls one
    /// operation that only reads, `DescribeRegions` unless [`Check::operation`] names another.
    ///
    /// ```no_run
    /// # async fn example(client: acs_runtime::Client) {
    /// let report = client.check().await;
    /// println!("{report}");
    /// assert!(report.is_ok());
    /// # }
    /// ```
    pub fn check(&self) -> Check {
        Check { client: self.clone(), operation: Check::OPERATION.to_owned(), params: Vec::new() }
    }
}

impl Check {
    /// The operation that a check calls unless another is set: nearly every product has it, and it has no required parameters.
    pub const OPERATION: &str = "DescribeRegions";

    /// Calls this operation in place of `DescribeRegions`. It should only read.
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.operation = name.into();
        self
    }

    /// Sets a parameter of the operation.
    pub fn param(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.params.push((name.into(), value.to_string()));
        self
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn run(self) -> CheckReport {
        let Check { client, operation, params } = self;
        let (inner, call) = (client.context(), client.raw_call(operation.clone()));
        let credentials = usable(&*inner.credentials, &inner.components).await.map(|credentials| FoundCredentials {
            provider: inner.credentials.name().into_owned(),
            access_key_id: credentials.access_key_id().map(str::to_owned),
            expires: credentials.expires(),
        });
        let endpoint = inner.endpoint_for(client.region()).map(|endpoint| endpoint.url("/", ""));
        let connection = endpoint.as_ref().map(|url| inner.components.transport.report(url)).unwrap_or_default();
        let call = params.into_iter().fold(call, |call, (name, value)| RawCall::param(call, name, value));
        let result = call.send_with_metadata().await;
        let now = inner.components.clock.now();
        let (request_id, date) = match &result {
            Ok(reply) => {
                (reply.metadata().request_id(), reply.metadata().headers().get("date").and_then(|date| date.to_str().ok()))
            }
            Err(error) => (error.request_id(), error.reply().and_then(|reply| reply.header("date"))),
        };
        CheckReport {
            credentials,
            faults: inner.credentials.faults(),
            region: client.region().map(str::to_owned),
            network: inner.network.clone(),
            endpoint,
            connection,
            clock_skew: date.and_then(|date| httpdate::parse_http_date(date).ok()).map(|service| seconds_ahead(service, now)),
            request_id: request_id.map(str::to_owned),
            operation,
            call: result.map(|_| ()),
        }
    }
}

impl IntoFuture for Check {
    type Output = CheckReport;
    type IntoFuture = BoxFuture<'static, CheckReport>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// What a check found. `Display` is a table for people, one line for each thing that a call depends on; it shows no secret.
#[derive(Debug)]
#[non_exhaustive]
pub struct CheckReport {
    /// The credentials that were found, or why there are none.
    pub credentials: Result<FoundCredentials, CredentialsError>,
    /// What is wrong with files and settings of credentials, used or not.
    pub faults: Vec<CredentialsError>,
    /// The client's region.
    pub region: Option<String>,
    /// The network that the service is reached from; `None` is the public one.
    pub network: Option<String>,
    /// The URL of the endpoint, or why there is none.
    pub endpoint: Result<String, Error>,
    /// Proxy and trusted certificates.
    pub connection: ConnectionReport,
    /// Seconds by which the service's clock is ahead of this machine's, if the service sent its time.
    pub clock_skew: Option<i64>,
    /// The operation that was called.
    pub operation: String,
    /// The id of the call's request.
    pub request_id: Option<String>,
    /// Whether the call succeeded.
    pub call: Result<(), Error>,
}

/// Credentials that were found, without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundCredentials {
    /// The provider that found them.
    pub provider: String,
    /// The id of the access key, if they are one.
    pub access_key_id: Option<String>,
    /// When they expire.
    pub expires: Option<SystemTime>,
}

impl CheckReport {
    /// Whether the call succeeded, so that everything that it depends on is in order.
    pub fn is_ok(&self) -> bool {
        self.call.is_ok()
    }
}

/// The service accepts requests of the last 15 minutes; a smaller difference is not worth a warning until it comes near.
const TOLERATED_SKEW: u64 = 60;

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |name: &str, text: fmt::Arguments<'_>| writeln!(f, "{name:<12} {text}");
        match &self.credentials {
            Ok(found) => line("credentials", format_args!("{found}"))?,
            Err(error) => line("credentials", format_args!("none: {}", error.in_full()))?,
        }
        for fault in &self.faults {
            line("fault", format_args!("{}", fault.in_full()))?;
        }
        let network = self.network.as_deref().unwrap_or("public");
        match (&self.endpoint, &self.region) {
            (Ok(url), Some(region)) => line("endpoint", format_args!("{url} (region {region}, network {network})"))?,
            (Ok(url), None) => line("endpoint", format_args!("{url} (no region)"))?,
            (Err(error), _) => line("endpoint", format_args!("none: {error}"))?,
        }
        for (name, text) in [("proxy", &self.connection.proxy), ("certificates", &self.connection.roots)] {
            if let Some(text) = text {
                line(name, format_args!("{text}"))?;
            }
        }
        match self.clock_skew {
            None => line("clock", format_args!("not compared: the service did not send its time"))?,
            Some(skew) if skew.unsigned_abs() <= TOLERATED_SKEW => line("clock", format_args!("agrees with the service"))?,
            Some(skew) => {
                let direction = if skew > 0 { "behind" } else { "ahead of" };
                let difference = readable(Duration::from_secs(skew.unsigned_abs()));
                line("clock", format_args!("{difference} {direction} the service: set it"))?;
            }
        }
        let request = self.request_id.as_ref().map(|id| format!(" (request id {id})")).unwrap_or_default();
        match &self.call {
            Ok(()) => line("call", format_args!("{} succeeded{request}", self.operation)),
            Err(error) if error.is_permission_denied() => {
                line("call", format_args!("the service knows the caller, but does not allow the call: {error}"))
            }
            Err(error) => line("call", format_args!("failed: {error}")),
        }
    }
}

impl fmt::Display for FoundCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.provider)?;
        if let Some(id) = &self.access_key_id {
            write!(f, ", access key {id}")?;
        }
        match self.expires {
            Some(expires) => write!(f, ", valid until {}", timestamp(expires)),
            None => f.write_str(", without expiry"),
        }
    }
}

fn seconds_ahead(service: SystemTime, now: SystemTime) -> i64 {
    match service.duration_since(now) {
        Ok(ahead) => i64::try_from(ahead.as_secs()).unwrap_or(i64::MAX),
        Err(behind) => i64::try_from(behind.duration().as_secs()).map_or(i64::MIN, |seconds| -seconds),
    }
}
