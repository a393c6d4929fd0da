//! The specs that commands work from.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use acs_explorer::shell;
use acs_spec::Operation;
use acs_spec::read::{self, SpecTree};
use clap::Args;

use crate::failure::Failure;
use crate::full::index::Index;

/// The specs to use.
#[derive(Args)]
pub(crate) struct Specs {
    /// Folder of spec files to use in addition to the embedded ones.
    ///
    /// It has `service.yaml` and a folder for each group. An operation in both is taken from the folder. If the folder describes
    /// another product, nothing is taken from the embedded specs.
    #[arg(long = "spec", value_name = "DIR", hide_short_help = true)]
    folder: Option<PathBuf>,
}

impl Specs {
    /// The embedded specs, and those of a folder.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Specs { folder }
    }

    /// The option that a further command needs to use the same specs, as it is written.
    pub(crate) fn to_repeat(&self) -> String {
        let word = |folder: &PathBuf| format!(" --spec {}", shell::word(&folder.to_string_lossy()));
        self.folder.as_ref().map(word).unwrap_or_default()
    }

    /// The index of all operations.
    pub(crate) fn index(&self) -> Result<Index, Failure> {
        match &self.folder {
            None => embedded_index(),
            Some(folder) => {
                let mut index = Index::of(&read::tree(folder).map_err(Failure::diagnostics)?);
                index.join(embedded_index()?);
                Ok(index)
            }
        }
    }

    /// The specs of all operations.
    pub(crate) fn all(&self) -> Result<SpecTree, Failure> {
        match &self.folder {
            None => embedded(),
            Some(folder) => {
                let mut tree = read::tree(folder).map_err(Failure::diagnostics)?;
                tree.join(embedded()?);
                Ok(tree)
            }
        }
    }

    /// The specs that one operation needs: its own, and that of the operation that its waiter polls.
    pub(crate) fn of(&self, operation: &str) -> Result<SpecTree, Failure> {
        if self.folder.is_some() {
            return self.all();
        }
        let mut tree = some(&[operation])?;
        let waiter = tree.operations.first().and_then(|source| tree.waiters.get(source.operation.waiter.as_deref()?));
        if let Some(waiter) = waiter.filter(|waiter| waiter.operation != operation) {
            // The glossary and the waiters, most of what there is to read, are in the tree.
            let polled = of_files(&[read::SERVICE], |name| name == waiter.operation)?;
            tree.operations.extend(polled.operations);
            tree.operations.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Ok(tree)
    }

    /// The specs that one waiter needs: that of the operation that it polls.
    pub(crate) fn of_waiter(&self, waiter: &str) -> Result<SpecTree, Failure> {
        if self.folder.is_some() {
            return self.all();
        }
        let tree = some(&[])?;
        match tree.waiters.get(waiter) {
            Some(waiter) => some(&[&waiter.operation]),
            None => Ok(tree),
        }
    }

    /// The spec of one operation.
    pub(crate) fn of_one(&self, operation: &str) -> Option<Operation> {
        let in_folder = self.folder.as_deref().and_then(|folder| read::tree(folder).ok());
        let find =
            |tree: SpecTree| tree.operations.into_iter().map(|source| source.operation).find(|spec| spec.operation == operation);
        in_folder.and_then(find).or_else(|| find(some(&[operation]).ok()?))
    }

    /// The failure of a command that names an operation which these specs do not have.
    pub(crate) fn unknown_operation(&self, name: &str) -> Failure {
        match self.index() {
            Ok(index) => Failure::unknown_operation(name, index.operations.iter().map(|entry| entry.operation.as_str())),
            Err(failure) => failure,
        }
    }

    /// The folder that describes an operation of a tree of these specs; `None` for an embedded one.
    pub(crate) fn folder_of(&self, operation: &str, tree: &SpecTree) -> Option<&Path> {
        let source = tree.operations.iter().find(|source| source.operation.operation == operation)?;
        self.folder.as_deref().filter(|folder| folder.join(&source.path).is_file())
    }
}

/// The index of the embedded specs, which the build script made.
pub(crate) fn embedded_index() -> Result<Index, Failure> {
    let json = miniz_oxide::inflate::decompress_to_vec(include_bytes!(concat!(env!("OUT_DIR"), "/index.deflate")));
    serde_json::from_slice(&json.unwrap_or_default())
        .map_err(|error| Failure::new(format!("the index of the embedded specs cannot be read: {error}")))
}

/// The embedded specs. A file that the build script could not read is not in the index, and left out here as well.
pub(crate) fn embedded() -> Result<SpecTree, Failure> {
    let index = embedded_index()?;
    let known: HashSet<&str> = index.operations.iter().map(|entry| entry.operation.as_str()).collect();
    of_files(&read::SHARED, |operation| known.contains(operation))
}

/// The embedded specs of these operations alone.
fn some(operations: &[&str]) -> Result<SpecTree, Failure> {
    of_files(&read::SHARED, |operation| operations.contains(&operation))
}

fn of_files(shared: &[&'static str], wanted: impl Fn(&str) -> bool) -> Result<SpecTree, Failure> {
    let wanted = |path: &str| match path.split_once('/') {
        Some((_, file)) => file.strip_suffix(".yaml").is_some_and(&wanted),
        None => true,
    };
    let texts = acs_emulator::some_specs(|path| {
        let is_shared = read::SHARED.contains(&path);
        wanted(path) && (!is_shared || (shared.contains(&path) && shared_json(path).is_none()))
    });
    let shared = shared.iter().filter_map(|name| Some((*name, shared_json(name)?.to_owned())));
    read::from_sources(shared.chain(texts)).map_err(Failure::diagnostics)
}

/// A file that all operations share, as the build script wrote it. It wrote nothing if the tree could not be read.
fn shared_json(path: &str) -> Option<&'static str> {
    let json = match path {
        read::SERVICE => include_str!(concat!(env!("OUT_DIR"), "/service.json")),
        read::GLOSSARY => include_str!(concat!(env!("OUT_DIR"), "/glossary.json")),
        read::WAITERS => include_str!(concat!(env!("OUT_DIR"), "/waiters.json")),
        _ => "",
    };
    (!json.is_empty()).then_some(json)
}

/// The spec files of a folder, as paths below it and texts. They are read as a tree first, so that diagnostics are shown.
pub(crate) fn files(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let tree = crate::spec::checked(folder)?;
    let text = |path: String| {
        let file = folder.join(&path);
        std::fs::read_to_string(&file).map_err(|error| Failure::io("read", &file, &error)).map(|text| (path, text))
    };
    let operations = tree.operations.into_iter().map(|source| source.path);
    std::iter::once(read::SERVICE.to_owned()).chain(operations).map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_of_a_folder_is_that_of_both_trees() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/api-spec"));
        let other = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/specs"));
        for folder in [folder, other] {
            let specs = Specs::new(Some(folder.to_owned()));
            let [Ok(index), Ok(tree)] = [specs.index(), specs.all().map(|tree| Index::of(&tree))] else {
                panic!("{} cannot be read", folder.display())
            };
            let json = |index: &Index| serde_json::to_value(index).unwrap_or_default();
            assert!(!index.operations.is_empty());
            assert_eq!(json(&index), json(&tree), "{}", folder.display());
        }
    }

    #[test]
    fn an_operation_comes_with_the_one_that_its_waiter_polls() {
        let Ok(tree) = Specs::new(None).of("DeleteSslVpnClientCert") else { panic!("the embedded specs cannot be read") };
        let names: Vec<&str> = tree.operations.iter().map(|source| source.operation.operation.as_str()).collect();
        assert_eq!(names, ["DeleteSslVpnClientCert", "DescribeVpnGateway"]);
        let Ok(both) = some(&["DescribeVpnGateway", "DeleteSslVpnClientCert"]) else {
            panic!("the embedded specs cannot be read")
        };
        assert_eq!((tree.service, tree.glossary, tree.waiters), (both.service, both.glossary, both.waiters));
    }

    #[test]
    fn the_shared_files_say_the_same_as_json() {
        let Ok(tree) = embedded() else { panic!("the embedded specs cannot be read") };
        let Ok(yaml) = read::from_sources(acs_emulator::specs().iter().copied()) else {
            panic!("the embedded specs cannot be read")
        };
        assert!(read::SHARED.iter().all(|name| shared_json(name).is_some()));
        assert_eq!((tree.service, tree.glossary, tree.waiters), (yaml.service, yaml.glossary, yaml.waiters));
    }
}
