//! Defaults, examples and sets of values.

use std::cmp::Ordering;
use std::fmt::Display;

use regex_lite::Regex;

use crate::diagnostic::Code;
use crate::suggest;
use crate::types::{Kind, Named, Schema, Value};

use super::limits::{compare, fits_number};
use super::names;
use super::report::Report;
use super::trail::Trail;

pub(super) fn check(schema: &Schema, shapes: &Named<Schema>, trail: &Trail<'_>, report: &mut Report) {
    for (key, value) in [("default", &schema.default), ("example", &schema.example)] {
        if let Some(value) = value {
            fits(&format!("the {key}"), value, schema, shapes, &trail.key(key), report);
        }
    }
    if !schema.closed.is_empty() {
        names::closed(&schema.closed, &trail.key("enum"), report);
    }
    if !schema.values.is_empty() {
        known_values(schema, shapes, &trail.key("values"), report);
    }
}

fn known_values(schema: &Schema, shapes: &Named<Schema>, trail: &Trail<'_>, report: &mut Report) {
    for (index, value) in schema.values.iter().enumerate() {
        let item = trail.index(index);
        fits("the value", value, schema, shapes, &item, report);
        if let Some(first) = schema.values[..index].iter().position(|before| before == value) {
            report
                .error(Code::DuplicateValue, item.at_value(), "the value comes twice")
                .label("the second time")
                .related(trail.index(first).at_value(), "the first time");
        }
    }
}

/// Checks that a value is one of the type and within its limits.
pub(super) fn fits(what: &str, value: &Value, schema: &Schema, shapes: &Named<Schema>, trail: &Trail<'_>, report: &mut Report) {
    let Some(schema) = schema.resolved(shapes) else { return };
    match (schema.kind, value) {
        (Some(Kind::List), Value::Sequence(items)) => {
            count(what, items.len(), schema, trail, report);
            for (index, item) in items.iter().enumerate() {
                if let Some(inner) = schema.items.as_deref() {
                    fits(what, item, inner, shapes, &trail.index(index), report);
                }
            }
        }
        (Some(Kind::Map), Value::Mapping(entries)) => {
            for (key, value) in entries {
                if let (Some(key), Some(inner)) = (key.as_str(), schema.items.as_deref()) {
                    fits(what, value, inner, shapes, &trail.key(key), report);
                }
            }
        }
        (Some(Kind::Object), Value::Mapping(entries)) => {
            for (key, value) in entries {
                let Some(key) = key.as_str() else { continue };
                match schema.fields.get(key) {
                    Some(inner) => fits(what, value, inner, shapes, &trail.key(key), report),
                    None => {
                        report
                            .error(Code::WrongValue, trail.key(key).at_key(), format!("{what} has an unknown field `{key}`"))
                            .help(suggest::help(key, "fields", schema.fields.names()));
                    }
                }
            }
        }
        _ => scalar(what, value, schema, trail, report),
    }
}

fn count(what: &str, count: usize, schema: &Schema, trail: &Trail<'_>, report: &mut Report) {
    let count = count as u64;
    if schema.min_items.is_some_and(|least| count < least) {
        outside(what, "has fewer items than", ("min_items", schema.min_items), trail, report);
    }
    if schema.max_items.is_some_and(|most| count > most) {
        outside(what, "has more items than", ("max_items", schema.max_items), trail, report);
    }
}

fn outside<L: Display>(what: &str, how: &str, limit: (&str, Option<L>), trail: &Trail<'_>, report: &mut Report) {
    let (key, limit) = limit;
    let mistake = report.error(Code::OutsideLimits, trail.at_value(), format!("{what} {how} `{key}` allows"));
    if let Some(limit) = limit {
        mistake.label(format!("`{key}` is {limit}"));
    }
}

fn scalar(what: &str, value: &Value, schema: &Schema, trail: &Trail<'_>, report: &mut Report) {
    let expected = match (schema.kind, value) {
        (Some(Kind::Any) | None, _) => return,
        (Some(Kind::String), Value::String(text)) => return string(what, text, schema, trail, report),
        (Some(Kind::Boolean), Value::Bool(_)) => return,
        (Some(Kind::Integer | Kind::Number), Value::Number(number)) => match fits_number(number, schema) {
            Ok(()) => return range(what, number, schema, trail, report),
            Err(expected) => expected,
        },
        (Some(Kind::String), _) => "text",
        (Some(Kind::Boolean), _) => "`true` or `false`",
        (Some(Kind::Integer), _) => "a whole number",
        (Some(Kind::Number), _) => "a number",
        (Some(Kind::List), _) => "a list",
        (Some(Kind::Map | Kind::Object), _) => "a mapping",
    };
    let mistake = report
        .error(Code::WrongValue, trail.at_value(), format!("{what} does not fit the type"))
        .label(format!("expected {expected}, found {}", describe(value)));
    match (schema.kind, value) {
        (Some(Kind::String), Value::Bool(_) | Value::Number(_)) => {
            mistake.help("quote it: YAML takes it for something else than text");
        }
        (Some(Kind::Integer | Kind::Number | Kind::Boolean), Value::String(text)) if !Value::is_string(&plain(text)) => {
            mistake.help("leave the quotes out");
        }
        (Some(Kind::List), Value::String(_) | Value::Number(_) | Value::Bool(_)) => {
            mistake.help("put brackets around it");
        }
        _ => {}
    }
}

fn string(what: &str, text: &str, schema: &Schema, trail: &Trail<'_>, report: &mut Report) {
    if !schema.closed.is_empty() && !schema.closed.iter().any(|value| value == text) {
        report.error(Code::OutsideLimits, trail.at_value(), format!("{what} is none of `enum`")).help(suggest::help(
            text,
            "values",
            schema.closed.iter().map(String::as_str),
        ));
    }
    let length = text.chars().count() as u64;
    if schema.min_length.is_some_and(|least| length < least) {
        outside(what, "is shorter than", ("min_length", schema.min_length), trail, report);
    }
    if schema.max_length.is_some_and(|most| length > most) {
        outside(what, "is longer than", ("max_length", schema.max_length), trail, report);
    }
    let pattern = schema.pattern.as_deref().and_then(|pattern| Regex::new(pattern).ok());
    if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
        outside(
            what,
            "does not match what",
            ("pattern", schema.pattern.as_ref().map(|pattern| format!("`{pattern}`"))),
            trail,
            report,
        );
    }
}

fn range(what: &str, number: &crate::types::Number, schema: &Schema, trail: &Trail<'_>, report: &mut Report) {
    let beyond = |limit: &Option<_>, way| limit.as_ref().is_some_and(|limit| compare(number, limit) == Some(way));
    if beyond(&schema.minimum, Ordering::Less) {
        outside(what, "is less than", ("minimum", schema.minimum.as_ref()), trail, report);
    }
    if beyond(&schema.maximum, Ordering::Greater) {
        outside(what, "is more than", ("maximum", schema.maximum.as_ref()), trail, report);
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
