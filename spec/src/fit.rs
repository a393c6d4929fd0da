//! Whether a value fits a schema: its type, its closed set of values, its limits.
//!
//! The check uses it for defaults, examples and known values, the import for what the metadata gives as text, the emulator for
//! what a client sends, and the command line for what a person types.

use std::cmp::Ordering;
use std::fmt;

use regex_lite::Regex;

use crate::types::{Format, Kind, Named, Number, Schema, Value};

/// A rule of a schema that a value breaks.
#[derive(Debug, Clone, PartialEq)]
pub enum Misfit {
    /// It is of another type.
    Type {
        /// The type that the schema asks for, in words.
        expected: &'static str,
    },
    /// The object has no field of this name.
    UnknownField {
        /// The name.
        name: String,
        /// The fields that there are.
        known: Vec<String>,
    },
    /// It is not in the closed set.
    NotInEnum {
        /// The closed set.
        allowed: Vec<String>,
    },
    /// It is outside of a limit.
    Limit {
        /// The key of the limit in the spec.
        key: &'static str,
        /// The limit.
        limit: String,
    },
}

/// Where inside a value: the name of a field or an entry, or the index of an item, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A field of an object, or an entry of a map.
    Key(String),
    /// An item of a list.
    Index(usize),
}

/// The rules that a value breaks, each with the way to the part that breaks it.
pub fn misfits(value: &Value, schema: &Schema, shapes: &Named<Schema>) -> Vec<(Vec<Step>, Misfit)> {
    let mut inspection = Inspection { shapes, way: Vec::new(), found: Vec::new() };
    inspection.value(value, schema);
    inspection.found
}

/// Whether a value breaks no rule.
pub fn fits(value: &Value, schema: &Schema, shapes: &Named<Schema>) -> bool {
    misfits(value, schema, shapes).is_empty()
}

/// The scalar that a text stands for: a number, `true` or `false` in any case, or the text itself. A schema of no scalar type
/// takes the text.
///
/// # Errors
/// The text stands for no value of the type. Limits are not looked at; see [`misfits`].
pub fn parse_scalar(text: &str, schema: &Schema) -> Result<Value, Misfit> {
    let value = match schema.kind {
        Some(Kind::Integer) => text.parse::<i64>().ok().map(Value::from),
        Some(Kind::Number) => {
            let fraction = || text.parse::<f64>().ok().map(Value::from);
            text.parse::<i64>().ok().map(Value::from).or_else(fraction)
        }
        Some(Kind::Boolean) if text.eq_ignore_ascii_case("true") => Some(Value::from(true)),
        Some(Kind::Boolean) if text.eq_ignore_ascii_case("false") => Some(Value::from(false)),
        Some(Kind::Boolean) => None,
        _ => return Ok(Value::from(text)),
    };
    let value = value.ok_or(Misfit::Type { expected: expected(schema) })?;
    of_type(&value, schema).map(|()| value)
}

/// Whether a value is of the type of a schema. The parts of a list, an object or a map are not looked at.
///
/// # Errors
/// The type that the schema asks for.
pub fn of_type(value: &Value, schema: &Schema) -> Result<(), Misfit> {
    let is_of_type = match (schema.kind, value) {
        (Some(Kind::Any) | None, _)
        | (Some(Kind::String), Value::String(_))
        | (Some(Kind::Boolean), Value::Bool(_))
        | (Some(Kind::List), Value::Sequence(_))
        | (Some(Kind::Map | Kind::Object), Value::Mapping(_)) => true,
        (Some(Kind::String), Value::Sequence(_) | Value::Mapping(_)) => schema.format == Some(Format::Json),
        (Some(Kind::Integer | Kind::Number), Value::Number(number)) => return number_of_type(number, schema),
        _ => false,
    };
    if is_of_type { Ok(()) } else { Err(Misfit::Type { expected: expected(schema) }) }
}

/// Whether a number is one of the type, without its limits.
///
/// # Errors
/// The type that the schema asks for.
pub fn number_of_type(number: &Number, schema: &Schema) -> Result<(), Misfit> {
    let is_of_type = match (schema.kind, schema.format) {
        (Some(Kind::Integer), Some(Format::Int32)) => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        (Some(Kind::Integer), _) => number.as_i64().is_some(),
        (Some(Kind::Number), _) => number.as_f64().is_some_and(f64::is_finite),
        _ => true,
    };
    if is_of_type {
        return Ok(());
    }
    Err(Misfit::Type {
        expected: match (schema.kind, schema.format) {
            (Some(Kind::Integer), Some(Format::Int32)) => "a whole number of 32 bits",
            (Some(Kind::Integer), _) => "a whole number of 64 bits",
            _ => "a finite number",
        },
    })
}

/// The rules about its number of items that a list breaks.
pub fn count_misfits(count: usize, schema: &Schema) -> Vec<Misfit> {
    let limits = [("min_items", schema.min_items, Ordering::Less), ("max_items", schema.max_items, Ordering::Greater)];
    beyond(count as u64, limits).collect()
}

/// Compares two numbers, as whole numbers if both are.
pub fn compare(one: &Number, other: &Number) -> Option<Ordering> {
    match (one.as_i64(), other.as_i64()) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}

/// What a value of the schema's type is, in words: `a whole number`.
pub fn expected(schema: &Schema) -> &'static str {
    match schema.kind {
        Some(Kind::String) if schema.format == Some(Format::Json) => "text, or a list or mapping that becomes JSON",
        Some(Kind::String) => "text",
        Some(Kind::Boolean) => "`true` or `false`",
        Some(Kind::Integer) => "a whole number",
        Some(Kind::Number) => "a number",
        Some(Kind::List) => "a list",
        Some(Kind::Map | Kind::Object) => "a mapping",
        Some(Kind::Any) | None => "any value",
    }
}

struct Inspection<'s> {
    shapes: &'s Named<Schema>,
    way: Vec<Step>,
    found: Vec<(Vec<Step>, Misfit)>,
}

impl Inspection<'_> {
    fn value(&mut self, value: &Value, schema: &Schema) {
        let Some(schema) = schema.resolved(self.shapes) else { return };
        match of_type(value, schema) {
            Err(misfit) => self.found(misfit),
            Ok(()) => own_misfits(value, schema).into_iter().for_each(|misfit| self.found(misfit)),
        }
        match (schema.kind, value) {
            (Some(Kind::List), Value::Sequence(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.part(Step::Index(index), item, schema.items.as_deref());
                }
            }
            (Some(Kind::Map), Value::Mapping(entries)) => {
                for (key, value) in entries {
                    self.part(step(key), value, schema.items.as_deref());
                }
            }
            (Some(Kind::Object), Value::Mapping(entries)) => {
                for (key, value) in entries {
                    let Some(name) = key.as_str() else { continue };
                    match schema.fields.get(name) {
                        Some(field) => self.part(step(key), value, Some(field)),
                        None => self.unknown(name, &schema.fields),
                    }
                }
            }
            _ => {}
        }
    }

    fn part(&mut self, step: Step, value: &Value, schema: Option<&Schema>) {
        let Some(schema) = schema else { return };
        self.way.push(step);
        self.value(value, schema);
        self.way.pop();
    }

    fn unknown(&mut self, name: &str, fields: &Named<Schema>) {
        let known = fields.names().map(str::to_owned).collect();
        self.way.push(Step::Key(name.to_owned()));
        self.found(Misfit::UnknownField { name: name.to_owned(), known });
        self.way.pop();
    }

    fn found(&mut self, misfit: Misfit) {
        self.found.push((self.way.clone(), misfit));
    }
}

fn step(key: &Value) -> Step {
    Step::Key(key.as_str().unwrap_or_default().to_owned())
}

/// The rules that a value of the right type breaks by itself, without its parts.
fn own_misfits(value: &Value, schema: &Schema) -> Vec<Misfit> {
    match (schema.kind, value) {
        (Some(Kind::String), Value::String(text)) => text_misfits(text, schema),
        (Some(Kind::Integer | Kind::Number), Value::Number(number)) => range_misfits(number, schema),
        (Some(Kind::List), Value::Sequence(items)) => count_misfits(items.len(), schema),
        _ => Vec::new(),
    }
}

fn text_misfits(text: &str, schema: &Schema) -> Vec<Misfit> {
    let mut found = Vec::new();
    if !schema.closed.is_empty() && !schema.closed.iter().any(|value| value == text) {
        found.push(Misfit::NotInEnum { allowed: schema.closed.clone() });
    }
    let length = text.chars().count() as u64;
    let limits = [("min_length", schema.min_length, Ordering::Less), ("max_length", schema.max_length, Ordering::Greater)];
    found.extend(beyond(length, limits));
    // A pattern that cannot be compiled here uses the syntax of another engine, and nothing is compared with it.
    if let Some(pattern) = &schema.pattern
        && Regex::new(pattern).is_ok_and(|regex| !regex.is_match(text))
    {
        found.push(Misfit::Limit { key: "pattern", limit: format!("`{pattern}`") });
    }
    found
}

fn range_misfits(number: &Number, schema: &Schema) -> Vec<Misfit> {
    [("minimum", &schema.minimum, Ordering::Less), ("maximum", &schema.maximum, Ordering::Greater)]
        .into_iter()
        .filter_map(|(key, limit, way)| limit.as_ref().map(|limit| (key, limit, way)))
        .filter(|(_, limit, way)| compare(number, limit) == Some(*way))
        .map(|(key, limit, _)| Misfit::Limit { key, limit: limit.to_string() })
        .collect()
}

fn beyond(number: u64, limits: [(&'static str, Option<u64>, Ordering); 2]) -> impl Iterator<Item = Misfit> {
    limits
        .into_iter()
        .filter_map(|(key, limit, way)| limit.map(|limit| (key, limit, way)))
        .filter(move |(_, limit, way)| number.cmp(limit) == *way)
        .map(|(key, limit, _)| Misfit::Limit { key, limit: limit.to_string() })
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misfit::Type { expected } => write!(f, "expected {expected}"),
            Misfit::UnknownField { name, .. } => write!(f, "there is no field `{name}`"),
            Misfit::NotInEnum { allowed } => write!(f, "expected one of `{}`", allowed.join("`, `")),
            Misfit::Limit { key, limit } => match *key {
                "min_length" => write!(f, "shorter than {limit} characters"),
                "max_length" => write!(f, "longer than {limit} characters"),
                "min_items" => write!(f, "fewer than {limit} items"),
                "max_items" => write!(f, "more than {limit} items"),
                "minimum" => write!(f, "less than {limit}"),
                "maximum" => write!(f, "greater than {limit}"),
                _ => write!(f, "does not match the pattern {limit}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(kind: Kind) -> Schema {
        Schema { kind: Some(kind), ..Schema::default() }
    }

    fn shown(value: &Value, schema: &Schema) -> Vec<String> {
        misfits(value, schema, &Named::default()).into_iter().map(|(_, misfit)| misfit.to_string()).collect()
    }

    #[test]
    fn text_is_parsed_by_the_type_of_the_schema() {
        let narrow = Schema { format: Some(Format::Int32), ..kind(Kind::Integer) };
        for (text, schema, expected) in [
            ("12", kind(Kind::Integer), Some(Value::from(12))),
            ("1.5", kind(Kind::Integer), None),
            ("99999999999999999999", kind(Kind::Integer), None),
            ("2147483648", narrow, None),
            ("0.5", kind(Kind::Number), Some(Value::from(0.5))),
            ("inf", kind(Kind::Number), None),
            ("True", kind(Kind::Boolean), Some(Value::from(true))),
            ("yes", kind(Kind::Boolean), None),
            ("12", kind(Kind::String), Some(Value::from("12"))),
        ] {
            assert_eq!(parse_scalar(text, &schema).ok(), expected, "{text} as {:?}", schema.kind);
        }
    }

    #[test]
    fn every_violated_limit_is_reported() {
        let text = Schema { max_length: Some(1), closed: vec!["a".into()], pattern: Some("^v".into()), ..kind(Kind::String) };
        assert_eq!(
            shown(&Value::from("éé"), &text),
            ["expected one of `a`", "longer than 1 characters", "does not match the pattern `^v`"]
        );
        let number = Schema { minimum: Some(5.into()), maximum: Some(7.into()), ..kind(Kind::Integer) };
        assert_eq!(shown(&Value::from(4), &number), ["less than 5"]);
        assert_eq!(shown(&Value::from(8), &number), ["greater than 7"]);
        let list = Schema { min_items: Some(2), items: Some(Box::new(kind(Kind::String))), ..kind(Kind::List) };
        assert_eq!(shown(&Value::Sequence(vec![Value::from(1)]), &list), ["fewer than 2 items", "expected text"]);
    }

    #[test]
    fn the_way_leads_to_the_part_that_does_not_fit() {
        let object = Schema { fields: Named(vec![("A".into(), kind(Kind::Integer))]), ..kind(Kind::Object) };
        let list = Schema { items: Some(Box::new(object)), ..kind(Kind::List) };
        let value: Value = serde_yaml::from_str("[{ A: 1 }, { A: x, B: 1 }]").unwrap();
        let ways: Vec<_> = misfits(&value, &list, &Named::default()).into_iter().map(|(way, _)| way).collect();
        let at = |key: &str| vec![Step::Index(1), Step::Key(key.to_owned())];
        assert_eq!(ways, [at("A"), at("B")]);
    }
}
