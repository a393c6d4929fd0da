//! One emulator at a time uses a data file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Locks a data file, by a file beside it that has the id of this process. The system ends the lock with the process, however that
/// ends.
///
/// `None` if files cannot be locked there: then nothing can be saved there either, or the file system has no locks.
pub(super) fn acquire(data: &Path) -> Result<Option<File>, Error> {
    let path = path(data);
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).and_then(|mut file| match file.try_lock() {
        Ok(()) => note_holder(&mut file).map(|()| Some(file)),
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Without the number the message says less.
            let _ = file.read_to_string(&mut holder);
            Err(io::Error::new(io::ErrorKind::ResourceBusy, holder.trim().to_owned()))
        }
        Err(TryLockError::Error(error)) => Err(error),
    });
    match file {
        Ok(file) => Ok(file),
        Err(error) if error.kind() == io::ErrorKind::ResourceBusy => Err(Error::locked(data, &error.to_string())),
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "the data file is not locked");
            Ok(None)
        }
    }
}

fn note_holder(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

fn path(data: &Path) -> PathBuf {
    let mut name = data.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    data.with_file_name(name)
}
