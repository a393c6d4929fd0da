//! `acs spec preview`.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use acs_codegen::{emit, format, model};
use acs_spec::read::{self, SpecTree};
use clap::Args;

use super::{Folder, scope};
use crate::failure::Failure;
use crate::output;

#[derive(Args)]
#[command(after_help = "Example:\n  acs spec preview CreateVpc")]
pub(crate) struct Arguments {
    /// Name of the operation, or its file.
    operation: String,
    /// Adds what the feature `dynamic` adds.
    #[arg(long)]
    dynamic: bool,
    #[command(flatten)]
    folder: Folder,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let file = scope::in_service(Path::new(&arguments.operation));
    // The rest of the folder may be broken while one writes a file.
    let tree = match &file {
        Some(file) => super::checked_tree(read::operation(file))?,
        None => super::checked(&arguments.folder.root())?,
    };
    let named = file.as_deref().and_then(Path::file_stem).and_then(OsStr::to_str);
    let name = named.unwrap_or(&arguments.operation);
    let Some(code) = code(&tree, name, arguments.dynamic) else {
        return Err(Failure::unknown_operation(name, tree.operations.iter().map(|source| source.operation.operation.as_str())));
    };
    output::print(&code.map_err(Failure::new)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The code of an operation, or why generating it failed; `None` if the operation does not exist.
pub(crate) fn code(tree: &SpecTree, name: &str, dynamic: bool) -> Option<Result<String, String>> {
    let service = model::service(tree);
    let operation = service.operation(name)?;
    let method = emit::client_method(operation, &service);
    let items = emit::operation(operation, &service, emit::Options { dynamic, ..emit::Options::default() });
    let code = format::pretty(quote::quote! { impl Client { #method } #items });
    Some(code.map_err(|error| format!("the generator made code that does not parse: {error}")))
}
