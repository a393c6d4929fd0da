//! Failures of commands that work on operations.

use std::error::Error as _;

use acs_runtime::{Error, ErrorKind};

use crate::failure::{Failure, Reason};
use crate::full::wording;

const WRONG: u8 = 1;
const USAGE: u8 = 2;
const REJECTED: u8 = 3;
const NO_REPLY: u8 = 4;
const NO_CREDENTIALS: u8 = 5;
/// What shells report of a program that an interrupt ended.
const INTERRUPTED: u8 = 130;

impl Failure {
    /// The command line asks for something impossible.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Failure { status: USAGE, ..Failure::new(text) }
    }

    /// A call that failed. Its text has the request id and what to do.
    pub(crate) fn call(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::Service => REJECTED,
            ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Reply | ErrorKind::Decode | ErrorKind::Incomplete => NO_REPLY,
            ErrorKind::Credentials => NO_CREDENTIALS,
            ErrorKind::Config => USAGE,
            // A wait that ended without the service.
            ErrorKind::Wait => match error.source().and_then(|source| source.downcast_ref::<Error>()) {
                Some(source) if matches!(source.kind(), ErrorKind::Transport | ErrorKind::Timeout) => NO_REPLY,
                _ => WRONG,
            },
            _ => WRONG,
        };
        Failure { status, ..Failure::new(wording::for_users(error.to_string())) }
    }

    /// The service does not answer.
    pub(crate) fn no_reply(text: impl Into<String>) -> Self {
        Failure { status: NO_REPLY, ..Failure::new(text) }
    }

    /// The user has interrupted the program.
    pub(crate) fn interrupted(text: impl Into<String>) -> Self {
        Failure { status: INTERRUPTED, ..Failure::new(text) }
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

/// Parameters that are not a request.
impl From<acs_explorer::request::RequestError> for Failure {
    fn from(error: acs_explorer::request::RequestError) -> Self {
        Failure::usage(error.to_string())
    }
}
