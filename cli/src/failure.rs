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

    /// There is no such operation, but perhaps one that is similar.
    #[cfg(feature = "full")]
    pub(crate) fn unknown_operation<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        let near = acs_spec::suggest::similar(name, known, 3);
        let help =
            if near.is_empty() { ": `acs operations` lists all".to_owned() } else { acs_spec::suggest::did_you_mean(&near) };
        Failure { status: 2, ..Failure::new(format!("there is no operation `{name}`{help}")) }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.status)
    }
}
