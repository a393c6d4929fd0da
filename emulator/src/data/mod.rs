//! The state in a file.
//!
//! The file holds all of a state, or what it held before. An emulator holds a lock on it for as long as it runs.

mod file;
mod format;
mod lock;

pub(crate) use file::DataFile;
pub(crate) use format::Saved;
