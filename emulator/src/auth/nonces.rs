//! Nonces that were used, for as long as a request with them could be repeated.

use std::collections::{HashSet, VecDeque};

use acs_runtime::sign::v3;

use super::WINDOW;
use crate::service_error::ServiceError;

/// Nonces that are remembered at the same time; the oldest make room.
const MAX: usize = 100_000;

/// The nonces used within the window of valid times.
///
/// A nonce can be as long as a request: what is kept of it is a hash of 128 bits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nonces {
    used: HashSet<u128>,
    /// In the order of use, with the time.
    order: VecDeque<(u64, u128)>,
    /// How many were used in all.
    uses: u64,
}

impl Nonces {
    /// Refuses a nonce that was used.
    pub(super) fn check(&mut self, nonce: Nonce, now: u64) -> Result<(), ServiceError> {
        self.forget_old(now);
        match self.used.contains(&nonce.0) {
            true => Err(ServiceError::new(400, "SignatureNonceUsed", "Specified signature nonce was used already.")),
            false => Ok(()),
        }
    }

    /// Uses a nonce up. It is refused if another request did so since it was checked.
    pub(super) fn use_up(&mut self, nonce: Nonce, now: u64) -> Result<(), ServiceError> {
        self.check(nonce, now)?;
        while self.order.len() >= MAX {
            self.forget_first();
        }
        self.used.insert(nonce.0);
        self.order.push_back((now, nonce.0));
        self.uses += 1;
        Ok(())
    }

    /// How many were used since the start.
    pub(crate) fn uses(&self) -> u64 {
        self.uses
    }

    /// The nonces that are remembered, with the time of use.
    pub(crate) fn kept(&self) -> impl Iterator<Item = (u64, u128)> {
        self.order.iter().copied()
    }

    /// Remembers one that was kept.
    pub(crate) fn restore(&mut self, at: u64, hash: u128) {
        if self.order.len() < MAX && self.used.insert(hash) {
            self.order.push_back((at, hash));
        }
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

/// The nonce of a key, as it is remembered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nonce(u128);

impl Nonce {
    /// The same in every run: what was used is remembered over a restart.
    pub(super) fn new(key_id: &str, nonce: &str) -> Self {
        let digits = v3::hash([key_id, "\n", nonce].concat().as_bytes());
        Nonce(u128::from_str_radix(digits.get(..32).unwrap_or_default(), 16).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_serves_once_per_key_and_window() {
        let mut nonces = Nonces::default();
        let (own, other) = (Nonce::new("key", "n"), Nonce::new("other", "n"));
        assert!(nonces.check(own, 0).is_ok());
        assert!(nonces.use_up(own, 0).is_ok());
        // Two requests that were checked at the same time do not both have it.
        assert!(nonces.use_up(own, 0).is_err());
        assert!(nonces.check(own, 2 * WINDOW).is_err());
        assert!(nonces.check(other, 2 * WINDOW).is_ok());
        assert!(nonces.check(own, 2 * WINDOW + 1).is_ok());
    }

    #[test]
    fn nonces_are_bounded() {
        let mut nonces = Nonces::default();
        for n in 0..=MAX {
            nonces.use_up(Nonce::new("key", &n.to_string()), 0).unwrap();
        }
        assert_eq!((nonces.used.len(), nonces.order.len()), (MAX, MAX));
    }
}
