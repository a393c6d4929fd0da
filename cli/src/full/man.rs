//! `acs man`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Command};

use crate::failure::Failure;
use crate::output;

#[derive(Args)]
#[command(after_help = "Example:\n  acs man /usr/local/share/man/man1")]
pub(crate) struct Arguments {
    /// Folder to write the pages to. It is created if it does not exist.
    folder: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, definition: Command) -> Result<ExitCode, Failure> {
    let folder = &arguments.folder;
    std::fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, &error))?;
    clap_mangen::generate_to(definition, folder).map_err(|error| Failure::io("write to", folder, &error))?;
    output::print(&format!("wrote the man pages to {}", folder.display()))?;
    Ok(ExitCode::SUCCESS)
}
