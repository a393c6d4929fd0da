//! `acs spec rename`.

use std::process::ExitCode;

use acs_spec::names::{self, OwnTypes};
use acs_spec::suggest;
use clap::{Args, ValueEnum};

use super::workspace::Workspace;
use super::{Plan, Service, features, tell_mentions};
use crate::failure::Failure;
use crate::output;
use crate::spec::Folder;
use crate::spec::symbols::{self, Symbol};

/// Renames an operation, a waiter, a shape or a group wherever it is named.
///
/// An operation takes its file along, and so does a group with its folder. What refers to it follows: waiters, `replaced_by`, keys of the
/// glossary, mentions in backticks; and in the workspace snapshots, documentation, and the features of a crate that has one for each
/// group. Comments and layout stay. The result is checked before anything is written. Code that names it is listed, not changed.
///
/// The kind can be left out where only one has that name. A shape is `DescribeVpcs.Vpc` where several operations have one of its name.
#[derive(Args)]
#[command(after_help = EXAMPLES, override_usage = "acs spec rename [OPTIONS] [KIND] OLD NEW")]
pub(crate) struct Arguments {
    /// What it is, the name that it has, and the one that it gets.
    #[arg(value_name = "NAME", num_args = 2..=3, required = true)]
    names: Vec<String>,
    /// Shows what would change as a diff, and changes nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    folder: Folder,
}

const EXAMPLES: &str = "Kinds: operation, waiter, shape, group

Examples:
  acs spec rename DescribeVpcAttribute GetVpcAttribute --dry-run
  acs spec rename waiter NatIpAvailable NatIpReady
  acs spec rename shape DescribeVpcs.Vpc VpcItem
  acs spec rename group nat-ip nat-address";

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Kind {
    Operation,
    Waiter,
    Shape,
    Group,
}

pub(in crate::spec) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (kind, old, new) = match arguments.names.as_slice() {
        [old, new] => (None, old, new),
        [kind, old, new] => {
            let known = Kind::from_str(kind, true);
            (Some(known.map_err(|_| unknown_kind(kind))?), old, new)
        }
        _ => return Err(Failure { status: 2, ..Failure::new("give the old name and the new one") }),
    };
    let service = Service::open(arguments.folder.root())?;
    let symbol = symbol(&service, kind, old)?;
    let edits = service.context(|context| symbols::rename(context, &symbol, new)).map_err(Failure::new)?;
    let mut plan = Plan::of(&service);
    plan.apply(&edits);
    let workspace = Workspace::around(&service.root);
    let (what, old) = match &symbol {
        Symbol::Operation(old) => {
            operation(&mut plan, &workspace, old, new);
            ("operation", old.as_str())
        }
        Symbol::Group(old) => {
            group(&mut plan, &workspace, old, new);
            ("group", old.as_str())
        }
        Symbol::Waiter(old) => {
            waiter(&mut plan, &workspace, old, new);
            ("waiter", old.as_str())
        }
        Symbol::Shape(_, old) => ("shape", old.as_str()),
        _ => ("name", old.as_str()),
    };
    let changed_files = plan.changed();
    let count = plan.finish(arguments.dry_run)?;
    let files = crate::spec::report::counted(count, "file");
    let (done, changed) =
        if arguments.dry_run { ("would be renamed", "would change, nothing is written") } else { ("renamed", "changed") };
    output::note(&format!("{what} `{old}` {done} to `{new}`: {files} {changed}"));
    let mentioned = match &symbol {
        Symbol::Operation(old) => vec![old.clone(), names::method(old)],
        Symbol::Waiter(old) => vec![old.clone(), names::waiter_method(old)],
        Symbol::Group(old) => named_as_group(old),
        _ => Vec::new(),
    };
    tell_mentions("it is also named in these files, which are left as they are", &workspace.mentions(&mentioned, &changed_files));
    if !workspace.is_empty() && !arguments.dry_run {
        output::note("the generated code is another now: the tests of snapshots show it, and accept it");
    }
    Ok(ExitCode::SUCCESS)
}

fn unknown_kind(word: &str) -> Failure {
    let text = format!("`{}` is not a kind: there are operation, waiter, shape and group", word.escape_debug());
    Failure { status: 2, ..Failure::new(text) }
}

/// What a name stands for.
fn symbol(service: &Service, kind: Option<Kind>, name: &str) -> Result<Symbol, Failure> {
    let found: Vec<(Kind, Symbol)> = candidates(service)
        .filter(|(of, named, _)| named == name && kind.is_none_or(|kind| kind == *of))
        .map(|(kind, _, symbol)| (kind, symbol))
        .collect();
    // A shape is known by its own name as well, if there is one alone.
    let mut found = found;
    let shapes =
        service.tree.operations.iter().flat_map(|source| source.operation.shapes.names().map(move |shape| (source, shape)));
    let own: Vec<_> = shapes.filter(|(_, shape)| *shape == name && kind.is_none_or(|kind| kind == Kind::Shape)).collect();
    found.extend(own.iter().map(|(source, shape)| (Kind::Shape, Symbol::Shape(source.path.clone(), (*shape).to_owned()))));
    match found.as_slice() {
        [(_, one)] => Ok(one.clone()),
        [] => {
            let what = match kind {
                None => "operation, waiter, shape or group",
                Some(Kind::Operation) => "operation",
                Some(Kind::Waiter) => "waiter",
                Some(Kind::Shape) => "shape",
                Some(Kind::Group) => "group",
            };
            let all: Vec<String> =
                candidates(service).filter(|(of, ..)| kind.is_none_or(|kind| kind == *of)).map(|(_, name, _)| name).collect();
            let near = suggest::did_you_mean(&suggest::similar(name, all.iter().map(String::as_str), 3));
            Err(Failure { status: 2, ..Failure::new(format!("there is no {what} `{}`{near}", name.escape_debug())) })
        }
        many if many.iter().all(|(kind, _)| *kind == Kind::Shape) => {
            let named: Vec<String> =
                own.iter().map(|(source, shape)| format!("{}.{shape}", source.operation.operation)).collect();
            let text = format!("several operations have a shape `{name}`: {}", suggest::listed(&named, "and"));
            Err(Failure { status: 2, ..Failure::new(text) })
        }
        many => {
            let word = |kind: &Kind| kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
            let kinds: Vec<String> = many.iter().map(|(kind, _)| word(kind)).collect();
            let text = format!("`{name}` is a name of several: say which, as in `acs spec rename {} {name} NEW`", kinds[0]);
            Err(Failure { status: 2, ..Failure::new(format!("{text} ({})", suggest::listed(&kinds, "or"))) })
        }
    }
}

/// All that can be renamed.
fn candidates(service: &Service) -> impl Iterator<Item = (Kind, String, Symbol)> {
    let tree = &service.tree;
    let operations = service.operations().map(|name| (Kind::Operation, name.to_owned(), Symbol::Operation(name.to_owned())));
    let waiters = tree.waiters.names().map(|name| (Kind::Waiter, name.to_owned(), Symbol::Waiter(name.to_owned())));
    let groups = tree.service.groups.names().map(|name| (Kind::Group, name.to_owned(), Symbol::Group(name.to_owned())));
    let shapes = tree.operations.iter().flat_map(|source| {
        let named = |shape: &str| format!("{}.{shape}", source.operation.operation);
        source
            .operation
            .shapes
            .names()
            .map(move |shape| (Kind::Shape, named(shape), Symbol::Shape(source.path.clone(), shape.to_owned())))
    });
    operations.chain(waiters).chain(groups).chain(shapes)
}

fn operation(plan: &mut Plan<'_>, workspace: &Workspace, old: &str, new: &str) {
    mentions_in_texts(plan, old, new);
    let service = plan.service;
    let (Some(file), Some(group)) = (service.file(old), service.file(old).and_then(|file| file.split('/').next())) else {
        return;
    };
    plan.move_file(file, format!("{group}/{new}.yaml"));
    let types = |name: &str| OwnTypes::of(name, |_| false);
    let (old_types, new_types) = (types(old), types(new));
    let others: Vec<&str> = service.operations().filter(|name| name.len() > old.len() && name.starts_with(old)).collect();
    let (old_method, new_method) = (names::method(old), names::method(new));
    let word = |word: &str| -> Option<String> {
        if word == old {
            return Some(new.to_owned());
        }
        if word == old_method {
            return Some(new_method.clone());
        }
        // Types inside an operation begin with its name, and so may other operations.
        let rest = word.strip_prefix(old_types.call.as_str())?;
        let is_own = rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_uppercase());
        (is_own && !others.iter().any(|other| word.starts_with(other))).then(|| format!("{}{rest}", new_types.call))
    };
    let moved = |name: &str| (name == format!("{group}/{old}.snap")).then(|| format!("{group}/{new}.snap"));
    plan.others = workspace.renamed(&[old, &old_types.call, &old_method], &word, &moved);
}

fn waiter(plan: &mut Plan<'_>, workspace: &Workspace, old: &str, new: &str) {
    mentions_in_texts(plan, old, new);
    let (old_method, new_method) = (names::waiter_method(old), names::waiter_method(new));
    let word = |word: &str| match word {
        _ if word == old => Some(new.to_owned()),
        _ if word == old_method => Some(new_method.clone()),
        _ => None,
    };
    plan.others = workspace.renamed(&[old, &old_method], &word, &|_| None);
}

/// How a group is named where it is meant.
pub(super) fn named_as_group(name: &str) -> Vec<String> {
    [format!("\"{name}\""), format!("`{name}`"), format!("{name}/")].into()
}

fn group(plan: &mut Plan<'_>, workspace: &Workspace, old: &str, new: &str) {
    let files: Vec<String> =
        plan.files.keys().filter(|name| name.split_once('/').is_some_and(|(group, _)| group == old)).cloned().collect();
    for name in &files {
        let (_, file) = name.split_once('/').unwrap_or_default();
        plan.move_file(name, format!("{new}/{file}"));
    }
    let moved = |name: &str| {
        let (group, file) = name.split_once('/')?;
        let is_own = files.iter().any(|known| *known == format!("{old}/{}.yaml", file.trim_end_matches(".snap")));
        (group == old && is_own).then(|| format!("{new}/{file}"))
    };
    let mut others = workspace.renamed(&[], &|_| None, &moved);
    for change in &mut others {
        change.replace_in_new(&format!("{old}/"), &format!("{new}/"));
    }
    let groups: Vec<&str> = plan.service.tree.service.groups.names().collect();
    others.extend(workspace.manifests(|text| features::has_groups(text, &groups).then(|| features::rename(text, old, new))));
    plan.others = others;
}

/// Texts mention an operation or a waiter in backticks.
fn mentions_in_texts(plan: &mut Plan<'_>, old: &str, new: &str) {
    let (old, new) = (format!("`{old}`"), format!("`{new}`"));
    let names: Vec<String> =
        plan.files.iter().filter(|(_, (_, text))| text.contains(&old)).map(|(name, _)| name.clone()).collect();
    for name in names {
        let text = plan.text(&name).replace(&old, &new);
        plan.edit(&name, text);
    }
}
