//! The index of a tree of specs: what can be looked up without parsing any spec file.
//!
//! The build script makes the index of the embedded specs; that of a folder is made when it is read.

use std::collections::HashSet;

use acs_spec::read::{SourcedOperation, SpecTree};
use acs_spec::{Access, ErrorCode, Kind, Named, Schema};
use serde::{Deserialize, Serialize};

/// What a tree of specs holds, by name.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Index {
    /// Product name of the API.
    pub(crate) product: String,
    /// Version of the API.
    pub(crate) version: String,
    /// Groups of operations with their summaries.
    pub(crate) groups: Vec<(String, String)>,
    /// Waiters with their summaries.
    pub(crate) waiters: Vec<(String, String)>,
    /// Error codes of every operation.
    pub(crate) errors: Vec<ErrorCode>,
    /// Operations, sorted by name.
    pub(crate) operations: Vec<Entry>,
}

/// An operation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) operation: String,
    pub(crate) group: String,
    pub(crate) access: Access,
    pub(crate) paginated: bool,
    pub(crate) asynchronous: bool,
    pub(crate) deprecated: bool,
    pub(crate) summary: String,
    pub(crate) errors: Vec<ErrorCode>,
    pub(crate) parameters: Vec<Parameter>,
}

/// A parameter of an operation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// The values that it may have, if that is a closed set.
    pub(crate) values: Vec<String>,
}

impl Index {
    pub(crate) fn of(tree: &SpecTree) -> Self {
        let mut operations: Vec<Entry> = tree.operations.iter().map(Entry::of).collect();
        operations.sort_by(|a, b| a.operation.cmp(&b.operation));
        Index {
            product: tree.service.product.clone(),
            version: tree.service.version.clone(),
            groups: pairs(&tree.service.groups, String::as_str),
            waiters: pairs(&tree.waiters, |waiter| &waiter.summary),
            errors: tree.service.errors.clone(),
            operations,
        }
    }
}

impl Index {
    /// Takes from another index what this one lacks, as [`SpecTree::join`] does with trees.
    pub(crate) fn join(&mut self, other: Index) {
        if (&self.product, &self.version) != (&other.product, &other.version) {
            return;
        }
        add(&mut self.operations, other.operations, |entry| &entry.operation);
        self.operations.sort_by(|a, b| a.operation.cmp(&b.operation));
        add(&mut self.groups, other.groups, |(name, _)| name);
        add(&mut self.waiters, other.waiters, |(name, _)| name);
        add(&mut self.errors, other.errors, |code| &code.code);
    }
}

fn add<T>(to: &mut Vec<T>, from: Vec<T>, name: impl Fn(&T) -> &String) {
    let known: HashSet<String> = to.iter().map(|item| name(item).clone()).collect();
    to.extend(from.into_iter().filter(|item| !known.contains(name(item))));
}

impl Entry {
    fn of(source: &SourcedOperation) -> Self {
        let spec = &source.operation;
        let parameter = |(name, schema): (&str, &Schema)| Parameter {
            name: name.to_owned(),
            values: values(schema.resolved(&spec.shapes).unwrap_or(schema)),
        };
        Entry {
            operation: spec.operation.clone(),
            group: source.group.clone(),
            access: spec.access,
            paginated: spec.pagination.is_some(),
            asynchronous: spec.asynchronous,
            deprecated: spec.deprecated,
            summary: spec.summary.clone(),
            errors: spec.errors.clone(),
            parameters: spec.parameters.iter().map(parameter).collect(),
        }
    }
}

/// The values that a schema allows, if they are a closed set.
pub(crate) fn values(schema: &Schema) -> Vec<String> {
    match schema.kind {
        Some(Kind::Boolean) => ["true", "false"].map(str::to_owned).into(),
        _ => schema.closed.clone(),
    }
}

fn pairs<'t, T>(named: &'t Named<T>, text: impl Fn(&'t T) -> &'t str) -> Vec<(String, String)> {
    named.iter().map(|(name, value)| (name.to_owned(), text(value).to_owned())).collect()
}
