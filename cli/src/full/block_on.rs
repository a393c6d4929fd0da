//! Commands that talk over the network.

use std::future::Future;

use tokio::runtime::Builder;

use crate::failure::Failure;

/// Runs a future to its end on this thread.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("the system gives no means to use the network: {error}")))?;
    Ok(runtime.block_on(future))
}
