//! Error codes.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::read::scalar::Plain;
use crate::types::ErrorCode;

use super::names;
use super::pointer::NodePath;
use super::report::Report;

/// The statuses that an error can have.
const STATUSES: std::ops::RangeInclusive<u16> = 400..=599;

pub(super) fn check(errors: &[ErrorCode], node: &NodePath<'_>, report: &mut Report) {
    let mut seen = HashMap::new();
    let mut spellings = HashMap::new();
    for (index, error) in errors.iter().enumerate() {
        let entry = node.index(index);
        code(error, &entry, report);
        status(error, &entry, report);
        if let Some(first) = seen.insert(error.code.as_str(), index) {
            report.add(
                Diagnostic::error(
                    Code::DuplicateCode,
                    entry.key("code").at_value(),
                    format!("the error code `{}` comes twice", error.code),
                )
                .label("the second time")
                .related(node.index(first).key("code").at_value(), "the first time")
                .help("merge the two; `status` may be a list"),
            );
            continue;
        }
        if let Some(first) = spellings.insert(error.code.to_ascii_lowercase(), index).filter(|_| error.description.is_none()) {
            let other = &errors[first].code;
            report.add(
                Diagnostic::warning(
                    Code::CaseDiffers,
                    entry.key("code").at_value(),
                    format!("the error codes `{}` and `{other}` differ only in case", error.code),
                )
                .label("the second")
                .related(node.index(first).key("code").at_value(), "the first")
                .help("leave one out; if the service sends both, say so in the `description` of the second"),
            );
        }
    }
}

/// A status that comes twice.
fn repeated(statuses: &[u16], node: &NodePath<'_>, report: &mut Report) {
    for (index, status) in statuses.iter().enumerate() {
        if let Some(first) = statuses[..index].iter().position(|before| before == status) {
            report.add(
                Diagnostic::error(Code::DuplicateValue, node.index(index).at_value(), format!("the status {status} comes twice"))
                    .label("the second time")
                    .related(node.index(first).at_value(), "the first time"),
            );
        }
    }
}

/// A character that no code has, in words.
fn foreign(c: char) -> String {
    if c == ' ' { "a space".to_owned() } else { format!("U+{:04X}", u32::from(c)) }
}

fn code(error: &ErrorCode, entry: &NodePath<'_>, report: &mut Report) {
    let key = entry.key("code");
    if error.code.is_empty() || !error.code.bytes().all(|byte| byte.is_ascii_graphic()) {
        report.add(
            Diagnostic::error(Code::InvalidName, key.at_value(), "an error code is made of ASCII letters, digits and signs")
                .label(match error.code.chars().find(|c| !c.is_ascii_graphic()) {
                    Some(c) => format!("it holds {}", foreign(c)),
                    None => "this cannot be an error code".to_owned(),
                }),
        );
        return;
    }
    // What the types take for text is something else to YAML.
    let other = match Plain::of(&error.code) {
        Plain::Boolean(_) => Some("a boolean"),
        Plain::Integer(_) | Plain::Float(_) => Some("a number"),
        Plain::Null => Some("nothing"),
        Plain::Text => None,
    };
    if let Some(found) = other.filter(|_| !key.is_quoted()) {
        report.add(
            Diagnostic::error(Code::WrongValue, key.at_value(), format!("`{}` is not the name of an error", error.code))
                .label(format!("expected text, found {found}"))
                .help(format!(
                    "write a code such as `InvalidParameter`, and a number as `status`; if the service sends `{0}`, quote it: `\"{0}\"`",
                    error.code
                )),
        );
        return;
    }
    if error.code != "%s" {
        names::variant(&error.code, "error code", key.at_value(), report);
    }
}

fn status(error: &ErrorCode, entry: &NodePath<'_>, report: &mut Report) {
    let key = entry.key("status");
    let statuses = error.status.as_slice();
    if statuses.is_empty() {
        report.add(Diagnostic::error(Code::StatusRange, key.at_value(), "an error code comes with a status").label("no status"));
    }
    repeated(statuses, &key, report);
    for (index, status) in statuses.iter().enumerate().filter(|(_, status)| !STATUSES.contains(status)) {
        let one = key.index(index);
        let location = if statuses.len() == 1 { key.at_value() } else { one.at_value() };
        report.add(
            Diagnostic::error(Code::StatusRange, location, format!("{status} is not the status of an error")).label(format!(
                "not from {} to {}",
                STATUSES.start(),
                STATUSES.end()
            )),
        );
    }
}
