//! The two sides of a comparison: what the command line means by them, and their specs.

use std::path::{Path, PathBuf};

use acs_spec::diagnostic::{Code, Diagnostics};
use acs_spec::diff::Change;
use acs_spec::layout::FileKind;
use acs_spec::read::{self, Data, Loose, Node, Overlay, SHARED, SpecTree, Texts};

use super::git::Repository;
use crate::failure::{Failure, Reason};
use crate::spec::Folder;
use crate::spec::scope;

/// A version of spec files.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Side {
    /// A folder or a file.
    Path(PathBuf),
    /// A path as it is in a revision.
    Revision(String, PathBuf),
    /// A folder of a revision, by its path from the root of the repository that is around the first path.
    Inside(String, PathBuf, String),
}

/// The specs of a side.
pub(super) struct Checked {
    pub(super) tree: SpecTree,
    meant: Meant,
}

/// What of a tree is compared.
#[derive(Clone)]
enum Meant {
    All,
    Operations(Vec<String>),
    /// A shared file, and what places in it begin with.
    Shared(&'static [&'static str]),
}

/// The sides that a command line names.
pub(super) fn sides(names: &[String], folder: &Folder) -> Result<[Side; 2], Failure> {
    let root = folder.root();
    let head = |path: &Path| Side::Revision("HEAD".to_owned(), path.to_owned());
    match names {
        [] => Ok([head(&root), Side::Path(root)]),
        [one] if Path::new(one).exists() => Ok([head(Path::new(one)), Side::Path(one.into())]),
        [one] => match range(one, &root)? {
            Some(range) => Ok(range),
            None => Ok([side(one, &root)?, Side::Path(root)]),
        },
        [old, new, ..] => {
            let (old, new) = (side(old, &root)?, side(new, &root)?);
            // A revision beside a path is that path in the revision.
            Ok(match (old, new) {
                (Side::Revision(revision, _), Side::Path(path)) => [Side::Revision(revision, path.clone()), Side::Path(path)],
                (Side::Path(path), Side::Revision(revision, _)) => [Side::Path(path.clone()), Side::Revision(revision, path)],
                (old, new) => [old, new],
            })
        }
    }
}

/// `A..B` or `A...B`: what is left out is HEAD.
fn range(text: &str, root: &Path) -> Result<Option<[Side; 2]>, Failure> {
    let or_head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    let at = |revision: String| Side::Revision(revision, root.to_owned());
    if let Some((old, new)) = text.split_once("...") {
        let (old, new) = (or_head(old), or_head(new));
        let base = Repository::around(root)?.merge_base(&old, &new)?;
        return Ok(Some([at(base), at(new)]));
    }
    let Some((old, new)) = text.split_once("..") else { return Ok(None) };
    let repository = Repository::around(root)?;
    let (old, new) = (or_head(old), or_head(new));
    repository.require(&old)?;
    repository.require(&new)?;
    Ok(Some([at(old), at(new)]))
}

fn side(name: &str, root: &Path) -> Result<Side, Failure> {
    if Path::new(name).exists() {
        return Ok(Side::Path(name.into()));
    }
    let looks_like_path = name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with('/');
    let missing = || Failure::new(format!("there is no file or folder {name}"));
    let repository = match Repository::around(root) {
        Ok(repository) => repository,
        Err(_) if looks_like_path => return Err(missing()),
        Err(failure) => {
            let Reason::Message(why) = &failure.reason else { return Err(failure) };
            return Err(Failure::new(format!("there is no file or folder {name}, and it can be no revision: {why}")));
        }
    };
    // What git itself takes for a revision may have a colon, like `:/fix`.
    if repository.has(name)? && !name.contains(':') {
        return Ok(Side::Revision(name.to_owned(), root.to_owned()));
    }
    if let Some((revision, path)) = name.split_once(':').filter(|(revision, _)| !revision.is_empty()) {
        repository.require(revision)?;
        return Ok(Side::Inside(revision.to_owned(), root.to_owned(), path.trim_start_matches("./").to_owned()));
    }
    if looks_like_path {
        return Err(missing());
    }
    repository.require(name)?;
    Ok(Side::Revision(name.to_owned(), root.to_owned()))
}

impl Side {
    /// What it is called.
    pub(super) fn name(&self) -> String {
        match self {
            Side::Path(path) => path.display().to_string(),
            Side::Revision(revision, _) => revision.clone(),
            Side::Inside(revision, _, path) => format!("{revision}:{path}"),
        }
    }

    /// The specs of this side, without errors. A file that lies in no service belongs to that of the other side.
    pub(super) fn checked(&self, other: &Side) -> Result<Checked, Failure> {
        let (texts, meant, has_service) = self.texts(other)?;
        let (tree, found) = acs_spec::check::texts(&texts);
        let is_wrong = |code: Code| has_service || !matches!(code, Code::UnknownWaiter | Code::UnknownOperation);
        let found: Diagnostics = found.into_iter().filter(|one| is_wrong(one.code)).collect();
        match tree {
            Some(tree) if !found.has_errors() => Ok(Checked { tree, meant }),
            _ => {
                let shown = found.into_iter().filter(|one| one.severity == acs_spec::diagnostic::Severity::Error);
                Err(Failure::diagnostics(shown.collect()))
            }
        }
    }

    /// The texts, what of them is meant, and whether the service that they belong to is known.
    fn texts(&self, other: &Side) -> Result<(Texts, Meant, bool), Failure> {
        match self {
            Side::Path(path) if path.is_dir() => {
                let root = folder_of(path);
                Ok((read::texts(&root, &Overlay::new()), meant_in(path, &root), true))
            }
            Side::Path(path) => {
                let bytes = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
                let own = scope::root_of(path);
                let root = own.clone().or_else(|| scope::root_of(other.path())).or_else(|| scope::root_of(Path::new("api-spec")));
                if let (Some(root), Some(shared)) = (&own, shared(path)) {
                    return Ok((read::texts(root, &Overlay::new()), shared, true));
                }
                let context = root.as_deref().map(shared_files).transpose()?;
                Ok(alone(path, other.path(), bytes, context))
            }
            Side::Revision(revision, path) => {
                let root = if path.is_dir() || scope::root_of(path).is_some() { folder_of(path) } else { path.clone() };
                let repository = Repository::around(&root)?;
                repository.require(revision)?;
                let texts = in_revision(&repository, revision, &repository.path(&root)?)?;
                let meant = if path.is_file() { meant_by(path) } else { meant_in(path, &root) };
                Ok((texts, meant, true))
            }
            Side::Inside(revision, root, path) => {
                let texts = in_revision(&Repository::around(root)?, revision, path)?;
                Ok((texts, Meant::All, true))
            }
        }
    }

    fn path(&self) -> &Path {
        match self {
            Side::Path(path) | Side::Revision(_, path) | Side::Inside(_, path, _) => path,
        }
    }
}

fn in_revision(repository: &Repository, revision: &str, folder: &str) -> Result<Texts, Failure> {
    let named = if folder.is_empty() { "the root of the repository".to_owned() } else { format!("`{folder}`") };
    let Some(files) = repository.files(revision, folder)? else {
        return Err(Failure::new(format!("revision `{revision}` has no folder {named}: `{revision}:FOLDER` names another one")));
    };
    if !files.iter().any(|file| file.name == read::SERVICE) {
        return Err(Failure::new(format!(
            "{named} has no `service.yaml` in revision `{revision}`: `{revision}:FOLDER` names another folder"
        )));
    }
    Ok(Texts::of(files))
}

/// The folder of the service for a path: itself, the only one in it, or the nearest one above.
fn folder_of(path: &Path) -> PathBuf {
    match scope::services(path).as_slice() {
        [one] => one.clone(),
        _ => scope::root_of(path).unwrap_or_else(|| path.to_owned()),
    }
}

/// What a folder means: a service, or one of its groups.
fn meant_in(path: &Path, root: &Path) -> Meant {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (inner, outer) = (real(path), real(root));
    if inner == outer || !inner.starts_with(&outer) {
        return Meant::All;
    }
    let files = read::files(root).into_iter().filter(|file| real(&file.path).starts_with(&inner));
    let stem = |file: read::SpecFile| file.path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
    Meant::Operations(files.filter_map(stem).collect())
}

fn meant_by(path: &Path) -> Meant {
    let stem = || path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    shared(path).unwrap_or_else(|| Meant::Operations(vec![stem()]))
}

fn shared(path: &Path) -> Option<Meant> {
    let name = path.file_name()?.to_str()?;
    SHARED.contains(&name).then(|| match FileKind::of(name) {
        FileKind::Waiters => Meant::Shared(&["waiters"]),
        FileKind::Glossary => Meant::Shared(&["glossary"]),
        _ => Meant::Shared(&["product", "version", "summary", "endpoints", "region_parameter", "parameters", "errors", "groups"]),
    })
}

fn shared_files(root: &Path) -> Result<Vec<Loose>, Failure> {
    let mut files = Vec::new();
    for name in SHARED {
        let path = root.join(name);
        if path.is_file() {
            let bytes = std::fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
            files.push(Loose { name: name.to_owned(), shown: path.display().to_string(), bytes });
        }
    }
    Ok(files)
}

/// What stands in for the service of a file that belongs to none.
const STAND_IN: &str = "product: None\nversion: \"2016-04-28\"\nsummary: None.\nendpoints: { rule: \"none.{region}.example.com\" }\n\
    region_parameter: RegionId\ngroups: { none: None. }\n";

/// An operation's file, whatever it is called and wherever it lies.
fn alone(path: &Path, other: &Path, bytes: Vec<u8>, context: Option<Vec<Loose>>) -> (Texts, Meant, bool) {
    let has_service = context.is_some();
    let mut files = context.unwrap_or_else(|| {
        let bytes = STAND_IN.as_bytes().to_vec();
        vec![Loose { name: read::SERVICE.to_owned(), shown: read::SERVICE.to_owned(), bytes }]
    });
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let keys = Node::of(&text);
    let service = files.iter().find(|file| file.name == read::SERVICE).map(|file| String::from_utf8_lossy(&file.bytes));
    let groups: Vec<String> = service.and_then(|text| Node::of(&text)).map(|node| groups(&node)).unwrap_or_default();
    // The group is the folder, or that of the other side.
    let folder = |path: &Path| Some(std::fs::canonicalize(path).ok()?.parent()?.file_name()?.to_str()?.to_owned());
    let known = [path, other].into_iter().filter_map(folder).find(|folder| groups.contains(folder));
    let group = known.or(groups.first().cloned()).unwrap_or_else(|| "none".to_owned());
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let name = keys.as_ref().and_then(|node| value(node, "operation")?.text().map(str::to_owned)).unwrap_or(stem);
    files.push(Loose { name: format!("{group}/{name}.yaml"), shown: path.display().to_string(), bytes });
    (Texts::of(files).part(), Meant::Operations(vec![name]), has_service)
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Data::Map(entries) = &node.data else { return None };
    entries.iter().find(|entry| entry.key.text() == Some(key)).map(|entry| &entry.value)
}

fn groups(service: &Node) -> Vec<String> {
    let Some(Data::Map(entries)) = value(service, "groups").map(|node| &node.data) else { return Vec::new() };
    entries.iter().filter_map(|entry| entry.key.text().map(str::to_owned)).collect()
}

impl Checked {
    /// Whether a change is in what is compared.
    pub(super) fn is_meant(&self, change: &Change) -> bool {
        match &self.meant {
            Meant::All => true,
            Meant::Operations(names) => names.contains(&change.operation),
            Meant::Shared(places) => {
                let first = change.place.split('.').next().unwrap_or_default();
                change.operation.is_empty() && places.contains(&first)
            }
        }
    }
}
