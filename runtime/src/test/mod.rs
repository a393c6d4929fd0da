//! Tests without a network, an account, or time that passes.
//!
//! - [`MockTransport`] answers as a test says, and keeps what was asked.
//! - [`RecordingTransport`] writes what the real service answers to a file, and [`ReplayTransport`] answers from it.
//! - [`TestClock`] moves only when something sleeps, so that retries and waits take no time.
//! - [`TestRandom`] makes nonces and jitter that are the same each time.
//!
//! The feature `test-util` brings them in; [`Builder::test`](crate::Builder::test) sets up a client with all of them.

mod clock;
mod mock;
mod random;
mod seen;

pub use clock::TestClock;
pub use mock::{MockTransport, Reaction};
pub use random::TestRandom;
pub use seen::SeenRequest;
