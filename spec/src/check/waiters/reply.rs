//! What a waiter looks at in the reply.

use crate::check::pagination::lead_nowhere;
use crate::check::paths;
use crate::check::pointer::{NodePath, Pointer};
use crate::check::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::types::{Kind, Named, Operation, Schema, Waiter};

use super::{one_of, scalar, wrong};

pub(super) fn check(waiter: &Waiter, operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    let mut fields = Some(&operation.response);
    if let Some(path) = &waiter.items {
        fields = match list(path, &operation.response, operation, node.key("items").at_value(), waiter, report) {
            Some(fields) => fields,
            None => return,
        };
    }
    let Some(fields) = fields else { return };
    // Without `items`, which is reported by itself, nothing is known of what is in them.
    if waiter.items.is_none() && !(waiter.sub_items.is_empty() && waiter.matches.is_empty()) {
        return;
    }
    if waiter.sub_items.is_empty() {
        which(waiter, node.key("items"), node, report);
        return ends_at(waiter, fields, operation, node, report);
    }
    let mut is_open = true;
    for (index, path) in waiter.sub_items.iter().enumerate() {
        let location = one_of("sub_items", index, &waiter.sub_items, node);
        if let Some(Some(inner)) = list(path, fields, operation, location, waiter, report) {
            if std::mem::take(&mut is_open) {
                which(waiter, node.key("sub_items"), node, report);
            }
            ends_at(waiter, inner, operation, node, report);
        }
    }
}

/// A list of objects holds many resources, of which one is waited for. A waiter without an id is reported elsewhere.
fn which(waiter: &Waiter, list: NodePath<'_>, node: &NodePath<'_>, report: &mut Report) {
    let has_no_id = waiter.id.is_none() && waiter.called.is_empty();
    if waiter.matches.is_empty() && waiter.items.is_some() && !has_no_id {
        report.add(
            Diagnostic::error(Code::MissingKey, node.at_key(), "missing key `match`")
                .related(list.at_value(), "a list of objects: which of them is the resource?")
                .help("name the field of an item that must equal the id as `match`"),
        );
    }
}

/// The fields of the items of the list that a path leads to; inner `None` if it holds plain values, of which one is the id.
#[expect(clippy::option_option, reason = "no list, and a list without fields, are different things")]
fn list<'s>(
    path: &str,
    fields: &'s Named<Schema>,
    operation: &'s Operation,
    location: Pointer,
    waiter: &Waiter,
    report: &mut Report,
) -> Option<Option<&'s Named<Schema>>> {
    let list = match paths::follow(path, fields, &operation.shapes) {
        Ok(list) => list,
        Err(lost) => {
            lead_nowhere(path, &lost, location, report);
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
    let is_unknown = list.items.as_deref().is_some_and(|items| items.resolved(&operation.shapes).is_none());
    // A shape that is not there is reported at the reference.
    if !holds_ids && !is_unknown {
        report.add(wrong(path, list, "a list of objects", location));
    }
    holds_ids.then_some(None)
}

/// The fields that are examined.
fn ends_at(waiter: &Waiter, fields: &Named<Schema>, operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    if let Some(path) = &waiter.status
        && let Ok(schema) = paths::follow(path, fields, &operation.shapes)
        && schema.resolved(&operation.shapes).is_some_and(|schema| schema.kind == Some(Kind::Boolean))
        && let Some(state) =
            waiter.success.iter().chain(&waiter.failure).find(|state| !matches!(state.as_str(), "true" | "false"))
    {
        report.add(
            Diagnostic::error(Code::WrongTarget, node.key("status").at_value(), format!("`{path}` is never `{state}`"))
                .label("this is `true` or `false`")
                .help("name the field of the state, or list `\"true\"` or `\"false\"` as its states"),
        );
    }
    let matches = waiter.matches.iter().enumerate().map(|(index, path)| (path, one_of("match", index, &waiter.matches, node)));
    for (path, location) in matches.chain(waiter.status.iter().map(|path| (path, node.key("status").at_value()))) {
        match paths::follow(path, fields, &operation.shapes) {
            Err(lost) => lead_nowhere(path, &lost, location, report),
            Ok(schema) => scalar(path, schema, location, report),
        }
    }
}

/// The fields of a list's items.
fn items<'s>(list: &'s Schema, operation: &'s Operation) -> Option<&'s Named<Schema>> {
    let items = list.items.as_deref()?.resolved(&operation.shapes)?;
    (list.kind == Some(Kind::List) && items.kind == Some(Kind::Object)).then_some(&items.fields)
}
