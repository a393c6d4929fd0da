//! Why a command could not do its work, and the exit status that says so.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use acs_codegen::diagnostic::Diagnostics;

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) reason: Reason,
    status: Status,
}

/// What is shown of it.
#[derive(Debug)]
pub(crate) enum Reason {
    /// One sentence or a few.
    Message(String),
    /// Mistakes in spec files.
    Mistakes(Diagnostics),
}

/// The exit status of a failure. `main` documents them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Wrong = 1,
    Usage = 2,
}

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Failure { reason: Reason::Message(text.into()), status: Status::Wrong }
    }

    /// The command line asks for something that cannot be.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Failure { reason: Reason::Message(text.into()), status: Status::Usage }
    }

    pub(crate) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        Failure::new(format!("cannot {doing} {}: {error}", path.display()))
    }

    pub(crate) fn mistakes(mistakes: Diagnostics) -> Self {
        Failure { reason: Reason::Mistakes(mistakes), status: Status::Wrong }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.status as u8)
    }
}
