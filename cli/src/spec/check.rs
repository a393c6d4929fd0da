//! `acs spec check`.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use acs_spec::Deny;
use acs_spec::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use acs_spec::read::SpecTree;
use acs_spec::suggest;
use clap::Args;

use super::report::{self, Format, counted, counts};
use super::scope::{Paths, Scope};
use crate::failure::Failure;
use crate::output;

/// The exit status is 1 if there are errors.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    paths: Paths,
    /// Makes warnings errors: `warnings` all of them, a code like `E0801` those of one rule. `ACS_SPEC_DENY=warnings` in the
    /// environment does the same, also for macros and build scripts.
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = what)]
    deny: Vec<What>,
    /// Leaves out the warnings of a rule.
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    allow: Vec<Code>,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "human")]
    format: Format,
    /// Checks again whenever a file changes, until it is interrupted.
    #[arg(long)]
    watch: bool,
}

const EXAMPLES: &str = "Examples:
  acs spec check
  acs spec check api-spec/vpc/CreateVpc.yaml --watch
  acs spec check --deny warnings --allow E0806 --format github";

/// What is denied.
#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    Warnings,
    Code(Code),
}

fn what(text: &str) -> Result<What, String> {
    if text == "warnings" { Ok(What::Warnings) } else { code(text).map(What::Code) }
}

/// The code of a number.
pub(super) fn code(text: &str) -> Result<Code, String> {
    let unknown = || format!("there is no such code{}; `acs spec explain` lists them", suggest::did_you_mean(&near(text)));
    Code::of_id(text).ok_or_else(unknown)
}

/// Codes with a similar number.
fn near(text: &str) -> Vec<&'static str> {
    suggest::similar(&text.to_ascii_uppercase(), Code::ALL.iter().map(|code| code.id()), 3)
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if let Some(code) = arguments.allow.iter().find(|code| arguments.deny.contains(&What::Code(**code))) {
        return Err(Failure { status: 2, ..Failure::new(format!("{code} is denied and allowed: leave one of the two out")) });
    }
    let deny = Deny::from_env().map_err(|error| Failure { status: 2, ..Failure::new(error) })?;
    let scopes = arguments.paths.scopes()?;
    if !arguments.watch {
        return all(&scopes, arguments, &deny);
    }
    loop {
        // What changes during the check shows at the next comparison.
        let seen = state(&scopes);
        output::clear();
        all(&scopes, arguments, &deny)?;
        while state(&scopes) == seen {
            std::thread::sleep(POLL);
        }
    }
}

/// How often to look for changes: soon enough for a person, and nothing for the machine.
const POLL: Duration = Duration::from_millis(300);

/// Paths, lengths and times of all files that a check may read.
fn state(scopes: &[Scope]) -> Vec<(std::path::PathBuf, u64, Option<SystemTime>)> {
    let mut found = Vec::new();
    let mut folders: Vec<std::path::PathBuf> = scopes.iter().map(|scope| scope.root.clone()).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match std::fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() && !is_link(&path) => folders.push(path),
                Ok(metadata) => found.push((path, metadata.len(), metadata.modified().ok())),
                Err(_) => {}
            }
        }
    }
    found.sort();
    found
}

fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// One check of everything.
fn all(scopes: &[Scope], arguments: &Arguments, deny: &Deny) -> Result<ExitCode, Failure> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut summaries = Vec::new();
    for scope in scopes {
        let (tree, of_scope) = scope.check();
        let of_scope: Diagnostics = of_scope.into_iter().filter_map(|one| judged(one, arguments)).collect();
        let of_scope = deny.apply(of_scope);
        summaries.push((summary(scope, tree.as_ref(), &of_scope), of_scope.has_errors()));
        found.extend(of_scope);
    }
    let found: Diagnostics = found.into_iter().collect();
    report::print(&found, arguments.format)?;
    if let Some(first) = found.iter().next().filter(|_| arguments.format == Format::Human) {
        output::note(&format!("`acs spec explain {}` explains this code, with examples", first.code));
        let fixed = found.iter().filter(|one| one.certain_edit().is_some()).count();
        if fixed > 0 {
            output::note(&format!("`acs spec fix` corrects {fixed} of them"));
        }
    }
    for (summary, has_errors) in summaries {
        // A format for programs must not have a sentence in it.
        if has_errors || arguments.format != Format::Human { output::note(&summary) } else { output::print(&summary)? }
    }
    Ok(if found.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The diagnostic as the command line wants it.
fn judged(one: Diagnostic, arguments: &Arguments) -> Option<Diagnostic> {
    if one.severity == Severity::Error {
        return Some(one);
    }
    let is_denied = |what: &What| *what == What::Warnings || *what == What::Code(one.code);
    if arguments.allow.contains(&one.code) {
        None
    } else if arguments.deny.iter().any(is_denied) {
        Some(Diagnostic { severity: Severity::Error, ..one }.note("a warning by itself; the command line denies it"))
    } else {
        Some(one)
    }
}

fn summary(scope: &Scope, tree: Option<&SpecTree>, found: &Diagnostics) -> String {
    match tree {
        Some(tree) if scope.is_whole() && !found.has_errors() => format!(
            "{} {}: {} in {} and {}",
            tree.service.product,
            tree.service.version,
            counts(found),
            counted(tree.operations.len(), "operation"),
            counted(tree.service.groups.len(), "group")
        ),
        _ => format!("{} in {}", counts(found), scope.name()),
    }
}
