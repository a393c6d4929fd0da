//! What a waiter sends with each poll.

use crate::check::pagination::lead_nowhere;
use crate::check::pointer::{NodePath, Pointer};
use crate::check::report::Report;
use crate::check::{paths, values};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::suggest;
use crate::types::{Kind, Operation, Value, Waiter};

use super::scalar;

pub(super) fn check(waiter: &Waiter, operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    let mut plain = |path: &str, location: Pointer| match paths::follow(path, &operation.parameters, &operation.shapes) {
        Ok(schema) => scalar(path, schema, location, report),
        Err(lost) => lead_nowhere(path, &lost, location, report),
    };
    if let Some(id) = &waiter.id {
        plain(id, node.key("id").at_value());
    }
    let with = node.key("with");
    for name in waiter.with.names() {
        plain(name, with.key(name).at_key());
    }
    let also = node.key("also");
    let placeholder = |value: &str| value.strip_prefix('{')?.strip_suffix('}').map(str::to_owned);
    let used: Vec<String> = waiter.with.iter().filter_map(|(_, value)| placeholder(value)).collect();
    for (index, name) in waiter.also.iter().enumerate() {
        if !used.contains(name) && !waiter.matches.contains(name) {
            plain(name, also.index(index).at_value());
        }
    }
    for (name, value) in waiter.with.iter() {
        if let Some(wanted) = placeholder(value).filter(|wanted| !waiter.also.contains(wanted)) {
            report.add(
                Diagnostic::error(Code::UnknownTarget, with.key(name).at_value(), format!("nothing provides `{wanted}`"))
                    .label("not in `also`")
                    .did_you_mean(&wanted, "names in `also`", waiter.also.iter().map(String::as_str)),
            );
        }
    }
    not_found(waiter, operation, node, report);
    fixed(waiter, operation, node, report);
}

/// A code that is spelled like one that the poll may answer.
fn not_found(waiter: &Waiter, operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    let codes = || operation.errors.iter().map(|error| error.code.as_str());
    let list = node.key("not_found");
    for (index, code) in waiter.not_found.iter().enumerate().filter(|(_, code)| codes().all(|known| known != *code)) {
        let near = suggest::nearest(code, codes()).filter(|near| suggest::is_slip(code, near));
        if let Some(near) = near {
            report.add(
                Diagnostic::warning(
                    Code::UnknownState,
                    list.index(index).at_value(),
                    format!("the polled operation has no error code `{code}`"),
                )
                .label(format!("`{}` does not document it", operation.operation))
                .help(format!("did you mean `{near}`?"))
                .becomes(Some((near, Applicability::Maybe))),
            );
        }
    }
}

/// Values that are sent with each poll must be ones that their parameters take.
fn fixed(waiter: &Waiter, operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    let with = node.key("with");
    for (name, text) in waiter.with.iter().filter(|(_, text)| !(text.starts_with('{') && text.ends_with('}'))) {
        let Ok(schema) = paths::follow(name, &operation.parameters, &operation.shapes) else { continue };
        let mut counts = operation.pagination.iter().flat_map(|pages| [pages.size.as_ref(), pages.page.as_ref()]).flatten();
        // Some services write the numbers of a page as text.
        let is_count = counts.any(|count| count == name);
        let (value, expected) = match schema.kind {
            Some(Kind::String) if text.trim().is_empty() => (None, "text that is not empty"),
            Some(Kind::String) if is_count => (text.parse::<u32>().ok().map(|_| Value::from(text.as_str())), "a whole number"),
            Some(Kind::String) => (Some(Value::from(text.as_str())), "text"),
            Some(Kind::Integer) => (text.parse::<i64>().ok().map(Value::from), "a whole number"),
            Some(Kind::Number) => (text.parse::<f64>().ok().map(Value::from), "a number"),
            Some(Kind::Boolean) => (text.parse::<bool>().ok().map(Value::from), "`true` or `false`"),
            _ => continue,
        };
        let here = with.key(name);
        match value {
            Some(value) => values::check_value("the value", &value, schema, &operation.shapes, &here, report),
            None => {
                report.add(
                    Diagnostic::error(Code::WrongValue, here.at_value(), format!("the value does not fit the type of `{name}`"))
                        .label(format!("expected {expected}")),
                );
            }
        }
    }
}
