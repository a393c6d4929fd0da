//! `acs spec preview`.

use std::process::ExitCode;

use acs_codegen::{emit, format, model};
use clap::Args;

use super::Folder;
use crate::failure::Failure;
use crate::full::specs;
use crate::output;

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
    let tree = super::checked(&arguments.folder.spec)?;
    let service = model::service(&tree);
    let Some(operation) = service.operation(&arguments.operation) else {
        return Err(specs::unknown_operation(&arguments.operation, service.operations().map(|(_, operation)| operation.name)));
    };
    let method = emit::client_method(operation, &service);
    let items = emit::operation(operation, &service, emit::Options { dynamic: arguments.dynamic, ..emit::Options::default() });
    let code = format::pretty(quote::quote! { impl Client { #method } #items });
    let code = code.map_err(|error| Failure::new(format!("the generator made code that does not parse: {error}")))?;
    output::print(&code)?;
    Ok(ExitCode::SUCCESS)
}
