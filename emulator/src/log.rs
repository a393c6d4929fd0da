//! What came in, for tests to look at.

use std::collections::VecDeque;
use std::time::SystemTime;

use acs_runtime::wire::is_secret_name;
use acs_spec::printable::one_line;
use serde::Serialize;

use crate::catalog::{Catalog, Operation};

/// A request that an emulator answered.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// When it came, by the emulator's clock.
    pub at: SystemTime,
    /// HTTP method.
    pub method: String,
    /// Name of the operation; empty if the request names none.
    pub operation: String,
    /// Parameters of the operation as they came, decoded, in order. Sensitive values are `***`; signatures, keys and tokens
    /// are left out, and so is what is beyond 64 KiB.
    pub parameters: Vec<(String, String)>,
    /// Id of the access key; empty if the request has none.
    pub access_key_id: String,
    /// Names of parameters and fields that the spec does not know, and that were ignored
    /// ([`Builder::ignore_unknown_parameters`](crate::Builder::ignore_unknown_parameters)).
    pub ignored: Vec<String>,
    /// How the answer was made.
    pub answer: Answer,
    /// HTTP status of the answer; 0 if the connection was dropped instead.
    pub status: u16,
    /// Error code of the answer, if it is an error.
    pub code: Option<String>,
    /// Request id of the answer.
    pub request_id: String,
    /// What this side signed, if the signature was refused.
    pub signature: Option<SignatureCheck>,
}

/// What was signed for a request whose signature was refused. Secrets in it are `***`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignatureCheck {
    /// The canonical request; in version 1 the canonical query.
    pub canonical_request: String,
    /// The string to sign, made of the request as it came.
    pub string_to_sign: String,
    /// The signature that the client sent.
    pub received: String,
    /// What is probably wrong.
    pub cause: String,
}

/// How an answer was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// From the emulator's state.
    State,
    /// From the examples of the spec: no state is kept for the operation.
    Example,
    /// The request was refused before it came to that.
    Refused,
    /// By a fault that was asked for.
    Fault,
}

/// Characters of a name that the log keeps.
const MAX_NAME: usize = 256;

/// Bytes of one request's parameters that the log keeps.
const MAX_SHOWN: usize = 64 << 10;

/// The last requests.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    requests: VecDeque<Request>,
    most: usize,
}

impl Log {
    pub(crate) fn new(most: usize) -> Self {
        Log { requests: VecDeque::new(), most }
    }

    pub(crate) fn push(&mut self, request: Request) {
        while self.requests.len() >= self.most.max(1) {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    pub(crate) fn clear(&mut self) {
        self.requests.clear();
    }

    pub(crate) fn all(&self) -> Vec<Request> {
        self.requests.iter().cloned().collect()
    }
}

/// A name as the log shows it: on one line, since it comes from anyone.
pub(crate) fn shown_name(name: &str) -> String {
    one_line(name, MAX_NAME)
}

/// Parameters as the log shows them: as many as fit.
pub(crate) fn shown(catalog: &Catalog, operation: &Operation, parameters: &[(String, String)]) -> Vec<(String, String)> {
    let mut left = MAX_SHOWN;
    let fits = |(name, value): &&(String, String)| {
        let size = name.len() + value.len();
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    let sensitive = |name: &str| is_secret_name(name) || catalog.is_sensitive(operation, name);
    let show = |(name, value): &(String, String)| (name.clone(), if sensitive(name) { "***".to_owned() } else { value.clone() });
    parameters.iter().take_while(fits).map(show).collect()
}
