//! `acs whoami`.

use std::process::ExitCode;

use acs_runtime::credentials::Sts;
use acs_runtime::facts::Text;
use acs_runtime::operation::ServiceInfo;
use clap::Args;

use crate::failure::Failure;
use crate::full::block_on::block_on;
use crate::full::connection::Connection;
use crate::full::trace;
use crate::full::view::View;
use crate::full::waiting::Outage;

/// The Security Token Service, which knows who a key belongs to. It is reached without a region.
static STS: ServiceInfo = ServiceInfo {
    product: Text::Borrowed("Sts"),
    version: Text::Borrowed(Sts::VERSION),
    endpoint_rule: Text::Borrowed(Sts::HOST),
    ..ServiceInfo::DEFAULT
};

#[derive(Args)]
#[command(after_help = "Example:\n  acs whoami --profile production --query Arn -o text")]
pub(crate) struct Arguments {
    #[command(flatten)]
    connection: Connection,
    #[command(flatten)]
    view: View,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    trace::start(arguments.connection.verbose);
    let client = arguments.connection.client(&(&STS).into(), &Outage::default())?;
    let identity = block_on(async { client.raw_call("GetCallerIdentity").send().await })?.map_err(Failure::call)?;
    arguments.view.show_as_it_is(identity)?;
    Ok(ExitCode::SUCCESS)
}
