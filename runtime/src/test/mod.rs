//! Tests without a network, an account, or time that passes.
//!
//! - [`MockTransport`] answers as a test says, and keeps what was asked.
//! - [`RecordingTransport`] writes what the real service answers to a file, and [`ReplayTransport`] answers from it.
//! - [`TestClock`] moves only when something sleeps, so that retries and waits take no time.
//! - [`TestRandom`] makes nonces and jitter that are the same each time.
//!
//! The feature `test-util` brings them in; [`Builder::test`](crate::Builder::test) sets up a client with all of them.

pub use crate::time::test_clock::TestClock;
use crate::transport::Transport;

mod exchange;
mod mock;
mod random;
mod recorded;
mod redact;
mod replay;

pub use mock::{MockTransport, Reaction};
pub use random::TestRandom;
pub use recorded::RecordedRequest;
pub use replay::{RecordingTransport, ReplayTransport};

/// A transport for tests, with a clock that goes with it.
pub trait TestTransport: Transport + Clone + 'static {
    /// The clock by which the transport answers.
    fn clock(&self) -> &TestClock;
}
