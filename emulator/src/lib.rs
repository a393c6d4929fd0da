//! Alibaba Cloud VPC on this machine.
//!
//! The emulator takes what any official SDK sends: signature version 1 or 3, parameters in the query or in a form, JSON or XML
//! replies. It verifies the signature by recomputing it from what arrived, checks the parameters against the spec, and answers
//! in the spec's shape. Resources of the families that it knows have a state; every other operation is answered with the
//! spec's examples, marked by the header `x-acs-emulator: example`.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let emulator = acs_emulator::Emulator::start().await?;
//! println!("listening on {}", emulator.endpoint());
//! # Ok::<(), acs_emulator::Error>(())
//! # }).unwrap();
//! ```
//!
//! It listens on loopback only, takes the key `testid` with the secret `testsecret` unless told otherwise, and forgets everything
//! when it is dropped.

mod auth;
mod catalog;
mod clock;
mod envelope;
mod error;
mod example;
mod handle;
mod ids;
mod incoming;
mod parameters;
mod reply;
mod server;
mod service_error;
mod specs;
mod state;
mod tokens;

pub use auth::AccessKey;
pub use clock::{Clock, ManualClock, SystemClock};
pub use error::Error;
pub use server::{Builder, Emulator, Logged};
pub use specs::specs;
