//! Futures whose type is erased.

use std::future::Future;
use std::pin::Pin;

/// A future on the heap: what the object-safe asynchronous traits of this crate return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
