//! The text of files that people edit, and errors about it.

use std::io::Read;
use std::path::Path;

use super::super::CredentialsError;

/// Most bytes of a file that people edit.
const LARGEST: u64 = 1 << 20;

/// The text of a file that is for people to edit. A byte-order mark of UTF-8 is left out.
pub(in crate::credentials) fn read_text(path: &Path) -> Result<String, CredentialsError> {
    let about = |fault: &str| CredentialsError::new(format!("{} {fault}", path.display()));
    let bytes = read(path).map_err(|error| about("cannot be read").with_source(error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(about("is larger than a file that people edit"));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
        return Err(about("is encoded in UTF-16; save it in UTF-8"));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        fault(path, 1 + valid.iter().filter(|byte| **byte == b'\n').count(), "is not valid UTF-8")
    })
}

/// Reads a little more than the largest file. A pipe or a device is refused: reading one may never end.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is not a regular file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// An error about a line of a file: `path:line: fault`.
pub(super) fn fault(path: &Path, line: usize, fault: impl std::fmt::Display) -> CredentialsError {
    CredentialsError::new(format!("{}:{line}: {fault}", path.display()))
}
