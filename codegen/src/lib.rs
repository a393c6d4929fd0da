//! From spec files to Rust.
//!
//! A folder of YAML files, one per operation, becomes request and response types, error codes and client methods. The way is
//! five stages, each of which takes the whole of the one before:
//!
//! | stage | what it makes |
//! | --- | --- |
//! | [`read`] | files to [`spec`] types |
//! | [`check`] | what the types cannot say |
//! | [`model`] | names chosen, shapes shared or kept apart |
//! | [`emit`] | Rust tokens |
//! | [`mod@format`] | text |
//!
//! Every stage reports all that it finds as [`diagnostic::Diagnostics`], and none runs on what an earlier one refused.
//! [`generate()`] is the way from the first to the last; [`build`] is that for a build script.

#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod build;
pub mod check;
pub mod diagnostic;
#[cfg(feature = "import")]
pub mod diff;
pub mod emit;
pub mod format;
pub mod generate;
#[cfg(feature = "import")]
pub mod import;
pub mod model;
pub mod names;
pub mod read;
#[cfg(feature = "schema")]
pub mod schema;
pub mod spec;
mod suggest;

pub use generate::generate;
