//! The tests of the crate, in one program: linking one takes a fraction of the time that linking many does. Those that need a
//! process for themselves are beside it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod behaviour;
mod connection;
mod credentials;
mod hostile;
mod properties;
mod sign;
mod wire;
