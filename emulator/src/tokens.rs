//! Idempotency tokens: the same request again gets the first result again.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Instant;

use acs_runtime::sign::v3;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::engine::Reply;
use crate::service_error::ServiceError;

/// Tokens that are remembered at the same time; the oldest make room.
const MAX: usize = 10_000;

/// The longest token that the service takes.
const MAX_LENGTH: usize = 64;

/// The tokens of requests that succeeded, by operation and token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    used: HashMap<(String, String), Used>,
    order: VecDeque<(String, String)>,
}

/// A request that succeeded. Of its arguments, which can be large, a hash is kept.
#[derive(Debug, Clone)]
struct Used {
    arguments: String,
    reply: Reply,
    /// When its answer goes out: until then it is in work.
    answered: Instant,
}

/// A token in a data file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeptToken {
    operation: String,
    token: String,
    arguments: String,
    reply: Reply,
}

impl Tokens {
    /// The tokens that are remembered, the oldest first.
    pub(crate) fn kept(&self) -> impl Iterator<Item = KeptToken> {
        self.order.iter().filter_map(|key| {
            let Used { arguments, reply, .. } = self.used.get(key)?.clone();
            Some(KeptToken { operation: key.0.clone(), token: key.1.clone(), arguments, reply })
        })
    }

    /// Remembers one that was kept. Its answer went out, or went down with the emulator that made it.
    pub(crate) fn restore(&mut self, kept: KeptToken) {
        let KeptToken { operation, token, arguments, reply } = kept;
        self.remember((operation, token), Used { arguments, reply, answered: Instant::now() });
    }

    /// The reply that a token's first request got; `None` if the token is new.
    pub(crate) fn look(&self, operation: &str, token: &str, arguments: &Arguments) -> Result<Option<Reply>, ServiceError> {
        if token.len() > MAX_LENGTH || !token.is_ascii() {
            let message = format!("An idempotency token has {MAX_LENGTH} ASCII characters at most.");
            return Err(ServiceError::new(400, "InvalidParameter", message));
        }
        match self.used.get(&(operation.to_owned(), token.to_owned())) {
            None => Ok(None),
            Some(used) if used.arguments != hash(arguments) => {
                let message = "The client token was used before with other parameters. Use a new token for a new request.";
                Err(ServiceError::new(400, "IdempotentParameterMismatch", message))
            }
            Some(used) if used.answered > Instant::now() => {
                Err(ServiceError::new(400, "LastTokenProcessing", "The last request with this client token is still in work."))
            }
            Some(used) => Ok(Some(used.reply.clone())),
        }
    }

    /// Remembers a request that succeeded, whose answer is on its way until `answered`.
    pub(crate) fn keep(&mut self, operation: &str, token: &str, arguments: &Arguments, reply: Reply, answered: Instant) {
        let used = Used { arguments: hash(arguments), reply, answered };
        self.remember((operation.to_owned(), token.to_owned()), used);
    }

    fn remember(&mut self, key: (String, String), used: Used) {
        if self.used.insert(key.clone(), used).is_none() {
            self.order.push_back(key);
        }
        while self.order.len() > MAX {
            let oldest = self.order.pop_front();
            oldest.map(|oldest| self.used.remove(&oldest));
        }
    }
}

/// A hash of arguments, the same in every run and whatever their order: parameters may come in any.
fn hash(arguments: &Arguments) -> String {
    let mut text = String::new();
    write_fields(arguments, &mut text);
    v3::hash(text.as_bytes())
}

fn write_fields(fields: &Arguments, to: &mut String) {
    to.push('{');
    for (name, value) in fields.iter().collect::<BTreeMap<_, _>>() {
        // As JSON, so that no text can be mistaken for the end of one.
        to.push_str(&Value::from(name.as_str()).to_string());
        write_value(value, to);
    }
    to.push('}');
}

fn write_value(value: &Value, to: &mut String) {
    match value {
        Value::Object(fields) => write_fields(fields, to),
        Value::Array(items) => {
            to.push('[');
            items.iter().for_each(|item| write_value(item, to));
            to.push(']');
        }
        scalar => {
            to.push_str(&scalar.to_string());
            to.push(',');
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

    fn keep(tokens: &mut Tokens, token: &str, answered: Instant) {
        tokens.keep("CreateVpc", token, &some("a"), some("reply"), answered);
    }

    #[test]
    fn a_token_gives_the_first_reply_again() {
        let mut tokens = Tokens::default();
        assert_eq!(tokens.look("CreateVpc", "t", &some("a")), Ok(None));
        keep(&mut tokens, "t", Instant::now());
        assert_eq!(tokens.look("CreateVpc", "t", &some("a")), Ok(Some(some("reply"))));
        assert_eq!(
            tokens.look("CreateVpc", "t", &some("b")).map_err(|error| error.code),
            Err("IdempotentParameterMismatch".into())
        );
        assert_eq!(tokens.look("DeleteVpc", "t", &some("b")), Ok(None), "a token belongs to one operation");
    }

    #[test]
    fn the_order_of_parameters_does_not_matter() {
        let fields = [("Name", Value::from("a")), ("Tags", serde_json::json!([{"Key": "k", "Value": "v"}]))];
        let turned = [("Tags", serde_json::json!([{"Value": "v", "Key": "k"}])), ("Name", Value::from("a"))];
        let arguments = |fields: [(&str, Value); 2]| fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        let mut tokens = Tokens::default();
        tokens.keep("CreateVpc", "t", &arguments(fields), some("reply"), Instant::now());
        assert_eq!(tokens.look("CreateVpc", "t", &arguments(turned)), Ok(Some(some("reply"))));
    }

    #[test]
    fn a_request_whose_answer_is_not_out_is_in_work() {
        let mut tokens = Tokens::default();
        keep(&mut tokens, "t", Instant::now() + Duration::from_secs(3600));
        assert_eq!(tokens.look("CreateVpc", "t", &some("a")).map_err(|error| error.code), Err("LastTokenProcessing".into()));
    }

    #[test]
    fn tokens_are_bounded_and_short() {
        let mut tokens = Tokens::default();
        for n in 0..=MAX {
            keep(&mut tokens, &n.to_string(), Instant::now());
        }
        assert_eq!((tokens.used.len(), tokens.order.len()), (MAX, MAX));
        assert!(tokens.look("CreateVpc", &"x".repeat(65), &some("a")).is_err());
        assert!(tokens.look("CreateVpc", "ü", &some("a")).is_err());
    }
}
