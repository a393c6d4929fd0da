//! `acs spec check`.

use std::process::ExitCode;

use acs_spec::diagnostic::Severity;
use clap::{Args, ValueEnum};

use super::Folder;
use crate::failure::Failure;
use crate::output;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Fails if there are warnings, too.
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Deny {
    /// Specs that work, and are likely not what their author meant.
    Warnings,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (tree, found) = acs_spec::check::folder(&arguments.folder.spec);
    let errors = found.count(Severity::Error);
    let warnings = found.count(Severity::Warning);
    if !found.is_empty() {
        output::diagnostics(&found);
    }
    let result = match (errors, warnings) {
        (0, 0) => "no errors and no warnings".to_owned(),
        (0, _) => counted(warnings, "warning"),
        (_, 0) => counted(errors, "error"),
        _ => format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")),
    };
    let is_accepted = errors == 0 && (warnings == 0 || arguments.deny.is_none());
    match tree {
        Some(tree) if errors == 0 => output::print(&format!(
            "{} {}: {result} in {} and {}",
            tree.service.product,
            tree.service.version,
            counted(tree.operations.len(), "operation"),
            counted(tree.service.groups.len(), "group")
        ))?,
        _ => output::note(&format!("{result} in {}", arguments.folder.spec.display())),
    }
    Ok(if is_accepted { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
