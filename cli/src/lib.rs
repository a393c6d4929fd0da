//! `acs`: the command line of the Rust SDK for Alibaba Cloud.
//!
//! What a command finds goes to standard output, everything else to standard error. The exit status is
//!
//! | status | meaning |
//! | --- | --- |
//! | 0 | all went well |
//! | 1 | something was found wrong, was not found, or could not be done on this machine |
//! | 2 | the command line was not understood, or asks for what cannot be |
//! | 3 | the service refused the request |
//! | 4 | there was no usable reply: connection, time, gateway; the service may have done its work |
//! | 5 | there are no credentials |
//! | 130 | interrupted by ctrl-c |

mod failure;
#[cfg(feature = "full")]
mod full;
#[cfg(not(feature = "full"))]
mod minimal;
mod output;
mod spec;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

#[cfg(feature = "full")]
pub use full::SchemaCodec;
#[cfg(not(feature = "full"))]
use minimal as full;

/// The command line of the Rust SDK for Alibaba Cloud.
#[derive(Parser)]
#[command(name = "acs", version, arg_required_else_help = true, after_help = EXIT_STATUS)]
struct Arguments {
    #[command(subcommand)]
    command: full::Command,
}

const EXIT_STATUS: &str = "Exit status:
  0  all went well
  1  something was found wrong, was not found, or could not be done on this machine
  2  the command line was not understood, or asks for what cannot be
  3  the service refused the request
  4  there was no usable reply; the service may have done its work
  5  there are no credentials
  130  interrupted by ctrl-c";

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    full::answer_completion(Arguments::command);
    let definition = Arguments::command();
    let line = full::set_parameters_apart(std::env::args_os().collect(), &definition);
    match full::run(&Arguments::parse_from(line).command, definition) {
        Ok(code) => code,
        Err(failure) => {
            output::failure(&failure);
            failure.exit_code()
        }
    }
}
