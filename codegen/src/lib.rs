//! From spec files to Rust.

pub mod spec;
