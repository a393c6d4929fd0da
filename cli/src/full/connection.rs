//! How a call reaches the service.

use std::path::PathBuf;
use std::time::Duration;

use acs_runtime::env::Env;
use acs_runtime::facts::Shared;
use acs_runtime::interceptor::{AttemptInfo, Headers, Interceptor};
use acs_runtime::operation::ServiceInfo;
use acs_runtime::reply::HttpReply;
use acs_runtime::retry::StandardRetry;
use acs_runtime::{CallOptions, Client, Error, RetryPolicy, SignatureVersion};
use clap::{ArgAction, Args, ValueEnum};

use crate::failure::Failure;
use crate::full::waiting::Outage;
use acs_explorer::shell;

/// How the service is reached.
#[derive(Args)]
#[command(next_help_heading = "Service")]
pub(crate) struct Connection {
    /// Region, like `cn-hangzhou`.
    ///
    /// ALIBABA_CLOUD_REGION_ID by default.
    #[arg(long)]
    region: Option<String>,
    /// Host or URL of the service, whatever the region.
    ///
    /// ALIBABA_CLOUD_ENDPOINT by default.
    #[arg(long)]
    endpoint: Option<String>,
    /// Longest time for a call with all its attempts, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = CallOptions::DEFAULT_OPERATION_TIMEOUT.as_secs(), value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// Never retries.
    ///
    /// Otherwise requests are retried while a resource is busy, and after failures where that is safe.
    #[arg(long)]
    no_retry: bool,
    /// Maximum number of retries of a call.
    #[arg(long, value_name = "NUMBER", conflicts_with = "no_retry", hide_short_help = true)]
    retries: Option<u32>,
    /// Header to send with each request, as `Name: value`.
    ///
    /// May be given several times.
    #[arg(long, value_name = "HEADER", value_parser = header, hide_short_help = true)]
    header: Vec<(String, String)>,
    /// Proxy to use, like `http://proxy.example.com:3128`.
    ///
    /// HTTPS_PROXY by default.
    #[arg(long, value_name = "URL", hide_short_help = true)]
    proxy: Option<String>,
    /// PEM file of certificates to trust in addition to those of this machine.
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    ca: Option<PathBuf>,
    /// Profile of `~/.aliyun/config.json` to use instead of credentials from the environment.
    #[arg(long)]
    profile: Option<String>,
    /// Version of the signature.
    #[arg(long, value_enum, default_value_t = Signature::V1, hide_short_help = true)]
    pub(crate) signature: Signature,
    /// Shows the calls; given twice, their attempts.
    ///
    /// They go to standard error.
    #[arg(long, short, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// Adds headers to each request.
#[derive(Debug)]
struct AddHeaders(Vec<(String, String)>);

impl Interceptor for AddHeaders {
    fn before_signing(&self, _: &AttemptInfo<'_>, headers: &mut Headers) -> Result<Option<HttpReply>, Error> {
        for (name, value) in &self.0 {
            headers.add(name.as_str(), value.as_str());
        }
        Ok(None)
    }
}

fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("a header is given as `Name: value`")?;
    http::HeaderName::from_bytes(name.trim().as_bytes()).map_err(|error| error.to_string())?;
    http::HeaderValue::from_str(value.trim()).map_err(|error| error.to_string())?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Signature {
    /// HMAC-SHA1 over the parameters.
    V1,
    /// ACS3-HMAC-SHA256 over the whole request.
    V3,
}

impl Connection {
    /// A client that notices when the service cannot be reached.
    pub(crate) fn client(&self, info: &Shared<ServiceInfo>, outage: &Outage) -> Result<Client, Failure> {
        self.builder(info)?.interceptor(outage.clone()).build().map_err(Failure::call)
    }

    /// The options that a further command needs to reach the same service, as they are written. A header may be secret.
    pub(crate) fn to_repeat(&self) -> String {
        let ca = self.ca.as_deref().map(|file| file.to_string_lossy());
        let given = [
            ("region", self.region.as_deref()),
            ("endpoint", self.endpoint.as_deref()),
            ("profile", self.profile.as_deref()),
            ("proxy", self.proxy.as_deref().filter(|proxy| !proxy.contains('@'))),
            ("ca", ca.as_deref()),
        ];
        given.iter().filter_map(|(name, value)| Some(format!(" --{name} {}", shell::word((*value)?)))).collect()
    }

    /// Longest time for a call with all its attempts.
    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }

    /// The environment, with the profile that was asked for in place of keys.
    fn env(&self) -> Env {
        match &self.profile {
            Some(profile) => Env::process().with_profile(profile),
            None => Env::process(),
        }
    }

    pub(crate) fn builder(&self, info: &Shared<ServiceInfo>) -> Result<acs_runtime::client::Builder, Failure> {
        let mut builder = Client::builder(info.clone())
            .env(self.env())
            .signature(self.signature.into())
            .user_agent(concat!("acs/", env!("CARGO_PKG_VERSION")));
        if let Some(region) = &self.region {
            builder = builder.region(region);
        }
        if let Some(endpoint) = &self.endpoint {
            builder = builder.endpoint(endpoint);
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.as_str());
        }
        if let Some(file) = &self.ca {
            builder = builder.root_certificates(std::fs::read(file).map_err(|error| Failure::io("read", file, &error))?);
        }
        builder = builder.operation_timeout(self.timeout());
        builder = match self.retries {
            _ if self.no_retry => builder.retry(RetryPolicy::off()),
            Some(0) => builder.retry(RetryPolicy::off()),
            Some(retries) => builder.retry(StandardRetry::new().attempts(retries.saturating_add(1))),
            None => builder,
        };
        if !self.header.is_empty() {
            builder = builder.interceptor(AddHeaders(self.header.clone()));
        }
        Ok(builder)
    }
}

impl From<Signature> for SignatureVersion {
    fn from(signature: Signature) -> Self {
        match signature {
            Signature::V1 => SignatureVersion::V1,
            Signature::V3 => SignatureVersion::V3,
        }
    }
}
