//! Importing over a tree that people edited: facts come from the metadata, and what a person wrote stays.
//!
//! A person's are summaries, descriptions at any level, waiters, columns of tables, samples, retry classes, corrections of how to page, shapes
//! named by hand, marks of secrets, and what the metadata is silent about.

mod schema;

use super::metadata::Api;
use super::pagination;
use super::report::{NoteKind, Notes};
use super::summary;
use crate::facts::TableFacts;
use crate::types::{ErrorCode, Named, Operation, Schema};
use schema::Merger;

/// An operation as the metadata has it, with what a person wrote into the existing file.
pub(super) fn operation(new: Operation, old: &Operation, api: Api<'_>, notes: &mut Notes) -> Operation {
    let mut merger = Merger::new(&new, old);
    let mut parameters = merger.fields(&new.parameters, &old.parameters);
    super::operation::choose_names(&mut parameters);
    let response = merger.fields(&new.response, &old.response);
    let shapes = merger.shapes(&new.shapes, &old.shapes);
    for shape in merger.outgrown() {
        notes.add(NoteKind::ShapeOutgrown, &["shapes", shape], "the places that it stood for have fields of their own now");
    }
    let is_placeholder = old.summary == summary::placeholder(&old.operation);
    let silent_about_access = api.operation_type().is_none();
    let mut merged = Operation {
        summary: if is_placeholder { new.summary } else { old.summary.clone() },
        description: old.description.clone().or(new.description),
        access: if silent_about_access { old.access } else { new.access },
        method: if api.preferred_method().is_some() { new.method } else { old.method },
        auth: if api.security().is_some() { new.auth } else { old.auth },
        deprecated: api.deprecated().unwrap_or(old.deprecated),
        replaced_by: if new.replaced_by.is_empty() { old.replaced_by.clone() } else { new.replaced_by },
        asynchronous: new.asynchronous || old.asynchronous,
        waiter: old.waiter.clone(),
        pagination: None,
        columns: Vec::new(),
        parameters,
        response,
        shapes,
        errors: errors(new.errors, &old.errors),
        sample: old.sample.clone(),
        operation: new.operation,
    };
    merged.pagination = match (&old.pagination, new.pagination) {
        (Some(old), stated) if pagination::holds(old, &merged) => {
            if stated.is_some_and(|stated| stated != *old) {
                notes.add(NoteKind::Kept, &["pagination"], "how to page");
            }
            Some(old.clone())
        }
        (_, stated) => stated.filter(|stated| pagination::holds(stated, &merged)),
    };
    merged.columns = columns(old, &merged);
    if merged.summary == summary::placeholder(&merged.operation) {
        notes.add(NoteKind::NeedsSummary, &[], "");
    }
    merged
}

/// The columns that a person chose, as far as the fields are there still.
fn columns(old: &Operation, merged: &Operation) -> Vec<String> {
    let Some(table) = TableFacts::of(merged) else { return Vec::new() };
    old.columns.iter().filter(|name| table.fields.get(name).is_some()).cloned().collect()
}

/// Fields as the metadata has them, with what a person wrote about the existing ones.
pub(super) fn fields(new: &Named<Schema>, old: &Named<Schema>) -> Named<Schema> {
    Merger::default().fields(new, old)
}

/// Codes that the metadata lists, and those that a person said something about.
fn errors(new: Vec<ErrorCode>, old: &[ErrorCode]) -> Vec<ErrorCode> {
    let find = |code: &str| old.iter().find(|error| error.code == code);
    let listed = |old: &ErrorCode| new.iter().any(|error| error.code == old.code);
    let added: Vec<ErrorCode> =
        old.iter().filter(|error| !listed(error) && (error.retry.is_some() || error.description.is_some())).cloned().collect();
    let updated = new.iter().map(|error| match find(&error.code) {
        Some(old) => ErrorCode { description: old.description.clone(), retry: old.retry, ..error.clone() },
        None => error.clone(),
    });
    in_order(updated.chain(added).map(|error| (error.code.clone(), error)).collect(), old.iter().map(|error| error.code.as_str()))
        .into_iter()
        .map(|(_, error)| error)
        .collect()
}

/// Things by name in the order that they had, each new one behind the one that it follows in the metadata: so that importing
/// again moves nothing, and the order of required arguments stays.
fn in_order<'o, T>(new: Vec<(String, T)>, old: impl Iterator<Item = &'o str>) -> Vec<(String, T)> {
    let old: Vec<&str> = old.collect();
    let (mut known, mut fresh) = (Vec::new(), Vec::new());
    let mut before: Option<String> = None;
    for (name, value) in new {
        match old.iter().position(|old| *old == name) {
            Some(place) => known.push((place, name.clone(), value)),
            None => fresh.push((before.clone(), name.clone(), value)),
        }
        before = Some(name);
    }
    known.sort_by_key(|(place, ..)| *place);
    let mut ordered: Vec<(String, T)> = known.into_iter().map(|(_, name, value)| (name, value)).collect();
    for (before, name, value) in fresh {
        let place = before.and_then(|before| ordered.iter().position(|(known, _)| *known == before)).map_or(0, |at| at + 1);
        ordered.insert(place, (name, value));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn new_names_go_behind_their_neighbours() {
        let new = ["N0", "B", "N1", "N2", "A", "C"].map(|name| (name.to_owned(), ())).to_vec();
        let ordered: Vec<String> =
            in_order(new, ["A", "B", "Gone", "C"].into_iter()).into_iter().map(|(name, ())| name).collect();
        assert_eq!(ordered, ["N0", "A", "B", "N1", "N2", "C"]);
    }
}
