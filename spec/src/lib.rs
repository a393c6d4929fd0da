//! What a spec may say, and what follows from it for everybody.
//!
//! A spec is a folder of YAML files, one per operation, with `service.yaml`, `glossary.yaml` and `waiters.yaml` beside them.
//! [`read`] turns the files into the [`types`], and [`check()`] finds what the types cannot express. Both report every
//! diagnostic that they find, as [`Diagnostics`](diagnostic::Diagnostics). The crate knows neither HTTP nor Rust code.

#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod check;
mod deny;
pub mod diagnostic;
#[cfg(feature = "diff")]
pub mod diff;
mod example;
pub mod facts;
pub mod fit;
pub mod fix;
pub mod flat;
#[cfg(feature = "import")]
pub mod import;
pub mod layout;
pub mod names;
pub mod printable;
pub mod read;
#[cfg(feature = "schema")]
pub mod schema;
pub mod suggest;
pub mod template;
pub mod types;
#[cfg(feature = "write")]
pub mod write;

pub use check::check;
pub use deny::Deny;
pub use example::example;
pub use types::*;
