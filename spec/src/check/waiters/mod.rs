//! `waiters.yaml`: that each waiter polls an operation that is there, with parameters and fields that it has.

mod parameters;
mod reply;

use std::collections::HashMap;

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::facts::is_argument;
use crate::names::field;
use crate::read::SpecTree;
use crate::suggest;
use crate::types::{Access, Kind, Operation, Schema, Texts, Waiter, leads_to_text};

use super::keys::kind_name;
use super::names;
use super::operation::text;
use super::pointer::{NodePath, Pointer};
use super::report::{Report, Unlocated};

pub(super) fn check(tree: &SpecTree, report: &mut Report) {
    let Some(source) = &tree.sources.waiters else { return };
    let top = NodePath::top(source);
    let mut methods: HashMap<String, &str> = HashMap::new();
    for (name, waiter) in tree.waiters.iter() {
        let node = top.key(name);
        names::type_like(name, "a waiter", node.at_key(), report);
        if let Some(first) = methods.insert(field(name), name) {
            let method = field(name);
            report.add(
                Diagnostic::error(
                    Code::NameCollision,
                    node.at_key(),
                    format!("`{name}` and `{first}` are both `{method}` in Rust"),
                )
                .label("the second")
                .related(top.key(first).at_key(), "the first"),
            );
        }
        let method = crate::names::waiter_method(name);
        let mut operations = tree.operations.iter().map(|source| &source.operation.operation);
        if let Some(other) = operations.find(|other| other.starts_with("WaitUntil") && field(other) == method) {
            report.add(Diagnostic::error(
                Code::NameCollision,
                node.at_key(),
                format!("the waiter `{name}` and the operation `{other}` are both `{method}` in Rust"),
            ));
        }
        text(&waiter.summary, &node.key("summary"), report);
        end(waiter, &node, report);
        delay(waiter, &node, report);
        repeated(waiter, &node, report);
        states(waiter, &node, report);
        polled(waiter, tree, &node, report);
        called(name, waiter, tree, &node, report);
    }
}

/// A parameter that the caller would have to give twice.
fn repeated(waiter: &Waiter, node: &NodePath<'_>, report: &mut Report) {
    for (index, name) in waiter.also.iter().enumerate() {
        let also = node.key("also");
        let first = match waiter.also[..index].iter().position(|before| before == name) {
            Some(before) => also.index(before).at_value(),
            None if waiter.id.as_ref() == Some(name) => node.key("id").at_value(),
            None => continue,
        };
        report.add(
            Diagnostic::error(Code::DuplicateValue, also.index(index).at_value(), format!("`{name}` comes twice"))
                .label("the second time")
                .related(first, "the first time"),
        );
    }
}

/// Longest time before the first poll, in seconds.
const LONGEST_DELAY: u32 = 3600;

fn delay(waiter: &Waiter, node: &NodePath<'_>, report: &mut Report) {
    if waiter.delay > LONGEST_DELAY {
        report.add(
            Diagnostic::error(Code::OutsideLimits, node.key("delay").at_value(), "the delay is longer than an hour")
                .label(format!("these are seconds before the first poll, up to {LONGEST_DELAY}")),
        );
    }
}

/// Some operation must call the id so.
fn called(name: &str, waiter: &Waiter, tree: &SpecTree, node: &NodePath<'_>, report: &mut Report) {
    if !tree.whole {
        return;
    }
    let beginning = || tree.operations.iter().map(|source| &source.operation).filter(|one| one.waiter.as_deref() == Some(name));
    let known = || beginning().flat_map(|operation| operation.response.names().chain(operation.parameters.names()));
    let has = |path: &str, operation: &Operation| {
        let leads = |fields| leads_to_text(path, fields, &operation.shapes);
        leads(&operation.response) || leads(&operation.parameters)
    };
    if beginning().next().is_none() && !waiter.called.is_empty() {
        report.add(
            Diagnostic::warning(Code::NothingSaid, node.key("called").at_key(), "`called` means nothing here")
                .label(format!("no operation has `waiter: {name}`, and calls the id by another name"))
                .help("name the waiter in the operations that start the change, or leave `called` out"),
        );
        return;
    }
    for (index, path) in waiter.called.iter().enumerate() {
        if !beginning().any(|operation| has(path, operation)) {
            report.add(
                Diagnostic::error(
                    Code::UnknownTarget,
                    one_of("called", index, &waiter.called, node),
                    format!("there is no parameter or field `{path}`"),
                )
                .label(format!("no text in the request or in the reply of an operation whose `waiter` is `{name}`"))
                .did_you_mean(path, "names", known()),
            );
        }
    }
}

/// Where one of several texts stands, or the only one.
fn one_of(key: &str, index: usize, texts: &Texts, node: &NodePath<'_>) -> Pointer {
    let node = node.key(key);
    if texts.len() == 1 { node.at_value() } else { node.index(index).at_value() }
}

/// Something must end the wait, and one thing only.
fn end(waiter: &Waiter, node: &NodePath<'_>, report: &mut Report) {
    let has_states = !(waiter.success.is_empty() && waiter.failure.is_empty() && waiter.transient.is_empty());
    if waiter.success.is_empty() && waiter.until.is_none() {
        report.add(
            Diagnostic::error(Code::EndlessWait, node.at_key(), "nothing ends the wait")
                .label("neither `success` nor `until` is given")
                .help("list the states that end it in `success`, or say `until: present`, `until: gone` or `until: detached`"),
        );
    }
    if has_states && waiter.status.is_none() {
        let key = ["success", "failure", "transient"]
            .into_iter()
            .zip([&waiter.success, &waiter.failure, &waiter.transient])
            .find(|(_, states)| !states.is_empty())
            .map_or("success", |(key, _)| key);
        report.add(
            Diagnostic::error(Code::MissingKey, node.at_key(), "missing key `status`")
                .related(node.key(key).at_key(), "these are states, but of which field?")
                .help("name the field that holds the state as `status`"),
        );
    }
    let is_among_values = !waiter.called.is_empty() && waiter.items.is_some();
    if waiter.id.is_none() && waiter.matches.is_empty() && !is_among_values {
        report.add(
            Diagnostic::error(Code::MissingKey, node.at_key(), "missing key `id`")
                .label("which resource is to be waited for?")
                .help("name the parameter that takes its id as `id`, or the field that must equal its id as `match`"),
        );
    }
    if let (Some(_), false) = (waiter.until, waiter.success.is_empty()) {
        report.add(
            Diagnostic::error(Code::Meaningless, node.key("success").at_key(), "`success` is set together with `until`")
                .label("these states would end the wait, whatever `until` says")
                .related(node.key("until").at_key(), "this ends the wait")
                .help("leave one of the two out"),
        );
    }
    let of_lists = [("match", !waiter.matches.is_empty()), ("sub_items", !waiter.sub_items.is_empty())];
    let mut given = of_lists.into_iter().filter(|(_, is_there)| *is_there).map(|(key, _)| key).peekable();
    if given.peek().is_some() && waiter.items.is_none() {
        let missing = Diagnostic::error(Code::MissingKey, node.at_key(), "missing key `items`")
            .help("name the list in the reply that holds the resource as `items`");
        report.add(given.fold(missing, |missing, key| missing.related(node.key(key).at_key(), "this needs a list")));
    }
}

/// A state means one thing. A wait compares states without regard to case.
fn states(waiter: &Waiter, node: &NodePath<'_>, report: &mut Report) {
    let mut seen: HashMap<String, (&str, usize, &str)> = HashMap::new();
    for (key, states) in [("success", &waiter.success), ("failure", &waiter.failure), ("transient", &waiter.transient)] {
        let list = node.key(key);
        for (index, state) in states.iter().enumerate() {
            if let Some((first_key, first, before)) = seen.insert(state.to_ascii_lowercase(), (key, index, state)) {
                let how = if before == state { "" } else { ", in another case" };
                report.add(
                    Diagnostic::error(
                        Code::DuplicateValue,
                        list.index(index).at_value(),
                        format!("the state `{state}` comes twice{how}"),
                    )
                    .label("the second time")
                    .related(node.key(first_key).index(first).at_value(), "the first time"),
                );
            }
        }
    }
}

fn polled(waiter: &Waiter, tree: &SpecTree, node: &NodePath<'_>, report: &mut Report) {
    let operations = || tree.operations.iter().map(|source| &source.operation);
    let Some(operation) = operations().find(|operation| operation.operation == waiter.operation) else {
        let same = || tree.waiters.iter().filter(|(_, other)| other.operation == waiter.operation);
        let is_first = same().next().is_some_and(|(_, first)| std::ptr::eq(first, waiter));
        if tree.whole && is_first {
            let others: Vec<&str> = same().skip(1).map(|(name, _)| name).collect();
            let names = operations().map(|operation| operation.operation.as_str());
            let name = &waiter.operation;
            report.add(
                Diagnostic::error(
                    Code::UnknownOperation,
                    node.key("operation").at_value(),
                    format!("there is no operation `{name}`"),
                )
                .label("no file describes it")
                .notes((!others.is_empty()).then(|| format!("it is polled by {}, too", suggest::listed(&others, "and"))))
                .did_you_mean(name, "operations", names),
            );
        }
        return;
    };
    if operation.access == Access::Write {
        report.add(
            Diagnostic::error(
                Code::WrongTarget,
                node.key("operation").at_value(),
                format!("the waiter polls `{}`, which writes", operation.operation),
            )
            .label("each poll would change something")
            .help("poll an operation whose `access` is `read`"),
        );
        return;
    }
    parameters::check(waiter, operation, node, report);
    // A region parameter that no operation has is reported separately; which one was meant is unknown.
    let region = tree.service.region_parameter.as_deref();
    if region.is_some_and(|region| operations().all(|operation| operation.parameters.get(region).is_none())) {
        return reply::check(waiter, operation, node, report);
    }
    let is_needed = |(name, schema): &(&str, &Schema)| is_argument(name, schema, &tree.service);
    needed(waiter, operation.parameters.iter().filter(is_needed).map(|(name, _)| name), node, report);
    reply::check(waiter, operation, node, report);
}

/// A poll without a required parameter fails each time.
fn needed<'s>(waiter: &Waiter, required: impl Iterator<Item = &'s str>, node: &NodePath<'_>, report: &mut Report) {
    let base = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
    let given: Vec<String> =
        waiter.id.iter().map(String::as_str).chain(waiter.with.names()).chain(waiter.given()).map(base).collect();
    // A misspelled name is reported separately.
    let is_given = |name: &str| given.iter().any(|given| given == name || suggest::is_slip(given, name));
    for name in required.filter(|name| !is_given(name)) {
        report.add(
            Diagnostic::error(Code::MissingKey, node.key("operation").at_value(), format!("nobody gives the poll `{name}`"))
                .label(format!("it requires `{name}`"))
                .help(format!("add it: `also: [{name}]`, or give it a fixed value in `with`")),
        );
    }
}

fn scalar(path: &str, schema: &Schema, location: Pointer, report: &mut Report) {
    if !matches!(schema.kind, Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean)) {
        let is_plain = |items: &Schema| !matches!(items.kind, Some(Kind::Object | Kind::List | Kind::Map) | None);
        let holds_plain = schema.kind == Some(Kind::List) && schema.items.as_deref().is_some_and(is_plain);
        let item = holds_plain.then(|| format!("write `{path}.1` for the first item of the list"));
        let becomes = holds_plain.then(|| (format!("{path}.1"), Applicability::Certain));
        report.add(wrong(path, schema, "a plain value", location).helps(item).becomes(becomes));
    }
}

fn wrong(path: &str, schema: &Schema, wanted: &str, location: Pointer) -> Unlocated {
    let name = |schema: &Schema| schema.kind.map_or("any", kind_name);
    let found = match &schema.items {
        Some(items) => format!("`{}` of `{}`", name(schema), name(items)),
        None => format!("`{}`", name(schema)),
    };
    Diagnostic::error(Code::WrongTarget, location, format!("`{path}` has the wrong type"))
        .label(format!("expected {wanted}, found {found}"))
}
