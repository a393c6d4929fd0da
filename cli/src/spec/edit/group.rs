//! `acs spec group`.

use std::process::ExitCode;

use acs_spec::names;
use acs_spec::read::{self, Data, Node, written};
use clap::Args;

use super::workspace::Workspace;
use super::{Plan, Service, features, newline};
use crate::failure::Failure;
use crate::output;
use crate::spec::Folder;

/// Adds a group of operations.
///
/// It becomes a line of `service.yaml`, and a feature of the crate in the workspace that has one for each group, in every list that names
/// the others. Its folder comes with its first operation: `acs spec check` reports a group without one.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Name of the group: of its folder, its module and its feature.
    name: String,
    /// What its operations are about, in a sentence.
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// Shows what would change as a diff, and changes nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    folder: Folder,
}

const EXAMPLES: &str = "Examples:
  acs spec group nat-route --summary 'Routes of NAT gateways.' --dry-run
  acs spec group nat-route --summary 'Routes of NAT gateways.'
  acs spec new CreateNatRoute --group nat-route";

pub(in crate::spec) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let name = arguments.name.as_str();
    if !names::is_group(name) {
        let text = format!(
            "`{}` is not a valid name for a group: it has small letters, digits and dashes, and begins with a letter",
            name.escape_debug()
        );
        return Err(Failure { status: 2, ..Failure::new(text) });
    }
    let summary = match arguments.summary.as_deref().map(str::trim) {
        Some("") => return Err(Failure { status: 2, ..Failure::new("the summary is empty: say what the operations are about") }),
        Some(text) if text.contains(char::is_control) => {
            return Err(Failure { status: 2, ..Failure::new("the summary is one line without control characters") });
        }
        Some(text) => text.to_owned(),
        None => titled(name),
    };
    let service = Service::open(arguments.folder.root())?;
    let groups: Vec<&str> = service.tree.service.groups.names().collect();
    if let Some(known) = groups.iter().find(|known| known.replace('-', "") == name.replace('-', "")) {
        return Err(Failure::new(format!("the group `{known}` is there already")));
    }
    let mut plan = Plan::of(&service);
    let text = with_group(plan.text(read::SERVICE), name, &summary)
        .ok_or_else(|| Failure::new("`groups` of `service.yaml` is not a mapping that an entry can be added to"))?;
    plan.edit(read::SERVICE, text);
    let workspace = Workspace::around(&service.root);
    plan.others = workspace.manifests(|text| features::has_groups(text, &groups).then(|| features::add(text, &groups, name)));
    let count = plan.finish(arguments.dry_run)?;
    let files = crate::spec::report::counted(count, "file");
    let (done, changed) =
        if arguments.dry_run { ("would be added", "would change, nothing is written") } else { ("added", "changed") };
    output::note(&format!("group `{name}` {done}: {files} {changed}"));
    if arguments.summary.is_none() {
        output::note("its summary in `service.yaml` is only its name: say there what its operations are about");
    }
    output::note(&format!("its first operation comes with `acs spec new NAME --group {name}`"));
    Ok(ExitCode::SUCCESS)
}

/// `nat-ip` → `Nat ip.`: a beginning.
fn titled(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut chars = words.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase()).into_iter().collect::<String>();
    format!("{first}{}.", chars.as_str())
}

/// `service.yaml` with a group more: before the first that is greater if they are sorted, and behind the last otherwise.
fn with_group(text: &str, name: &str, summary: &str) -> Option<String> {
    let root = Node::of(text)?;
    let Data::Map(keys) = &root.data else { return None };
    let groups = &keys.iter().find(|entry| entry.key.text() == Some("groups"))?.value;
    let Data::Map(entries) = &groups.data else { return None };
    let names: Vec<&str> = entries.iter().filter_map(|entry| entry.key.text()).collect();
    let before = entries.iter().find(|entry| names.is_sorted() && entry.key.text() > Some(name));
    let line = format!("{name}: {}", prose(summary));
    let mut made = text.to_owned();
    let is_flow = text[groups.span.start..].starts_with('{');
    match (before, entries.last()?) {
        (Some(next), _) if is_flow => made.insert_str(next.key.span.start, &format!("{line}, ")),
        (None, last) if is_flow => made.insert_str(last.value.span.end, &format!(", {line}")),
        (Some(next), _) => {
            let start = text[..next.key.span.start].rfind('\n').map_or(0, |newline| newline + 1);
            let indent = &text[start..next.key.span.start];
            made.insert_str(start, &format!("{indent}{line}{}", newline(text)));
        }
        (None, last) => {
            let start = text[..last.key.span.start].rfind('\n').map_or(0, |newline| newline + 1);
            let indent = &text[start..last.key.span.start];
            let end = last.value.span.start + text[last.value.span.clone()].trim_end().len();
            let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
            let end = if text[..end].ends_with('\r') { end - 1 } else { end };
            made.insert_str(end, &format!("{}{indent}{line}", newline(text)));
        }
    }
    Some(made)
}

/// A sentence as a scalar: plain where YAML takes it for text.
fn prose(text: &str) -> String {
    let is_usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '(' | ')' | '/');
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.contains(' ') && text.chars().all(is_usual);
    if is_plain { text.to_owned() } else { written(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_comes_where_it_belongs() {
        for (text, expected) in [
            ("groups:\n  a: A.\n  c: C.\nx: 1\n", "groups:\n  a: A.\n  b: B b.\n  c: C.\nx: 1\n"),
            ("groups:\n  a: A. # first\n\nx: 1\n", "groups:\n  a: A. # first\n  b: B b.\n\nx: 1\n"),
            ("groups: { a: A., c: C. }\n", "groups: { a: A., b: B b., c: C. }\n"),
            ("groups: { a: A. }\n", "groups: { a: A., b: B b. }\n"),
            ("groups:\r\n  z: Z.\r\n  a: A.", "groups:\r\n  z: Z.\r\n  a: A.\r\n  b: B b."),
        ] {
            assert_eq!(with_group(text, "b", "B b.").as_deref(), Some(expected), "{text:?}");
        }
    }
}
