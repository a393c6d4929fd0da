//! `acs spec`: the third door of the generator, and what a spec author needs around it.

mod check;
mod diff;
mod edit;
mod explain;
mod fix;
mod fmt;
#[cfg(feature = "full")]
mod import;
#[cfg(feature = "full")]
mod lsp;
mod new;
mod patch;
#[cfg(feature = "full")]
pub(crate) mod preview;
mod report;
#[cfg(feature = "full")]
pub(crate) mod schema;
mod scope;
mod symbols;

#[cfg(feature = "full")]
pub(crate) use import::{left_out, not_imported, notes, wording};
#[cfg(feature = "full")]
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

#[cfg(feature = "full")]
use acs_spec::diagnostic::Diagnostics;
#[cfg(feature = "full")]
use acs_spec::read::{self, SpecTree};
use clap::{Args, Subcommand};

use crate::failure::Failure;
#[cfg(feature = "full")]
use crate::output;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Checks spec files and shows all errors and warnings.
    Check(check::Arguments),
    /// Explains the code of a diagnostic, with a wrong and a right example.
    Explain(explain::Arguments),
    /// Lays spec files out in their one layout.
    Fmt(fmt::Arguments),
    /// Corrects mistakes in spec files where it is certain what is meant.
    Fix(fix::Arguments),
    /// Shows the Rust code of an operation.
    #[cfg(feature = "full")]
    Preview(preview::Arguments),
    New(new::Arguments),
    Rename(edit::rename::Arguments),
    Rm(edit::rm::Arguments),
    Group(edit::group::Arguments),
    /// Makes spec files of the vendor's API metadata, or brings them up to date.
    #[cfg(feature = "full")]
    Import(import::Arguments),
    Diff(diff::Arguments),
    /// Prints the JSON Schema of operation files, for editors.
    #[cfg(feature = "full")]
    Schema(schema::Arguments),
    /// Serves editors over standard input and output: the language server of spec files.
    ///
    /// It speaks the Language Server Protocol: diagnostics while typing, completion, hover, definitions and references, rename, quick
    /// fixes, and a preview of the generated Rust. An editor starts it; `editors/` in the project's repository describes how to set up VS
    /// Code, Helix and Neovim.
    #[cfg(feature = "full")]
    Lsp(lsp::Arguments),
}

/// The folder of spec files.
#[derive(Args, Clone)]
pub(crate) struct Folder {
    /// Folder with `service.yaml` and a folder for each group.
    #[arg(long, value_name = "DIR", default_value = "api-spec")]
    spec: PathBuf,
}

impl Folder {
    /// The folder, or, where the usual one is not there, the one that the user is in, or the usual one of a folder above.
    fn root(&self) -> PathBuf {
        let is_usual = self.spec.as_os_str() == "api-spec" && !self.spec.exists();
        let above = || scope::root_of(std::path::Path::new(".")).or_else(|| scope::beside_above(&self.spec));
        let above = if is_usual { above() } else { None };
        above.unwrap_or_else(|| self.spec.clone())
    }
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Check(arguments) => check::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Fmt(arguments) => fmt::run(arguments),
        Command::Fix(arguments) => fix::run(arguments),
        #[cfg(feature = "full")]
        Command::Preview(arguments) => preview::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Rename(arguments) => edit::rename::run(arguments),
        Command::Rm(arguments) => edit::rm::run(arguments),
        Command::Group(arguments) => edit::group::run(arguments),
        #[cfg(feature = "full")]
        Command::Import(arguments) => import::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        #[cfg(feature = "full")]
        Command::Schema(arguments) => schema::run(arguments),
        #[cfg(feature = "full")]
        Command::Lsp(arguments) => Ok(lsp::run(arguments)),
    }
}

/// A tree without errors. Warnings are shown.
#[cfg(feature = "full")]
pub(crate) fn checked(folder: &Path) -> Result<SpecTree, Failure> {
    checked_tree(read::tree(folder))
}

/// A tree that was read, without errors. Warnings are shown.
#[cfg(feature = "full")]
fn checked_tree(tree: Result<SpecTree, Diagnostics>) -> Result<SpecTree, Failure> {
    let tree = tree.map_err(Failure::diagnostics)?;
    let warnings = acs_spec::check(&tree).map_err(Failure::diagnostics)?;
    if !warnings.is_empty() {
        output::diagnostics(&warnings);
    }
    Ok(tree)
}
