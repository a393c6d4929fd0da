//! Futures whose type is erased.

use std::future::Future;
use std::pin::Pin;

use tokio::runtime::{Handle, RuntimeFlavor};

/// A future on the heap: what the object-safe asynchronous traits of this crate return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The tokio runtime that began to drive something: its timers and connections are that runtime's.
///
/// A runtime that runs on the waiting thread drives nothing while no thread waits in it. What goes on elsewhere then would wait for
/// good, so it must be begun again, or fail.
#[derive(Debug)]
pub(crate) struct Origin(Option<Handle>);

impl Origin {
    /// The runtime that is current.
    pub(crate) fn here() -> Self {
        Origin(Handle::try_current().ok())
    }

    /// Whether another runtime is current, and the one that began drives nothing by itself.
    pub(crate) fn is_left(&self) -> bool {
        match (&self.0, Handle::try_current()) {
            (Some(began), Ok(here)) => began.id() != here.id() && began.runtime_flavor() == RuntimeFlavor::CurrentThread,
            _ => false,
        }
    }
}
