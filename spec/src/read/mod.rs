//! The first stage: YAML files become [`spec`](crate::types) types.
//!
//! A file that is right is read by `serde_yaml` straight into the types. Only when that fails is the file read again, slowly:
//! its events make a tree that knows the place of every node (`node`), and a deserializer over that tree goes on after a
//! mistake (`lenient`), so that one run finds all of them. The types are the only description of the format in both.

mod corrections;
mod explain;
mod files;
mod flow;
mod help;
mod lenient;
mod mend;
pub(crate) mod node;
mod outline;
mod parse;
pub(crate) mod plain;
pub(crate) mod quotes;
pub(crate) mod scalar;
mod scan;
mod slips;
mod texts;
mod tree;
mod unindented;

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Applicability, Code, Diagnostic, Diagnostics, Edit, Location, Severity, Source};
use crate::types::{Glossary, Operation, Service, Waiters};

pub use files::{SpecFile, files};
pub use node::{Data, Entry, Node};
pub use outline::{Outline, OutlinedOperation, outline};
pub use plain::written;
pub use texts::{Loose, Overlay, Texts, texts, unreadable};
pub(crate) use tree::Shared;
pub use tree::{SourcedOperation, SpecTree};

/// The file that describes the service.
pub const SERVICE: &str = "service.yaml";

/// The file that explains recurring names.
pub const GLOSSARY: &str = "glossary.yaml";

/// The file of waiters.
pub const WAITERS: &str = "waiters.yaml";

/// The files at the root of a tree, which all operations share.
pub const SHARED: [&str; 3] = [SERVICE, GLOSSARY, WAITERS];

/// Reads a folder of spec files: `service.yaml`, `glossary.yaml`, `waiters.yaml` and `<group>/<Operation>.yaml`.
///
/// The two in the middle may be missing. Files that do not end in `.yaml` or `.yml`, and those whose name starts with a dot, are
/// not looked at. Diagnostics show paths that begin with `dir` as it is given.
///
/// # Errors
/// All mistakes of all files, if there are any.
pub fn tree(dir: &Path) -> Result<SpecTree, Diagnostics> {
    let Texts { files, found, .. } = texts(dir, &Overlay::new());
    assemble(files, found, true)
}

/// Reads what can be read of a folder, and says what is wrong with the rest. There is no tree without a `service.yaml` that reads.
pub fn partial(dir: &Path) -> (Option<SpecTree>, Diagnostics) {
    texts(dir, &Overlay::new()).tree()
}

/// The same of files in memory, as [`from_sources`] takes them.
pub fn partial_from_sources<P: Into<String>, T: Into<String>>(
    files: impl IntoIterator<Item = (P, T)>,
) -> (Option<SpecTree>, Diagnostics) {
    let (tree, found) = parts(in_memory(files), Vec::new(), true);
    (tree, found.into_iter().collect())
}

/// Reads those groups of a folder that are `wanted`, and of the others only the names of their files: quicker than [`tree`] for
/// who needs a few groups. What concerns the other groups is not checked.
///
/// # Errors
/// All mistakes of the files that are read.
pub fn groups(dir: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<SpecTree, Diagnostics> {
    let (files, found, omitted) = files::groups(dir, wanted);
    let whole = omitted.is_empty();
    Ok(SpecTree { omitted, ..assemble(files, found, whole)? })
}

/// Reads one operation file and what it shares with the others of its tree. The root of the tree is the nearest folder above
/// the file that holds a `service.yaml`.
///
/// # Errors
/// All mistakes of the file and of the shared ones, or that there is no `service.yaml` above it.
pub fn operation(path: &Path) -> Result<SpecTree, Diagnostics> {
    let (files, found) = files::operation(path)?;
    assemble(files, found, false)
}

/// Reads spec files that are in memory: pairs of a path from the root of the tree, with `/` between its parts, and a content.
/// Paths that the tree has no place for are mistakes.
///
/// ```
/// use acs_spec::read;
///
/// let service = "
/// product: Vpc
/// version: '2016-04-28'
/// summary: Virtual private clouds.
/// endpoints: { rule: 'vpc.{region}.aliyuncs.com' }
/// groups: { vpc: Virtual private clouds. }
/// ";
/// let operation = "operation: CreateVpc\nsummary: Creates a VPC.\naccess: writes\n";
///
/// let mistakes = read::from_sources([("service.yaml", service), ("vpc/CreateVpc.yaml", operation)]).unwrap_err();
/// assert_eq!(mistakes.one_lines().next().as_deref(), Some("vpc/CreateVpc.yaml:3:9: error[E0104]: unknown word `writes`; help: did you mean `write`?"));
/// ```
///
/// # Errors
/// All mistakes of all files, if there are any.
pub fn from_sources<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Result<SpecTree, Diagnostics> {
    assemble(in_memory(files), Vec::new(), true)
}

/// Reads some of the files of a tree: what is missing from the rest is not reported by the check.
///
/// # Errors
/// All diagnostics of the files.
pub fn part_from_sources<P: Into<String>, T: Into<String>>(
    files: impl IntoIterator<Item = (P, T)>,
) -> Result<SpecTree, Diagnostics> {
    assemble(in_memory(files), Vec::new(), false)
}

fn in_memory<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Vec<File> {
    let file = |(path, text): (P, T)| {
        let path = path.into();
        let source = Source::new(path.clone(), text.into());
        File { path, source: Arc::new(source) }
    };
    let mut files: Vec<File> = files.into_iter().map(file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A file of a tree.
#[derive(Debug, Clone)]
struct File {
    /// Path from the root of the tree, with `/` between its parts.
    path: String,
    source: Arc<Source>,
}

/// The nodes of a file, whatever it describes.
pub(crate) fn root(source: &Arc<Source>) -> Result<node::Node, Box<Diagnostic>> {
    node::Node::parse(&source.text).map_err(|error| Box::new(explain::tree_error(source, error)))
}

/// The tree, unless something is wrong with one of its files.
fn assemble(files: Vec<File>, found: Vec<Diagnostic>, whole: bool) -> Result<SpecTree, Diagnostics> {
    let (tree, found) = parts(files, found, whole);
    let found: Diagnostics = found.into_iter().collect();
    match tree {
        Some(tree) if !found.has_errors() => Ok(SpecTree { warnings: found, ..tree }),
        _ => Err(found),
    }
}

/// Parses each file as what its path says it is. Files that cannot be read are missing in the tree, and there is none without
/// `service.yaml`. The files come sorted by path.
fn parts(files: Vec<File>, found: Vec<Diagnostic>, whole: bool) -> (Option<SpecTree>, Vec<Diagnostic>) {
    let mut mistakes = found;
    // A folder that cannot be read has been reported already.
    if files.is_empty() && !mistakes.is_empty() {
        return (None, mistakes);
    }
    let folder = files.first().and_then(|File { path, source }| source.path.strip_suffix(path.as_str())).unwrap_or("").to_owned();
    let (mut service, mut glossary, mut waiters) = (None, None, None);
    let mut operations = Vec::new();
    for File { path, source } in files {
        match path.split('/').collect::<Vec<_>>()[..] {
            [SERVICE] => service = Some((parse::file::<Service>(&source, &mut mistakes), source)),
            [GLOSSARY] => glossary = Some((parse::file::<Glossary>(&source, &mut mistakes), source)),
            [WAITERS] => waiters = Some((parse::file::<Waiters>(&source, &mut mistakes), source)),
            [group, name] if name.ends_with(".yaml") && !SHARED.contains(&name) => {
                let group = group.to_owned();
                if let Some(operation) = parse::file::<Operation>(&source, &mut mistakes) {
                    operations.push(SourcedOperation { group, path, operation, source });
                }
            }
            _ => mistakes.push(misplaced(&path, &source)),
        }
    }
    let Some((service, service_source)) = service else {
        mistakes.push(no_service(&folder));
        return (None, mistakes);
    };
    let knows_waiters = waiters.as_ref().is_none_or(|(waiters, _)| waiters.is_some());
    let tree = service.map(|service| {
        let read = |source: &Arc<Source>, is_read: bool| is_read.then(|| Arc::clone(source));
        let glossary_source = glossary.as_ref().and_then(|(glossary, source)| read(source, glossary.is_some()));
        let waiters_source = waiters.as_ref().and_then(|(waiters, source)| read(source, waiters.is_some()));
        SpecTree {
            service,
            glossary: glossary.and_then(|(glossary, _)| glossary).unwrap_or_default(),
            waiters: waiters.and_then(|(waiters, _)| waiters).unwrap_or_default(),
            operations,
            omitted: Vec::new(),
            sources: Shared { service: service_source, glossary: glossary_source, waiters: waiters_source },
            whole: whole && mistakes.iter().all(|one| one.severity == Severity::Warning),
            knows_waiters,
            warnings: Diagnostics::default(),
        }
    });
    (tree, mistakes)
}

fn no_service(folder: &str) -> Diagnostic {
    let source = Source::new(format!("{folder}{SERVICE}"), String::new());
    Diagnostic::error(Code::Unreadable, Location::file(&Arc::new(source)), "there is no `service.yaml`")
        .help("write one at the root of the spec folder: product, version, endpoints and groups")
}

fn misplaced(path: &str, source: &Arc<Source>) -> Diagnostic {
    let mistake = |message: String| Diagnostic::error(Code::Misplaced, Location::file(source), message);
    if let Some(stem) = path.strip_suffix(".yml") {
        let name = format!("{}.yaml", stem.rsplit('/').next().unwrap_or(stem));
        return mistake(format!("`{path}` does not end in `.yaml`"))
            .help(format!("rename it to `{stem}.yaml`"))
            .edit(Edit::rename(Location::file(source), name, Applicability::Certain));
    }
    mistake(format!("`{path}` is not a file of a spec tree"))
        .note("a tree holds `service.yaml`, `glossary.yaml`, `waiters.yaml` and one folder for each group of operations")
        .help("move an operation to `<group>/<Operation>.yaml`")
}
