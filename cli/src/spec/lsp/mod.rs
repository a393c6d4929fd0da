//! `acs spec lsp`: the language server of spec files.
//!
//! It reads and checks with the same code as `acs spec check`; the texts that an editor has open replace the files. The
//! keys of the format and what is said of them come from the JSON Schemas, so from the types that read the files. One thread answers
//! messages in their order: to read and check all of a service takes less time than a key stroke.

mod address;
mod answers;
mod candidates;
mod client;
mod complete;
mod diagnostics;
mod documents;
mod edits;
mod fixes;
mod grammar;
mod hover;
mod known;
mod navigate;
mod rust;
mod scan;
mod server;
mod stdio;
mod target;
mod text;
mod workspace;

use std::process::ExitCode;

use clap::Args;

/// The command line of the server.
#[derive(Args)]
#[command(after_help = "Example:\n  acs spec lsp    # as an editor starts it")]
pub(crate) struct Arguments {
    /// Accepted and without effect: some editors say which transport they use.
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Serves until the client says `exit`. The status says whether `shutdown` came before, as the protocol requires.
pub(crate) fn run(_: &Arguments) -> ExitCode {
    server::serve(&stdio::connect())
}
