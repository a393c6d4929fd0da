//! The services that the client works on: folders with a `service.yaml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use acs_spec::Operation;
use acs_spec::check;
use acs_spec::diagnostic::Diagnostics;
use acs_spec::read::{self, SpecTree, Texts};
use lsp_types::PublishDiagnosticsParams;

use super::diagnostics::Published;
use super::documents::{Documents, name};
use super::scan;
use crate::spec::symbols::Context;

/// A folder of spec files, as it was when it was last read.
#[derive(Debug, Default)]
pub(super) struct Service {
    pub(super) texts: Texts,
    /// What could be read, if there is or was a `service.yaml` that reads.
    pub(super) tree: Option<SpecTree>,
    pub(super) found: Diagnostics,
    /// Operations of open files, as they were when the files could last be read.
    remembered: BTreeMap<String, Operation>,
    published: Published,
    is_stale: bool,
}

impl Service {
    /// The operation of a file, as it was when the file could last be read.
    pub(super) fn operation(&self, name: &str) -> Option<&Operation> {
        let now = self.tree.as_ref().and_then(|tree| tree.operations.iter().find(|source| source.path == name));
        now.map(|source| &source.operation).or_else(|| self.remembered.get(name))
    }

    /// What the names of the service are found in.
    pub(super) fn context<T>(&self, ask: impl FnOnce(&Context<'_>) -> T) -> T {
        let operation = |name: &str| self.operation(name);
        ask(&Context { texts: &self.texts, tree: self.tree.as_ref(), operation: &operation, words: &scan::words })
    }

    fn remember(&mut self, names: impl Iterator<Item = String>) {
        for name in names {
            if let Some(operation) = self.operation(&name).cloned() {
                self.remembered.insert(name, operation);
            }
        }
    }
}

/// The tree, with what was known before of files that cannot be read now: while one is typed, its names are still offered.
fn known(tree: Option<SpecTree>, before: Option<SpecTree>) -> Option<SpecTree> {
    let (mut tree, before) = match (tree, before) {
        (Some(tree), Some(before)) => (tree, before),
        (tree, before) => return tree.or(before),
    };
    if tree.waiters.is_empty() {
        tree.waiters = before.waiters;
    }
    if tree.glossary.is_empty() {
        tree.glossary = before.glossary;
    }
    Some(tree)
}

/// All services by the folder of each.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    services: BTreeMap<PathBuf, Service>,
    /// Folders that the client no longer works on.
    left: Vec<PathBuf>,
    pub(super) documents: Documents,
}

impl Workspace {
    /// Finds services in a folder of the client: the folder itself, and those in it.
    pub(super) fn discover(&mut self, folder: &Path) {
        let inside = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        for folder in std::iter::once(folder.to_owned()).chain(inside) {
            if self.is_root(&folder) {
                self.add(folder);
            }
        }
    }

    /// Forgets the services of a folder, but for those that a file is open of.
    pub(super) fn leave(&mut self, folder: PathBuf) {
        self.left.push(folder);
    }

    /// Notes that a file is not what it was.
    pub(super) fn changed(&mut self, path: &Path) {
        if let Some(root) = self.root_of(path) {
            self.add(root);
        }
        for (root, service) in &mut self.services {
            service.is_stale |= path.starts_with(root);
        }
    }

    /// Notes that any file may not be what it was.
    pub(super) fn all_changed(&mut self) {
        let open: Vec<PathBuf> = self.documents.paths().map(Path::to_owned).collect();
        for path in open {
            self.changed(&path);
        }
        self.services.values_mut().for_each(|service| service.is_stale = true);
    }

    /// Notes that what changed cannot be checked.
    pub(super) fn forget_changes(&mut self) {
        self.left.clear();
        self.services.values_mut().for_each(|service| service.is_stale = false);
    }

    /// Whether something changed since all was last read.
    pub(super) fn is_stale(&self) -> bool {
        !self.left.is_empty() || self.services.values().any(|service| service.is_stale)
    }

    /// Reads and checks what changed, and returns the notifications for the client. A service whose `service.yaml` is gone is forgotten.
    pub(super) fn refresh(&mut self, related: bool) -> Vec<PublishDiagnosticsParams> {
        let mut updates = Vec::new();
        let left = std::mem::take(&mut self.left);
        let is_open = |root: &Path| self.documents.paths().any(|path| path.starts_with(root));
        let is_left = |root: &Path| left.iter().any(|folder| root.starts_with(folder)) && !is_open(root);
        let gone: Vec<PathBuf> = self.services.keys().filter(|root| !self.is_root(root) || is_left(root)).cloned().collect();
        for root in gone {
            if let Some(mut service) = self.services.remove(&root) {
                updates.extend(service.published.update(&root, &Diagnostics::default(), &self.documents, related));
            }
        }
        for (root, service) in self.services.iter_mut().filter(|(_, service)| service.is_stale) {
            service.texts = read::texts(root, &self.documents.overlay(root));
            let (tree, found) = check::texts(&service.texts);
            let before = service.tree.take();
            (service.tree, service.found) = (known(tree, before), found);
            service.is_stale = false;
            service.remember(self.documents.paths().filter_map(|path| name(root, path)));
            updates.extend(service.published.update(root, &service.found, &self.documents, related));
        }
        updates
    }

    /// The service that a file belongs to, with its folder and the file's name in it.
    pub(super) fn service(&self, path: &Path) -> Option<(&Path, &Service, String)> {
        let of = |(root, service)| Some((PathBuf::as_path(root), service, name(root, path)?));
        self.services.iter().rev().filter(|(root, _)| path.starts_with(root)).find_map(of)
    }

    fn add(&mut self, root: PathBuf) {
        self.services.entry(root).or_insert_with(|| Service { is_stale: true, ..Service::default() });
    }

    /// The nearest folder above a spec file that is the root of a tree.
    fn root_of(&self, path: &Path) -> Option<PathBuf> {
        let folder = path.ancestors().skip(1).find(|folder| self.is_root(folder))?;
        name(folder, path).map(|_| folder.to_owned())
    }

    /// Whether a folder has a `service.yaml`, saved or not, that is one of ours: other tools have files of that name, too.
    fn is_root(&self, folder: &Path) -> bool {
        let path = folder.join(read::SERVICE);
        let is_ours =
            |text: &str| ["product:", "endpoints:", "groups:"].iter().any(|key| text.lines().any(|line| line.starts_with(key)));
        match self.documents.get(&path) {
            // What is being typed may be anything for a while.
            Some(document) => is_ours(&document.text) || self.services.contains_key(folder),
            None => std::fs::read(&path).is_ok_and(|bytes| is_ours(&String::from_utf8_lossy(&bytes))),
        }
    }
}
