//! `acs spec diff`.

mod git;
mod side;

use std::process::ExitCode;

use acs_spec::diff::{Change, Severity, diff, plain, render};
use acs_spec::printable;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::Folder;
use crate::failure::{Failure, Reason};
use crate::output;

/// Shows what changed between two versions of spec files, and whom it affects.
///
/// A version is a folder, a file, a git revision, or REVISION:PATH. With nothing given, the last commit is compared with the files as
/// they are; with one revision, that one. A range A..B compares two revisions (`A..` is up to HEAD), and A...B begins where B left A.
/// Files that are not committed count. Both sides are checked first.
///
/// A change is `breaking` if code that uses the generated crate may not compile or not mean the same with the new one, `additive` if
/// something is new or behaves differently without anybody having to do anything, `documentation` if only texts, examples and limits
/// differ.
///
/// `--format json` prints an object: `old` and `new` name the sides; `breaking`, `additive` and `documentation` count the changes;
/// `changes` has one object for each: `severity`, `operation` (empty for what all operations share), `place` (the path of the
/// parameter, field or key; empty for the whole operation), and `text`.
#[derive(Args)]
#[command(after_help = EXAMPLES, override_usage = "acs spec diff [OPTIONS] [OLD [NEW]]")]
pub(crate) struct Arguments {
    /// Two versions, or one revision or range.
    #[arg(value_name = "VERSION", num_args = 0..=2)]
    sides: Vec<String>,
    /// How to show the changes.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Exit with status 1 if there is a change of this severity or a worse one.
    #[arg(long, value_name = "SEVERITY", value_enum)]
    deny: Option<Deny>,
    #[command(flatten)]
    folder: Folder,
}

const EXAMPLES: &str = "Examples:
  acs spec diff
  acs spec diff main.. --deny breaking
  acs spec diff v1..v2 --format markdown
  acs spec diff HEAD~3 api-spec/vpc/CreateVpc.yaml
  acs spec diff v1:old-folder api-spec
  acs spec diff ../released/api-spec api-spec --format json

Exit status:
  0  compared, and nothing is denied
  1  a change that --deny names, or a side that does not check or is not there
  2  usage error";

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A line for each change.
    Human,
    /// Release notes.
    Markdown,
    /// One object, for programs.
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    Breaking,
    Additive,
    Documentation,
}

impl Deny {
    fn severity(self) -> Severity {
        match self {
            Deny::Breaking => Severity::Breaking,
            Deny::Additive => Severity::Additive,
            Deny::Documentation => Severity::Documentation,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let [old_side, new_side] = side::sides(&arguments.sides, &arguments.folder)?;
    let (old_tree, new_tree) = match (old_side.checked(&new_side), new_side.checked(&old_side)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            return report_failures([(old_side.name(), old.err()), (new_side.name(), new.err())]);
        }
    };
    let mut changes = diff(&old_tree.tree, &new_tree.tree);
    changes.retain(|change| old_tree.is_meant(change) || new_tree.is_meant(change));
    match arguments.format {
        Format::Human => output::print(&plain(&changes))?,
        Format::Markdown => output::print(&render(&changes))?,
        Format::Json => output::print(&printable::json(&as_json(&old_side.name(), &new_side.name(), &changes)))?,
    }
    let is_denied = arguments.deny.is_some_and(|deny| changes.iter().any(|change| change.severity <= deny.severity()));
    Ok(if is_denied { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What keeps the sides from being compared, each reason once.
fn report_failures(sides: [(String, Option<Failure>); 2]) -> Result<ExitCode, Failure> {
    let mut said = None;
    for (name, failure) in sides {
        let Some(failure) = failure else { continue };
        match &failure.reason {
            Reason::Diagnostics(_) => output::note(&format!("`{name}` has errors, so nothing can be compared with it:")),
            Reason::Message(text) if said.as_ref() == Some(text) => continue,
            Reason::Message(text) => said = Some(text.clone()),
        }
        output::failure(&failure);
    }
    Ok(ExitCode::FAILURE)
}

fn as_json(old: &str, new: &str, changes: &[Change]) -> String {
    let count = |severity| changes.iter().filter(|change| change.severity == severity).count();
    let one = |Change { severity, operation, place, text }: &Change| json!({ "severity": severity.word(), "operation": operation, "place": place, "text": text });
    let all = json!({
        "old": old,
        "new": new,
        "breaking": count(Severity::Breaking),
        "additive": count(Severity::Additive),
        "documentation": count(Severity::Documentation),
        "changes": changes.iter().map(one).collect::<Vec<_>>(),
    });
    format!("{all:#}")
}
