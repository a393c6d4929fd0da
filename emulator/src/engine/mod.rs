//! What all kinds of resources have in common: create, get, list, modify, delete.
//!
//! A resource module only adds what is special about its kinds. The registry of these additions is handed down with each call.

mod action;
mod call;
mod create;
mod delete;
mod get;
mod list;
mod modify;
mod registry;
mod run;
mod switch;
mod view;

pub(crate) use action::{Action, Operations, Passage, bare, plain};
pub(crate) use call::{Call, Limits, Pace, Reply};
pub(crate) use list::page;
pub(crate) use registry::Registry;
pub(crate) use run::run;
pub(crate) use view::{View, fields};
