//! Proxies, TLS and runtimes: the real transport against servers on this machine.

mod fetch;
mod proxy;
mod runtimes;
pub(crate) mod server;
mod tls;
