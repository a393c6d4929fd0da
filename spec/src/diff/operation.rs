//! One operation in both trees.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::is_argument;
use crate::names::{self, NestedType, OperationTypes, OwnTypes, Side};
use crate::read::{SourcedOperation, SpecTree};
use crate::types::{Auth, ErrorCode, Named, Operation, Schema};

use super::Changes;
use super::schema::{Comparer, Owner};

pub(super) fn compare_all(old: &SpecTree, new: &SpecTree, changes: &mut Changes) {
    let renamed = renamed(old, new);
    let names = (old.type_names(), new.type_names());
    for before in &old.operations {
        let name = &before.operation.operation;
        changes.operation.clone_from(name);
        if let Some((_, after)) = renamed.iter().find(|(other, _)| std::ptr::eq(*other, before)) {
            changes.breaking(&[], format!("is now `{}`", after.operation.operation));
            changes.operation.clone_from(&after.operation.operation);
            compare((old, before), (new, after), changes);
            nested_types(names.0.get(name), names.1.get(&after.operation.operation), changes);
            continue;
        }
        match find(new, name) {
            Some(after) => {
                let in_struct = required(old, &before.operation).len() > names::MAX_ARGUMENTS;
                let has_codes = !before.operation.errors.is_empty();
                own_types(&names.0.own(name), &names.1.own(name), in_struct, has_codes, changes);
                compare((old, before), (new, after), changes);
                nested_types(names.0.get(name), names.1.get(name), changes);
            }
            None => changes.breaking(&[], "is gone"),
        }
    }
    let is_new = |after: &&SourcedOperation| {
        find(old, &after.operation.operation).is_none() && !renamed.iter().any(|(_, other)| std::ptr::eq(*other, *after))
    };
    for after in new.operations.iter().filter(is_new) {
        changes.operation.clone_from(&after.operation.operation);
        changes.additive(&[], format!("is new: {}", after.operation.summary));
    }
    changes.operation.clear();
}

/// A new operation may have the name of a type of another one, which gets another then. The trait that adds an operation to other
/// clients is no part of a client.
fn own_types(old: &OwnTypes, new: &OwnTypes, in_struct: bool, has_codes: bool, changes: &mut Changes) {
    let pairs = [
        (&old.request, &new.request, true),
        (&old.response, &new.response, true),
        (&old.code, &new.code, has_codes),
        (&old.required, &new.required, in_struct),
    ];
    for (was, is, _) in pairs.into_iter().filter(|(was, is, is_made)| *is_made && was != is) {
        changes.breaking(&[], format!("now has a type `{is}` instead of `{was}`"));
    }
}

/// A parameter, a field or an operation that is new may leave another name to the type of one that was there before.
fn nested_types(old: Option<&OperationTypes>, new: Option<&OperationTypes>, changes: &mut Changes) {
    let (Some(old), Some(new)) = (old, new) else { return };
    let of = |types: &OperationTypes, name: &str| name.strip_prefix(&types.own.call).unwrap_or(name).to_owned();
    // A field of a renamed struct is not reported again.
    let by_field = |types: &OperationTypes| -> BTreeMap<(String, String), NestedType> {
        let all = types.all_nested();
        all.map(|(owner, wire, nested)| ((of(types, owner), wire.to_owned()), nested.clone())).collect()
    };
    let before = by_field(old);
    for (field, after) in by_field(new) {
        let Some(before) = before.get(&field).filter(|before| of(old, &before.name) != of(new, &after.name)) else { continue };
        let response = (after.side == Side::Response).then_some("response");
        let place: Vec<&str> = response.into_iter().chain(after.path.iter().map(String::as_str)).collect();
        changes.breaking(&place, format!("now has a type `{}` instead of `{}`", after.name, before.name));
    }
}

fn find<'t>(tree: &'t SpecTree, name: &str) -> Option<&'t SourcedOperation> {
    tree.operations.iter().find(|source| source.operation.operation == name)
}

/// Operations that have another name in the new tree: one that is gone and one that is new take and give the same, and no other
/// does.
fn renamed<'t>(old: &'t SpecTree, new: &'t SpecTree) -> Vec<(&'t SourcedOperation, &'t SourcedOperation)> {
    let only_in = |tree: &'t SpecTree, other: &SpecTree| -> Vec<&'t SourcedOperation> {
        tree.operations.iter().filter(|source| find(other, &source.operation.operation).is_none()).collect()
    };
    let (gone, added) = (only_in(old, new), only_in(new, old));
    let alike = |before: &SourcedOperation, after: &SourcedOperation| {
        let face = |operation: &Operation| (operation.access, operation.parameters.names().collect::<BTreeSet<_>>().len());
        let fields = own_fields(&before.operation);
        fields.len() > 1 && face(&before.operation) == face(&after.operation) && fields == own_fields(&after.operation)
    };
    let one = |before: &'t SourcedOperation| {
        let mut like = added.iter().filter(|after| alike(before, after));
        let after = like.next().filter(|_| like.next().is_none())?;
        (gone.iter().filter(|other| alike(other, after)).count() == 1).then_some((before, *after))
    };
    gone.iter().filter_map(|before| one(before)).collect()
}

/// The names of parameters and fields that not every operation has.
fn own_fields(operation: &Operation) -> BTreeSet<(bool, &str)> {
    let common = ["RegionId", "ClientToken", "DryRun", "RequestId"];
    let parameters = operation.parameters.names().map(|name| (true, name));
    parameters.chain(operation.response.names().map(|name| (false, name))).filter(|(_, name)| !common.contains(name)).collect()
}

fn compare(old: (&SpecTree, &SourcedOperation), new: (&SpecTree, &SourcedOperation), changes: &mut Changes) {
    let (before, after) = (&old.1.operation, &new.1.operation);
    let groups = (old.1.group.clone(), new.1.group.clone());
    if groups.0 != groups.1 && !changes.renamed_groups.contains(&groups) {
        changes.breaking(&[], format!("moved from the group `{}` to `{}`", old.1.group, new.1.group));
    }
    let told = changes.found.len();
    arguments(required(old.0, before), required(new.0, after), changes);
    let takes_others = changes.found.len() > told;
    nature(before, after, changes);
    waiting(send_and_wait(old.0, before), send_and_wait(new.0, after), changes);
    paging(before, after, changes);
    let region =
        new.0.service.region_parameter.as_deref().filter(|_| old.0.service.region_parameter == new.0.service.region_parameter);
    let mut comparer =
        Comparer { old_shapes: &before.shapes, new_shapes: &after.shapes, region, takes_others, changes, open: Vec::new() };
    comparer.fields(&before.parameters, &after.parameters, Owner::Request, &[]);
    comparer.fields(&before.response, &after.response, Owner::Received, &["response"]);
    codes(&before.errors, &after.errors, changes);
}

/// The parameters that a client's method takes.
fn required<'t>(tree: &'t SpecTree, operation: &'t Operation) -> Vec<&'t str> {
    let parameters = operation.parameters.iter();
    parameters.filter(|(name, schema)| is_argument(name, schema, &tree.service)).map(|(name, _)| name).collect()
}

/// Added, removed and newly required parameters are reported one by one elsewhere. This reports changes of their order and number.
fn arguments(old: Vec<&str>, new: Vec<&str>, changes: &mut Changes) {
    let in_struct = |arguments: &[&str]| arguments.len() > names::MAX_ARGUMENTS;
    if in_struct(&old) != in_struct(&new) {
        let how = if in_struct(&new) { "a struct" } else { "arguments" };
        changes.breaking(&[], format!("now takes its required parameters as {how}"));
    } else if !in_struct(&new) && old != new {
        let list = |names: &[&str]| names.iter().map(|name| names::field(name)).collect::<Vec<_>>().join(", ");
        changes.breaking(&[], format!("takes ({}) instead of ({})", list(&new), list(&old)));
    }
}

fn nature(old: &Operation, new: &Operation, changes: &mut Changes) {
    if old.access != new.access {
        let access = format!("{:?}", new.access).to_lowercase();
        changes.additive(&[], format!("is now a {access}, which determines when it may be retried"));
    }
    if old.method != new.method {
        let method = format!("{:?}", new.method).to_uppercase();
        changes.additive(&[], format!("is now sent as {method}"));
    }
    match (old.auth, new.auth) {
        (Auth::Signed, Auth::Anonymous) => changes.additive(&[], "is now sent unsigned and without credentials"),
        (Auth::Anonymous, Auth::Signed) => changes.breaking(&[], "now needs credentials"),
        _ => {}
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => changes.additive(&[], "is deprecated"),
        (true, false) => changes.additive(&[], "is no longer deprecated"),
        _ => {}
    }
    changes.documented(&[], "summary", &old.summary, &new.summary);
    changes.documented(&[], "description", &old.description, &new.description);
    changes.documented(&[], "choice of columns", &old.columns, &new.columns);
    changes.documented(&[], "replacement", &old.replaced_by, &new.replaced_by);
    changes.documented(&[], "note on asynchronous work", &old.asynchronous, &new.asynchronous);
}

/// What an operation waits for after it was sent.
struct Waiting<'t> {
    waiter: &'t str,
    /// What the caller must give because neither the request nor the reply has it.
    arguments: Vec<&'t str>,
}

fn send_and_wait<'t>(tree: &'t SpecTree, operation: &'t Operation) -> Option<Waiting<'t>> {
    let waiter = operation.waiter.as_deref()?;
    Some(Waiting { waiter, arguments: tree.waiters.get(waiter)?.arguments(operation) })
}

fn waiting(old: Option<Waiting<'_>>, new: Option<Waiting<'_>>, changes: &mut Changes) {
    match (old, new) {
        (Some(old), None) => {
            changes.breaking(&["waiter"], format!("is gone: `send_and_wait` for `{}` no longer exists", old.waiter))
        }
        (None, Some(new)) => changes.additive(&["waiter"], format!("is new: `send_and_wait` waits for `{}`", new.waiter)),
        (Some(old), Some(new)) if old.arguments != new.arguments => {
            changes.breaking(&["waiter"], format!("takes other arguments: `send_and_wait` waits for `{}`", new.waiter));
        }
        (Some(old), Some(new)) if old.waiter != new.waiter => {
            changes.additive(&["waiter"], format!("is `{}` instead of `{}`", new.waiter, old.waiter));
        }
        _ => {}
    }
}

fn paging(old: &Operation, new: &Operation, changes: &mut Changes) {
    let place = &["pagination"];
    match (&old.pagination, &new.pagination) {
        (Some(_), None) => changes.breaking(place, "is gone: `pages` and `items` no longer exist"),
        (None, Some(_)) => changes.additive(place, "is new: `pages` and `items` return the whole list"),
        (Some(old), Some(new)) => {
            if old.items != new.items {
                changes.breaking(place, format!("returns the items of `{}` instead of `{}`", new.items, old.items));
            }
            let way = |of: &crate::types::Pagination| {
                (of.style, of.page.clone(), of.token.clone(), of.next.clone(), of.size.clone(), of.total.clone())
            };
            if way(old) != way(new) {
                changes.additive(place, "requests pages in another way");
            }
            changes.documented(place, "size", &(old.default_size, old.max_size), &(new.default_size, new.max_size));
        }
        (None, None) => {}
    }
}

/// Error codes: each is a variant of an enum, and may have a retry class.
fn codes(old: &[ErrorCode], new: &[ErrorCode], changes: &mut Changes) {
    let find = |among: &[ErrorCode], code: &str| among.iter().find(|error| error.code == code).cloned();
    let both = |of: &[ErrorCode], other: &[ErrorCode]| -> Vec<String> {
        of.iter().filter(|error| find(other, &error.code).is_some()).map(|error| error.code.clone()).collect()
    };
    changes.documented(&["errors"], "order", &both(old, new), &both(new, old));
    for before in old {
        let place = ["errors", before.code.as_str()];
        let Some(after) = find(new, &before.code) else {
            changes.breaking(&place, "is gone");
            continue;
        };
        if let (Some(was), Some(is)) = (variant(old, &before.code), variant(new, &before.code))
            && was != is
        {
            changes.breaking(&place, format!("is now the variant `{is}` instead of `{was}`"));
        }
        retry(&place, before, &after, changes);
    }
    for after in new.iter().filter(|after| find(old, &after.code).is_none()) {
        changes.additive(&["errors", &after.code], "is new");
    }
}

fn variant(errors: &[ErrorCode], code: &str) -> Option<String> {
    let place = errors.iter().position(|error| error.code == code)?;
    names::code_variants(errors.iter().map(|error| error.code.as_str())).into_iter().nth(place)?
}

/// What is said about one code.
pub(super) fn retry(place: &[&str], old: &ErrorCode, new: &ErrorCode, changes: &mut Changes) {
    if old.retry != new.retry {
        let word = |error: &ErrorCode| error.retry.map_or("no class".to_owned(), |retry| format!("`{retry:?}`").to_lowercase());
        changes.additive(place, format!("has {} instead of {}, which determines how it is retried", word(new), word(old)));
    }
    changes.documented(place, "status", &old.status, &new.status);
    changes.documented(place, "description", &old.description, &new.description);
}

/// Parameters that all operations have.
pub(super) fn shared_parameters(old: &Named<Schema>, new: &Named<Schema>, changes: &mut Changes) {
    let none = Named::default();
    let mut comparer =
        Comparer { old_shapes: &none, new_shapes: &none, region: None, takes_others: false, changes, open: Vec::new() };
    comparer.fields(old, new, Owner::Sent, &["parameters"]);
}
