//! The tests of the crate, in one program: linking one takes a fraction of the time that linking many does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod addresses;
mod anonymous;
mod changes;
mod changes_by_spec;
mod common;
mod control;
mod credentials;
mod data;
mod dependencies;
mod emulator;
mod express_connect;
mod faults;
mod garbage;
mod limits;
mod lists;
mod lists_by_spec;
mod nat;
mod networks;
mod operations;
mod protocol;
mod readme;
mod repeats;
mod replies_by_spec;
mod rules;
mod sample_fields;
mod scenario;
mod service_rules;
mod ssl_vpn;
mod states_by_spec;
mod tags_by_spec;
mod tls;
mod unknown_parameters;
mod vpn;
