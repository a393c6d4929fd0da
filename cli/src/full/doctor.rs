//! `acs doctor`.

use std::process::ExitCode;

use acs_runtime::check::Check;
use acs_spec::facts::ServiceFacts;
use clap::Args;

use crate::failure::Failure;
use crate::full::block_on::block_on;
use crate::full::connection::Connection;
use crate::full::specs::Specs;
use crate::full::trace;
use crate::full::waiting::Outage;
use crate::full::wording;
use crate::output;
use acs_explorer::info;

#[derive(Args)]
#[command(after_help = "Example:\n  acs doctor --profile production --region cn-hangzhou")]
pub(crate) struct Arguments {
    #[command(flatten)]
    connection: Connection,
    #[command(flatten)]
    specs: Specs,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    trace::start(arguments.connection.verbose);
    let tree = arguments.specs.of(Check::OPERATION)?;
    let service = info::service(&ServiceFacts::of(&tree.service));
    let client = arguments.connection.client(&service, &Outage::default())?;
    let report = block_on(async { client.check().await })?;
    output::print(&wording::for_users(report.to_string()))?;
    // The report says what is wrong; the exit status is that of the call.
    Ok(report.call.map_or_else(|error| Failure::call(error).exit_code(), |()| ExitCode::SUCCESS))
}
