//! Text that must not be shown.

use std::fmt;
use std::sync::OnceLock;

use ctutils::CtEq;
use hmac::Hmac;
use sha1::Sha1;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::mac::keyed;

/// A secret: an access key's secret, a security token, a bearer token.
///
/// `Debug` prints `***`, and there is no `Display`: code that needs the text calls [`Secret::expose`], which is easy
/// to search for. Comparison takes a time that does not depend on where two secrets of one length differ.
///
/// ```
/// use acs_runtime::sign::Secret;
///
/// let secret = Secret::from("ExampleSecret");
/// assert_eq!(format!("{secret:?}"), "***");
/// assert_eq!(secret.expose(), "ExampleSecret");
/// ```
#[derive(Clone)]
pub struct Secret {
    text: String,
    // Boxed, since most secrets never sign.
    v1: OnceLock<Box<Hmac<Sha1>>>,
    v3: OnceLock<Box<Hmac<Sha256>>>,
}

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Secret { text: text.into(), v1: OnceLock::new(), v3: OnceLock::new() }
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// HMAC of version 1 with its key, which is the secret followed by `&`. Hashing the key takes two of the fifteen blocks that a
    /// signature hashes, so it is done once. What it leaves is overwritten together with the secret.
    pub(super) fn keyed_v1(&self) -> Hmac<Sha1> {
        let key = || Zeroizing::new([self.text.as_bytes(), b"&"].concat());
        Hmac::clone(self.v1.get_or_init(|| Box::new(keyed(&key()))))
    }

    /// HMAC of version 3 with its key, the secret alone.
    pub(super) fn keyed_v3(&self) -> Hmac<Sha256> {
        Hmac::clone(self.v3.get_or_init(|| Box::new(keyed(self.text.as_bytes()))))
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Secret::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Secret::new(text)
    }
}

/// The text is overwritten in memory when its owner drops it.
impl Drop for Secret {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.text.as_bytes().ct_eq(other.text.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
