//! Starting an emulator, and the handle to it.

mod builder;
mod handle;
mod start;

pub use builder::Builder;
pub use handle::Emulator;

use crate::error::Error;
use crate::seed;

impl Emulator {
    /// The id of the key that requests are signed with unless another is set.
    pub const ACCESS_KEY_ID: &str = "testid";

    /// The secret of that key.
    pub const ACCESS_KEY_SECRET: &str = "testsecret";

    /// The maximum number of resources unless another is set.
    pub const MAX_RESOURCES: usize = 10_000;

    /// The region of requests that name none.
    pub const REGION: &str = seed::REGION;

    /// Starts one on a free port of the loopback interface, with the key `testid` and the secret `testsecret`.
    ///
    /// # Errors
    /// If no port can be opened.
    pub async fn start() -> Result<Emulator, Error> {
        Emulator::builder().start().await
    }

    /// Starts one with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }
}
