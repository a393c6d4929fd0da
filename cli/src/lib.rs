//! `acs`: the command line of the Rust SDK for Alibaba Cloud.
//!
//! What a command finds goes to standard output, everything else to standard error. The exit status is
//!
//! | status | meaning |
//! | --- | --- |
//! | 0 | success |
//! | 1 | a check failed, something was not found, or this machine refused an operation |
//! | 2 | usage error: the command line is wrong |
//! | 3 | the service rejected the request |
//! | 4 | no usable reply: connection, timeout or gateway; the service may have done its work |
//! | 5 | there are no credentials |
//! | 130 | interrupted |

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
  0    success
  1    a check failed, something was not found, or this machine refused an operation
  2    usage error: the command line is wrong
  3    the service rejected the request
  4    no usable reply: connection, timeout or gateway; the service may have done its work
  5    there are no credentials
  130  interrupted";

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
