//! The tests of the crate, in one program: linking one takes a fraction of the time that linking many does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod browser;
mod common;
mod emulator;
mod pages;
mod requests;
mod security;
mod webdriver;
mod workbench;
