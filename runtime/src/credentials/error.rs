//! Why there are no credentials.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::sanitize::{MAX_TEXT_BYTES, sanitize};

/// Why a provider has no credentials.
#[derive(Debug, Clone)]
pub struct CredentialsError {
    reason: String,
    code: Option<String>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl CredentialsError {
    /// An error with a reason for people to read: what is missing or wrong, and where. It must not contain a secret.
    pub fn new(reason: impl Into<String>) -> Self {
        CredentialsError { reason: reason.into(), code: None, source: None }
    }

    /// Sets the underlying error. Its text must not contain a secret either.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// Sets the error code of the service that refused to give credentials.
    pub(super) fn with_code(mut self, code: Option<&str>) -> Self {
        self.code = code.map(str::to_owned);
        self
    }

    /// The error code of the service that refused to give credentials.
    pub(super) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The reason and those of the underlying errors.
    pub(crate) fn in_full(&self) -> String {
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
        f.write_str(&sanitize(&self.reason, MAX_TEXT_BYTES, &[]))
    }
}

impl StdError for CredentialsError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
