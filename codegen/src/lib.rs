//! From spec files to Rust.

pub mod check;
pub mod diagnostic;
pub mod names;
pub mod read;
pub mod spec;
