//! The specs, and what is looked up in them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use acs_spec::Operation;
use acs_spec::diagnostic::Diagnostics;
use acs_spec::facts::created_id;
use acs_spec::read::{self, SourcedOperation, SpecTree};

use crate::search::Index;

/// All operations of a service.
#[derive(Debug)]
pub(crate) struct Catalog {
    /// What the operations share. It has no operations itself.
    pub(crate) shared: SpecTree,
    /// The operations, sorted by name.
    pub(crate) operations: Vec<SourcedOperation>,
    pub(crate) index: Index,
    /// The operations that create what an id names, by the name of the id.
    creators: HashMap<String, Vec<String>>,
    /// Where the files are, if they are not embedded.
    folder: Option<PathBuf>,
}

impl Catalog {
    /// Reads and checks the folder, or reads what is embedded.
    pub(crate) fn load(folder: Option<&Path>) -> Result<Self, Diagnostics> {
        let tree = match folder {
            Some(folder) => {
                let tree = read::tree(folder)?;
                acs_spec::check(&tree)?;
                tree
            }
            // Checked when this program was built.
            None => read::from_sources(acs_emulator::specs().iter().copied())?,
        };
        Ok(Catalog::new(tree, folder.map(Path::to_owned)))
    }

    fn new(mut tree: SpecTree, folder: Option<PathBuf>) -> Self {
        let mut operations = std::mem::take(&mut tree.operations);
        operations.sort_by(|a, b| a.operation.operation.cmp(&b.operation.operation));
        let mut creators: HashMap<String, Vec<String>> = HashMap::new();
        for source in &operations {
            let waiter = source.operation.waiter.as_ref().and_then(|name| tree.waiters.get(name));
            if let Some(id) = created_id(&source.operation, waiter) {
                creators.entry(id.to_owned()).or_default().push(source.operation.operation.clone());
            }
        }
        Catalog { index: Index::new(&operations), shared: tree, operations, creators, folder }
    }

    /// The operation of a name, with where it comes from.
    pub(crate) fn find(&self, name: &str) -> Option<&SourcedOperation> {
        let found = self.operations.binary_search_by(|source| source.operation.operation.as_str().cmp(name));
        found.ok().and_then(|index| self.operations.get(index))
    }

    /// The operation of a name.
    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.find(name).map(|source| &source.operation)
    }

    /// The operations of a group.
    pub(crate) fn group<'c>(&'c self, group: &'c str) -> impl Iterator<Item = &'c SourcedOperation> {
        self.operations.iter().filter(move |source| source.group == group)
    }

    /// A tree with one operation and the one that its waiter polls: enough to work out all that is shown of it.
    pub(crate) fn focus(&self, name: &str) -> Option<SpecTree> {
        let source = self.find(name)?;
        let mut tree = self.shared.clone();
        let waiter = source.operation.waiter.as_ref().and_then(|name| tree.waiters.get(name));
        let polled = waiter.filter(|waiter| waiter.operation != name).and_then(|waiter| self.find(&waiter.operation));
        tree.operations = std::iter::once(source).chain(polled).cloned().collect();
        Some(tree)
    }

    /// The text of a file of the tree; empty if it is gone.
    pub(crate) fn text(&self, path: &str) -> Cow<'static, str> {
        match &self.folder {
            Some(folder) => std::fs::read_to_string(folder.join(path)).unwrap_or_default().into(),
            None => acs_emulator::specs().iter().find(|(known, _)| *known == path).map_or("", |(_, text)| text).into(),
        }
    }

    /// The operations that create what the id in a parameter names.
    pub(crate) fn creators(&self, parameter: &str) -> &[String] {
        self.creators.get(parameter).map(Vec::as_slice).unwrap_or_default()
    }
}
