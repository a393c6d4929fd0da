//! What a service knows that a spec may name: waiters, operations, error codes, parameters.

use std::collections::{BTreeMap, BTreeSet};

use acs_spec::read::SpecTree;
use acs_spec::{ErrorCode, Operation, Retry, Schema};

/// An error code as all operations together describe it.
#[derive(Debug, Default, Clone)]
pub(super) struct KnownCode<'s> {
    pub(super) statuses: BTreeSet<u16>,
    pub(super) retry: Option<Retry>,
    pub(super) description: Option<&'s str>,
    pub(super) operations: usize,
}

/// All error codes, those of the service among them.
pub(super) fn codes(tree: &SpecTree) -> BTreeMap<&str, KnownCode<'_>> {
    let mut known: BTreeMap<&str, KnownCode<'_>> = BTreeMap::new();
    let of_operations = tree.operations.iter().flat_map(|source| &source.operation.errors);
    for (error, count) in tree.service.errors.iter().map(|error| (error, 0)).chain(of_operations.map(|error| (error, 1))) {
        let ErrorCode { code, status, description, retry } = error;
        let entry = known.entry(code).or_default();
        entry.statuses.extend(status.as_slice());
        entry.retry = entry.retry.or(*retry);
        entry.description = entry.description.or(description.as_deref());
        entry.operations += count;
    }
    known
}

/// An operation by its wire name.
pub(super) fn operation<'s>(tree: &'s SpecTree, name: &str) -> Option<&'s Operation> {
    tree.operations.iter().map(|source| &source.operation).find(|operation| operation.operation == name)
}

/// Parameters, or fields at the top of a response, by name: how many operations have one, and what the first says of it.
pub(super) fn fields(tree: &SpecTree, of_request: bool) -> BTreeMap<&str, (usize, &Schema)> {
    let mut known: BTreeMap<&str, (usize, &Schema)> = BTreeMap::new();
    for operation in tree.operations.iter().map(|source| &source.operation) {
        let fields = if of_request { &operation.parameters } else { &operation.response };
        for (name, schema) in fields.iter() {
            known.entry(name).or_insert((0, schema)).0 += 1;
        }
    }
    known
}
