//! Flat parameters become values again, and are checked against the spec.

use acs_codegen::spec::{Format, Kind, Schema, Style};
use serde_json::{Map, Value};

use crate::catalog::{Catalog, Operation};
use crate::envelope::present;
use crate::service_error::ServiceError;

/// Items of a list that are taken; more are refused.
const MAX_ITEMS: usize = 1000;

/// The parameters of a request by name, with the types of the spec.
pub(crate) fn read(catalog: &Catalog, operation: &Operation, flat: &[(String, String)]) -> Result<Map<String, Value>, ServiceError> {
    let mut values = Map::new();
    for (path, text) in flat {
        let mut steps = path.split('.');
        let name = steps.next().unwrap_or_default();
        // A whole name may hold dots; then it is no path.
        let (schema, name, steps): (_, _, Vec<&str>) = match catalog.parameter(operation, path) {
            Some(schema) => (schema, path.as_str(), Vec::new()),
            None => match catalog.parameter(operation, name) {
                Some(schema) => (schema, name, steps.collect()),
                None => return Err(unknown(path)),
            },
        };
        let slot = values.entry(name).or_insert(Value::Null);
        place(operation, slot, operation.resolve(schema), &steps, text, path)?;
    }
    for (name, schema) in operation.spec.parameters.iter() {
        if schema.required && !schema.idempotency_token {
            required(operation, &values, name)?;
        }
    }
    Ok(values)
}

fn required(operation: &Operation, values: &Map<String, Value>, name: &str) -> Result<(), ServiceError> {
    if values.get(name).is_some_and(|value| value.as_str() != Some("")) {
        return Ok(());
    }
    let specific = [format!("MissingParameter.{name}"), format!("Missing{name}"), format!("MissingParam.{name}")];
    let code = specific.iter().find(|code| operation.documents(code)).map_or("MissingParameter", String::as_str);
    let error = present(None, name).map(drop).map_err(|error| ServiceError { code: code.to_owned(), ..error });
    error
}

/// Puts a text where the rest of its path leads.
fn place(
    operation: &Operation,
    slot: &mut Value,
    schema: &Schema,
    steps: &[&str],
    text: &str,
    path: &str,
) -> Result<(), ServiceError> {
    let Some((step, rest)) = steps.split_first() else {
        *slot = whole(schema, text, path)?;
        return Ok(());
    };
    match schema.kind {
        Some(Kind::List) => {
            let index = step.parse::<usize>().ok().filter(|index| (1..=MAX_ITEMS).contains(index)).ok_or_else(|| unknown(path))?;
            let items = slot_of(slot, Value::Array(Vec::new())).as_array_mut().ok_or_else(|| unknown(path))?;
            if items.len() < index {
                items.resize(index, Value::Null);
            }
            let schema = schema.items.as_deref().ok_or_else(|| unknown(path))?;
            place(operation, &mut items[index - 1], operation.resolve(schema), rest, text, path)
        }
        Some(Kind::Object | Kind::Map | Kind::Any) => {
            let fields = slot_of(slot, Value::Object(Map::new())).as_object_mut().ok_or_else(|| unknown(path))?;
            let field = fields.entry(*step).or_insert(Value::Null);
            let inner = match schema.kind {
                Some(Kind::Object) if !schema.fields.is_empty() => Some(schema.fields.get(step).ok_or_else(|| unknown(path))?),
                _ => schema.items.as_deref(),
            };
            match inner {
                Some(inner) => place(operation, field, operation.resolve(inner), rest, text, path),
                None => {
                    *field = text.into();
                    Ok(())
                }
            }
        }
        _ => Err(unknown(path)),
    }
}

fn slot_of(slot: &mut Value, empty: Value) -> &mut Value {
    if slot.is_null() {
        *slot = empty;
    }
    slot
}

/// A value that is one parameter as a whole.
fn whole(schema: &Schema, text: &str, path: &str) -> Result<Value, ServiceError> {
    let wrong = |what: &str| malformed(path, &format!("must be {what}"));
    match schema.kind {
        Some(Kind::Integer) => {
            let number: i64 = text.parse().map_err(|_| wrong("a whole number"))?;
            if schema.format == Some(Format::Int32) && i32::try_from(number).is_err() {
                return Err(wrong("a 32-bit whole number"));
            }
            within(schema, number as f64, path)?;
            Ok(number.into())
        }
        Some(Kind::Number) => {
            let number: f64 = text.parse().map_err(|_| wrong("a number"))?;
            within(schema, number, path)?;
            Ok(number.into())
        }
        Some(Kind::Boolean) if text.eq_ignore_ascii_case("true") => Ok(true.into()),
        Some(Kind::Boolean) if text.eq_ignore_ascii_case("false") => Ok(false.into()),
        Some(Kind::Boolean) => Err(wrong("true or false")),
        Some(Kind::List) if schema.style == Some(Style::Simple) => Ok(text.split(',').filter(|item| !item.is_empty()).collect()),
        Some(Kind::List | Kind::Object | Kind::Map) => serde_json::from_str(text).map_err(|_| wrong("JSON, or written with dots")),
        Some(Kind::String) => string(schema, text, path),
        Some(Kind::Any) | None => Ok(text.into()),
    }
}

fn string(schema: &Schema, text: &str, path: &str) -> Result<Value, ServiceError> {
    let length = text.chars().count() as u64;
    if schema.min_length.is_some_and(|least| length < least) || schema.max_length.is_some_and(|greatest| length > greatest) {
        return Err(malformed(path, "has a length that is not allowed"));
    }
    if !schema.closed.is_empty() && !schema.closed.iter().any(|value| value == text) {
        return Err(malformed(path, &format!("must be one of {}", schema.closed.join(", "))));
    }
    Ok(text.into())
}

fn within(schema: &Schema, number: f64, path: &str) -> Result<(), ServiceError> {
    let limit = |limit: &Option<acs_codegen::spec::Number>| limit.as_ref().and_then(|limit| limit.as_f64());
    let low = limit(&schema.minimum).is_some_and(|least| number < least);
    let high = limit(&schema.maximum).is_some_and(|greatest| number > greatest);
    if low || high { Err(malformed(path, "is out of its range")) } else { Ok(()) }
}

fn malformed(path: &str, why: &str) -> ServiceError {
    ServiceError::new(400, "InvalidParameter", format!("The specified parameter {path} is not valid: it {why}."))
}

fn unknown(path: &str) -> ServiceError {
    ServiceError::new(400, "InvalidParameter", format!("The operation has no parameter {path}."))
}
