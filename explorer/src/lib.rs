//! A web page on this machine for an API of Alibaba Cloud, made from its specs.
//!
//! The page finds operations and error codes, shows what an operation takes and returns, checks a request while it is typed, shows
//! what would be signed and sent, writes sample code, and calls the operation: on an emulator inside this process, or on the real
//! service when that is asked for. Everything is embedded, and the page requests nothing from anywhere else.
//!
//! ```no_run
//! # async fn example() -> Result<(), acs_explorer::Error> {
//! let explorer = acs_explorer::Explorer::builder().start().await?;
//! println!("open {}", explorer.address());
//! explorer.serve().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Inside
//!
//! `guard` decides which requests are answered at all. `catalog` holds the specs, `search` finds in them, `codes` explains error
//! codes. `arguments`, `check`, `request`, `preview` and `sample` are the way of a form to a request; `backend` and `calls` send it.
//! `state` reads what the emulator holds. `pages` turns all of it into HTML; nothing else does.
//!
//! The command line uses [`codes`], [`preview`], [`request`], [`sample`], [`shell`] and [`info`] as well.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod app;
mod arguments;
mod assets;
mod backend;
mod calls;
mod catalog;
mod check;
pub mod codes;
mod error;
mod explorer;
mod guard;
pub mod info;
mod pages;
pub mod preview;
pub mod request;
mod router;
pub mod sample;
mod search;
pub mod shell;
mod state;
mod typing;
mod unmarked;
pub mod waited;

pub use error::Error;
pub use explorer::{Builder, Explorer};
