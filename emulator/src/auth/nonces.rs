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

/// The hash of a nonce that was not used.
#[derive(Debug)]
pub(super) struct Unused(u128);

impl Nonces {
    /// A nonce that was not used, for [`remember`](Self::remember).
    pub(super) fn check(&mut self, key_id: &str, nonce: &str, now: u64) -> Result<Unused, ServiceError> {
        self.forget_old(now);
        let hash = hash(key_id, nonce);
        match self.used.contains(&hash) {
            true => Err(ServiceError::new(400, "SignatureNonceUsed", "Specified signature nonce was used already.")),
            false => Ok(Unused(hash)),
        }
    }

    pub(super) fn remember(&mut self, Unused(used): Unused, now: u64) {
        while self.order.len() >= MAX {
            self.forget_first();
        }
        self.used.insert(used);
        self.order.push_back((now, used));
        self.uses += 1;
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

/// The same in every run: what was used is remembered over a restart.
fn hash(key_id: &str, nonce: &str) -> u128 {
    let digits = v3::hash(format!("{key_id}\n{nonce}").as_bytes());
    u128::from_str_radix(digits.get(..32).unwrap_or_default(), 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_serves_once_per_key_and_window() {
        let mut nonces = Nonces::default();
        let unused = nonces.check("key", "n", 0).unwrap();
        nonces.remember(unused, 0);
        assert!(nonces.check("key", "n", 2 * WINDOW).is_err());
        assert!(nonces.check("other", "n", 2 * WINDOW).is_ok());
        assert!(nonces.check("key", "n", 2 * WINDOW + 1).is_ok());
    }

    #[test]
    fn nonces_are_bounded() {
        let mut nonces = Nonces::default();
        for n in 0..=MAX {
            nonces.remember(Unused(hash("key", &n.to_string())), 0);
        }
        assert_eq!((nonces.used.len(), nonces.order.len()), (MAX, MAX));
    }
}
