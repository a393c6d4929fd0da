//! What a client does, seen from outside: with a mock in place of the service and a clock that takes no time.

mod blocking;
mod cancellation;
mod config;
mod credentials;
mod endpoints;
mod errors;
mod idempotency;
mod interceptors;
mod limits;
mod pages;
mod raw;
mod replay;
mod replies;
mod retries;
mod service;
mod table;
mod timeouts;
mod transport;
mod waiters;
