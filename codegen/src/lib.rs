//! From spec files to Rust.

pub mod names;
pub mod spec;
