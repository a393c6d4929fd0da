//! A limit on the retries of all calls.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::RetryClass;

/// A limit on the retries of a client and its clones: a bucket of 500 tokens. A retry costs 10 tokens, or 5 after throttling. A call
/// that succeeds after retries returns the cost of the last one; a call that succeeds at once earns 1 token. So isolated failures
/// are retried freely, while a service that is down soon gets no more retries.
///
/// Waits for busy resources cost nothing, since the service works.
#[derive(Debug)]
pub struct RetryBudget {
    tokens: AtomicU32,
    unlimited: bool,
}

const FULL: u32 = 500;

impl RetryBudget {
    /// A full bucket.
    pub fn new() -> Self {
        RetryBudget { tokens: AtomicU32::new(FULL), unlimited: false }
    }

    /// No limit: each call retries as its policy allows.
    pub fn unlimited() -> Self {
        RetryBudget { tokens: AtomicU32::new(FULL), unlimited: true }
    }

    /// Pays for a retry after a failure of `class`; `None` if there is too little left.
    pub(crate) fn pay(&self, class: RetryClass) -> Option<u32> {
        let cost = match class {
            RetryClass::Busy | RetryClass::Clock | RetryClass::Credentials => 0,
            RetryClass::Throttled => 5,
            RetryClass::Transport | RetryClass::Server | RetryClass::None => 10,
        };
        if self.unlimited {
            return Some(0);
        }
        self.tokens.fetch_update(Relaxed, Relaxed, |tokens| tokens.checked_sub(cost)).ok().map(|_| cost)
    }

    /// Gives back the cost of a retry that was dropped.
    pub(crate) fn refund(&self, paid: u32) {
        let _ = self.tokens.fetch_update(Relaxed, Relaxed, |tokens| Some(tokens.saturating_add(paid).min(FULL)));
    }

    /// Records a success whose last retry cost `paid`.
    pub(crate) fn earn(&self, paid: u32) {
        // The closure always returns a value.
        let _ = self.tokens.fetch_update(Relaxed, Relaxed, |tokens| Some((tokens + paid.max(1)).min(FULL)));
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_use_it_up_and_successes_fill_it() {
        let budget = RetryBudget::new();
        assert_eq!((0..).take_while(|_| budget.pay(RetryClass::Server).is_some()).count(), 50);
        assert_eq!(budget.pay(RetryClass::Throttled), None);
        assert_eq!(budget.pay(RetryClass::Busy), Some(0));
        (0..4).for_each(|_| budget.earn(0));
        assert_eq!(budget.pay(RetryClass::Throttled), None);
        budget.earn(0);
        assert_eq!(budget.pay(RetryClass::Throttled), Some(5));
        budget.earn(5);
        assert_eq!(budget.pay(RetryClass::Throttled), Some(5));
    }

    #[test]
    fn it_never_overflows() {
        let budget = RetryBudget::new();
        budget.earn(u32::MAX - FULL);
        assert_eq!((0..).take_while(|_| budget.pay(RetryClass::Transport).is_some()).count(), 50);
    }
}
