//! Where credentials come from: each provider against a scripted other side and a clock that takes no time, and the real
//! transport against a server on this machine.

mod assume_role;
mod chain;
mod check;
mod cli;
mod client;
mod ecs;
#[cfg(unix)]
mod external;
mod loopback;
mod oidc;
mod profile_file;
mod refresh;
mod script;
mod uri;
