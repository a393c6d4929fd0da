//! The tests of the crate, in one program: linking one takes a fraction of the time that linking many does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod budget;
mod docs;
mod documentation;
mod doors;
mod examples;
mod features;
mod golden;
mod jsonl;
mod recordings;
mod replies;
mod requests;
mod samples;
mod vectors;
mod waiters;
