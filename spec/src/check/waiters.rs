//! `waiters.yaml`: that each waiter polls an operation that is there, with parameters and fields that it has.

use std::collections::HashMap;

use crate::diagnostic::{Applicability, Code};
use crate::names::field;
use crate::read::SpecTree;
use crate::types::{Access, Kind, Named, Operation, Schema, Texts, Waiter, leads_to_text};

use super::names;
use super::operation::text;
use super::pagination::lead_nowhere;
use super::paths;
use super::report::{Mistake, Report};
use super::schema::kind_name;
use super::trail::{Spot, Trail};

pub(super) fn check(tree: &SpecTree, report: &mut Report) {
    let Some(source) = &tree.sources.waiters else { return };
    let top = Trail::top(source);
    let mut methods: HashMap<String, &str> = HashMap::new();
    for (name, waiter) in tree.waiters.iter() {
        let trail = top.key(name);
        names::type_like(name, "a waiter", trail.at_key(), report);
        if let Some(first) = methods.insert(field(name), name) {
            let method = field(name);
            report
                .error(Code::NameCollision, trail.at_key(), format!("`{name}` and `{first}` are both `{method}` in Rust"))
                .label("the second")
                .related(top.key(first).at_key(), "the first");
        }
        let method = format!("wait_until_{}", field(name));
        let mut operations = tree.operations.iter().map(|source| &source.operation.operation);
        if let Some(other) = operations.find(|other| other.starts_with("WaitUntil") && field(other) == method) {
            report.error(
                Code::NameCollision,
                trail.at_key(),
                format!("the waiter `{name}` and the operation `{other}` are both `{method}` in Rust"),
            );
        }
        text(&waiter.summary, &trail.key("summary"), report);
        end(waiter, &trail, report);
        states(waiter, &trail, report);
        polled(waiter, tree, &trail, report);
        called(name, waiter, tree, &trail, report);
    }
}

/// Some operation must call the id so.
fn called(name: &str, waiter: &Waiter, tree: &SpecTree, trail: &Trail<'_>, report: &mut Report) {
    if !tree.whole {
        return;
    }
    let beginning = || tree.operations.iter().map(|source| &source.operation).filter(|one| one.waiter.as_deref() == Some(name));
    let known = || beginning().flat_map(|operation| operation.response.names().chain(operation.parameters.names()));
    let has = |path: &str, operation: &Operation| {
        let leads = |fields| leads_to_text(path, fields, &operation.shapes);
        leads(&operation.response) || leads(&operation.parameters)
    };
    for (index, path) in waiter.called.iter().enumerate() {
        if !beginning().any(|operation| has(path, operation)) {
            report
                .error(Code::UnknownTarget, one_of("called", index, &waiter.called, trail), format!("nothing is called `{path}`"))
                .label(format!("no text in the request or in the reply of an operation whose `waiter` is `{name}`"))
                .did_you_mean(path, "names", known());
        }
    }
}

/// Where one of several texts stands, or the only one.
fn one_of(key: &str, index: usize, texts: &Texts, trail: &Trail<'_>) -> Spot {
    let trail = trail.key(key);
    if texts.len() == 1 { trail.at_value() } else { trail.index(index).at_value() }
}

/// Something must end the wait, and one thing only.
fn end(waiter: &Waiter, trail: &Trail<'_>, report: &mut Report) {
    let has_states = !(waiter.success.is_empty() && waiter.failure.is_empty() && waiter.transient.is_empty());
    if waiter.success.is_empty() && waiter.until.is_none() {
        report
            .error(Code::EndlessWait, trail.at_key(), "nothing ends the wait")
            .label("neither `success` nor `until` is given")
            .help("list the states that end it in `success`, or say `until: present`, `until: gone` or `until: detached`");
    }
    if has_states && waiter.status.is_none() {
        let key = ["success", "failure", "transient"]
            .into_iter()
            .zip([&waiter.success, &waiter.failure, &waiter.transient])
            .find(|(_, states)| !states.is_empty())
            .map_or("success", |(key, _)| key);
        report
            .error(Code::MissingKey, trail.at_key(), "missing key `status`")
            .related(trail.key(key).at_key(), "these are states, but of which field?")
            .help("name the field that holds the state as `status`");
    }
    let is_among_values = !waiter.called.is_empty() && waiter.items.is_some();
    if waiter.id.is_none() && waiter.matches.is_empty() && !is_among_values {
        report
            .error(Code::MissingKey, trail.at_key(), "missing key `id`")
            .label("which resource is to be waited for?")
            .help("name the parameter that takes its id as `id`, or the field that must equal its id as `match`");
    }
    for (key, is_there) in [("match", !waiter.matches.is_empty()), ("sub_items", !waiter.sub_items.is_empty())] {
        if is_there && waiter.items.is_none() {
            report
                .error(Code::MissingKey, trail.at_key(), "missing key `items`")
                .related(trail.key(key).at_key(), "this needs a list")
                .help("name the list in the reply that holds the resource as `items`");
        }
    }
}

/// A state means one thing.
fn states(waiter: &Waiter, trail: &Trail<'_>, report: &mut Report) {
    let mut seen: HashMap<&str, (&str, usize)> = HashMap::new();
    for (key, states) in [("success", &waiter.success), ("failure", &waiter.failure), ("transient", &waiter.transient)] {
        let list = trail.key(key);
        for (index, state) in states.iter().enumerate() {
            if let Some((first_key, first)) = seen.insert(state, (key, index)) {
                report
                    .error(Code::DuplicateValue, list.index(index).at_value(), format!("the state `{state}` comes twice"))
                    .label("the second time")
                    .related(trail.key(first_key).index(first).at_value(), "the first time");
            }
        }
    }
}

fn polled(waiter: &Waiter, tree: &SpecTree, trail: &Trail<'_>, report: &mut Report) {
    let operations = || tree.operations.iter().map(|source| &source.operation);
    let Some(operation) = operations().find(|operation| operation.operation == waiter.operation) else {
        if tree.whole {
            let names = operations().map(|operation| operation.operation.as_str());
            let name = &waiter.operation;
            report
                .error(Code::UnknownOperation, trail.key("operation").at_value(), format!("there is no operation `{name}`"))
                .label("no file describes it")
                .did_you_mean(name, "operations", names);
        }
        return;
    };
    if operation.access == Access::Write {
        report
            .error(
                Code::WrongTarget,
                trail.key("operation").at_value(),
                format!("the waiter polls `{}`, which writes", operation.operation),
            )
            .label("each poll would change something")
            .help("poll an operation whose `access` is `read`");
    }
    parameters(waiter, operation, trail, report);
    reply(waiter, operation, trail, report);
}

fn parameters(waiter: &Waiter, operation: &Operation, trail: &Trail<'_>, report: &mut Report) {
    let mut plain = |path: &str, spot: Spot| match paths::follow(path, &operation.parameters, &operation.shapes) {
        Ok(schema) => scalar(path, schema, spot, report),
        Err(lost) => lead_nowhere(path, &lost, spot, report),
    };
    if let Some(id) = &waiter.id {
        plain(id, trail.key("id").at_value());
    }
    let with = trail.key("with");
    for name in waiter.with.names() {
        plain(name, with.key(name).at_key());
    }
    let also = trail.key("also");
    let placeholder = |value: &str| value.strip_prefix('{')?.strip_suffix('}').map(str::to_owned);
    let used: Vec<String> = waiter.with.iter().filter_map(|(_, value)| placeholder(value)).collect();
    for (index, name) in waiter.also.iter().enumerate() {
        if !used.contains(name) && !waiter.matches.contains(name) {
            plain(name, also.index(index).at_value());
        }
    }
    for (name, value) in waiter.with.iter() {
        if let Some(wanted) = placeholder(value).filter(|wanted| !waiter.also.contains(wanted)) {
            report
                .error(Code::UnknownTarget, with.key(name).at_value(), format!("nobody gives `{wanted}`"))
                .label("not in `also`")
                .did_you_mean(&wanted, "names in `also`", waiter.also.iter().map(String::as_str));
        }
    }
}

fn reply(waiter: &Waiter, operation: &Operation, trail: &Trail<'_>, report: &mut Report) {
    let mut fields = Some(&operation.response);
    if let Some(path) = &waiter.items {
        fields = match list(path, &operation.response, operation, trail.key("items").at_value(), waiter, report) {
            Some(fields) => fields,
            None => return,
        };
    }
    let Some(fields) = fields else { return };
    if waiter.sub_items.is_empty() {
        return ends_at(waiter, fields, operation, trail, report);
    }
    for (index, path) in waiter.sub_items.iter().enumerate() {
        let spot = one_of("sub_items", index, &waiter.sub_items, trail);
        if let Some(Some(inner)) = list(path, fields, operation, spot, waiter, report) {
            ends_at(waiter, inner, operation, trail, report);
        }
    }
}

/// The fields of the items of the list that a path leads to; inner `None` if it holds plain values, of which one is the id.
#[expect(clippy::option_option, reason = "no list, and a list without fields, are different things")]
fn list<'s>(
    path: &str,
    fields: &'s Named<Schema>,
    operation: &'s Operation,
    spot: Spot,
    waiter: &Waiter,
    report: &mut Report,
) -> Option<Option<&'s Named<Schema>>> {
    let list = match paths::follow(path, fields, &operation.shapes) {
        Ok(list) => list,
        Err(lost) => {
            lead_nowhere(path, &lost, spot, report);
            return None;
        }
    };
    if let Some(inner) = items(list, operation) {
        return Some(Some(inner));
    }
    let holds_ids = list.kind == Some(Kind::List)
        && list.items.as_deref().is_some_and(|items| items.kind == Some(Kind::String))
        && waiter.matches.is_empty()
        && waiter.status.is_none();
    if !holds_ids {
        wrong(path, list, "a list of objects", spot, report);
    }
    holds_ids.then_some(None)
}

/// The fields that are looked at.
fn ends_at(waiter: &Waiter, fields: &Named<Schema>, operation: &Operation, trail: &Trail<'_>, report: &mut Report) {
    let matches = waiter.matches.iter().enumerate().map(|(index, path)| (path, one_of("match", index, &waiter.matches, trail)));
    for (path, spot) in matches.chain(waiter.status.iter().map(|path| (path, trail.key("status").at_value()))) {
        match paths::follow(path, fields, &operation.shapes) {
            Err(lost) => lead_nowhere(path, &lost, spot, report),
            Ok(schema) => scalar(path, schema, spot, report),
        }
    }
}

/// The fields of a list's items.
fn items<'s>(list: &'s Schema, operation: &'s Operation) -> Option<&'s Named<Schema>> {
    let items = list.items.as_deref()?.resolved(&operation.shapes)?;
    (list.kind == Some(Kind::List) && items.kind == Some(Kind::Object)).then_some(&items.fields)
}

fn scalar(path: &str, schema: &Schema, spot: Spot, report: &mut Report) {
    if !matches!(schema.kind, Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean)) {
        let is_plain = |items: &Schema| !matches!(items.kind, Some(Kind::Object | Kind::List | Kind::Map) | None);
        let holds_plain = schema.kind == Some(Kind::List) && schema.items.as_deref().is_some_and(is_plain);
        let item = holds_plain.then(|| format!("write `{path}.1` for the first item of the list"));
        wrong(path, schema, "a plain value", spot, report)
            .helps(item)
            .becomes(holds_plain.then(|| (format!("{path}.1"), Applicability::Certain)));
    }
}

fn wrong<'r>(path: &str, schema: &Schema, wanted: &str, spot: Spot, report: &'r mut Report) -> &'r mut Mistake {
    let name = |schema: &Schema| schema.kind.map_or("any", kind_name);
    let found = match &schema.items {
        Some(items) => format!("`{}` of `{}`", name(schema), name(items)),
        None => format!("`{}`", name(schema)),
    };
    report
        .error(Code::WrongTarget, spot, format!("`{path}` has the wrong type"))
        .label(format!("expected {wanted}, found {found}"))
}
