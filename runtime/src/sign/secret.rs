//! Text that must not be shown.

use std::fmt;

use ctutils::CtEq;
use zeroize::Zeroize;

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
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Secret(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Secret(text.to_owned())
    }
}

/// The text is overwritten in memory when its owner drops it.
impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
