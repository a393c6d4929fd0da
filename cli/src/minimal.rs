//! `acs spec` alone: what is left without the feature `full`.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;
use crate::spec;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Works on spec files: the YAML files that operations are generated from.
    #[command(subcommand)]
    Spec(spec::Command),
}

/// Completion is not available.
pub(crate) fn answer_completion(_: impl Fn() -> clap::Command) {}

/// No command takes parameters of operations.
pub(crate) fn set_parameters_apart(line: Vec<OsString>, _: &clap::Command) -> Vec<OsString> {
    line
}

pub(crate) fn run(command: &Command, _: impl Fn() -> clap::Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Spec(command) => spec::run(command),
    }
}
