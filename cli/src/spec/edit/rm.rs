//! `acs spec rm`.

use std::process::ExitCode;

use acs_spec::diagnostic::Severity;
use acs_spec::fit::Step;
use acs_spec::read;
use acs_spec::{names, suggest};
use clap::Args;

use super::workspace::Workspace;
use super::{Plan, Service, cut, features, tell_mentions};
use crate::failure::Failure;
use crate::output;
use crate::spec::Folder;
use crate::spec::symbols::words::words;

/// Removes an operation, a waiter, or a group without operations.
///
/// Entries of the glossary for an operation's own fields and its snapshot go with it. While something refers to it, nothing is removed,
/// and each place is listed with its line and column. The result is checked before anything is written.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Name of the operation, the waiter or the group.
    name: String,
    /// Removes what refers to it as well: entries of `replaced_by`, `waiter` of operations, waiters that poll it, and the group if it
    /// was the last operation of it.
    #[arg(long)]
    force: bool,
    /// Shows what would change as a diff, and changes nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    folder: Folder,
}

const EXAMPLES: &str = "Examples:
  acs spec rm DescribeNatIpUsages
  acs spec rm ListNatIps --force --dry-run";

/// Something to cut out of a file.
struct Piece {
    file: String,
    way: Vec<Step>,
    at: usize,
    why: String,
    /// Whether it goes without saying.
    is_own: bool,
}

pub(in crate::spec) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let service = Service::open(arguments.folder.root())?;
    let name = arguments.name.as_str();
    let workspace = Workspace::around(&service.root);
    let mut plan = Plan::of(&service);
    let groups: Vec<&str> = service.tree.service.groups.names().collect();
    let (what, pieces) = if let Some(file) = service.file(name) {
        plan.remove(file);
        let group = file.split('/').next().unwrap_or_default();
        plan.others = workspace.without_snapshot(group, name);
        let mut pieces = of_operation(&service, name, file);
        if service.tree.operations.iter().filter(|source| source.group == group).count() == 1 {
            pieces.extend(find(&service, |file, steps, word| {
                (file == read::SERVICE && matches!(steps, [Step::Key(top)] if top == "groups") && word == group)
                    .then(|| format!("the group `{group}` has no other operation"))
            }));
            plan.others.extend(without_feature(&workspace, &groups, group));
        }
        ("operation", pieces)
    } else if service.tree.waiters.get(name).is_some() {
        ("waiter", of_waiter(&service, name, None))
    } else if groups.contains(&name) {
        let inside: Vec<&str> =
            service.tree.operations.iter().filter(|source| source.group == name).map(|source| source.path.as_str()).collect();
        if !inside.is_empty() {
            let text = format!(
                "the group `{name}` has {}: remove or move them first",
                crate::spec::report::counted(inside.len(), "operation")
            );
            return Err(Failure::new(text));
        }
        plan.others = without_feature(&workspace, &groups, name);
        let key = find(&service, |file, steps, word| {
            (file == read::SERVICE && matches!(steps, [Step::Key(top)] if top == "groups") && word == name).then(String::new)
        });
        ("group", key.into_iter().map(|piece| Piece { is_own: true, ..piece }).collect())
    } else {
        return Err(unknown(&service, name));
    };
    let referring: Vec<&Piece> = pieces.iter().filter(|piece| !piece.is_own).collect();
    if !(referring.is_empty() || arguments.force) {
        let places: Vec<String> =
            referring.iter().map(|piece| format!("\n  {}: {}", service.place(&piece.file, piece.at), piece.why)).collect();
        let text = format!("{what} `{name}` is still referred to; `--force` removes these as well:{}", places.concat());
        return Err(Failure::new(text));
    }
    // From behind, so that places in lists stay what they are.
    let mut pieces = pieces;
    pieces.sort_by(|a, b| (&a.file, b.at).cmp(&(&b.file, a.at)));
    pieces.dedup_by(|a, b| a.file == b.file && a.way == b.way);
    for piece in &pieces {
        if let Some(text) = cut::cut(plan.text(&piece.file), &piece.way) {
            plan.edit(&piece.file, text);
        }
    }
    let new_warnings = new_warnings(&plan);
    let meant = match what {
        "operation" => vec![name.to_owned(), names::method(name)],
        "group" => super::rename::named_as_group(name),
        _ => vec![name.to_owned()],
    };
    // The name of a group is an ordinary word.
    let in_texts = if what == "group" { Vec::new() } else { plan.mentions(&meant[..1]) };
    let changed_files = plan.changed();
    let count = plan.finish(arguments.dry_run)?;
    let files = crate::spec::report::counted(count, "file");
    let (done, changed) =
        if arguments.dry_run { ("would be removed", "would change, nothing is written") } else { ("removed", "changed") };
    output::note(&format!("{what} `{name}` {done}: {files} {changed}"));
    tell_mentions("this is left, and likely not meant any more", &new_warnings);
    tell_mentions("texts of the specs still name it: describe them anew", &in_texts);
    let mentions = workspace.mentions(&meant, &changed_files);
    tell_mentions("it is also named in these files, which are left as they are", &mentions);
    Ok(ExitCode::SUCCESS)
}

/// Warnings that the specs do not have now.
fn new_warnings(plan: &Plan<'_>) -> Vec<String> {
    let (_, after) = acs_spec::check::sources(plan.files.iter().map(|(name, (_, text))| (name.clone(), text.clone())));
    let is_known = |message: &str| plan.service.found.iter().any(|one| one.message == message);
    let new = after.into_iter().filter(|one| one.severity == Severity::Warning && !is_known(&one.message));
    new.map(|one| {
        format!(
            "{}:{}:{}: {}",
            plan.service.root.join(one.location.path()).display(),
            one.location.line(),
            one.location.column(),
            one.message
        )
    })
    .collect()
}

fn without_feature(workspace: &Workspace, groups: &[&str], name: &str) -> Vec<crate::spec::patch::Change> {
    workspace.manifests(|text| features::has_groups(text, groups).then(|| features::remove(text, name)))
}

fn unknown(service: &Service, name: &str) -> Failure {
    let known = service.operations().chain(service.tree.waiters.names()).chain(service.tree.service.groups.names());
    let near = suggest::did_you_mean(&suggest::similar(name, known, 3));
    Failure { status: 2, ..Failure::new(format!("there is no operation, waiter or group `{}`{near}", name.escape_debug())) }
}

/// The words of the shared files and of all operations for which there is a reason.
fn find(service: &Service, why: impl Fn(&str, &[Step], &str) -> Option<String>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (file, source) in service.texts.iter() {
        for word in words(&source.text) {
            if let Some(why) = why(file, &word.steps, &word.text) {
                pieces.push(Piece { file: file.to_owned(), way: word.way(), at: word.span.start, why, is_own: false });
            }
        }
    }
    pieces
}

fn of_operation(service: &Service, name: &str, own: &str) -> Vec<Piece> {
    let mut pieces = find(service, |file, steps, word| match steps {
        [Step::Key(key), Step::Index(_)] if key == "replaced_by" && word == name && file.contains('/') && file != own => {
            Some("`replaced_by` names it".to_owned())
        }
        [] if file == read::GLOSSARY && word.split_once(':').is_some_and(|(operation, _)| operation == name) => {
            Some(String::new())
        }
        _ => None,
    });
    for piece in &mut pieces {
        piece.is_own = piece.file == read::GLOSSARY;
    }
    for (waiter, _) in service.tree.waiters.iter().filter(|(_, waiter)| waiter.operation == name) {
        pieces.extend(of_waiter(service, waiter, Some((name, own))));
    }
    pieces
}

/// A waiter and the operations that name it. It is its own reason, or that it polls an operation that goes.
fn of_waiter(service: &Service, waiter: &str, polled: Option<(&str, &str)>) -> Vec<Piece> {
    let mut pieces = find(service, |file, steps, word| match steps {
        [] if file == read::WAITERS && word == waiter => Some(match polled {
            Some((operation, _)) => format!("the waiter `{waiter}` polls `{operation}`"),
            None => String::new(),
        }),
        [Step::Key(key)] if key == "waiter" && file.contains('/') && word == waiter => {
            (polled.is_none_or(|(_, own)| own != file)).then(|| format!("`waiter` names `{waiter}`"))
        }
        _ => None,
    });
    for piece in &mut pieces {
        piece.is_own = polled.is_none() && piece.file == read::WAITERS;
    }
    pieces
}
