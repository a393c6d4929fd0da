//! `acs sample`: a program for each language, written from an operation's spec and parameters.

use std::process::ExitCode;

use acs_codegen::model;
use acs_explorer::request::{MASK, Request};
use acs_explorer::sample::{Language, Sample, complete};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap_complete::ArgValueCandidates;

use crate::failure::Failure;
use crate::full::completions;
use crate::full::parameters::Parameters;
use crate::full::specs::Specs;
use crate::output;

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
    #[arg(long, short, value_parser = language())]
    lang: Language,
    #[command(flatten)]
    specs: Specs,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let tree = arguments.specs.of(&arguments.operation)?;
    let service = model::service(&tree);
    let found = service.operations().find(|(_, operation)| operation.name == arguments.operation);
    let (group, operation) = found.ok_or_else(|| arguments.specs.unknown_operation(&arguments.operation))?;
    let mut given = arguments.parameters.read(&|name| operation.spec.parameters.get(name).is_some())?;
    complete(&mut given, operation.spec, service.spec);
    let mut request = Request::new(given, operation.spec, &service.spec.parameters, false)?;
    if request.mask(operation.spec) {
        output::note(&format!("note: secrets are not printed: where the program has {MASK}, it must read one"));
    }
    let folder = arguments.specs.folder_of(operation.name, &tree);
    let sample = Sample::new(&service, group, operation, request, folder);
    output::print(&sample.write(arguments.lang).map_err(Failure::new)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Reads the name of a language.
fn language() -> impl TypedValueParser<Value = Language> {
    let values = Language::ALL.map(|language| PossibleValue::new(language.name()).help(language.description()));
    PossibleValuesParser::new(values)
        .try_map(|name| Language::ALL.into_iter().find(|language| language.name() == name).ok_or("there is no such language"))
}
