//! What goes to standard output and standard error. Colours follow the terminal and `NO_COLOR`.

use std::io::{self, IsTerminal, Write};
#[cfg(feature = "full")]
use std::path::Path;

use acs_spec::diagnostic::Diagnostics;
#[cfg(feature = "full")]
use acs_spec::printable::one_line;
use acs_spec::printable::printable;
#[cfg(feature = "full")]
use acs_spec::write;

use crate::failure::{Failure, Reason};

/// Writes to standard output, in whole lines. A terminal is not steered by what the text holds; programs get it as it is. A reader
/// that closes early, like `head`, is not a failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    if io::stdout().is_terminal() { print_styled(&printable(text)) } else { print_styled(text) }
}

/// Writes text that is [`printable`] but for its colours.
pub(crate) fn print_styled(text: &str) -> Result<(), Failure> {
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

/// Writes what is neither result nor failure to standard error.
pub(crate) fn note(text: &str) {
    to_stderr(&printable(text));
}

/// Writes a line of a log to standard error: what it holds comes from anyone, and makes no second line.
#[cfg(feature = "full")]
pub(crate) fn log(line: &str) {
    to_stderr(&one_line(line, LONGEST_LINE));
}

/// Characters of a line of a log.
#[cfg(feature = "full")]
const LONGEST_LINE: usize = 400;

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

#[cfg(all(test, feature = "full"))]
mod tests {
    use acs_runtime::sanitize::{is_invisible, is_unprintable};
    use acs_spec::printable::is_hidden;

    /// The runtime's errors and the views of this program hide the same.
    #[test]
    fn what_a_client_hides_is_hidden_here() {
        for c in '\0'..=char::MAX {
            let separates = matches!(c, '\u{2028}' | '\u{2029}');
            assert_eq!(is_hidden(c), is_unprintable(c) || is_invisible(c) || separates, "{c:?}");
        }
    }
}
