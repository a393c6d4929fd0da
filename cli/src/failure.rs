//! Why a command failed, and the exit status that says so.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use acs_spec::diagnostic::Diagnostics;

/// Why a command failed. The crate's documentation lists the exit statuses.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) reason: Reason,
    pub(crate) status: u8,
}

/// What is shown of it.
#[derive(Debug)]
pub(crate) enum Reason {
    /// A sentence or a few.
    Message(String),
    /// Diagnostics of spec files.
    Diagnostics(Diagnostics),
}

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Failure { reason: Reason::Message(text.into()), status: 1 }
    }

    pub(crate) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        Failure::new(format!("cannot {doing} {}: {error}", path.display()))
    }

    pub(crate) fn diagnostics(diagnostics: Diagnostics) -> Self {
        Failure { reason: Reason::Diagnostics(diagnostics), status: 1 }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.status)
    }
}
