//! Randomness that is the same each time.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::random::Random;

/// Nonces `nonce-1`, `nonce-2` and so on, and always the same fraction.
#[derive(Debug)]
pub struct TestRandom {
    fraction: f64,
    made: AtomicU32,
}

impl TestRandom {
    /// Random numbers that are always one half.
    pub fn new() -> Self {
        Self::with_fraction(0.5)
    }

    /// Random numbers that are always `fraction`: 0 makes every random wait as short as it can be.
    pub fn with_fraction(fraction: f64) -> Self {
        TestRandom { fraction, made: AtomicU32::new(0) }
    }
}

impl Default for TestRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for TestRandom {
    fn nonce(&self) -> io::Result<String> {
        Ok(format!("nonce-{}", self.made.fetch_add(1, Relaxed) + 1))
    }

    fn fraction(&self) -> f64 {
        self.fraction
    }
}
