//! The shared runtime.
pub mod operation;
pub mod wire;
pub mod retry;
