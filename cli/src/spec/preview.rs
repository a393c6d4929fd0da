//! `acs spec preview`.

use std::process::ExitCode;

use acs_codegen::{emit, format, model};
use clap::Args;

use super::Folder;
use crate::output::{self, Failure};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Name of the operation.
    operation: String,
    /// Adds what the feature `dynamic` adds.
    #[arg(long)]
    dynamic: bool,
    #[command(flatten)]
    folder: Folder,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Some(tree) = super::checked(&arguments.folder.spec) else { return Ok(ExitCode::FAILURE) };
    let service = model::service(&tree, None);
    let Some(operation) = service.operation(&arguments.operation) else {
        return Err(Failure::new(unknown(&arguments.operation, service.operations().map(|(_, operation)| operation.name))));
    };
    let method = emit::client_method(operation, &service);
    let items = emit::operation(operation, &service, emit::Options { dynamic: arguments.dynamic });
    let code = format::pretty(quote::quote! { impl Client { #method } #items });
    let code = code.map_err(|error| Failure::new(format!("the generator made code that does not parse: {error}")))?;
    output::print(&code)?;
    Ok(ExitCode::SUCCESS)
}

fn unknown<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let nearest = known.map(|known| (strsim::jaro_winkler(name, known), known)).max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, known)) if likeness > 0.8 => format!("there is no operation `{name}`; did you mean `{known}`?"),
        _ => format!("there is no operation `{name}`"),
    }
}
