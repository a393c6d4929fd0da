//! Which files a tree has, and reading them: the only part of the reader that touches the disk.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Applicability, Code, Diagnostic, Diagnostics, Edit, Location, Source, slashed};

use crate::names;
use crate::suggest;

use super::{File, Overlay, SHARED};

/// A spec file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecFile {
    /// Path of the file: the path of the folder as it was given, and the file's path in it.
    pub path: PathBuf,
    /// Path from the root of the tree, with `/` between its parts.
    pub name: String,
}

/// The files that [`tree`](super::tree) of a folder or [`operation`](super::operation) of a file reads, ordered by name: to
/// watch them, or to put them into a program. What cannot be read is left out; reading reports why.
pub fn files(path: &Path) -> Vec<SpecFile> {
    let named = |root: &Path, paths: Vec<PathBuf>| {
        let name = |path: PathBuf| SpecFile { name: slashed(path.strip_prefix(root).unwrap_or(&path)), path };
        let mut files: Vec<SpecFile> = paths.into_iter().map(name).collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        files
    };
    if path.is_dir() {
        return named(path, find(path, &mut Vec::new()));
    }
    if !path.is_file() {
        return Vec::new();
    }
    match root_of(path) {
        Some(root) => named(root, with_shared(root, path)),
        None => named(path.parent().unwrap_or(path), vec![path.to_owned()]),
    }
}

/// The YAML files below a folder that can be read, sorted by their path from there, and what is wrong with others. A text of the
/// overlay replaces a file.
pub(super) fn readable(dir: &Path, overlay: &Overlay) -> (Vec<File>, Vec<Diagnostic>) {
    let mut mistakes = Vec::new();
    let mut paths = find(dir, &mut mistakes);
    let of_overlay = |path: &PathBuf| path.strip_prefix(dir).ok().is_some_and(|name| overlay.contains_key(&slashed(name)));
    paths.retain(|path| !of_overlay(path));
    let (mut files, mistakes) = read(dir, paths, mistakes);
    files.extend(overlay.iter().map(|(name, text)| {
        let source = Source::new(slashed(&dir.join(name)), text.clone());
        File { path: name.clone(), source: Arc::new(source) }
    }));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    (files, mistakes)
}

/// The files of some groups with the shared ones, and the names that the operations of the other groups have by their files.
pub(super) fn groups(dir: &Path, wanted: &dyn Fn(&str) -> bool) -> (Vec<File>, Vec<Diagnostic>, Vec<String>) {
    let mut mistakes = Vec::new();
    let paths = find(dir, &mut mistakes);
    let group = |path: &PathBuf| path.parent().filter(|folder| *folder != dir).and_then(Path::file_name).map(OsStr::to_owned);
    let (read_now, others): (Vec<_>, Vec<_>) =
        paths.into_iter().partition(|path| group(path).is_none_or(|group| group.to_str().is_none_or(wanted)));
    let names = others.iter().filter_map(|path| path.file_stem()?.to_str().map(str::to_owned)).collect();
    let (files, found) = read(dir, read_now, mistakes);
    (files, found, names)
}

/// One operation file and the shared files of its tree.
pub(super) fn operation(path: &Path) -> Result<(Vec<File>, Vec<Diagnostic>), Diagnostics> {
    if path.file_name().and_then(OsStr::to_str).is_some_and(|name| SHARED.contains(&name)) {
        return Err(no_operation(path).into());
    }
    match root_of(path) {
        Some(root) => Ok(read(root, with_shared(root, path), Vec::new())),
        None => Err(no_root(path).into()),
    }
}

/// The nearest folder above an operation file that holds a `service.yaml`.
fn root_of(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|folder| folder.join(super::SERVICE).is_file())
}

fn with_shared(root: &Path, path: &Path) -> Vec<PathBuf> {
    let shared = SHARED.iter().map(|name| root.join(name)).filter(|path| path.is_file());
    shared.chain([path.to_owned()]).collect()
}

/// How deep to look for files. A tree has two levels; what lies deeper is reported as misplaced.
const LEVELS: usize = 4;

fn find(dir: &Path, mistakes: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let root = fs::canonicalize(dir);
    let mut folders = vec![(dir.to_owned(), LEVELS)];
    while let Some((folder, levels)) = folders.pop() {
        let entries = fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                mistakes.push(unreadable(&folder, "folder", &error));
                continue;
            }
        };
        for entry in entries {
            let path = entry.path();
            if is_hidden(&path) {
                continue;
            }
            let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            let leads_out = || match (&root, fs::canonicalize(&path)) {
                (Ok(root), Ok(target)) => !target.starts_with(root),
                _ => false,
            };
            if path.is_dir() {
                if is_link && leads_out() {
                    mistakes.push(refused(&path, "the link leads out of the spec folder"));
                } else if levels > 1 {
                    folders.push((path, levels - 1));
                }
            } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
                if is_link && leads_out() {
                    mistakes.push(refused(&path, "the link leads out of the spec folder"));
                } else if !path.is_file() && path.exists() {
                    mistakes.push(refused(&path, "this is not a regular file"));
                } else {
                    paths.push(path);
                }
            } else if let Some(name) = meant(&path) {
                mistakes.push(ignored(&path, &name));
            }
        }
    }
    paths
}

/// The name that a file was likely to have: `CreateVpc.YAML`, and `CreateVpc` without an extension.
fn meant(path: &Path) -> Option<String> {
    let stem = path.file_stem().and_then(OsStr::to_str)?;
    let is_yaml = match path.extension().and_then(OsStr::to_str) {
        Some(extension) => extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"),
        // `LICENSE` and `Makefile` are none.
        None => names::is_type(stem) && names::field(stem).contains('_') && stem.contains(|c: char| c.is_ascii_lowercase()),
    };
    is_yaml.then(|| format!("{stem}.yaml"))
}

fn ignored(path: &Path, name: &str) -> Diagnostic {
    let source = Arc::new(Source::new(slashed(path), String::new()));
    Diagnostic::warning(Code::IgnoredFile, Location::file(&source), "the file is skipped: its name does not end in `.yaml`")
        .help(format!("rename it to `{name}`"))
        .edit(Edit::rename(Location::file(&source), name, Applicability::Certain))
}

fn refused(path: &Path, why: &str) -> Diagnostic {
    let source = Arc::new(Source::new(slashed(path), String::new()));
    Diagnostic::error(Code::Unreadable, Location::file(&source), why).help("put the file itself there, or remove it")
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.starts_with('.'))
}

fn read(root: &Path, paths: Vec<PathBuf>, mut mistakes: Vec<Diagnostic>) -> (Vec<File>, Vec<Diagnostic>) {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        match fs::read(&path) {
            Ok(bytes) => match text(slashed(&path), bytes) {
                Ok(source) => files.push(File { path: slashed(path.strip_prefix(root).unwrap_or(&path)), source }),
                Err(mistake) => mistakes.push(*mistake),
            },
            Err(error) => mistakes.push(with_similar(unreadable(&path, "file", &error), &path, &error)),
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    (files, mistakes)
}

/// The text of a file.
pub(super) fn text(shown: String, bytes: Vec<u8>) -> Result<Arc<Source>, Box<Diagnostic>> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Arc::new(Source::new(shown, text))),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Arc::new(Source::new(shown, text));
            let place = Location::new(&source, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
            Err(Box::new(
                Diagnostic::error(Code::NotUtf8, place, "the file is not UTF-8 text")
                    .label(format!("byte {at} of the file, 0x{byte:02x}, cannot stand here"))
                    .help("save the file with the encoding UTF-8"),
            ))
        }
    }
}

fn unreadable(path: &Path, what: &str, error: &io::Error) -> Diagnostic {
    let source = Arc::new(Source::new(slashed(path), String::new()));
    Diagnostic::error(Code::Unreadable, Location::file(&source), format!("the {what} cannot be read: {error}"))
}

/// Names the file that is likely meant by a path that leads to none.
fn with_similar(mistake: Diagnostic, path: &Path, error: &io::Error) -> Diagnostic {
    let name = (error.kind() == io::ErrorKind::NotFound).then(|| similar(path)).flatten();
    match name {
        Some(name) => mistake.help(format!("did you mean `{name}`, in the same folder?")),
        None => mistake,
    }
}

/// The name of a file in the same folder that is likely meant by a path that leads to none.
pub(super) fn similar(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let entries = fs::read_dir(path.parent()?).ok()?;
    let names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let specs = || names.iter().map(String::as_str).filter(|name| name.ends_with(".yaml") && !SHARED.contains(name));
    specs()
        .find(|name| name.eq_ignore_ascii_case(wanted) || name.strip_suffix(".yaml") == Some(wanted))
        .or_else(|| suggest::nearest(wanted, specs()))
        .map(str::to_owned)
}

fn no_operation(path: &Path) -> Diagnostic {
    let source = Arc::new(Source::new(slashed(path), String::new()));
    Diagnostic::error(Code::Misplaced, Location::file(&source), "the file describes no operation")
        .help("give the path of an operation: `<group>/<Operation>.yaml`")
}

fn no_root(path: &Path) -> Diagnostic {
    let source = Arc::new(Source::new(slashed(path), String::new()));
    Diagnostic::error(Code::Unreadable, Location::file(&source), "no folder above the operation file holds a `service.yaml`")
        .note("`service.yaml` names the product, its version and its endpoints")
}
