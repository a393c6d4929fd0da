//! Why a command could not do its work, and the exit status that says so.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use acs_runtime::{Error, ErrorKind};
use acs_spec::diagnostic::Diagnostics;

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
    Refused = 3,
    NoReply = 4,
    NoCredentials = 5,
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

    /// A call that did not succeed. Its text has the request id and what to do.
    pub(crate) fn call(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::Service => Status::Refused,
            ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Reply | ErrorKind::Decode => Status::NoReply,
            ErrorKind::Credentials => Status::NoCredentials,
            ErrorKind::Config => Status::Usage,
            _ => Status::Wrong,
        };
        let text = error.to_string();
        // The runtime names its own settings.
        let text = match error.advice().filter(|_| error.kind() == ErrorKind::Timeout) {
            Some(advice) => text.replace(advice, "`--timeout` sets a longer time"),
            None => text,
        };
        Failure { reason: Reason::Message(text), status }
    }

    /// The same failure with a further sentence.
    pub(crate) fn and(mut self, sentence: &str) -> Self {
        if let Reason::Message(text) = &mut self.reason {
            text.push_str(if text.ends_with('?') { " " } else { ". " });
            text.push_str(sentence);
        }
        self
    }

    /// What is shown of it.
    pub(crate) fn text(&self) -> String {
        match &self.reason {
            Reason::Message(text) => text.clone(),
            Reason::Mistakes(mistakes) => mistakes.render(false),
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.status as u8)
    }
}
