//! Patterns that name operations: `CreateVpc`, `Describe*` or `*`.

/// Whether a pattern names an operation.
pub(crate) fn names(pattern: &str, operation: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => operation.starts_with(start),
        None => pattern == operation,
    }
}
