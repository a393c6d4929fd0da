//! From a checked spec to Rust.
//!
//! [`acs_spec`] reads a folder of YAML files, one per operation, and checks them. Three stages turn the result into request and
//! response types, error codes and client methods:
//!
//! | stage | what it makes |
//! | --- | --- |
//! | [`model`] | names chosen, shapes shared or kept apart |
//! | [`emit`] | Rust tokens |
//! | [`mod@format`] | text |
//!
//! [`generate()`] runs them all; [`build`] does so for a build script.

#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod build;
pub mod emit;
pub mod format;
pub mod generate;
pub mod model;
pub mod stub;

pub use generate::generate;
