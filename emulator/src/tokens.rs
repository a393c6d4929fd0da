//! Idempotency tokens: the same token with the same parameters gives the same result again.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::service_error::ServiceError;

/// Tokens that are remembered at the same time; the oldest make room.
const MAX: usize = 10_000;

/// The results of requests that had a token.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    results: HashMap<(String, String), Kept>,
    order: VecDeque<(String, String)>,
}

#[derive(Debug)]
struct Kept {
    parameters: Map<String, Value>,
    result: Value,
}

impl Tokens {
    /// The result of an earlier request with this token.
    pub(crate) fn earlier(&self, action: &str, token: &str, parameters: &Map<String, Value>) -> Result<Option<Value>, ServiceError> {
        match self.results.get(&(action.to_owned(), token.to_owned())) {
            None => Ok(None),
            Some(kept) if kept.parameters == *parameters => Ok(Some(kept.result.clone())),
            Some(_) => Err(ServiceError::new(
                400,
                "IdempotentParameterMismatch",
                "The request uses a client token that was used before with other parameters.",
            )),
        }
    }

    pub(crate) fn keep(&mut self, action: &str, token: &str, parameters: Map<String, Value>, result: Value) {
        while self.order.len() >= MAX {
            if let Some(oldest) = self.order.pop_front() {
                self.results.remove(&oldest);
            }
        }
        let key = (action.to_owned(), token.to_owned());
        self.order.push_back(key.clone());
        self.results.insert(key, Kept { parameters, result });
    }
}

/// A token must be ASCII of at most 64 characters.
pub(crate) fn check(name: &str, token: &str) -> Result<(), ServiceError> {
    match token.is_ascii() && token.len() <= 64 {
        true => Ok(()),
        false => Err(ServiceError::new(400, "InvalidParameter", format!("{name} must be ASCII and at most 64 characters."))),
    }
}
