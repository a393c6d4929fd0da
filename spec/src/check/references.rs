//! What operation files refer to in the shared files: their group and their waiter.
//!
//! A group or a waiter that is renamed in one place is one mistake, however many files refer to it: it is reported once, at the
//! first of them.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::names::{is_group, is_type};
use crate::read::{SourcedOperation, SpecTree};
use crate::suggest;

use super::names::group_like;
use super::pointer::NodePath;
use super::report::Report;

pub(super) fn check(tree: &SpecTree, report: &mut Report) {
    // An invalid group name is reported in `service.yaml`.
    let misnamed: Vec<String> = tree.service.groups.names().filter(|name| !is_group(name)).map(group_like).collect();
    let unknown_group =
        |source: &&SourcedOperation| tree.service.groups.get(&source.group).is_none() && !misnamed.contains(&source.group);
    for (group, sources) in by_name(tree.operations.iter().filter(unknown_group), |source| Some(&source.group)) {
        let service = NodePath::top(&tree.sources.service);
        let groups = tree.service.groups.names();
        let files = others(&sources, "lie in that folder, too");
        report.add(
            Diagnostic::error(
                Code::UnknownGroup,
                NodePath::top(&sources[0].source).key("operation").at_value(),
                format!("`service.yaml` knows no group `{group}`"),
            )
            .label(format!("this file lies in the folder `{group}`"))
            .related(service.key("groups").at_key(), "the groups are listed here")
            .notes(files)
            .help(suggest::help(group, "groups", groups)),
        );
    }
    if !tree.knows_waiters {
        return;
    }
    if tree.waiters.is_empty() {
        return no_waiters(tree, report);
    }
    // A waiter whose own name is not valid is reported there, if this one is meant.
    let same = |one: &str, other: &str| {
        let letters = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        letters(one).eq_ignore_ascii_case(&letters(other))
    };
    let is_misnamed = |waiter: &str| tree.waiters.names().any(|name| !is_type(name) && same(name, waiter));
    let is_unknown = |waiter: &str| tree.waiters.get(waiter).is_none() && !is_misnamed(waiter);
    let unknown_waiter = |source: &&SourcedOperation| source.operation.waiter.as_deref().is_some_and(is_unknown);
    for (waiter, sources) in by_name(tree.operations.iter().filter(unknown_waiter), |source| source.operation.waiter.as_ref()) {
        let files = others(&sources, "name it, too");
        // Several files that agree are unlikely to be misspelled, all of them.
        let meant = suggest::meant(waiter, tree.waiters.names()).filter(|_| sources.len() == 1);
        report.add(
            Diagnostic::error(
                Code::UnknownWaiter,
                NodePath::top(&sources[0].source).key("waiter").at_value(),
                format!("there is no waiter `{waiter}`"),
            )
            .label("not in `waiters.yaml`")
            .notes(files)
            .help(suggest::help(waiter, "waiters", tree.waiters.names()))
            .becomes(meant),
        );
    }
}

/// That `waiters.yaml` is not there, or empty, is one mistake, however many waiters are missed.
fn no_waiters(tree: &SpecTree, report: &mut Report) {
    let sources: Vec<_> = tree.operations.iter().filter(|source| source.operation.waiter.is_some()).collect();
    let Some(first) = sources.first() else { return };
    let waiter = first.operation.waiter.as_deref().unwrap_or_default();
    let top = NodePath::top(&first.source);
    let place = top.key("waiter");
    let files = others(&sources, "name waiters, too");
    report.add(match &tree.sources.waiters {
        Some(source) => Diagnostic::error(Code::UnknownWaiter, NodePath::top(source).at_value(), "there are no waiters")
            .label("the file describes none")
            .related(place.at_value(), format!("`{waiter}` should be here"))
            .notes(files)
            .help("restore what the file described, or leave `waiter` out of the operations"),
        None => Diagnostic::error(Code::UnknownWaiter, place.at_value(), format!("there is no waiter `{waiter}`"))
            .label("there is no `waiters.yaml`")
            .notes(files)
            .help("describe it in a file `waiters.yaml` beside `service.yaml`"),
    });
}

/// The files by the name that they refer to.
fn by_name<'s>(
    sources: impl Iterator<Item = &'s SourcedOperation>,
    name: impl Fn(&'s SourcedOperation) -> Option<&'s String>,
) -> BTreeMap<&'s str, Vec<&'s SourcedOperation>> {
    let mut found: BTreeMap<&str, Vec<&SourcedOperation>> = BTreeMap::new();
    for source in sources {
        found.entry(name(source).map_or("", String::as_str)).or_default().push(source);
    }
    found
}

fn others(sources: &[&SourcedOperation], what: &str) -> Option<String> {
    match sources.len() {
        0 | 1 => None,
        2 => Some(format!("another file: `{}`", sources[1].path)),
        count => Some(format!("{} other files {what}", count - 1)),
    }
}
