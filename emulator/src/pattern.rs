//! Patterns that name operations: `CreateVpc`, `Describe*` or `*`.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Whether a pattern names an operation.
pub(crate) fn names(pattern: &str, operation: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => operation.starts_with(start),
        None => pattern == operation,
    }
}

/// A pattern as somebody wrote it, which may name a product before a colon. One that can name nothing is refused.
#[derive(Debug)]
pub(crate) struct Written(pub(crate) String);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let name = text.rsplit(':').next().unwrap_or_default();
        let start = name.strip_suffix('*').unwrap_or(name);
        match !name.is_empty() && start.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            true => Ok(Written(text)),
            false => Err(D::Error::custom(format!("`{text}` names no operation: write CreateVpc, Describe* or *"))),
        }
    }
}

/// The text of a pattern as somebody wrote it.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Written::deserialize(deserializer).map(|written| written.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_name_or_the_beginning_of_one() {
        let reads = |text: &str| serde_json::from_value::<Written>(text.into()).is_ok();
        assert!(["CreateVpc", "Describe*", "*", "vpc:Describe*", "CreateIPv6Translator"].into_iter().all(reads));
        assert!(!["", "*Vpcs", "Des*be*", "Create Vpc", "vpc:", "Create?"].into_iter().any(reads));
    }
}
