//! `Display` and `Debug` of errors.

use std::fmt::{self, Debug, Display, Formatter, Write};

use super::{Error, ErrorKind, Stopped};
use crate::sanitize::{MAX_TEXT_BYTES, clean, sanitize};
use crate::time::readable;

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write_line(self, &mut text)?;
        // What a caller gave, such as the name of a region or of a header, stands in it as well.
        let line = clean(text);
        // So can what a caller gave be of any length.
        match line.len() > LONGEST_LINE {
            true => f.write_str(&sanitize(&line, LONGEST_LINE, &[])),
            false => f.write_str(&line),
        }
    }
}

/// Most bytes of an error's line: several texts of a server, and what is said about them.
const LONGEST_LINE: usize = 8 << 10;

fn write_line(error: &Error, f: &mut String) -> fmt::Result {
    if let Some(operation) = error.operation() {
        write!(f, "{operation}: ")?;
    }
    if let Some(code) = error.code() {
        write!(f, "{code}: ")?;
    }
    f.write_str(match error.message().trim_end_matches('.') {
        "" => "no message",
        message => message,
    })?;
    // A source adds what the message does not say.
    if let Some(source) = std::error::Error::source(error) {
        // A source can name what stands in a reply.
        write!(f, ": {}", sanitize(&chain(source), MAX_TEXT_BYTES, &[]))?;
    }
    if let Some(detail) = error.service().and_then(|service| service.access_denied()) {
        write!(f, "; {detail}")?;
    }
    facts(error, f)?;
    match error.stopped() {
        Some(Stopped::NotSafe) => f.write_str(". It was not repeated, since it may have been done and must not be done twice")?,
        Some(Stopped::Budget) => f.write_str(". It was not repeated, since too many calls of this client failed lately")?,
        _ => {}
    }
    if let Some(advice) = error.advice() {
        write!(f, ". {advice}")?;
    }
    Ok(())
}

/// ` (status 404, request id R, 3 attempts in 4s)`
fn facts(error: &Error, f: &mut String) -> fmt::Result {
    let mut facts = Vec::new();
    facts.extend(error.status().map(|status| format!("status {status}")));
    facts.extend(error.request_id().map(|id| format!("request id {id}")));
    if error.attempts() > 1 {
        facts.push(format!("{} attempts in {}", error.attempts(), readable(error.elapsed())));
    }
    if facts.is_empty() { Ok(()) } else { write!(f, " ({})", facts.join(", ")) }
}

/// The messages of an error and of its sources. A source that the message above repeats is left out.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let below = error.to_string();
        if !text.contains(&below) {
            text.push_str(": ");
            text.push_str(&below);
        }
        next = error.source();
    }
    text
}

impl Debug for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.kind());
        if let Some(operation) = self.operation() {
            debug.field("operation", &operation);
        }
        match (&self.0.service, self.kind()) {
            (Some(service), _) => debug.field("service", service),
            (None, ErrorKind::Service) | (None, _) => debug.field("message", &self.message()),
        };
        // Headers are the server's, and can repeat a secret.
        if let Some(reply) = self.reply() {
            debug.field("status", &reply.status());
            debug.field("request_id", &self.request_id());
            debug.field("body_bytes", &reply.body().len());
        }
        debug.field("retry_class", &self.retry_class());
        if let Some(history) = &self.0.history {
            debug.field("history", history);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish_non_exhaustive()
    }
}
