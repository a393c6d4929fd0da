//! How a call reaches the service.

use std::time::Duration;

use acs_runtime::env::Env;
use acs_runtime::operation::ServiceInfo;
use acs_runtime::{Client, RetryPolicy, SignatureVersion};
use clap::{ArgAction, Args, ValueEnum};

use crate::failure::Failure;

/// How the service is reached.
#[derive(Args)]
#[command(next_help_heading = "Service")]
pub(super) struct Connection {
    /// Region, like `cn-hangzhou`. ALIBABA_CLOUD_REGION_ID by default.
    #[arg(long)]
    region: Option<String>,
    /// Host or URL of the service, whatever the region. ALIBABA_CLOUD_ENDPOINT by default.
    #[arg(long)]
    endpoint: Option<String>,
    /// Longest time for a call with all its attempts, in seconds. 120 by default.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    timeout: Option<u64>,
    /// Makes one attempt alone, whatever the error. Otherwise busy resources are waited for, and failures are repeated where that
    /// is safe.
    #[arg(long)]
    no_retry: bool,
    /// Version of the signature.
    #[arg(long, value_enum, default_value_t = Signature::V1)]
    pub(super) signature: Signature,
    /// Shows the calls and, given twice, their attempts on standard error.
    #[arg(long, short, action = ArgAction::Count)]
    pub(super) verbose: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Signature {
    /// HMAC-SHA1 over the parameters.
    V1,
    /// ACS3-HMAC-SHA256 over the whole request.
    V3,
}

impl Connection {
    pub(super) fn client(&self, info: &'static ServiceInfo) -> Result<Client, Failure> {
        self.builder(info).build().map_err(Failure::call)
    }

    pub(super) fn builder(&self, info: &'static ServiceInfo) -> acs_runtime::client::Builder {
        let mut builder = Client::builder(info)
            .env(Env::process())
            .signature(self.signature.into())
            .user_agent(concat!("acs/", env!("CARGO_PKG_VERSION")));
        if let Some(region) = &self.region {
            builder = builder.region(region);
        }
        if let Some(endpoint) = &self.endpoint {
            builder = builder.endpoint(endpoint);
        }
        if let Some(seconds) = self.timeout {
            builder = builder.operation_timeout(Duration::from_secs(seconds));
        }
        if self.no_retry {
            builder = builder.retry(RetryPolicy::off());
        }
        builder
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
