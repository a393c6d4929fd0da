//! Defaults, examples and sets of values.

use crate::diagnostic::{Code, Diagnostic};
use crate::fit::{self, Misfit, Step};
use crate::types::{Named, Schema, Value};

use super::pointer::NodePath;
use super::report::Report;
use super::{limits, names};

pub(super) fn check(schema: &Schema, shapes: &Named<Schema>, node: &NodePath<'_>, report: &mut Report) {
    for (key, value) in [("default", &schema.default), ("example", &schema.example)] {
        if let Some(value) = value {
            check_value(&format!("the {key}"), value, schema, shapes, &node.key(key), report);
        }
    }
    if !schema.closed.is_empty() {
        names::closed(&schema.closed, &node.key("enum"), report);
    }
    if !schema.values.is_empty() {
        known_values(schema, shapes, &node.key("values"), report);
    }
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
                        .label(format!("expected {expected}, found {}", describe(part)));
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
            // Limits that leave nothing between them are told of by themselves.
            Misfit::Limit { .. } if limits::are_crossed(schema) => {}
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

fn type_help(expected: &str, value: &Value) -> Option<&'static str> {
    match (expected, value) {
        ("text", Value::Bool(_) | Value::Number(_)) => Some("quote it: YAML takes it for something else than text"),
        ("a list", Value::String(_) | Value::Number(_) | Value::Bool(_)) => Some("put brackets around it"),
        ("a mapping" | "a list" | "text", _) => None,
        (_, Value::String(text)) if !plain(text).is_string() => Some("leave the quotes out"),
        _ => None,
    }
}

/// What a text would be without quotes.
fn plain(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or(Value::Null)
}

fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Tagged(_) => "a value with a tag",
    }
}
