//! Failures of commands that work on operations.

use acs_runtime::{Error, ErrorKind};

use crate::failure::{Failure, Reason};

const USAGE: u8 = 2;
const REJECTED: u8 = 3;
const NO_REPLY: u8 = 4;
const NO_CREDENTIALS: u8 = 5;

impl Failure {
    /// The command line asks for something impossible.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Failure { status: USAGE, ..Failure::new(text) }
    }

    /// A call that failed. Its text has the request id and what to do.
    pub(crate) fn call(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::Service => REJECTED,
            ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Reply | ErrorKind::Decode => NO_REPLY,
            ErrorKind::Credentials => NO_CREDENTIALS,
            ErrorKind::Config => USAGE,
            _ => return Failure::new(error.to_string()),
        };
        let text = error.to_string();
        // The runtime names its own settings.
        let text = match error.advice().filter(|_| error.kind() == ErrorKind::Timeout) {
            Some(advice) => text.replace(advice, "`--timeout` sets a longer time"),
            None => text,
        };
        Failure { status, ..Failure::new(text) }
    }

    /// The same failure with a further sentence.
    pub(crate) fn and(mut self, sentence: &str) -> Self {
        if let Reason::Message(text) = &mut self.reason {
            text.push_str(if text.ends_with('?') { " " } else { ". " });
            text.push_str(sentence);
        }
        self
    }

    /// Its text without colours.
    pub(crate) fn text(&self) -> String {
        match &self.reason {
            Reason::Message(text) => text.clone(),
            Reason::Diagnostics(diagnostics) => diagnostics.render(false),
        }
    }
}
