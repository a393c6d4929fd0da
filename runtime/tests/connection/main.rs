//! Proxies, TLS and runtimes: the real transport against servers on this machine.

#[cfg(test)]
mod fetch;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod runtimes;
#[cfg(test)]
#[allow(dead_code, reason = "shared with another test")]
mod server;
#[cfg(test)]
mod tls;
