//! What identifies the sender of a request.

use std::sync::Arc;
use std::time::SystemTime;

use super::CredentialsError;
use crate::env::trimmed;
use crate::sign::{Key, Secret};

/// What identifies the sender of a request. `Debug` shows neither secret nor token.
///
/// ```
/// use acs_runtime::credentials::Credentials;
///
/// let lasting = Credentials::access_key("ExampleKeyId", "ExampleSecret");
/// let temporary = Credentials::access_key("STS.ExampleKeyId", "ExampleSecret").with_token("ExampleToken");
/// assert!(!format!("{lasting:?} {temporary:?}").contains("Secret"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Shared: each attempt of a call gets a copy.
    proof: Arc<Proof>,
    expires: Option<SystemTime>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Proof {
    AccessKey { id: String, secret: Secret, token: Option<Secret> },
    Bearer { token: Secret },
    Anonymous,
}

impl Credentials {
    /// An access key: of an account, of a RAM user, or with [`with_token`](Self::with_token) a temporary one.
    pub fn access_key(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let id = trimmed(&id.into()).to_owned();
        Credentials::of(Proof::AccessKey { id, secret: trimmed_secret(secret), token: None })
    }

    /// A bearer token, sent in place of a signature.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Credentials::of(Proof::Bearer { token: trimmed_secret(token) })
    }

    /// No credentials. Only a few operations of the token service answer such a request.
    pub fn anonymous() -> Self {
        Credentials::of(Proof::Anonymous)
    }

    fn of(proof: Proof) -> Self {
        Credentials { proof: Arc::new(proof), expires: None }
    }

    /// Adds the security token that makes an access key a temporary one. Other credentials stay as they are.
    pub fn with_token(mut self, security_token: impl Into<Secret>) -> Self {
        if let Proof::AccessKey { token, .. } = Arc::make_mut(&mut self.proof) {
            *token = Some(trimmed_secret(security_token));
        }
        self
    }

    /// Sets when they expire. Credentials without expiry are kept until the service refuses them.
    pub fn with_expiry(mut self, expires: SystemTime) -> Self {
        self.expires = Some(expires);
        self
    }

    /// When they expire.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    /// The id of the access key. It is not a secret, but identifies the account.
    pub fn access_key_id(&self) -> Option<&str> {
        match &*self.proof {
            Proof::AccessKey { id, .. } => Some(id),
            Proof::Bearer { .. } | Proof::Anonymous => None,
        }
    }

    pub(crate) fn key(&self) -> Key<'_> {
        match &*self.proof {
            Proof::AccessKey { id, secret, token } => Key::AccessKey { id, secret, token: token.as_ref() },
            Proof::Bearer { token } => Key::Bearer(token),
            Proof::Anonymous => Key::Anonymous,
        }
    }

    /// The texts that must never be shown.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let (a, b) = match &*self.proof {
            Proof::AccessKey { secret, token, .. } => (Some(secret), token.as_ref()),
            Proof::Bearer { token } => (Some(token), None),
            Proof::Anonymous => (None, None),
        };
        a.into_iter().chain(b).map(Secret::expose)
    }

    pub(super) fn is_expired_at(&self, time: SystemTime) -> bool {
        self.expires.is_some_and(|expires| expires <= time)
    }

    /// Rejects a text that cannot be an id, a secret or a token.
    pub(super) fn check(&self) -> Result<(), CredentialsError> {
        let parts: &[(&str, &str)] = match &*self.proof {
            Proof::AccessKey { id, secret, token: None } => &[("access key id", id), ("access key secret", secret.expose())],
            Proof::AccessKey { id, secret, token: Some(token) } => {
                &[("access key id", id), ("access key secret", secret.expose()), ("security token", token.expose())]
            }
            Proof::Bearer { token } => &[("bearer token", token.expose())],
            Proof::Anonymous => &[],
        };
        let wrong = |(name, text): &(&str, &str)| fault(text).map(|fault| format!("the {name} {fault}"));
        parts.iter().find_map(wrong).map_or(Ok(()), |fault| Err(CredentialsError::new(fault)))
    }
}

/// Why a text is not an id, a secret or a token, all of which are graphic ASCII.
fn fault(text: &str) -> Option<&'static str> {
    // This runs for every call and nearly always succeeds: all bytes are examined, many at a time.
    if text.bytes().fold(true, |all, byte| all & byte.is_ascii_graphic()) && !text.is_empty() && !text.starts_with(['"', '\'']) {
        return None;
    }
    let quoted = |quote| text.starts_with(quote) && text.ends_with(quote);
    match text {
        "" => Some("is empty"),
        _ if text.contains(['\r', '\n']) => Some("contains a line break"),
        _ if text.contains(char::is_whitespace) => Some("contains a blank"),
        _ if !text.bytes().all(|byte| byte.is_ascii_graphic()) => Some("contains a character that is not visible ASCII"),
        _ if quoted('"') || quoted('\'') => Some("is enclosed in quotation marks, which are not part of it"),
        _ => None,
    }
}

fn trimmed_secret(secret: impl Into<Secret>) -> Secret {
    Secret::from(trimmed(secret.into().expose()))
}
