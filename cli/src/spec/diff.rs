//! `acs spec diff`.

use std::path::PathBuf;
use std::process::ExitCode;

use acs_spec::diff::{breaks, diff, render};
use acs_spec::read;
use clap::Args;

use crate::failure::Failure;
use crate::output;

/// For release notes and for reviewers. The exit status is 1 if a change breaks users.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder of spec files before the change.
    old: PathBuf,
    /// Folder of spec files after it.
    new: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let old = read::tree(&arguments.old).map_err(Failure::diagnostics)?;
    let new = read::tree(&arguments.new).map_err(Failure::diagnostics)?;
    let changes = diff(&old, &new);
    output::print(&render(&changes))?;
    Ok(if breaks(&changes) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
