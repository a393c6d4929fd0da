//! Profiles: one model, read from two kinds of files.
//!
//! [`json`] reads the configuration of the vendor's command line and [`ini`] the SDKs' file. Both give [`model::Profiles`], whose
//! fields have the command line's names; errors use the file's own. [`provider`] makes a provider of a profile, and [`file`] finds
//! the file and the profile that a program uses.

mod file;
pub(super) mod ini;
pub(super) mod json;
mod model;
mod provider;
mod sign_in;
mod text;

pub(super) use file::ProfileFile;
pub(super) use text::read_text;
