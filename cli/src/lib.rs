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

use clap::{CommandFactory, FromArgMatches, Parser};

#[cfg(feature = "full")]
pub use full::SchemaCodec;
#[cfg(not(feature = "full"))]
use minimal as full;

/// The command line of the Rust SDK for Alibaba Cloud.
#[derive(Parser)]
#[command(name = "acs", version, arg_required_else_help = true, after_help = EXAMPLES, after_long_help = EXIT_STATUS)]
struct Arguments {
    #[command(subcommand)]
    command: full::Command,
}

const EXAMPLES: &str = "Examples:
  acs operations nat gateway create
  acs call CreateVpc --VpcName web --CidrBlock 10.0.0.0/8";

const EXIT_STATUS: &str = "Examples:
  acs operations nat gateway create
  acs call CreateVpc --VpcName web --CidrBlock 10.0.0.0/8

Exit status:
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
    // Not `parse_from`, which would make the definition of all commands once more.
    let mut matches = definition.get_matches_from(line);
    let arguments =
        Arguments::from_arg_matches_mut(&mut matches).unwrap_or_else(|error| error.format(&mut Arguments::command()).exit());
    match full::run(&arguments.command, Arguments::command) {
        Ok(code) => code,
        Err(failure) => {
            output::failure(&failure);
            failure.exit_code()
        }
    }
}

#[cfg(all(test, feature = "full"))]
mod tests {
    use clap::{Command, CommandFactory};

    use super::Arguments;

    /// Lines and columns of a terminal that is not large.
    const SCREEN: (usize, usize) = (45, 80);

    fn all(command: &Command, path: &str, found: &mut Vec<(String, Command)>) {
        let path = format!("{path} {}", command.get_name());
        let own = command.get_subcommands().filter(|inner| inner.get_name() != "help");
        own.for_each(|inner| all(inner, &path, found));
        found.push((path.trim_start().to_owned(), command.clone()));
    }

    #[test]
    fn short_help_fits_a_screen_and_each_command_has_an_example() {
        let mut commands = Vec::new();
        all(&Arguments::command(), "", &mut commands);
        for (path, command) in commands {
            let is_leaf = command.get_subcommands().next().is_none();
            let help = command.term_width(SCREEN.1).render_help().to_string();
            assert!(help.lines().count() <= SCREEN.0, "{path} has {} lines of help:\n{help}", help.lines().count());
            assert!(!is_leaf || help.contains("\nExample"), "{path} has no example:\n{help}");
        }
    }
}
