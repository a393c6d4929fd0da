//! How the result of a check is printed: for people, for programs, for GitHub and for code scanners.

mod github;
mod json;
mod sarif;

use std::path::{Component, Path, PathBuf};

use acs_spec::diagnostic::{Diagnostics, Severity};
use acs_spec::printable;
use clap::ValueEnum;

use crate::failure::Failure;
use crate::output;

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, as the compiler shows its own.
    Human,
    /// One JSON document. Like the formats below, it has paths from the root of the git repository that the command runs in.
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
        Format::Json => output::print(&printable::json(&json::document(&of_repository(found)))),
        Format::Github => output::print(&github::commands(&of_repository(found))),
        Format::Sarif => output::print(&printable::json(&sarif::log(&of_repository(found)))),
    }
}

/// The same with paths from the root of the repository, as programs know files that read the result elsewhere. What is not in the
/// repository keeps its path, and so does everything without one.
fn of_repository(found: &Diagnostics) -> Diagnostics {
    let here = std::env::current_dir().and_then(std::fs::canonicalize);
    let Ok(here) = here else { return found.clone() };
    let Some(root) = here.ancestors().find(|folder| folder.join(".git").exists()) else { return found.clone() };
    let path = |path: &str| {
        let real = std::fs::canonicalize(here.join(path)).unwrap_or_else(|_| normal(&here.join(path)));
        real.strip_prefix(root).ok().map(Path::to_owned)
    };
    found.clone().with_paths(&path)
}

/// A path without `.` and `..`, of a file that is not there.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            part => normal.push(part),
        }
    }
    normal
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
