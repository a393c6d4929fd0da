//! An import into a folder.

use std::path::Path;

#[cfg(doc)]
use super::import;
use super::{Import, ImportError, Wording, import_with};
use crate::{read, write};

/// Imports into the spec folder `dir`, which may be empty or missing. With `check` set, nothing is written and the report says
/// what would be.
///
/// Only files that changed are written, each as a whole or not at all.
///
/// # Errors
/// Those of [`import()`]; that the folder's spec files cannot be read; that it holds files that would be overwritten although it
/// is not a spec folder; or that a file cannot be written.
pub fn import_into(dir: &Path, metadata: &str, check: bool) -> Result<Import, ImportError> {
    import_into_with(dir, metadata, check, Wording::default())
}

/// Imports as [`import_into`] does, with the vendor's texts if they are asked for.
///
/// # Errors
/// Those of [`import_into`].
pub fn import_into_with(dir: &Path, metadata: &str, check: bool, wording: Wording) -> Result<Import, ImportError> {
    let existing = match dir.join(read::SERVICE).exists() {
        true => Some(read::tree(dir).map_err(ImportError::Tree)?),
        false => None,
    };
    let done = import_with(metadata, existing.as_ref(), wording)?;
    if existing.is_none()
        && let Some(file) = done.files.iter().find(|file| dir.join(&file.path).exists())
    {
        return Err(ImportError::NoTree(dir.join(&file.path)));
    }
    if !check {
        for file in &done.files {
            let path = dir.join(&file.path);
            write::file(&path, &file.text).map_err(|source| ImportError::Io { path, source })?;
        }
    }
    Ok(done)
}
