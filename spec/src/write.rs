//! Writes files whole or not at all: beside their place first, then moved there. Missing folders are created.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Writes a file. One that exists keeps its permissions and, where this process may give files away, its owner; a symbolic link stays
/// one.
///
/// # Errors
/// The file or its folder cannot be written, or the file is read-only. What was there before is unchanged.
pub fn file(path: &Path, text: &str) -> io::Result<()> {
    let target = through_links(path);
    expect_writable(&target)?;
    let staged = stage(&target, text)?;
    if target.exists() {
        take_after(&staged, &target)?;
    }
    put(staged, &target)
}

/// Fails if a file is read-only, which a move to its path would ignore.
///
/// # Errors
/// The file is there and is read-only.
pub fn expect_writable(path: &Path) -> io::Result<()> {
    match std::fs::metadata(path) {
        Ok(existing) if existing.is_file() && existing.permissions().readonly() => {
            Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only: make it writable first"))
        }
        _ => Ok(()),
    }
}

/// Gives a file that is to take the place of another the permissions of that, and its owner and group where this process may.
///
/// # Errors
/// The permissions cannot be read or set.
pub fn take_after(staged: &NamedTempFile, existing: &Path) -> io::Result<()> {
    let metadata = std::fs::metadata(existing)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let own = staged.as_file().metadata()?;
        if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
            // Only root may give a file to another owner, and others may keep the group at most.
            let _ = fchown(staged.as_file(), Some(metadata.uid()), Some(metadata.gid()))
                .or_else(|_| fchown(staged.as_file(), None, Some(metadata.gid())));
        }
    }
    // A change of the owner may take bits away, so this comes last.
    staged.as_file().set_permissions(metadata.permissions())
}

/// Writes a file that holds secrets: only its owner may read it, even if others could before. A symbolic link stays one.
///
/// # Errors
/// Those of [`file()`].
pub fn private_file(path: &Path, text: &str) -> io::Result<()> {
    let target = through_links(path);
    let mut staged = NamedTempFile::new_in(folder(&target)?)?;
    staged.write_all(text.as_bytes())?;
    put(staged, &target)
}

/// Writes a text to a temporary file beside a path, with the permissions that a new file gets. It takes its place with
/// [`persist`](NamedTempFile::persist), and is removed if it does not: this is for several files that change together.
///
/// # Errors
/// The folder cannot be written.
pub fn stage(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder(path)?)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

fn put(staged: NamedTempFile, target: &Path) -> io::Result<()> {
    staged.persist(target).map(drop).map_err(|error| error.error)
}

/// What a path leads to, if there is something.
fn through_links(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The folder of a path, which is created if it is missing.
fn folder(path: &Path) -> io::Result<&Path> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map(|()| folder)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> Option<u32> {
        Some(fs::metadata(path).ok()?.permissions().mode() & 0o777)
    }

    #[test]
    fn a_file_is_replaced_through_its_link_and_keeps_its_permissions() {
        let dir = tempfile::tempdir().unwrap();
        let (real, link) = (dir.path().join("real"), dir.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();

        file(&link, "new").unwrap();

        assert_eq!((fs::read_to_string(&real).unwrap().as_str(), mode(&real)), ("new", Some(0o640)));
        assert!(link.is_symlink());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing temporary is left");
    }

    #[test]
    fn a_read_only_file_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let error = file(&path, "new").unwrap_err();
        assert!(error.to_string().contains("read-only"), "{error}");
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("old", Some(0o444)));
    }

    #[test]
    fn a_file_keeps_its_owner_where_that_can_be() {
        use std::os::unix::fs::{MetadataExt, chown};
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        fs::write(&path, "old").unwrap();
        // Only root can try the other owner.
        let _ = chown(&path, Some(65_534), Some(65_534));
        let owner = |path: &Path| fs::metadata(path).map(|metadata| (metadata.uid(), metadata.gid())).unwrap();
        let before = owner(&path);
        file(&path, "new").unwrap();
        assert_eq!(owner(&path), before);
    }

    #[test]
    fn a_private_file_is_readable_by_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new/secret");
        private_file(&path, "one").unwrap();
        assert_eq!(mode(&path), Some(0o600));

        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        private_file(&path, "two").unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("two", Some(0o600)));
    }

    #[test]
    fn a_file_that_cannot_be_replaced_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let taken = dir.path().join("taken");
        fs::create_dir(&taken).unwrap();
        fs::write(taken.join("inside"), "").unwrap();
        assert!(file(&taken, "text").is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
