//! `acs spec schema`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::output;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Writes it to a file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let schema = acs_spec::schema::operation_schema();
    match &arguments.out {
        Some(path) => output::write_file(path, &schema)?,
        None => output::print(&schema)?,
    }
    Ok(ExitCode::SUCCESS)
}
