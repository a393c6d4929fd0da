//! How the result of a check is printed: for people, for programs, for GitHub and for code scanners.

mod github;
mod json;
mod sarif;

use acs_spec::diagnostic::{Diagnostics, Severity};
use clap::ValueEnum;

use crate::failure::Failure;
use crate::output;

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, as the compiler shows its own.
    Human,
    /// One JSON document.
    Json,
    /// Workflow commands: GitHub shows them beside the lines of a pull request.
    Github,
    /// A SARIF 2.1.0 log, for code scanners.
    Sarif,
}

/// Prints what was found.
pub(crate) fn print(found: &Diagnostics, format: Format) -> Result<(), Failure> {
    match format {
        Format::Human if found.is_empty() => Ok(()),
        Format::Human => {
            output::diagnostics(found);
            Ok(())
        }
        Format::Json => output::print(&json::document(found)),
        Format::Github => output::print(&github::commands(found)),
        Format::Sarif => output::print(&sarif::log(found)),
    }
}

/// The word for a severity in all formats.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `2 errors and 1 warning`.
pub(crate) fn counts(found: &Diagnostics) -> String {
    match (found.count(Severity::Error), found.count(Severity::Warning)) {
        (0, 0) => "no errors and no warnings".to_owned(),
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// `1 file`, `2 files`.
pub(crate) fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
