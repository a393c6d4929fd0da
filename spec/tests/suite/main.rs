//! The tests of the crate, in one program: linking one takes a fraction of the time that linking many does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod common;
mod diff;
mod edits;
mod explain;
mod hostile;
mod import;
mod import_again;
mod import_names;
mod import_odd;
mod import_properties;
mod import_texts;
mod import_waiters;
mod import_wrong;
mod layout;
mod mistakes;
mod reading;
mod schema;
