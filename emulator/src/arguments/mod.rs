//! From flat parameters to typed arguments, checked against the operation's spec.

mod check;
mod flat;
mod tree;

pub(crate) use flat::flat;

use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::catalog::{Catalog, Operation};
use crate::service_error::ServiceError;
use check::Checker;
use tree::Tree;

/// Arguments by wire name. Lists are arrays, objects are objects, numbers are numbers.
pub(crate) type Arguments = Map<String, Value>;

/// What a request's parameters are turned into arguments with.
pub(crate) struct Rules<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) operation: &'c Operation,
    /// Whether parameters that the spec does not know are ignored, as the service does, or refused.
    pub(crate) ignore_unknown: bool,
}

impl Rules<'_> {
    /// Checks parameters: unknown ones, types, limits, and that the required ones are there. Also returns the names of the
    /// unknown ones that are ignored.
    pub(crate) fn arguments(&self, parameters: &[(String, String)]) -> Result<(Arguments, Vec<String>), ServiceError> {
        let checker = Checker { operation: self.operation, ignore_unknown: self.ignore_unknown, ignored: RefCell::default() };
        let mut arguments = Arguments::new();
        for (name, tree) in self.trees(parameters)? {
            let Some(schema) = self.catalog.parameter(self.operation, name) else {
                // Some SDKs send the region with every request.
                if self.catalog.service.region_parameter.as_deref() != Some(name) {
                    checker.unknown(name, || {
                        let message = format!("{} has no parameter \"{name}\".", self.operation.name());
                        self.operation.error(&["InvalidParameter"], message)
                    })?;
                }
                continue;
            };
            if let Some(value) = checker.value(name, schema, &tree)? {
                arguments.insert(name.to_owned(), value);
            }
        }
        let required = self.operation.spec.parameters.iter().filter(|(_, schema)| schema.required);
        let mut missing = required.map(|(name, _)| name).filter(|name| is_empty(arguments.get(*name)));
        match missing.next() {
            Some(name) => Err(checker.missing(name)),
            None => Ok((arguments, checker.ignored.into_inner())),
        }
    }

    /// One tree for each parameter: `Tag.1.Key` is a part of `Tag`, unless the spec has a parameter of the whole name.
    fn trees<'p>(&self, parameters: &'p [(String, String)]) -> Result<Vec<(&'p str, Tree<'p>)>, ServiceError> {
        let mut trees: Vec<(&str, Tree<'_>)> = Vec::new();
        let mut positions = std::collections::HashMap::new();
        for (name, text) in parameters {
            let whole = self.catalog.parameter(self.operation, name).is_some();
            let (head, path) = match name.split_once('.') {
                Some((head, path)) if !whole => (head, Some(path)),
                _ => (name.as_str(), None),
            };
            let position = *positions.entry(head).or_insert_with(|| {
                trees.push((head, Tree::default()));
                trees.len() - 1
            });
            if !trees[position].1.insert(path, text) {
                let message = format!("The parameter \"{name}\" is nested too deeply.");
                return Err(self.operation.error(&["InvalidParameter"], message));
            }
        }
        Ok(trees)
    }
}

fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(fields)) => fields.is_empty(),
        Some(_) => false,
    }
}
