//! The specs that commands work from.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use acs_spec::Named;
use acs_spec::check;
use acs_spec::read::{self, SpecTree};
use clap::Args;

use crate::failure::Failure;
use crate::output;
use crate::suggest;

/// Where operations are described.
#[derive(Args)]
pub(crate) struct Specs {
    /// Folder of spec files that are known besides those that this program was built with.
    ///
    /// It has `service.yaml` and a folder for each group. Of an operation in both, the folder's counts; of another product, the
    /// folder is all that is known.
    #[arg(long = "spec", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Specs {
    /// The specs of all operations.
    pub(crate) fn all(&self) -> Result<SpecTree, Failure> {
        let own = || read::from_sources(acs_emulator::specs().iter().copied()).map_err(Failure::mistakes);
        match &self.folder {
            None => own(),
            Some(folder) => Ok(joined(read::tree(folder).map_err(Failure::mistakes)?, own()?)),
        }
    }

    /// The specs that one operation needs: its own, and that of the operation that its waiter polls. All of them where there is no
    /// such operation, so that a similar one can be named, and where a folder may have others.
    pub(crate) fn of(&self, operation: &str) -> Result<SpecTree, Failure> {
        if self.folder.is_some() {
            return self.all();
        }
        let mut tree = some(&[operation])?;
        let Some(source) = tree.operations.first() else { return self.all() };
        let polled =
            source.operation.waiter.as_ref().and_then(|name| tree.waiters.get(name)).map(|waiter| waiter.operation.clone());
        if let Some(polled) = polled.filter(|polled| polled != operation) {
            tree = some(&[operation, &polled])?;
        }
        Ok(tree)
    }

    /// The specs of the folder alone.
    pub(crate) fn of_folder(&self) -> Result<Option<SpecTree>, Failure> {
        self.folder.as_deref().map(|folder| read::tree(folder).map_err(Failure::mistakes)).transpose()
    }

    /// The folder that describes an operation of a tree of these specs; `None` if this program was built with it.
    pub(crate) fn folder_of(&self, operation: &str, tree: &SpecTree) -> Option<&Path> {
        let source = tree.operations.iter().find(|source| source.operation.operation == operation)?;
        self.folder.as_deref().filter(|folder| folder.join(&source.path).is_file())
    }
}

/// The tree that this program was built with, with these operations alone.
fn some(operations: &[&str]) -> Result<SpecTree, Failure> {
    let wanted = |path: &str| match path.split_once('/') {
        Some((_, file)) => file.strip_suffix(".yaml").is_some_and(|name| operations.contains(&name)),
        None => true,
    };
    let files = acs_emulator::specs().iter().copied().filter(|(path, _)| wanted(path));
    read::from_sources(files).map_err(Failure::mistakes)
}

/// A tree with what it lacks taken from another one, if that is of the same product.
fn joined(mut tree: SpecTree, other: SpecTree) -> SpecTree {
    if (&tree.service.product, &tree.service.version) != (&other.service.product, &other.service.version) {
        return tree;
    }
    let known: HashSet<String> = tree.operations.iter().map(|source| source.operation.operation.clone()).collect();
    tree.operations.extend(other.operations.into_iter().filter(|source| !known.contains(&source.operation.operation)));
    add(&mut tree.service.groups, other.service.groups);
    add(&mut tree.glossary, other.glossary);
    add(&mut tree.waiters, other.waiters);
    tree
}

fn add<T>(to: &mut Named<T>, from: Named<T>) {
    let known: HashSet<String> = to.names().map(str::to_owned).collect();
    to.0.extend(from.0.into_iter().filter(|(name, _)| !known.contains(name)));
}

/// The spec files of a folder, as paths below it and texts. They are read as a tree first, so that mistakes are told.
pub(crate) fn files(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let tree = checked(folder)?;
    let text = |path: String| {
        let file = folder.join(&path);
        std::fs::read_to_string(&file).map_err(|error| Failure::io("read", &file, &error)).map(|text| (path, text))
    };
    let operations = tree.operations.into_iter().map(|source| source.path);
    std::iter::once("service.yaml".to_owned()).chain(operations).map(text).collect()
}

/// A tree without mistakes. Warnings are shown.
pub(crate) fn checked(folder: &Path) -> Result<SpecTree, Failure> {
    let tree = read::tree(folder).map_err(Failure::mistakes)?;
    let warnings = check(&tree).map_err(Failure::mistakes)?;
    if !warnings.is_empty() {
        output::diagnostics(&warnings);
    }
    Ok(tree)
}

/// There is no such operation, but perhaps one that is similar.
pub(crate) fn unknown_operation<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Failure {
    let near = suggest::nearest(name, known, 3);
    let help = if near.is_empty() { ": `acs operations` lists all".to_owned() } else { suggest::did_you_mean(&near) };
    Failure::usage(format!("there is no operation `{name}`{help}"))
}
