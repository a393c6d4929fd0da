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
#[serde(try_from = "WrittenKey")]
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
    allow: Vec<pattern::Written>,
    #[serde(default)]
    deny: Vec<pattern::Written>,
}

impl TryFrom<WrittenKey> for AccessKey {
    type Error = &'static str;

    fn try_from(written: WrittenKey) -> Result<Self, Self::Error> {
        if written.id.is_empty() || written.secret.is_empty() {
            return Err("a key has an id and a secret, which are not empty");
        }
        let key = AccessKey::new(written.id, written.secret);
        let key = written.allow.into_iter().fold(key, |key, pattern| key.allow(pattern.0));
        Ok(written.deny.into_iter().fold(key, |key, pattern| key.deny(pattern.0)))
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
