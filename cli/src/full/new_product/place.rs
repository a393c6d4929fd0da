//! Where a new crate goes: a folder that is not there, or an empty one.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::failure::Failure;

/// The place of a crate.
pub(super) struct Place {
    /// The folder, from the root.
    pub(super) dir: PathBuf,
    /// The folder itself, or the nearest one above it, that is there already: the crate is put together in it, so that a failure
    /// leaves nothing behind.
    pub(super) nearest: PathBuf,
}

impl Place {
    /// Finds out whether a crate can be written there. Nothing is created yet.
    pub(super) fn find(named: &Path) -> Result<Self, Failure> {
        let absolute = std::path::absolute(named).map_err(|error| Failure::io("find", named, &error))?;
        let dir = absolute.canonicalize().unwrap_or(absolute);
        if fs::symlink_metadata(&dir).is_ok_and(|found| !found.is_dir()) {
            return Err(Failure::new(format!("{} is there already, and not a folder: name a new folder", named.display())));
        }
        if dir.is_dir() {
            let mut entries = fs::read_dir(&dir).map_err(|error| Failure::io("read", named, &error))?;
            return match entries.next() {
                Some(_) => Err(Failure::new(format!("{} is there already, and not empty: name a new folder", named.display()))),
                None => Ok(Place { nearest: dir.clone(), dir }),
            };
        }
        let mut above = dir.ancestors().skip(1);
        let nearest = above.find(|folder| fs::symlink_metadata(folder).is_ok()).unwrap_or(Path::new("/"));
        if !nearest.is_dir() {
            return Err(Failure::new(format!("{} is not a folder, so {} cannot be in it", nearest.display(), named.display())));
        }
        let nearest = nearest.canonicalize().map_err(|error| Failure::io("find", nearest, &error))?;
        Ok(Place { dir, nearest })
    }

    /// Moves a folder there.
    pub(super) fn fill(&self, building: tempfile::TempDir) -> Result<(), Failure> {
        let Place { dir, nearest } = self;
        let failed = |error| Failure::io("write", dir, &error);
        if dir == nearest {
            return self.fill_empty(&building).map_err(failed);
        }
        if let Some(parent) = dir.parent() {
            fs::create_dir_all(parent).map_err(|error| Failure::io("create", parent, &error))?;
        }
        open_to_others(building.path()).map_err(failed)?;
        fs::rename(building.path(), dir).map_err(failed)?;
        // The folder no longer needs to be deleted.
        let _ = building.keep();
        Ok(())
    }

    /// Moves what is in a folder inside the empty one up: a shell that stands in it stays there.
    fn fill_empty(&self, building: &tempfile::TempDir) -> io::Result<()> {
        let mut moved: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(building.path())? {
            let entry = entry?;
            let to = self.dir.join(entry.file_name());
            if let Err(error) = fs::rename(entry.path(), &to) {
                for path in moved {
                    let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                }
                return Err(error);
            }
            moved.push(to);
        }
        Ok(())
    }
}

/// A temporary folder is its owner's alone.
#[cfg(unix)]
fn open_to_others(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}
