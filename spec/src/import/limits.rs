//! Limits: only those that fit the type, and each other.

use serde_json::Value as Json;

use super::metadata::{self, count, scalar_text};
use crate::fit::number_of_type;
use crate::types::{Kind, Number, Schema};

/// Takes over the limits of a schema; tells about those that it cannot.
pub(super) fn set(source: metadata::Schema<'_>, schema: &mut Schema, drop: &mut dyn FnMut(String)) {
    lengths(source, schema, drop);
    counts(source, schema, drop);
    bounds(source, schema, drop);
    let Some(pattern) = source.text("pattern").filter(|pattern| !pattern.is_empty()) else { return };
    match schema.kind {
        Some(Kind::String) if regex_lite::Regex::new(pattern).is_ok() => schema.pattern = Some(pattern.to_owned()),
        _ => drop(format!("pattern: {pattern}")),
    }
}

/// Lengths of a string. Beside a list, they are those of its items.
fn lengths(source: metadata::Schema<'_>, schema: &mut Schema, drop: &mut dyn FnMut(String)) {
    let (least, most) = (source.get("minLength"), source.get("maxLength"));
    if least.is_none() && most.is_none() {
        return;
    }
    let target = match (schema.kind, &mut schema.items) {
        (Some(Kind::List), Some(items)) => items.as_mut(),
        _ => schema,
    };
    if target.kind != Some(Kind::String) {
        return drop(told("minLength", least, "maxLength", most));
    }
    match range(least, most) {
        Some((least, most)) => (target.min_length, target.max_length) = (least, most),
        None => drop(told("minLength", least, "maxLength", most)),
    }
}

fn counts(source: metadata::Schema<'_>, schema: &mut Schema, drop: &mut dyn FnMut(String)) {
    let (least, most) = (source.get("minItems"), source.get("maxItems"));
    if least.is_none() && most.is_none() {
        return;
    }
    match range(least, most) {
        Some((least, most)) if schema.kind == Some(Kind::List) => {
            (schema.min_items, schema.max_items) = (least, most);
        }
        _ => drop(told("minItems", least, "maxItems", most)),
    }
}

fn bounds(source: metadata::Schema<'_>, schema: &mut Schema, drop: &mut dyn FnMut(String)) {
    for (key, exclusive_key, towards) in [("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)] {
        let (plain, exclusive) = (source.get(key), source.get(exclusive_key));
        let (value, exclusive) = match (plain, exclusive) {
            (None, None | Some(Json::Bool(_))) => continue,
            (Some(value), Some(Json::Bool(true))) => (value, true),
            (Some(value), None | Some(Json::Bool(false))) => (value, false),
            // The newer standard writes the bound itself there.
            (_, Some(value)) => (value, true),
        };
        let fits = |bound: &Number| number_of_type(bound, schema).is_ok();
        match bound(schema.kind, value, exclusive, towards).filter(fits) {
            Some(bound) if towards > 0 => schema.minimum = Some(bound),
            Some(bound) => schema.maximum = Some(bound),
            None => drop(format!("{}: {value}", if exclusive { exclusive_key } else { key })),
        }
    }
    if let (Some(least), Some(most)) = (&schema.minimum, &schema.maximum)
        && least.as_f64() > most.as_f64()
    {
        drop(format!("minimum {least} above maximum {most}"));
        (schema.minimum, schema.maximum) = (None, None);
    }
}

/// A bound that belongs to the range. An exclusive one can be had for whole numbers only.
fn bound(kind: Option<Kind>, value: &Json, exclusive: bool, towards: i64) -> Option<Number> {
    let text = scalar_text(value)?;
    let text = text.trim();
    match (kind?, text.parse::<i64>()) {
        (Kind::Integer, Ok(whole)) => whole.checked_add(if exclusive { towards } else { 0 }).map(Number::from),
        (Kind::Number, Ok(whole)) if !exclusive => Some(Number::from(whole)),
        (Kind::Number, Err(_)) if !exclusive => text.parse::<f64>().ok().filter(|value| value.is_finite()).map(Number::from),
        _ => None,
    }
}

/// A least and a greatest count, if they are counts and in order.
fn range(least: Option<&Json>, most: Option<&Json>) -> Option<(Option<u64>, Option<u64>)> {
    let least = least.map_or(Some(None), |value| count(value).map(Some))?;
    let most = most.map_or(Some(None), |value| count(value).map(Some))?;
    let ordered = least.zip(most).is_none_or(|(least, most)| least <= most);
    ordered.then_some((least, most))
}

fn told(low: &str, least: Option<&Json>, high: &str, most: Option<&Json>) -> String {
    let part = |key: &str, value: Option<&Json>| value.map(|value| format!("{key}: {value}"));
    [part(low, least), part(high, most)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
