//! `acs spec new`.

use std::path::Path;
use std::process::ExitCode;

use acs_spec::check;
use acs_spec::diagnostic::{Diagnostics, Severity};
use acs_spec::names;
use acs_spec::read::{self, Overlay, SpecTree};
use acs_spec::{suggest, template};
use clap::Args;

use super::Folder;
use super::patch::{self, Change};
use crate::failure::Failure;
use crate::output;

/// Starts the spec file of an operation.
///
/// The verb of the name decides what the file begins with: Describe, Get, Query and List read, and page through what is named in the
/// plural; Create and Allocate have an idempotency token and give an id; Delete, Release, Modify, Update and Associate take one. A
/// waiter is named if `waiters.yaml` has one that fits, such as `NatIpAvailable` for CreateNatIp. Without --group, the group is the one
/// that the name begins with behind its verb.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Name of the operation on the wire.
    #[arg(value_name = "NAME")]
    operation: String,
    /// Group that the operation belongs to: the name of its folder.
    #[arg(long)]
    group: Option<String>,
    /// Shows the file, and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Prints the text of the file alone, and writes nothing.
    #[arg(long, conflicts_with = "dry_run")]
    stdout: bool,
    #[command(flatten)]
    folder: Folder,
}

const EXAMPLES: &str = "Examples:
  acs spec new DescribeNatIpUsages
  acs spec new CreateSslVpnClientThing --group ssl-vpn-client --dry-run
  acs spec new DeleteNatIpThing --stdout";

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let name = arguments.operation.as_str();
    if !names::is_operation(name) {
        return Err(usage(format!(
            "`{}` is not a valid name for an operation: it has ASCII letters, digits, `_` and `-`, the first a letter",
            name.escape_debug()
        )));
    }
    let root = arguments.folder.root();
    let texts = read::texts(&root, &Overlay::new());
    let (tree, found) = check::texts(&texts);
    let Some(tree) = tree else { return Err(Failure::diagnostics(found)) };
    expect_new(name, &root)?;
    let group = group(arguments.group.as_deref(), name, &tree)?;
    let inner = format!("{group}/{name}.yaml");
    let text = template::operation(name, &tree);
    let (_, after) = check::texts(&read::texts(&root, &Overlay::from([(inner.clone(), text.clone())])));
    let new = new_errors(&found, after);
    if !new.is_empty() {
        return Err(Failure::diagnostics(new));
    }
    if arguments.stdout {
        output::print(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = root.join(&group).join(format!("{name}.yaml"));
    let path = path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
    let changes = [Change::made(path.clone(), text)];
    if arguments.dry_run {
        patch::show_and_write(&changes, true)?;
        output::note("nothing is written");
    } else {
        patch::write(&changes)?;
        let check = format!("acs spec check {}", path.display());
        output::print(&format!("wrote {}: edit it, then run `{check}`", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn usage(text: String) -> Failure {
    Failure { status: 2, ..Failure::new(text) }
}

/// Errors that were not there before.
fn new_errors(before: &Diagnostics, after: Diagnostics) -> Diagnostics {
    let is_known = |one: &acs_spec::diagnostic::Diagnostic| {
        before
            .iter()
            .any(|known| (known.code, &known.message, known.location.path()) == (one.code, &one.message, one.location.path()))
    };
    after.into_iter().filter(|one| one.severity == Severity::Error && !is_known(one)).collect()
}

/// The group that is given or that the name implies.
fn group(given: Option<&str>, name: &str, tree: &SpecTree) -> Result<String, Failure> {
    let groups = || tree.service.groups.names();
    if let Some(given) = given {
        if groups().any(|group| group == given) {
            return Ok(given.to_owned());
        }
        return Err(unknown_group(given, tree));
    }
    let resource = names::field(&template::resource(name));
    let is_about = |group: &&str| {
        let group = names::field(group);
        resource == group || resource.starts_with(&format!("{group}_"))
    };
    match groups().filter(is_about).max_by_key(|group| group.len()) {
        Some(group) => Ok(group.to_owned()),
        None => {
            let near = suggest::similar(&resource, groups(), 3);
            let help = suggest::did_you_mean(&near);
            Err(usage(format!("the name `{name}` does not imply a group: give one with `--group`{help}")))
        }
    }
}

fn unknown_group(name: &str, tree: &SpecTree) -> Failure {
    let near = suggest::similar(name, tree.service.groups.names(), 3);
    let help = if near.is_empty() { ": ".to_owned() } else { format!("{} ", suggest::did_you_mean(&near)) };
    usage(format!("`service.yaml` has no group `{}`{help}`acs spec group NAME` adds one", name.escape_debug()))
}

/// Fails if there is an operation of that name in any spelling, read or not.
fn expect_new(name: &str, root: &Path) -> Result<(), Failure> {
    let plain = |name: &str| name.replace(['-', '_'], "").to_lowercase();
    for file in read::files(root) {
        let stem = file.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if file.name.contains('/') && plain(stem) == plain(name) {
            let how = if stem == name { "is there already" } else { "is there already, in another spelling" };
            return Err(Failure::new(format!("`{name}` {how}: {}", file.path.display())));
        }
    }
    Ok(())
}
