//! An access key and the rules of what it may do.

use acs_runtime::sign::Secret;
use serde::Deserialize;

use crate::pattern;

/// A key that requests may be signed with, and what it may do.
///
/// Without rules it may do everything. A rule names operations, as `CreateVpc`, `Describe*` or `*`. What a deny rule names is
/// refused; once there is an allow rule, so is what no allow rule names.
///
/// ```
/// use acs_emulator::AccessKey;
///
/// let reader = AccessKey::new("reader", "hush").allow("Describe*").allow("List*").deny("DescribeVpnGateway");
/// assert!(!format!("{reader:?}").contains("hush"));
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "WrittenKey")]
pub struct AccessKey {
    pub(super) id: String,
    pub(super) secret: Secret,
    pub(super) rules: Vec<Rule>,
}

/// A key as a file or the control endpoint has it: `{"id": "reader", "secret": "hush", "allow": ["Describe*"], "deny": []}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    id: String,
    secret: String,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default)]
    deny: Vec<String>,
}

impl From<WrittenKey> for AccessKey {
    fn from(written: WrittenKey) -> Self {
        let key = AccessKey::new(written.id, written.secret);
        let key = written.allow.into_iter().fold(key, AccessKey::allow);
        written.deny.into_iter().fold(key, AccessKey::deny)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) allow: bool,
    pub(super) pattern: String,
}

impl Rule {
    /// Whether the rule is about an operation. A product before a colon, as in `vpc:Describe*`, makes no difference.
    pub(super) fn names(&self, operation: &str) -> bool {
        pattern::names(self.pattern.rsplit(':').next().unwrap_or_default(), operation)
    }
}

impl AccessKey {
    /// A key that may do everything.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        AccessKey { id: id.into(), secret: Secret::new(secret), rules: Vec::new() }
    }

    /// Whether it has no id or no secret.
    pub(crate) fn is_empty(&self) -> bool {
        self.id.is_empty() || self.secret.expose().is_empty()
    }

    /// Allows the operations that `pattern` names, and no others than those that a rule allows.
    #[must_use]
    pub fn allow(mut self, pattern: impl Into<String>) -> Self {
        self.rules.push(Rule { allow: true, pattern: pattern.into() });
        self
    }

    /// Refuses the operations that `pattern` names, whatever else allows them.
    #[must_use]
    pub fn deny(mut self, pattern: impl Into<String>) -> Self {
        self.rules.push(Rule { allow: false, pattern: pattern.into() });
        self
    }
}
