//! `acs wait`.

use std::process::ExitCode;

use acs_codegen::model;
use acs_spec::facts::ServiceFacts;
use acs_spec::suggest;
use clap::Args;
use clap_complete::ArgValueCandidates;

use crate::failure::Failure;
use crate::full::block_on::block_on;
use crate::full::completions;
use crate::full::connection::Connection;
use crate::full::parameters::Parameters;
use crate::full::specs::Specs;
use crate::full::trace;
use crate::full::waiting::{Interrupt, Outage, Patience, Target};
use crate::output;
use acs_explorer::info;

#[derive(Args)]
#[command(
    override_usage = "acs wait <WAITER> <ID> [--NAME VALUE]... [OPTIONS]",
    after_help = "Example:\n  acs wait VpnGatewayActive vpn-bp1q8bgx4xnkm2ogj0lqx --wait-timeout 300"
)]
pub(crate) struct Arguments {
    /// Name of the waiter, like `VpnGatewayActive`: `acs describe` names that of an operation.
    #[arg(add = ArgValueCandidates::new(completions::waiters))]
    waiter: String,
    /// Id of the resource; separate several with commas.
    #[arg(value_delimiter = ',', required = true)]
    id: Vec<String>,
    #[command(flatten)]
    parameters: Parameters,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    trace::start(arguments.connection.verbose);
    let tree = arguments.specs.of_waiter(&arguments.waiter)?;
    let service = model::service(&tree);
    let Some((_, waiter)) = service.waiter(&arguments.waiter) else { return Err(unknown(arguments)) };
    let polled = service.operation(&waiter.spec.operation).ok_or_else(|| unknown(arguments))?;
    let service_info = info::service(&ServiceFacts::of(service.spec));
    let info = info::waiter(&waiter.facts, info::operation(&polled.facts, &service_info));

    let given = arguments.parameters.read(&|_| true)?;
    let known: Vec<&str> =
        polled.spec.parameters.names().chain(service.spec.parameters.names()).chain(waiter.facts.also.iter().copied()).collect();
    if let Some(name) = given.keys().find(|name| !known.contains(&name.split('.').next().unwrap_or(name))) {
        let near = suggest::similar(name, known.iter().copied(), 3);
        return Err(Failure::usage(format!("{} has no parameter `{name}`{}", waiter.name, suggest::did_you_mean(&near))));
    }
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let also: Vec<(String, String)> = given.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    let missing: Vec<String> =
        info.also.iter().filter(|name| !given.contains_key(*name)).map(|name| format!("--{name}")).collect();
    if !missing.is_empty() {
        return Err(Failure::usage(format!("{} requires {}", waiter.name, suggest::listed(&missing, "and"))));
    }
    let outage = Outage::default();
    let client = arguments.connection.client(&service_info, &outage)?;
    let options = arguments.connection.to_repeat() + &arguments.specs.to_repeat();
    let target = Target { info, ids: arguments.id.clone(), also, options, after_call: false };
    block_on(async {
        let interrupt = Interrupt::listen().await;
        target.reach(&client, &outage, interrupt, arguments.connection.timeout(), &arguments.patience).await
    })??;
    output::print(&format!("{}: {}", arguments.id.join(", "), waiter.goal()))?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(arguments: &Arguments) -> Failure {
    let index = match arguments.specs.index() {
        Ok(index) => index,
        Err(failure) => return failure,
    };
    let near = suggest::similar(&arguments.waiter, index.waiters.iter().map(|(name, _)| name.as_str()), 3);
    Failure::usage(format!("there is no waiter `{}`{}", arguments.waiter, suggest::did_you_mean(&near)))
}
