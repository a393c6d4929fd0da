//! What goes to standard output and standard error. Colours follow the terminal and `NO_COLOR`.

use std::io::{self, Write};
#[cfg(feature = "full")]
use std::path::Path;

use acs_spec::diagnostic::Diagnostics;
#[cfg(feature = "full")]
use acs_spec::write;

use crate::failure::{Failure, Reason};

/// Writes to standard output, in whole lines. A reader that closes early, like `head`, is not a failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(end.as_bytes()));
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes why a command failed to standard error.
pub(crate) fn failure(failure: &Failure) {
    match &failure.reason {
        Reason::Message(text) => to_stderr(&format!("\u{1b}[1;31merror\u{1b}[0m: {}", printable(text))),
        Reason::Diagnostics(found) => diagnostics(found),
    }
}

/// Writes a line that is neither result nor failure to standard error.
pub(crate) fn note(line: &str) {
    to_stderr(&printable(line));
}

/// A text without what would steer a terminal: it may have come from a command line or a file.
pub(crate) fn printable(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Writes diagnostics to standard error, as the compiler shows its own.
pub(crate) fn diagnostics(diagnostics: &Diagnostics) {
    to_stderr(&diagnostics.render(true));
}

/// Clears the terminal. Output that is not a terminal is left alone.
pub(crate) fn clear() {
    let _ = write!(anstream::stderr(), "\u{1b}[2J\u{1b}[H");
}

/// Nothing can be done where this fails.
fn to_stderr(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Writes a file whole or not at all.
#[cfg(feature = "full")]
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    write::file(path, text).map_err(|error| Failure::io("write", path, &error))
}
