//! Nonces that were used, for as long as a request with them could be repeated.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};

use super::WINDOW;
use crate::service_error::ServiceError;

/// Nonces that are remembered at the same time; the oldest make room.
const MAX: usize = 100_000;

/// The nonces used within the window of valid times.
///
/// A nonce can be as long as a request: what is kept of it is a hash of 128 bits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nonces {
    hasher: RandomState,
    used: HashSet<u128>,
    /// In the order of use, with the time.
    order: VecDeque<(u64, u128)>,
}

impl Nonces {
    pub(super) fn check(&mut self, key_id: &str, nonce: &str, now: u64) -> Result<(), ServiceError> {
        self.forget_old(now);
        match self.used.contains(&self.hash(key_id, nonce)) {
            true => Err(ServiceError::new(400, "SignatureNonceUsed", "Specified signature nonce was used already.")),
            false => Ok(()),
        }
    }

    pub(super) fn remember(&mut self, key_id: &str, nonce: &str, now: u64) {
        while self.order.len() >= MAX {
            self.forget_first();
        }
        let used = self.hash(key_id, nonce);
        self.used.insert(used);
        self.order.push_back((now, used));
    }

    fn hash(&self, key_id: &str, nonce: &str) -> u128 {
        let half = |salt: u8| u128::from(self.hasher.hash_one((salt, key_id, nonce)));
        half(0) << 64 | half(1)
    }

    /// A request may carry a time one window ahead of its arrival and is valid until one window after that time.
    fn forget_old(&mut self, now: u64) {
        while self.order.front().is_some_and(|(at, _)| at.saturating_add(2 * WINDOW) < now) {
            self.forget_first();
        }
    }

    fn forget_first(&mut self) {
        if let Some((_, nonce)) = self.order.pop_front() {
            self.used.remove(&nonce);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_serves_once_per_key_and_window() {
        let mut nonces = Nonces::default();
        assert!(nonces.check("key", "n", 0).is_ok());
        nonces.remember("key", "n", 0);
        assert!(nonces.check("key", "n", 2 * WINDOW).is_err());
        assert!(nonces.check("other", "n", 2 * WINDOW).is_ok());
        assert!(nonces.check("key", "n", 2 * WINDOW + 1).is_ok());
    }

    #[test]
    fn nonces_are_bounded() {
        let mut nonces = Nonces::default();
        for n in 0..=MAX {
            nonces.remember("key", &n.to_string(), 0);
        }
        assert_eq!((nonces.used.len(), nonces.order.len()), (MAX, MAX));
    }
}
