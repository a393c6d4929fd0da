//! An import into a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::{File, Import, ImportError, import};
use crate::read;

/// Imports into the spec folder `dir`, which may be empty or missing. With `check` set, nothing is written and the report says
/// what would be.
///
/// Only files that changed are written, each as a whole or not at all.
///
/// # Errors
/// Those of [`import()`]; that the folder's spec files cannot be read; that it holds files that would be overwritten although it
/// is no spec folder; or that a file cannot be written.
pub fn import_into(dir: &Path, metadata: &str, check: bool) -> Result<Import, ImportError> {
    let existing = match dir.join("service.yaml").exists() {
        true => Some(read::tree(dir).map_err(ImportError::Tree)?),
        false => None,
    };
    let done = import(metadata, existing.as_ref())?;
    if existing.is_none()
        && let Some(file) = done.files.iter().find(|file| dir.join(&file.path).exists())
    {
        return Err(ImportError::NoTree(dir.join(&file.path)));
    }
    if !check {
        for file in &done.files {
            write(dir, file).map_err(|(path, source)| ImportError::Io { path, source })?;
        }
    }
    Ok(done)
}

/// Writes a file beside its place and moves it there.
fn write(dir: &Path, file: &File) -> Result<(), (PathBuf, std::io::Error)> {
    let path = dir.join(&file.path);
    let folder = path.parent().unwrap_or(dir);
    fs::create_dir_all(folder).map_err(|source| (folder.to_owned(), source))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::write(&temporary, &file.text).and_then(|()| fs::rename(&temporary, &path));
    written.map_err(|source| {
        // It may not even have been made; the first error is the one to tell.
        let _ = fs::remove_file(&temporary);
        (path, source)
    })
}
