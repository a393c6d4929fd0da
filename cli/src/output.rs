//! What goes to standard output and standard error. Colours follow the terminal and `NO_COLOR`.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use acs_codegen::diagnostic::Diagnostics;

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Failure(text.into())
    }

    pub(crate) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        Failure(format!("cannot {doing} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Writes to standard output. A reader that goes away early, like `head`, is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure(format!("cannot write to standard output: {error}"))),
        _ => Ok(()),
    }
}

/// Writes an error to standard error. Nothing can be done where that fails.
pub(crate) fn error(text: &str) {
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {text}");
}

/// Writes diagnostics to standard error, as the compiler shows its own.
pub(crate) fn diagnostics(diagnostics: &Diagnostics) {
    let _ = writeln!(anstream::stderr(), "{}", diagnostics.render(true));
}

/// Writes a file whole or not at all.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| Failure::io("write", path, &error))
}
