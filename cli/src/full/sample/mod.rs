//! `acs sample`: a program for each language, written from an operation's spec and parameters.

mod cli;
mod curl;
mod go;
mod node;
mod python;
mod rust;

use std::path::Path;
use std::process::ExitCode;

use acs_codegen::model::{self, Group, Operation, Service};
use acs_runtime::wire::Params;
use acs_spec::Method;
use clap::{Args, ValueEnum};
use clap_complete::ArgValueCandidates;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::full::completions;
use crate::full::parameters::Parameters;
use crate::full::request::{MASK, Request};
use crate::full::specs::Specs;
use crate::output;

/// The region of a program where neither parameters nor examples name one.
const REGION: &str = "cn-hangzhou";

#[derive(Args)]
#[command(
    override_usage = "acs sample <OPERATION> --lang <LANG> [--NAME VALUE]... [OPTIONS]",
    after_help = "Examples:\n  acs sample CreateVpc --lang python --VpcName web"
)]
pub(crate) struct Arguments {
    /// Name of the operation, like `CreateVpc`.
    #[arg(add = ArgValueCandidates::new(completions::operations))]
    operation: String,
    #[command(flatten)]
    parameters: Parameters,
    /// Language of the program.
    #[arg(long, short, value_enum)]
    lang: Language,
    #[command(flatten)]
    specs: Specs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    /// Rust, with this SDK.
    Rust,
    /// A shell script with curl and openssl.
    Curl,
    /// Python, with the official SDK's core.
    Python,
    /// Go, with the official SDK's core.
    Go,
    /// JavaScript for Node, with the official SDK's core.
    Node,
    /// This command line.
    Cli,
}

/// What a program is written from.
struct Sample<'a> {
    service: &'a Service<'a>,
    group: &'a Group<'a>,
    operation: &'a Operation<'a>,
    request: Request,
    /// The request's parameters by their flat names.
    params: Params,
    /// The folder of specs that has the operation, if this SDK's crate does not.
    folder: Option<&'a Path>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let tree = arguments.specs.of(&arguments.operation)?;
    let service = model::service(&tree);
    let found = service.operations().find(|(_, operation)| operation.name == arguments.operation);
    let (group, operation) = found.ok_or_else(|| arguments.specs.unknown_operation(&arguments.operation))?;
    let mut given = arguments.parameters.read(&|name| operation.spec.parameters.get(name).is_some())?;
    complete(&mut given, operation, service.spec.region_parameter.as_deref());
    let mut request = Request::new(given, operation.spec, &service.spec.parameters, false)?;
    if request.mask(operation.spec) {
        output::note(&format!("note: secrets are not printed: where the program has {MASK}, it must read one"));
    }
    let folder = arguments.specs.folder_of(operation.name, &tree);
    let sample = Sample { service: &service, group, operation, params: Params::of(&request), request, folder };
    output::print(&sample.write(arguments.lang)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Adds what the operation requires and nobody gave, and the region, which the other SDKs do not fill in.
fn complete(given: &mut Map<String, Value>, operation: &Operation<'_>, region: Option<&str>) {
    for (name, schema) in operation.spec.parameters.iter() {
        let wanted = (schema.required && !schema.idempotency_token) || Some(name) == region;
        if wanted && !given.contains_key(name) {
            let placeholder = |name: &str| if Some(name) == region { REGION.to_owned() } else { format!("<{name}>") };
            let example = acs_spec::example(name, schema, &operation.spec.shapes, &placeholder);
            let value = example.and_then(|value| serde_json::to_value(value).ok()).unwrap_or_default();
            given.insert(name.to_owned(), value);
        }
    }
}

impl Sample<'_> {
    fn write(&self, language: Language) -> Result<String, Failure> {
        match language {
            Language::Rust => rust::write(self),
            Language::Curl => Ok(curl::write(self)),
            Language::Python => Ok(python::write(self)),
            Language::Go => Ok(go::write(self)),
            Language::Node => Ok(node::write(self)),
            Language::Cli => Ok(cli::write(self)),
        }
    }

    /// Parameters of the query, or of the form body.
    fn placed(&self, form: bool) -> impl Iterator<Item = (&str, &str)> {
        self.params.iter().filter(move |param| param.is_form() == form).map(|param| (param.name(), param.value()))
    }

    fn method(&self) -> &'static str {
        match self.operation.spec.method {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }

    /// The region that the program calls.
    fn region(&self) -> &str {
        let parameter = self.service.spec.region_parameter.as_deref();
        parameter.and_then(|parameter| self.params.get(parameter)).unwrap_or(REGION)
    }

    /// Where the service is in that region.
    fn host(&self) -> String {
        let endpoints = &self.service.spec.endpoints;
        let region = self.region();
        endpoints.map.get(region).cloned().unwrap_or_else(|| endpoints.rule.replace("{region}", region))
    }

    /// Text in quotes, as JSON, Python, JavaScript and Go have it in common.
    fn quoted(text: &str) -> String {
        Value::from(text).to_string()
    }
}
