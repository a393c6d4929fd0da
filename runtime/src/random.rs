//! Nonces, tokens and jitter.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use crate::sign::hex;

/// Where random values come from.
pub trait Random: Send + Sync + Debug {
    /// A value that no request had before: the nonce of an attempt, or the idempotency token of a call. At most 64 ASCII
    /// letters, digits and hyphens.
    ///
    /// # Errors
    /// The source of randomness failed.
    fn nonce(&self) -> io::Result<String>;

    /// A number from 0 up to but without 1, for jitter.
    fn fraction(&self) -> f64;
}

impl<T: Random + ?Sized> Random for Arc<T> {
    fn nonce(&self) -> io::Result<String> {
        (**self).nonce()
    }

    fn fraction(&self) -> f64 {
        (**self).fraction()
    }
}

/// The operating system's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn nonce(&self) -> io::Result<String> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        Ok(hex(&bytes))
    }

    fn fraction(&self) -> f64 {
        // Without randomness the middle serves: jitter only spreads load.
        getrandom::u32().map_or(0.5, |value| f64::from(value) / (f64::from(u32::MAX) + 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_differ_and_fit_the_service() {
        let (a, b) = (SystemRandom.nonce().unwrap(), SystemRandom.nonce().unwrap());
        assert_ne!(a, b);
        assert!(a.len() == 32 && a.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn fractions_stay_below_one() {
        assert!((0..1000).map(|_| SystemRandom.fraction()).all(|fraction| (0.0..1.0).contains(&fraction)));
    }
}
