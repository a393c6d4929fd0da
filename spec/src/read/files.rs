//! The only part of the generator that touches the disk.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};

use super::{File, SHARED};

/// All YAML files below a folder, sorted by their path from there.
pub(super) fn tree(dir: &Path) -> Result<Vec<File>, Diagnostics> {
    let mut paths = Vec::new();
    let mut mistakes = Vec::new();
    find(dir, &mut paths, &mut mistakes);
    read(dir, paths, mistakes)
}

/// One operation file and the shared files of its tree.
pub(super) fn operation(path: &Path) -> Result<Vec<File>, Diagnostics> {
    if path.file_name().and_then(OsStr::to_str).is_some_and(|name| SHARED.contains(&name)) {
        return Err(no_operation(path).into());
    }
    let Some(root) = path.ancestors().skip(1).find(|folder| folder.join("service.yaml").is_file()) else {
        return Err(no_root(path).into());
    };
    let mut paths: Vec<PathBuf> = SHARED.iter().map(|name| root.join(name)).filter(|path| path.is_file()).collect();
    paths.push(path.to_owned());
    read(root, paths, Vec::new())
}

/// How deep to look for files. A tree has two levels; what lies deeper is reported as misplaced.
const LEVELS: usize = 4;

fn find(dir: &Path, paths: &mut Vec<PathBuf>, mistakes: &mut Vec<Diagnostic>) {
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
        for path in entries.iter().map(fs::DirEntry::path).filter(|path| !is_hidden(path)) {
            if path.is_dir() {
                if levels > 1 {
                    folders.push((path, levels - 1));
                }
            } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
                paths.push(path);
            }
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.starts_with('.'))
}

fn read(root: &Path, paths: Vec<PathBuf>, mut mistakes: Vec<Diagnostic>) -> Result<Vec<File>, Diagnostics> {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        match fs::read(&path) {
            Ok(bytes) => match text(&path, bytes) {
                Ok(source) => files.push(File { path: slashed(path.strip_prefix(root).unwrap_or(&path)), source }),
                Err(mistake) => mistakes.push(*mistake),
            },
            Err(error) => mistakes.push(unreadable(&path, "file", &error)),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into_iter().collect());
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<Arc<Source>, Box<Diagnostic>> {
    let shown = slashed(path);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Arc::new(Source::new(shown, text))),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Arc::new(Source::new(shown, text));
            let place = Place::new(&source, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
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
    Diagnostic::error(Code::Unreadable, Place::file(&source), format!("the {what} cannot be read: {error}"))
}

fn no_operation(path: &Path) -> Diagnostic {
    let source = Arc::new(Source::new(slashed(path), String::new()));
    Diagnostic::error(Code::Misplaced, Place::file(&source), "the file describes no operation")
        .help("give the path of an operation: `<group>/<Operation>.yaml`")
}

fn no_root(path: &Path) -> Diagnostic {
    let source = Arc::new(Source::new(slashed(path), String::new()));
    Diagnostic::error(Code::Unreadable, Place::file(&source), "no folder above the operation file holds a `service.yaml`")
        .note("`service.yaml` names the product, its version and its endpoints")
}

/// The path with `/` between its parts on every system.
fn slashed(path: &Path) -> String {
    let mut text = String::new();
    for part in path.components() {
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        match part {
            Component::RootDir => text.push('/'),
            part => text.push_str(&part.as_os_str().to_string_lossy()),
        }
    }
    text
}
