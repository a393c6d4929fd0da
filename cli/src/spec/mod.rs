//! `acs spec`: the third door of the generator, and what a spec author needs around it.

mod check;
mod diff;
mod import;
mod new;
mod preview;
mod schema;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::failure::Failure;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Checks a folder of spec files and shows all mistakes.
    Check(Folder),
    /// Shows the Rust code of an operation.
    Preview(preview::Arguments),
    /// Starts the spec file of an operation.
    New(new::Arguments),
    /// Makes spec files of the vendor's API metadata, or brings them up to date.
    Import(import::Arguments),
    /// Tells what changed between two folders of spec files, and whom it concerns.
    Diff(diff::Arguments),
    /// Prints the JSON Schema of operation files, for editors.
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
        Command::Check(folder) => check::run(folder),
        Command::Preview(arguments) => preview::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
    }
}
