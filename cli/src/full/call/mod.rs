//! `acs call`.

mod explain;
mod goal;
mod pages;
mod skeleton;

use std::process::ExitCode;

use acs_codegen::model::{self, Operation, Service};
use acs_runtime::call::Preview;
use acs_runtime::env::Env;
use acs_runtime::facts::Shared;
use acs_runtime::operation::{OperationInfo, ServiceInfo};
use acs_runtime::{Client, Error};
use acs_spec::facts::ServiceFacts;
use acs_spec::names;
use clap::Args;
use clap_complete::ArgValueCandidates;
use serde_json::{Map, Value, json};

use self::goal::Goal;
use self::pages::Gathering;
use crate::failure::Failure;
use crate::full::completions;
use crate::full::connection::Connection;
use crate::full::parameters::Parameters;
use crate::full::specs::Specs;
use crate::full::view::View;
use crate::full::waiting::{Interrupt, Outage, Patience, spinner};
use crate::full::{block_on, trace};
use crate::output;
use acs_explorer::info;
use acs_explorer::preview::stand_in;
use acs_explorer::request::{Request, mask_by_name};

#[derive(Args)]
#[command(
    override_usage = "acs call <OPERATION> [--NAME VALUE]... [OPTIONS]",
    after_help = "Examples:
  acs call CreateVpc --VpcName web --CidrBlock 10.0.0.0/8 --Tag.1.Key team
  acs call DescribeVpcs --all-pages --query 'Vpcs.Vpc[].VpcId' -o text
  acs call CreateVSwitch --skeleton > vswitch.yaml
  acs call CreateVSwitch --file vswitch.yaml --wait"
)]
pub(crate) struct Arguments {
    /// Name of the operation, like `CreateVpc`.
    #[arg(add = ArgValueCandidates::new(completions::operations))]
    operation: String,
    #[command(flatten)]
    parameters: Parameters,
    /// Prints a file with all parameters for `--file`.
    #[arg(long)]
    skeleton: bool,
    /// Gets all pages of a list, as one reply.
    #[arg(long, conflicts_with_all = ["wait", "dry_run"])]
    all_pages: bool,
    /// Waits for completion of what the operation starts.
    #[arg(long, conflicts_with = "dry_run")]
    wait: bool,
    /// Id of the resource to wait for, where neither request nor reply names it.
    #[arg(long, value_name = "ID", requires = "wait", hide_short_help = true)]
    wait_id: Option<String>,
    #[command(flatten)]
    patience: Patience,
    /// Asks whether the operation would succeed.
    ///
    /// Nothing is changed.
    #[arg(long)]
    dry_run: bool,
    /// Shows what would be sent, and sends nothing.
    ///
    /// The texts on the way to the signature are shown as well.
    #[arg(long, conflicts_with_all = ["wait", "all_pages"])]
    explain: bool,
    /// Sends operations and parameters that no spec describes, and values that the spec rejects.
    #[arg(long, hide_short_help = true)]
    force: bool,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    connection: Connection,
    #[command(flatten)]
    view: View,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    trace::start(arguments.connection.verbose);
    let tree = arguments.specs.of(&arguments.operation)?;
    let service = model::service(&tree);
    if arguments.skeleton {
        let operation = service.operation(&arguments.operation);
        let operation = operation.ok_or_else(|| arguments.specs.unknown_operation(&arguments.operation))?;
        output::print(&skeleton::write(operation.spec, &tree))?;
        return Ok(ExitCode::SUCCESS);
    }
    let given = arguments.parameters.read(&|name| is_whole(name, &arguments.operation, &service))?;
    let info = info::service(&ServiceFacts::of(service.spec));
    let operation = service.operation(&arguments.operation);
    block_on::block_on(async {
        match operation {
            Some(operation) => Known::new(arguments, operation, &service, &info, given)?.run().await,
            None if arguments.force => unknown(arguments, &info, given).await,
            None => {
                let unknown = arguments.specs.unknown_operation(&arguments.operation);
                Err(unknown.and("`--force` sends the request anyway"))
            }
        }
    })??;
    Ok(ExitCode::SUCCESS)
}

/// Whether the operation has a parameter of just this name, dots and all.
fn is_whole(name: &str, operation: &str, service: &Service<'_>) -> bool {
    service.operation(operation).is_some_and(|operation| operation.spec.parameters.get(name).is_some())
}

/// A call of an operation that a spec describes.
struct Known<'a> {
    arguments: &'a Arguments,
    operation: &'a Operation<'a>,
    service: &'a Service<'a>,
    service_info: &'a Shared<ServiceInfo>,
    info: Shared<OperationInfo>,
    request: Request,
}

impl<'a> Known<'a> {
    fn new(
        arguments: &'a Arguments,
        operation: &'a Operation<'a>,
        service: &'a Service<'a>,
        service_info: &'a Shared<ServiceInfo>,
        given: Map<String, Value>,
    ) -> Result<Self, Failure> {
        let info = info::operation(&operation.facts, service_info);
        if arguments.dry_run && !info.dry_run {
            return Err(Failure::usage(format!("{} has no dry run", operation.name)));
        }
        let mut request = Request::new(given, operation.spec, &service.spec.parameters, arguments.force)?;
        if !arguments.force {
            request.check_complete(operation.spec, service.spec)?;
        }
        if arguments.explain {
            request.mask(operation.spec);
        }
        Ok(Known { arguments, operation, service, service_info, info, request })
    }

    async fn run(&self) -> Result<(), Failure> {
        let arguments = self.arguments;
        if arguments.explain {
            return self.explain().await;
        }
        let goal = match arguments.wait {
            true => {
                let id = arguments.wait_id.as_deref();
                Some(Goal::of(self.operation, self.service, self.service_info, &self.request, id)?)
            }
            false => None,
        };
        let outage = Outage::default();
        let client = arguments.connection.client(self.service_info, &outage)?;
        if arguments.dry_run {
            self.call(&client)?.dry_run(&self.request).await.map_err(Failure::call)?;
            return arguments.view.show_as_it_is(json!({ "DryRun": "the request would have succeeded" }));
        }
        if arguments.all_pages {
            return arguments.view.show_reply(self.all_pages(&client).await?, self.operation.spec);
        }
        let progress = spinner(self.operation.name.to_owned());
        let reply = self.call(&client)?.send(&self.request).await;
        progress.finish_and_clear();
        let reply: Map<String, Value> = reply.map_err(Failure::call)?;
        let options = arguments.connection.to_repeat() + &arguments.specs.to_repeat();
        let target = goal.map(|goal| goal.target(&reply, &self.request, options));
        let interrupt = Interrupt::listen().await;
        // The reply is worth having whatever becomes of the wait.
        arguments.view.show_reply(Value::Object(reply), self.operation.spec)?;
        match target {
            Some(target) => target.reach(&client, &outage, interrupt, arguments.connection.timeout(), &arguments.patience).await,
            None => Ok(()),
        }
    }

    fn call(&self, client: &Client) -> Result<acs_runtime::call::Call, Failure> {
        let region = self.info.service.region_parameter.as_deref().and_then(|region| self.request.value(region));
        if self.info.region && region.is_none() && client.region().is_none() {
            return Err(Failure::usage(match client.region_fault() {
                Some(fault) => format!("{fault}. Correct the file, or give the region with `--region`"),
                None => "no region is set: give it with `--region`, or in ALIBABA_CLOUD_REGION_ID".to_owned(),
            }));
        }
        let mut call = client.call(self.info.clone());
        for (name, value) in flat(&self.request.unknown) {
            call.param(name, value);
        }
        Ok(call)
    }

    async fn all_pages(&self, client: &Client) -> Result<Value, Failure> {
        let pagination = self.operation.facts.pagination.as_ref();
        let pagination = pagination.ok_or_else(|| Failure::usage(format!("{} has no pages", self.operation.name)))?;
        let mut gathering = Gathering::new(pagination);
        let progress = spinner(self.operation.name.to_owned());
        let mut pages = self.call(client)?.pages::<Map<String, Value>>(&self.request);
        while let Some(page) = pages.next_by(&|page| gathering.facts(page)).await {
            gathering.add(page.inspect_err(|_| progress.finish_and_clear()).map_err(Failure::call)?);
            progress.set_message(format!("{}: {} items", self.operation.name, gathering.count()));
        }
        progress.finish_and_clear();
        Ok(gathering.whole())
    }

    async fn explain(&self) -> Result<(), Failure> {
        let mut call = self.call(&self.arguments.stand_in(self.service_info)?)?;
        if self.arguments.dry_run {
            call.param(names::DRY_RUN.to_owned(), true.to_string());
        }
        self.arguments.explain(call.preview(&self.request).await)
    }
}

impl Arguments {
    /// A client that nothing is sent with.
    fn stand_in(&self, info: &Shared<ServiceInfo>) -> Result<Client, Failure> {
        let env = Env::process();
        self.connection.builder(info)?.credentials(stand_in(&env)).build().map_err(Failure::call)
    }

    fn explain(&self, preview: Result<Preview, Error>) -> Result<(), Failure> {
        let explained = explain::explain(&preview.map_err(Failure::call)?, self.connection.signature.into());
        self.view.show(explained, explain::lay_out)
    }
}

/// A call of an operation that no spec describes.
async fn unknown(arguments: &Arguments, info: &Shared<ServiceInfo>, mut given: Map<String, Value>) -> Result<(), Failure> {
    if arguments.wait || arguments.all_pages || arguments.dry_run {
        return Err(Failure::usage("an operation that no spec describes can only be sent or explained"));
    }
    if arguments.explain {
        mask_by_name(&mut given);
    }
    let client =
        if arguments.explain { arguments.stand_in(info)? } else { arguments.connection.client(info, &Outage::default())? };
    let mut call = client.raw_call(arguments.operation.as_str());
    for (name, value) in flat(&given) {
        call = call.param(name, value);
    }
    if arguments.explain {
        return arguments.explain(call.preview().await);
    }
    arguments.view.show_as_it_is(call.send().await.map_err(Failure::call)?)
}

/// Parameters by their flat names.
fn flat(given: &Map<String, Value>) -> Vec<(String, String)> {
    let object = Value::Object(given.clone());
    let node = acs_runtime::wire::ToNode::to_node(&object).unwrap_or_default();
    let params = acs_runtime::wire::Params::from_node(&node);
    params.iter().map(|param| (param.name().to_owned(), param.value().to_owned())).collect()
}
