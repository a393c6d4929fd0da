//! What a client does, seen from outside: with a mock in place of the service and a clock that takes no time.

#[cfg(test)]
mod blocking;
#[cfg(test)]
mod cancellation;
#[cfg(test)]
mod config;
#[cfg(test)]
mod credentials;
#[cfg(test)]
mod endpoints;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod interceptors;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod raw;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod replies;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod service;
#[cfg(test)]
mod table;
#[cfg(test)]
mod timeouts;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod waiters;
