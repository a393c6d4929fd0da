//! Defaults, examples and sets of values.

use crate::diagnostic::{Code, Diagnostic};
use crate::fit::{self, Misfit, Step};
use crate::types::{Format, Named, Schema, Value};

use super::pointer::NodePath;
use super::report::Report;
use super::time::is_time;
use super::{limits, names};

pub(super) fn check(schema: &Schema, shapes: &Named<Schema>, node: &NodePath<'_>, report: &mut Report) {
    for (key, value) in [("default", &schema.default), ("example", &schema.example)] {
        if let Some(value) = value {
            check_value(&format!("the {key}"), value, schema, shapes, &node.key(key), report);
            format(key, value, schema, &node.key(key), report);
        }
    }
    if !schema.closed.is_empty() {
        names::closed(&schema.closed, &node.key("enum"), report);
    }
    if !schema.values.is_empty() {
        known_values(schema, shapes, &node.key("values"), report);
    }
}

/// What a text holds must be in the form that its format says.
fn format(key: &str, value: &Value, schema: &Schema, node: &NodePath<'_>, report: &mut Report) {
    let Some(text) = value.as_str() else { return };
    let (wanted, help) = match schema.format {
        Some(Format::Iso8601) if !is_time(text) => ("a time as ISO 8601 writes it", Some("write it as `2021-10-16T07:31:09Z`")),
        Some(Format::Json) if serde_json::from_str::<serde_json::Value>(text).is_err() => ("JSON", None),
        _ => return,
    };
    let why = serde_json::from_str::<serde_json::Value>(text).err().filter(|_| schema.format == Some(Format::Json));
    report.add(
        Diagnostic::error(Code::WrongValue, node.at_value(), format!("the {key} is not {wanted}"))
            .label(why.map_or_else(|| format!("the format says {wanted}"), |why| why.to_string()))
            .helps(help),
    );
}

fn known_values(schema: &Schema, shapes: &Named<Schema>, node: &NodePath<'_>, report: &mut Report) {
    for (index, value) in schema.values.iter().enumerate() {
        let item = node.index(index);
        check_value("the value", value, schema, shapes, &item, report);
        if let Some(first) = schema.values[..index].iter().position(|before| before == value) {
            report.add(
                Diagnostic::error(Code::DuplicateValue, item.at_value(), "the value comes twice")
                    .label("the second time")
                    .related(node.index(first).at_value(), "the first time"),
            );
        }
    }
}

/// Checks that a value is one of the type and within its limits.
pub(super) fn check_value(
    what: &str,
    value: &Value,
    schema: &Schema,
    shapes: &Named<Schema>,
    node: &NodePath<'_>,
    report: &mut Report,
) {
    for (way, misfit) in fit::misfits(value, schema, shapes) {
        match misfit {
            Misfit::Type { expected } => {
                let part = part(value, &way);
                let mut diagnostic =
                    Diagnostic::error(Code::WrongValue, node.at_value_of(&way), format!("{what} does not fit the type"))
                        .label(format!("expected {expected}, found {}", describe(part, expected)));
                if let Some(help) = type_help(expected, part) {
                    diagnostic = diagnostic.help(help);
                    diagnostic = match (expected, part) {
                        ("text", _) => diagnostic.quoted(),
                        (_, Value::String(_)) if expected != "a list" => diagnostic.unquoted(),
                        _ => diagnostic,
                    };
                }
                report.add(diagnostic);
            }
            Misfit::UnknownField { name, known } => {
                report.add(
                    Diagnostic::error(Code::WrongValue, node.at_key_of(&way), format!("{what} has an unknown field `{name}`"))
                        .did_you_mean(&name, "fields", known.iter().map(String::as_str)),
                );
            }
            Misfit::NotInEnum { allowed } => {
                let text = part(value, &way).as_str().unwrap_or_default();
                report.add(
                    Diagnostic::error(Code::OutsideLimits, node.at_value_of(&way), format!("{what} is none of `enum`"))
                        .did_you_mean(text, "values", allowed.iter().map(String::as_str)),
                );
            }
            // Limits that exclude every value are reported separately.
            Misfit::Limit { .. } if limits::are_crossed(schema) => {}
            Misfit::Limit { key: "pattern", .. } if schema.pattern.as_deref().and_then(limits::in_slashes).is_some() => {}
            Misfit::Limit { key, limit } => {
                let how = broken(key);
                report.add(
                    Diagnostic::error(Code::OutsideLimits, node.at_value_of(&way), format!("{what} {how} `{key}` allows"))
                        .label(format!("`{key}` is {limit}")),
                );
            }
        }
    }
}

fn broken(key: &str) -> &'static str {
    match key {
        "min_items" => "has fewer items than",
        "max_items" => "has more items than",
        "min_length" => "is shorter than",
        "max_length" => "is longer than",
        "minimum" => "is less than",
        "maximum" => "is more than",
        _ => "does not match what",
    }
}

/// The part of a value that a way leads to.
fn part<'v>(value: &'v Value, way: &[Step]) -> &'v Value {
    let step = |value: &'v Value, step: &Step| match step {
        Step::Key(key) => value.get(key.as_str()),
        Step::Index(index) => value.get(*index),
    };
    way.iter().try_fold(value, step).unwrap_or(value)
}

fn type_help(expected: &str, value: &Value) -> Option<String> {
    match (expected, value) {
        ("text", Value::Bool(value)) => Some(format!("quote it: `\"{value}\"`")),
        ("text", Value::Number(value)) => Some(format!("quote it: `\"{value}\"`")),
        ("a list", Value::String(_) | Value::Number(_) | Value::Bool(_)) => Some("put brackets around it".to_owned()),
        ("text", Value::Sequence(_) | Value::Mapping(_)) => {
            Some("put quotes around a text that begins with a bracket".to_owned())
        }
        ("a mapping" | "a list" | "text", _) => None,
        (_, Value::String(text)) if !plain(text).is_string() => Some("leave the quotes out".to_owned()),
        _ => None,
    }
}

/// What a text would be without quotes.
fn plain(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or(Value::Null)
}

fn describe(value: &Value, expected: &str) -> &'static str {
    match value {
        Value::Number(number) if expected.starts_with("a whole number") && number.is_f64() => "a number with a fraction",
        Value::Number(_) if expected.starts_with("a whole number of") => "a number that is too long",
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Tagged(_) => "a value with a tag",
    }
}
