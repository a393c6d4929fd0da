//! What every client of the Rust SDK for Alibaba Cloud shares: signing, sending, retrying, decoding.

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod call;
pub mod client;
pub mod credentials;
#[cfg(feature = "dynamic")]
pub mod dynamic;
mod endpoint;
pub mod env;
pub mod error;
pub mod future;
pub mod generated;
pub mod interceptor;
pub mod limits;
pub mod operation;
pub mod random;
pub mod reply;
pub mod retry;
pub mod sign;
#[cfg(any(test, feature = "test-util"))]
pub mod test;
#[cfg(test)]
mod testing;
pub mod time;
mod trace;
pub mod transport;
mod user_agent;
pub mod waiter;
pub mod wire;

pub use call::{AndWait, CallOptions, DryRun, Items, Metadata, Pages, RawCall, Sending, WithMetadata};
pub use client::{Builder, Client};
pub use credentials::{Credentials, CredentialsProvider};
pub use error::{Error, ErrorKind};
pub use interceptor::Interceptor;
pub use limits::Limit;
pub use retry::RetryPolicy;
pub use sign::SignatureVersion;
pub use trace::TraceNames;
pub use waiter::Wait;
