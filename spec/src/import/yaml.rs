//! Spec types as YAML, in the layout of all spec files. What the types write is theirs to say.

use serde::Serialize;

use crate::layout::{self, FileKind};
use crate::types::{Operation, Service, Waiters};

/// The text of an operation file, which names its JSON Schema in the first line.
///
/// # Errors
/// Never with values that a spec file can hold.
pub fn operation(operation: &Operation) -> Result<String, serde_yaml::Error> {
    Ok(format!("# yaml-language-server: $schema=../schema/operation.json\n{}", document(operation, FileKind::Operation)?))
}

/// The text of `service.yaml`, which names its JSON Schema in the first line.
///
/// # Errors
/// Never with values that a spec file can hold.
pub fn service(service: &Service) -> Result<String, serde_yaml::Error> {
    Ok(format!("# yaml-language-server: $schema=schema/service.json\n{}", document(service, FileKind::Service)?))
}

/// The text of `waiters.yaml` with waiters at the end of the text that it has, or of a new one.
///
/// # Errors
/// Never with values that a spec file can hold.
pub(super) fn waiters(new: &Waiters, old: Option<&str>) -> Result<String, serde_yaml::Error> {
    let old = old.unwrap_or("# yaml-language-server: $schema=schema/waiters.json\n");
    let end = if old.ends_with('\n') || old.is_empty() { "" } else { "\n" };
    Ok(format!("{old}{end}{}", document(new, FileKind::Waiters)?))
}

fn document<T: Serialize>(value: &T, kind: FileKind) -> Result<String, serde_yaml::Error> {
    Ok(layout::document(serde_yaml::to_value(value)?, kind))
}
