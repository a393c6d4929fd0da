//! Which spec files a command is about: paths that the user gives, and the folder of the service that each belongs to.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use acs_spec::diagnostic::{Code, Diagnostic, Diagnostics};
use acs_spec::read::{self, SHARED, SpecTree};
use clap::Args;

use super::Folder;
use crate::failure::Failure;

/// Files and folders, or the folder of a service.
#[derive(Args, Clone)]
pub(crate) struct Paths {
    /// Files and folders. What belongs to them is found in the nearest folder above with a `service.yaml`.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    folder: Folder,
}

/// The folder of a service, and what of it is meant.
pub(crate) struct Scope {
    /// Folder with `service.yaml`.
    pub(crate) root: PathBuf,
    /// Files and folders in it; all of it if there are none.
    selected: Vec<PathBuf>,
}

impl Paths {
    /// What is meant, one scope for each service.
    pub(crate) fn scopes(&self) -> Result<Vec<Scope>, Failure> {
        if self.paths.is_empty() {
            return Ok(vec![Scope { root: self.folder.root(), selected: Vec::new() }]);
        }
        let mut scopes: Vec<Scope> = Vec::new();
        for path in &self.paths {
            if is_missing_service(path) {
                // Reading the folder tells what is missing.
                add(&mut scopes, parent(path), None);
                continue;
            }
            std::fs::metadata(path).map_err(|error| Failure::io("read", path, &error))?;
            let (root, selected) = match services(path).as_slice() {
                [] => (root_of(path).unwrap_or_else(|| lone(path)), Some(path.clone())),
                [one] if one == path => (path.clone(), None),
                many => {
                    many.iter().for_each(|root| add(&mut scopes, root.clone(), None));
                    continue;
                }
            };
            add(&mut scopes, root, selected);
        }
        Ok(scopes)
    }
}

fn add(scopes: &mut Vec<Scope>, root: PathBuf, selected: Option<PathBuf>) {
    match scopes.iter_mut().find(|scope| same(&scope.root, &root)) {
        None => scopes.push(Scope { root, selected: selected.into_iter().collect() }),
        // All of it and a part of it is all of it.
        Some(scope) => match selected {
            Some(path) if !scope.selected.is_empty() => scope.selected.push(path),
            Some(_) => {}
            None => scope.selected.clear(),
        },
    }
}

/// The folder itself if it is one of a service, or the services in it.
pub(crate) fn services(path: &Path) -> Vec<PathBuf> {
    let is_service = |folder: &Path| folder.join(read::SERVICE).is_file();
    if is_service(path) {
        return vec![path.to_owned()];
    }
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = inside.filter(|folder| is_service(folder)).collect();
    found.sort();
    found
}

/// Whether a path names the file that every service needs, and the file is missing.
fn is_missing_service(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == read::SERVICE) && path.symlink_metadata().is_err() && parent(path).is_dir()
}

/// The folder to read for a path without a service above it: reading it reports what is missing.
fn lone(path: &Path) -> PathBuf {
    if path.is_dir() { path.to_owned() } else { parent(path) }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// The path of a file as the folder of its service leads to it, if there is one.
#[cfg(feature = "full")]
pub(crate) fn in_service(file: &Path) -> Option<PathBuf> {
    let root = root_of(file).filter(|_| file.is_file())?;
    Some(Scope { root, selected: Vec::new() }.within(file))
}

/// The nearest folder above a path, or the path itself, that holds a `service.yaml`.
pub(crate) fn root_of(path: &Path) -> Option<PathBuf> {
    let mut folder = if path.is_dir() { path.to_owned() } else { parent(path) };
    // No path has more steps than its real one.
    let steps = std::fs::canonicalize(&folder).ok()?.components().count();
    for _ in 0..=steps {
        if folder.join(read::SERVICE).is_file() {
            return Some(folder);
        }
        folder = match folder.components().next_back() {
            Some(Component::Normal(_)) => parent(&folder),
            Some(Component::CurDir) | None => PathBuf::from(".."),
            _ => folder.join(".."),
        };
    }
    None
}

/// The folder of that name with a `service.yaml` in the nearest folder above, as far as the repository goes.
pub(crate) fn beside_above(name: &Path) -> Option<PathBuf> {
    let steps = std::env::current_dir().ok()?.components().count();
    let mut above = PathBuf::new();
    for _ in 0..steps {
        if above.join(".git").exists() {
            return None;
        }
        above.push("..");
        let folder = above.join(name);
        if folder.join(read::SERVICE).is_file() {
            return Some(folder);
        }
    }
    None
}

fn same(one: &Path, other: &Path) -> bool {
    one == other || matches!((std::fs::canonicalize(one), std::fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

impl Scope {
    /// The spec files that are meant.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut filter = Filter::new(self);
        let root = self.root.strip_prefix(".").unwrap_or(&self.root);
        read::files(&self.root).into_iter().map(|file| root.join(file.name)).filter(|path| filter.has(path)).collect()
    }

    /// What of the files that are meant cannot be read.
    pub(crate) fn unreadable(&self) -> Diagnostics {
        let mut filter = Filter::new(self);
        let found = read::unreadable(&self.root).relative_to(Path::new("."));
        found.into_iter().filter(|one| filter.has(Path::new(one.location.path()))).collect()
    }

    /// Whether a path is meant.
    pub(crate) fn has(&self, path: &Path) -> bool {
        Filter::new(self).has(path)
    }

    /// Whether all files of the service are meant.
    pub(crate) fn is_whole(&self) -> bool {
        self.selected.is_empty()
    }

    /// The tree, if it can be read, and what was found in the files that are meant.
    pub(crate) fn check(&self) -> (Option<SpecTree>, Diagnostics) {
        // Without a `service.yaml` above it, a file can only be checked by itself.
        if let [file] = self.selected.as_slice()
            && file.is_file()
            && !self.root.join(read::SERVICE).is_file()
        {
            return (None, by_itself(file));
        }
        let (tree, found) = acs_spec::check::folder(&self.root);
        if self.is_whole() {
            return (tree, found);
        }
        let mut filter = Filter::new(self);
        let is_shared = |path: &str| SHARED.iter().any(|name| Path::new(path).file_name().is_some_and(|file| file == *name));
        let has_tree = tree.is_some();
        let mut found: Vec<Diagnostic> = found
            .into_iter()
            .filter(|one| {
                let places = std::iter::once(&one.location).chain(one.related.iter().map(|(location, _)| location));
                let concerns = places.into_iter().any(|location| filter.has(Path::new(location.path())));
                concerns || !has_tree && is_shared(one.location.path())
            })
            .collect();
        // A mistake that several files share is reported at the first of them; a check of each file alone finds it in the others.
        for path in self.selected.iter().filter(|path| path.is_file()) {
            for one in by_itself(&self.within(path)) {
                let is_new = |known: &Diagnostic| (known.code, &known.message) != (one.code, &one.message);
                if one.code != Code::Misplaced && filter.has(Path::new(one.location.path())) && found.iter().all(is_new) {
                    found.push(one);
                }
            }
        }
        (tree, found.into_iter().collect())
    }

    /// The path as the folder of the service leads to it.
    fn within(&self, path: &Path) -> PathBuf {
        match real(path).strip_prefix(real(&self.root)) {
            Ok(inner) => self.root.join(inner),
            Err(_) => path.to_owned(),
        }
    }

    /// What it is called: the folder, or the files and folders in it.
    pub(crate) fn name(&self) -> String {
        match self.selected.as_slice() {
            [] => self.root.display().to_string(),
            [one] => one.display().to_string(),
            many => format!("{} paths", many.len()),
        }
    }
}

fn by_itself(path: &Path) -> Diagnostics {
    let checked = read::operation(path).and_then(|tree| acs_spec::check(&tree));
    checked.unwrap_or_else(|mistakes| mistakes)
}

/// Which paths are meant.
struct Filter {
    selected: Vec<PathBuf>,
    known: HashMap<PathBuf, bool>,
}

impl Filter {
    fn new(scope: &Scope) -> Self {
        Filter { selected: scope.selected.iter().map(|path| real(path)).collect(), known: HashMap::new() }
    }

    fn has(&mut self, path: &Path) -> bool {
        if self.selected.is_empty() {
            return true;
        }
        let selected = &self.selected;
        *self.known.entry(path.to_owned()).or_insert_with(|| {
            // A link is where it leads, and where it stands.
            let stands = path.file_name().map(|name| real(&parent(path)).join(name));
            let paths = [Some(real(path)), stands];
            paths.iter().flatten().any(|path| selected.iter().any(|selected| path.starts_with(selected)))
        })
    }
}

fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
