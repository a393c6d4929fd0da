//! The runtime of blocking calls.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

use crate::error::Error;

/// The runtime of a client's blocking calls.
#[derive(Debug, Default)]
pub(crate) struct BlockingRuntime(OnceLock<Result<Runtime, String>>);

impl BlockingRuntime {
    pub(crate) fn get(&self) -> Result<&Runtime, Error> {
        let made = self.0.get_or_init(|| Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string()));
        made.as_ref().map_err(|reason| Error::config(format!("no runtime for blocking calls can be made: {reason}")))
    }
}

impl Drop for BlockingRuntime {
    fn drop(&mut self) {
        if let Some(Ok(runtime)) = self.0.take() {
            // The last clone of a client may be dropped in asynchronous code, where a runtime must not be waited for.
            runtime.shutdown_background();
        }
    }
}
