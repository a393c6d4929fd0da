//! `acs spec fmt`.

use std::path::Path;
use std::process::ExitCode;

use acs_spec::diagnostic::{Diagnostic, Diagnostics};
use acs_spec::layout::{FileKind, Refusal, format};
use clap::Args;

use super::patch;
use super::report::counted;
use super::scope::Paths;
use crate::failure::Failure;
use crate::output;

/// Values and comments stay as they are: what fits on a line is written on one, neighbours are aligned, and quotes stand where YAML
/// needs them. A file that cannot be read is left alone.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    paths: Paths,
    /// Shows what would change, writes nothing, and exits with status 1 if anything would.
    #[arg(long)]
    check: bool,
}

const EXAMPLES: &str = "Examples:
  acs spec fmt
  acs spec fmt --check
  acs spec fmt api-spec/vpc/CreateVpc.yaml";

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (mut changes, mut unreadable, mut refused) = (Vec::new(), Vec::new(), 0);
    let mut all = 0;
    for scope in arguments.paths.scopes()? {
        let files = scope.files();
        // Whatever is not a file of the tree; files that are not text are reported below.
        let is_file = |one: &Diagnostic| files.iter().any(|path| path == Path::new(one.location.path()));
        unreadable.extend(scope.unreadable().into_iter().filter(|one| !is_file(one)));
        for path in files {
            all += 1;
            match change(&path)? {
                Ok(change) => changes.extend(change),
                Err(Refusal::Unreadable(mistake)) => unreadable.push(*mistake),
                Err(Refusal::NoPlace(what)) => {
                    refused += 1;
                    output::note(&format!("{}: left as it is: the layout has no place for {what}", path.display()));
                }
            }
        }
    }
    refused += unreadable.len();
    if !unreadable.is_empty() {
        output::diagnostics(&unreadable.into_iter().collect::<Diagnostics>());
    }
    if arguments.check {
        changes.iter().try_for_each(|change: &patch::Change| output::print(&change.shown()))?;
    } else {
        patch::write(&changes)?;
    }
    let done = if arguments.check { "would be laid out" } else { "laid out" };
    let left = if refused == 0 { String::new() } else { format!(", {} left alone", counted(refused, "file")) };
    output::note(&format!("{} of {all} {done}{left}", counted(changes.len(), "file")));
    let is_right = refused == 0 && (changes.is_empty() || !arguments.check);
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The file in its layout, unless it has that already.
fn change(path: &Path) -> Result<Result<Option<patch::Change>, Refusal>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    let Ok(old) = String::from_utf8(bytes) else { return Ok(Err(Refusal::NoPlace("text that is not UTF-8"))) };
    let shown = path.display().to_string();
    Ok(format(&shown, &old, FileKind::of(&shown)).map(|new| {
        let path = path.to_owned();
        (old != new).then(|| patch::Change::edited(path.clone(), path, old, new))
    }))
}
