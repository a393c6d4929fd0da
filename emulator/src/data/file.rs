//! A data file that an emulator uses.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::format::Saved;
use super::lock;
use crate::error::Error;

/// A data file, locked until it is closed.
#[derive(Debug)]
pub(crate) struct DataFile {
    path: PathBuf,
    written: Mutex<Written>,
}

#[derive(Debug, Default)]
struct Written {
    lock: Option<File>,
    is_closed: bool,
    /// Which of the states was written last.
    revision: u64,
    /// Why the last attempt failed.
    problem: Option<String>,
}

impl DataFile {
    /// Locks a file and reads it; a file that is not there holds nothing.
    pub(crate) fn open(path: &Path) -> Result<(Self, Saved), Error> {
        // A link stays one, and its target is what is locked.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
            let message = "it is a folder, a device or a pipe";
            return Err(Error::content("data file", &path, &message));
        }
        let lock = lock::acquire(&path)?;
        let saved = match fs::read_to_string(&path) {
            Ok(text) => Saved::parse(&path, &text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Saved::default(),
            Err(error) => return Err(Error::file("read", &path, error)),
        };
        let has_lock = lock.is_some();
        let file = DataFile { path, written: Mutex::new(Written { lock, ..Written::default() }) };
        if has_lock {
            file.remove_leftovers();
        }
        Ok((file, saved))
    }

    /// Lets other emulators use the file. Nothing is written to it from now on.
    pub(crate) fn close(&self) {
        let mut written = self.written();
        written.is_closed = true;
        written.lock = None;
    }

    /// Writes a state, unless a later one is written already.
    pub(crate) fn save(&self, saved: &Saved, revision: u64) -> Result<(), Error> {
        let mut written = self.written();
        if written.is_closed || revision < written.revision {
            return Ok(());
        }
        let result = self.write(saved);
        match &result {
            Ok(()) => (written.revision, written.problem) = (revision, None),
            Err(error) => written.problem = Some(error.to_string()),
        }
        result.map_err(|error| Error::file("write", &self.path, error))
    }

    /// Why the last attempt to write failed; `None` if it did not.
    pub(crate) fn problem(&self) -> Option<String> {
        let problem = self.written().problem.clone();
        problem.map(|problem| format!("{} cannot be written: {problem}", self.path.display()))
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, saved: &Saved) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(&self.prefix()).suffix(".tmp").tempfile_in(self.folder())?;
        let mut writer = BufWriter::new(file.as_file_mut());
        saved.write(&mut writer)?;
        writer.flush()?;
        drop(writer);
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }

    /// Removes what an emulator that was killed in the middle of writing left behind. The lock is held: no other is writing.
    fn remove_leftovers(&self) {
        let prefix = self.prefix();
        for entry in fs::read_dir(self.folder()).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(&prefix) && name.ends_with(".tmp") {
                // One that cannot be removed does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn prefix(&self) -> String {
        format!(".{}.", self.path.file_name().unwrap_or_default().to_string_lossy())
    }

    fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }
}
