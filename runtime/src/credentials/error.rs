//! Why there are no credentials.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// Why a provider has no credentials.
#[derive(Debug, Clone)]
pub struct CredentialsError {
    reason: String,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl CredentialsError {
    /// A reason to be read by people: what is missing or wrong, and where. It must hold no secret.
    pub fn new(reason: impl Into<String>) -> Self {
        CredentialsError { reason: reason.into(), source: None }
    }

    /// The error below. Its text must hold no secret either.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// The reason and those below it, for a list of reasons.
    pub(super) fn in_full(&self) -> String {
        let mut text = self.reason.clone();
        let mut next = self.source();
        while let Some(error) = next {
            let below = error.to_string();
            if !text.contains(&below) {
                text = format!("{text}: {below}");
            }
            next = error.source();
        }
        text
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl StdError for CredentialsError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
