//! Idempotency tokens: the same request again gets the first result again.

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use crate::arguments::Arguments;
use crate::engine::Reply;
use crate::service_error::ServiceError;

/// Tokens that are remembered at the same time; the oldest make room.
const MAX: usize = 10_000;

/// The longest token that the service takes.
const MAX_LENGTH: usize = 64;

/// The tokens of requests that succeeded, by operation and token.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    used: HashMap<(String, String), Used>,
    order: VecDeque<(String, String)>,
}

/// A request that succeeded.
#[derive(Debug, Clone)]
pub(crate) struct Used {
    pub(crate) arguments: Arguments,
    pub(crate) reply: Reply,
    /// When its answer goes out: until then it is in work.
    pub(crate) answered: Instant,
}

impl Tokens {
    /// The reply that a token's first request got; `None` if the token is new.
    pub(crate) fn look(&self, operation: &str, token: &str, arguments: &Arguments) -> Result<Option<Reply>, ServiceError> {
        if token.len() > MAX_LENGTH || !token.is_ascii() {
            let message = format!("An idempotency token has {MAX_LENGTH} ASCII characters at most.");
            return Err(ServiceError::new(400, "InvalidParameter", message));
        }
        match self.used.get(&(operation.to_owned(), token.to_owned())) {
            None => Ok(None),
            Some(used) if used.arguments != *arguments => {
                let message = "The client token was used before with other parameters. Use a new token for a new request.";
                Err(ServiceError::new(400, "IdempotentParameterMismatch", message))
            }
            Some(used) if used.answered > Instant::now() => {
                Err(ServiceError::new(400, "LastTokenProcessing", "The last request with this client token is still in work."))
            }
            Some(used) => Ok(Some(used.reply.clone())),
        }
    }

    pub(crate) fn keep(&mut self, operation: &str, token: &str, used: Used) {
        let key = (operation.to_owned(), token.to_owned());
        if self.used.insert(key.clone(), used).is_none() {
            self.order.push_back(key);
        }
        while self.order.len() > MAX {
            let oldest = self.order.pop_front();
            oldest.map(|oldest| self.used.remove(&oldest));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn some(name: &str) -> Arguments {
        Arguments::from_iter([("VpcName".to_owned(), name.into())])
    }

    fn used(answered: Instant) -> Used {
        Used { arguments: some("a"), reply: some("reply"), answered }
    }

    #[test]
    fn a_token_gives_the_first_reply_again() {
        let mut tokens = Tokens::default();
        assert_eq!(tokens.look("CreateVpc", "t", &some("a")), Ok(None));
        tokens.keep("CreateVpc", "t", used(Instant::now()));
        assert_eq!(tokens.look("CreateVpc", "t", &some("a")), Ok(Some(some("reply"))));
        assert_eq!(
            tokens.look("CreateVpc", "t", &some("b")).map_err(|error| error.code),
            Err("IdempotentParameterMismatch".into())
        );
        assert_eq!(tokens.look("DeleteVpc", "t", &some("b")), Ok(None), "a token belongs to one operation");
    }

    #[test]
    fn a_request_whose_answer_is_not_out_is_in_work() {
        let mut tokens = Tokens::default();
        tokens.keep("CreateVpc", "t", used(Instant::now() + Duration::from_secs(3600)));
        assert_eq!(tokens.look("CreateVpc", "t", &some("a")).map_err(|error| error.code), Err("LastTokenProcessing".into()));
    }

    #[test]
    fn tokens_are_bounded_and_short() {
        let mut tokens = Tokens::default();
        for n in 0..=MAX {
            tokens.keep("CreateVpc", &n.to_string(), used(Instant::now()));
        }
        assert_eq!((tokens.used.len(), tokens.order.len()), (MAX, MAX));
        assert!(tokens.look("CreateVpc", &"x".repeat(65), &some("a")).is_err());
        assert!(tokens.look("CreateVpc", "ü", &some("a")).is_err());
    }
}
