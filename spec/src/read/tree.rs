//! The types that reading gives.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Source};
use crate::names::TypeNames;
use crate::types::{ErrorCode, Glossary, Named, Operation, Service, Waiters};

/// A folder of spec files, read.
#[derive(Debug, Clone)]
pub struct SpecTree {
    /// What all operations share.
    pub service: Service,
    /// What recurring names mean. Empty if there is no `glossary.yaml`.
    pub glossary: Glossary,
    /// What can be waited for. Empty if there is no `waiters.yaml`.
    pub waiters: Waiters,
    /// The operations, ordered by path.
    pub operations: Vec<SourcedOperation>,
    /// Names of the operations that were left out: their groups were not asked for.
    pub omitted: Vec<String>,
    pub(crate) sources: Shared,
    /// Whether `operations` are all that the folder has.
    pub(crate) whole: bool,
    /// Whether `waiters` are all that there are: `waiters.yaml` could be read, or is not there.
    pub(crate) knows_waiters: bool,
    /// What was found in reading, and does not stop it.
    pub(crate) warnings: Diagnostics,
}

impl SpecTree {
    /// Takes from another tree what this one lacks, if both are of the same version of a product.
    pub fn join(&mut self, other: SpecTree) {
        fn add<T>(to: &mut Named<T>, from: Named<T>) {
            let known: HashSet<String> = to.names().map(str::to_owned).collect();
            to.0.extend(from.0.into_iter().filter(|(name, _)| !known.contains(name)));
        }
        if !self.has_product_of(&other) {
            return;
        }
        let known: HashSet<String> = self.operations.iter().map(|source| source.operation.operation.clone()).collect();
        self.operations.extend(other.operations.into_iter().filter(|source| !known.contains(&source.operation.operation)));
        let of_service = |code: &ErrorCode| self.service.errors.iter().any(|known| known.code == code.code);
        let errors: Vec<ErrorCode> = other.service.errors.into_iter().filter(|code| !of_service(code)).collect();
        self.service.errors.extend(errors);
        self.service.region_parameter = self.service.region_parameter.take().or(other.service.region_parameter);
        add(&mut self.service.parameters, other.service.parameters);
        add(&mut self.service.groups, other.service.groups);
        add(&mut self.glossary, other.glossary);
        add(&mut self.waiters, other.waiters);
    }

    /// Whether two trees are of the same version of a product.
    pub fn has_product_of(&self, other: &SpecTree) -> bool {
        let version = |tree: &SpecTree| (tree.service.product.clone(), tree.service.version.clone());
        version(self) == version(other)
    }

    /// The names of the types of all operations: the same for an operation whichever other groups were read.
    pub fn type_names(&self) -> TypeNames {
        let operations = self.operations.iter().map(|source| (source.group.as_str(), &source.operation));
        TypeNames::choose(operations, self.omitted.iter().map(String::as_str))
    }

    /// The tree with some of its operations alone; the names of the others are kept as those of operations that were left out.
    pub fn only(&self, names: &[&str]) -> SpecTree {
        let is_wanted = |source: &&SourcedOperation| names.contains(&source.operation.operation.as_str());
        let (wanted, others): (Vec<_>, Vec<_>) = self.operations.iter().partition(is_wanted);
        let others = others.into_iter().map(|source| source.operation.operation.clone());
        SpecTree {
            service: self.service.clone(),
            glossary: self.glossary.clone(),
            waiters: self.waiters.clone(),
            operations: wanted.into_iter().cloned().collect(),
            omitted: self.omitted.iter().cloned().chain(others).collect(),
            sources: self.sources.clone(),
            whole: false,
            knows_waiters: self.knows_waiters,
            warnings: Diagnostics::default(),
        }
    }
}

/// An operation and where it comes from.
#[derive(Debug, Clone)]
pub struct SourcedOperation {
    /// The folder, which is the name of the group.
    pub group: String,
    /// Path of the file from the root of the tree, with `/` between its parts.
    pub path: String,
    /// What the file says.
    pub operation: Operation,
    pub(crate) source: Arc<Source>,
}

/// The files that all operations share.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) service: Arc<Source>,
    pub(crate) glossary: Option<Arc<Source>>,
    pub(crate) waiters: Option<Arc<Source>>,
}
