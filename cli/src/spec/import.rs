//! `acs spec import`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acs_spec::import::{ImportError, Report, Wording, import_into_with};
use acs_spec::printable::printable;
use clap::Args;

use crate::failure::Failure;
use crate::output;

#[derive(Args)]
#[command(after_help = "Example:\n  acs spec import sts.json --out sts-spec")]
pub(crate) struct Arguments {
    /// The vendor's metadata of a product of RPC style, as in its `api-docs.json`.
    metadata: PathBuf,
    /// Folder of spec files: a new one, or one to bring up to date. What people wrote there is kept.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Writes nothing, shows what would change, and exits with status 1 if anything would.
    #[arg(long)]
    check: bool,
    /// Fails, and writes nothing, if an operation, a parameter or a field of the metadata would be left out.
    #[arg(long)]
    strict: bool,
    /// Takes titles and descriptions of the metadata over, where they are in English. They are the vendor's words: mind its terms
    /// before you publish them. What people wrote stays.
    #[arg(long)]
    texts: bool,
    /// Lists everything that was left out, guessed or kept, not three of each kind.
    #[arg(long)]
    all: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Arguments { metadata, out, check, strict, texts, all } = arguments;
    let text = std::fs::read_to_string(metadata).map_err(|error| Failure::io("read", metadata, &error))?;
    let import = |check| import_into_with(out, &text, check, wording(*texts)).map_err(|error| not_imported(metadata, error));
    if *strict {
        let report = import(true)?.report;
        if report.left_out().next().is_some() {
            return Err(left_out(&report));
        }
    }
    let done = import(*check)?;
    output::print(&notes(&done.report, *all))?;
    Ok(if *check && !done.report.is_current() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Whose words are wanted.
pub(crate) fn wording(texts: bool) -> Wording {
    if texts { Wording::Metadata } else { Wording::Placeholder }
}

/// That something would be left out, all of it.
pub(crate) fn left_out(report: &Report) -> Failure {
    let lines: Vec<_> = report.left_out().map(|note| format!("    {}: {note}", note.kind)).collect();
    Failure::new(format!("{} left out, so nothing is written\n{}", lines.len(), lines.join("\n")))
}

/// What an import did, for people.
pub(crate) fn notes(report: &Report, all: bool) -> String {
    if all {
        return printable(&format!("{report:#}")).into_owned();
    }
    let short = report.to_string();
    let more = if short.contains("    … and ") { "`--all` lists each of them\n" } else { "" };
    printable(&short).into_owned() + more
}

/// Why metadata could not be imported: the file is named where it is at fault.
pub(crate) fn not_imported(metadata: &Path, error: ImportError) -> Failure {
    let source = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    match error {
        ImportError::Tree(diagnostics) => Failure::diagnostics(diagnostics),
        ImportError::Json(_) | ImportError::NoMetadata(_) => Failure::new(format!("{}: {error}{source}", metadata.display())),
        other => Failure::new(format!("{other}{source}")),
    }
}
