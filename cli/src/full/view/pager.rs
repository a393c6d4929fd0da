//! Text that is longer than the terminal, shown by a pager.

use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::output;

/// Prints text, by the program that `PAGER` names where it is longer than the terminal it goes to.
pub(super) fn print(text: &str, wanted: bool) -> Result<(), Failure> {
    let rows = terminal_size::terminal_size().map_or(0, |(_, height)| usize::from(height.0));
    let is_long = std::io::stdout().is_terminal() && text.lines().count() + 1 > rows;
    if wanted && is_long && page(text) { Ok(()) } else { output::print_styled(text) }
}

/// Whether a pager has shown the text.
fn page(text: &str) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next().filter(|program| *program != "cat") else { return false };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    // Colours are shown, a text that fits is not waited on, and the screen is kept.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let colours = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let shown = if colours { text.to_owned() } else { anstream::adapter::strip_str(text).to_string() };
    let Ok(mut pager) = command.spawn() else { return false };
    if let Some(mut input) = pager.stdin.take() {
        // Who leaves the pager early has seen enough.
        let _ = input.write_all(shown.as_bytes());
    }
    pager.wait().is_ok()
}
