//! `acs spec`: the third door of the generator, and what a spec author needs around it.

mod check;
mod diff;
#[cfg(feature = "full")]
mod import;
mod new;
#[cfg(feature = "full")]
mod preview;
#[cfg(feature = "full")]
mod schema;

#[cfg(feature = "full")]
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

#[cfg(feature = "full")]
use acs_spec::read::{self, SpecTree};
use clap::{Args, Subcommand};

use crate::failure::Failure;
#[cfg(feature = "full")]
use crate::output;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Checks a folder of spec files and shows all errors and warnings.
    Check(check::Arguments),
    /// Shows the Rust code of an operation.
    #[cfg(feature = "full")]
    Preview(preview::Arguments),
    /// Starts the spec file of an operation.
    New(new::Arguments),
    /// Makes spec files of the vendor's API metadata, or brings them up to date.
    #[cfg(feature = "full")]
    Import(import::Arguments),
    /// Tells what changed between two folders of spec files, and whom it concerns.
    Diff(diff::Arguments),
    /// Prints the JSON Schema of operation files, for editors.
    #[cfg(feature = "full")]
    Schema(schema::Arguments),
}

/// The folder of spec files.
#[derive(Args)]
pub(crate) struct Folder {
    /// Folder with `service.yaml` and a folder for each group.
    #[arg(long, value_name = "DIR", default_value = "api-spec")]
    spec: PathBuf,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Check(arguments) => check::run(arguments),
        #[cfg(feature = "full")]
        Command::Preview(arguments) => preview::run(arguments),
        Command::New(arguments) => new::run(arguments),
        #[cfg(feature = "full")]
        Command::Import(arguments) => import::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        #[cfg(feature = "full")]
        Command::Schema(arguments) => schema::run(arguments),
    }
}

/// A tree without errors. Warnings are shown.
#[cfg(feature = "full")]
pub(crate) fn checked(folder: &Path) -> Result<SpecTree, Failure> {
    let tree = read::tree(folder).map_err(Failure::diagnostics)?;
    let warnings = acs_spec::check(&tree).map_err(Failure::diagnostics)?;
    if !warnings.is_empty() {
        output::diagnostics(&warnings);
    }
    Ok(tree)
}
