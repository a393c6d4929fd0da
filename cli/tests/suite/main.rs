//! The tests of the crate, in one program: linking one takes a fraction of the time that linking many does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod call;
mod common;
mod completion;
mod ecs;
mod emulate;
mod guide;
mod index;
mod lookup;
mod lsp;
mod new_product;
mod people;
mod products;
mod readme;
mod sample;
mod sample_runs;
mod scenario;
mod spec;
mod spec_check;
mod spec_diff;
mod spec_edit;
mod spec_fix;
mod wait;
mod wire;
