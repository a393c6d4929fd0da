//! `acs`: the command line of the Rust SDK for Alibaba Cloud.
//!
//! Exit status: 0 if all went well, 1 if something was found wrong, 2 if the command line is not understood.

mod output;
mod spec;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The command line of the Rust SDK for Alibaba Cloud.
#[derive(Parser)]
#[command(name = "acs", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Works on spec files: the YAML files that operations are generated from.
    #[command(subcommand)]
    Spec(spec::Command),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Spec(command) => spec::run(&command),
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            output::error(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}
