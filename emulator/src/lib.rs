//! An Alibaba Cloud VPC service on this machine.
//!
//! It checks what a client sends the way the service does (signature, clock, nonce, parameters), keeps state for the resources
//! that people build first, and answers every other operation with the examples of its spec. Any client of the service can use
//! it, in any language: give the client [`Emulator::endpoint`] and the key `testid` with the secret `testsecret`.
//!
//! How a request travels: `server` reads it; `incoming` and `envelope` take it apart; `auth` finds out who sends it;
//! `arguments` checks its parameters against the spec; `engine` does what the operation does with the help of `families`, on a
//! copy of the `world`; `reply` writes the answer; `server` sends it. `service` is that path from top to bottom.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod arguments;
mod auth;
mod catalog;
mod clock;
mod data;
mod emulator;
mod engine;
mod envelope;
mod error;
mod families;
mod faults;
mod ids;
mod incoming;
mod log;
mod network;
mod reply;
mod server;
mod service;
mod service_error;
mod specs;
mod sts;
mod tokens;
mod world;

pub use auth::AccessKey;
pub use clock::{Clock, ManualClock, SystemClock};
pub use emulator::{Builder, Emulator};
pub use error::Error;
pub use faults::{Fault, FaultRule};
pub use log::{Answer, Request};
pub use specs::specs;
