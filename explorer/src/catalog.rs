//! The specs, and what is looked up in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use acs_spec::diagnostic::Diagnostics;
use acs_spec::facts::created_id;
use acs_spec::read::{self, SHARED, SourcedOperation, SpecTree};
use acs_spec::{ErrorCode, Operation, write};

use crate::codes;
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
    /// Whether what the folder lacks is taken from the embedded specs.
    with_embedded: bool,
}

/// Embedded specs, which were checked when this program was built.
fn embedded(wanted: impl Fn(&str) -> bool) -> Result<SpecTree, Diagnostics> {
    read::from_sources(acs_emulator::some_specs(wanted))
}

fn embedded_text(path: &str) -> &'static str {
    acs_emulator::specs().iter().find(|(known, _)| *known == path).map_or("", |(_, text)| text)
}

impl Catalog {
    /// Reads and checks the folder, and what is embedded of the same product besides.
    pub(crate) fn load(folder: Option<&Path>) -> Result<Self, Diagnostics> {
        let Some(folder) = folder else { return Ok(Catalog::new(embedded(|_| true)?, None, true)) };
        let mut tree = read::tree(folder)?;
        acs_spec::check(&tree)?;
        let is_own = tree.has_product_of(&embedded(|path| !path.contains('/'))?);
        if is_own {
            tree.join(embedded(|_| true)?);
        }
        Ok(Catalog::new(tree, Some(folder.to_owned()), is_own))
    }

    /// The same from the files as they are now.
    pub(crate) fn reload(&self) -> Result<Self, Diagnostics> {
        Catalog::load(self.folder.as_deref())
    }

    fn new(mut tree: SpecTree, folder: Option<PathBuf>, with_embedded: bool) -> Self {
        let mut operations = std::mem::take(&mut tree.operations);
        operations.sort_by(|a, b| a.operation.operation.cmp(&b.operation.operation));
        let mut creators: HashMap<String, Vec<String>> = HashMap::new();
        for source in &operations {
            let waiter = source.operation.waiter.as_ref().and_then(|name| tree.waiters.get(name));
            if let Some(id) = created_id(&source.operation, waiter) {
                creators.entry(id.to_owned()).or_default().push(source.operation.operation.clone());
            }
        }
        Catalog { index: Index::new(&operations), shared: tree, operations, creators, folder, with_embedded }
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

    /// The error codes that each operation documents.
    pub(crate) fn documented(&self) -> impl Iterator<Item = (&str, &ErrorCode)> {
        self.operations
            .iter()
            .flat_map(|source| source.operation.errors.iter().map(|code| (source.operation.operation.as_str(), code)))
    }

    /// All error codes, each with the number of operations that document it.
    pub(crate) fn codes(&self) -> BTreeMap<&str, usize> {
        codes::all(&self.shared.service.errors, self.documented())
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
        match self.in_folder(path) {
            Some(file) => std::fs::read_to_string(file).unwrap_or_default().into(),
            None if !self.with_embedded => Cow::Borrowed(""),
            None => embedded_text(path).into(),
        }
    }

    /// The text of a file as another one sees it: what is embedded is read with what is embedded beside it.
    pub(crate) fn text_for(&self, other: &str, path: &str) -> Cow<'static, str> {
        match self.with_embedded && self.in_folder(other).is_none() {
            true => embedded_text(path).into(),
            false => self.text(path),
        }
    }

    /// The file that a path names, if it is one of the folder.
    fn in_folder(&self, path: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(path)).filter(|file| file.is_file())
    }

    /// The paths of all files of the tree.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        SHARED.into_iter().chain(self.operations.iter().map(|source| source.path.as_str()))
    }

    /// Whether a path is one of the tree's files.
    pub(crate) fn has_file(&self, path: &str) -> bool {
        self.paths().any(|known| known == path)
    }

    /// Writes a file of the folder whole or not at all.
    pub(crate) fn save(&self, path: &str, text: &str) -> io::Result<()> {
        let file = self.in_folder(path).filter(|_| self.has_file(path));
        let why = "it is not in the folder of `--spec`, but built into this program";
        write::file(&file.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, why))?, text)
    }

    /// The files of the folder, for an emulator that does not have them; none where the specs are the embedded ones.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        if self.folder.is_none() {
            return Vec::new();
        }
        let paths = self.operations.iter().map(|source| source.path.as_str()).filter(|path| self.in_folder(path).is_some());
        std::iter::once(read::SERVICE).chain(paths).map(|path| (path.to_owned(), self.text(path).into_owned())).collect()
    }

    /// The operations that create what the id in a parameter names.
    pub(crate) fn creators(&self, parameter: &str) -> &[String] {
        self.creators.get(parameter).map(Vec::as_slice).unwrap_or_default()
    }
}
