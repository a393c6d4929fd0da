//! Values of parameters, as the types of an operation require them, and without their secrets.

use std::fmt;

use acs_runtime::wire::ToNode;
use acs_spec::fit::{self, Misfit};
use acs_spec::{self as spec, Format, Kind, Schema, Style, suggest};
use serde_json::{Map, Value};

/// In place of what must not be shown.
pub const MASK: &str = "REDACTED";

/// Why parameters are not a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError(String);

impl RequestError {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        RequestError(text.into())
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RequestError {}

/// Gives values the types of an operation's parameters.
pub(crate) struct Typing<'s> {
    pub(crate) operation: &'s spec::Operation,
    pub(crate) force: bool,
}

impl<'s> Typing<'s> {
    pub(crate) fn resolve(&self, schema: &'s Schema) -> &'s Schema {
        schema.resolved(&self.operation.shapes).unwrap_or(schema)
    }

    fn is_scalar(&self, schema: &'s Schema) -> bool {
        matches!(self.resolve(schema).kind, Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean))
    }

    /// Whether anything in it is. Shapes that hold themselves are followed a few levels down.
    pub(crate) fn is_sensitive(&self, schema: &'s Schema, depth: usize) -> bool {
        let resolved = self.resolve(schema);
        let inside = || resolved.fields.iter().map(|(_, field)| field).chain(resolved.items.as_deref());
        schema.sensitive || resolved.sensitive || (depth < 8 && inside().any(|inner| self.is_sensitive(inner, depth + 1)))
    }

    /// Masks what of a value is sensitive, or all of it. Says whether there was anything.
    pub(crate) fn mask(&self, value: &mut Value, schema: &Schema, all: bool) -> bool {
        let resolved = self.resolve(schema);
        let all = all || schema.sensitive || resolved.sensitive;
        let inside = |name: &str| resolved.fields.get(name).or(resolved.items.as_deref()).unwrap_or(resolved);
        match value {
            Value::Object(fields) => {
                fields.iter_mut().map(|(name, value)| self.mask(value, inside(name), all)).fold(false, |any, masked| any | masked)
            }
            Value::Array(items) => {
                items.iter_mut().map(|item| self.mask(item, inside(""), all)).fold(false, |any, masked| any | masked)
            }
            Value::Null => false,
            value => {
                if all {
                    *value = MASK.into();
                }
                all
            }
        }
    }

    /// A value of the type that the spec says. Text that is given for a list or an object is JSON.
    pub(crate) fn typed(&self, value: Value, schema: &'s Schema, path: &str) -> Result<Value, RequestError> {
        let schema = self.resolve(schema);
        match (schema.kind, value) {
            (_, Value::Null) => Ok(Value::Null),
            (Some(Kind::Integer | Kind::Number | Kind::Boolean), Value::String(text)) => self.scalar(text, schema, path),
            (Some(Kind::String), json @ (Value::Array(_) | Value::Object(_))) if schema.format == Some(Format::Json) => {
                Ok(Value::String(json.to_string()))
            }
            (_, value) if !self.force && misfit(schema, &value).is_some() => Err(takes(path, misfit(schema, &value))),
            // Inside JSON text it matters whether a value is text.
            (Some(Kind::String), scalar @ (Value::Number(_) | Value::Bool(_))) => Ok(Value::String(text_of(&scalar))),
            (Some(Kind::List), Value::String(text))
                if schema.style == Some(Style::Simple) && !text.trim_start().starts_with('[') =>
            {
                Ok(Value::String(text))
            }
            (Some(Kind::List | Kind::Object | Kind::Map), Value::String(text)) => {
                let parsed = serde_json::from_str::<Value>(&text).ok();
                match parsed.filter(|parsed| parsed.is_array() == (schema.kind == Some(Kind::List)) && !parsed.is_string()) {
                    Some(parsed) => self.typed(parsed, schema, path),
                    None => Err(nested(path, schema)),
                }
            }
            (Some(Kind::List), Value::Array(items)) => {
                let Some(item) = schema.items.as_deref() else { return Ok(Value::Array(items)) };
                let typed = items.into_iter().enumerate().map(|(index, value)| {
                    if value.is_null() && !self.force && self.is_scalar(item) {
                        return Err(RequestError::new(format!("the list `{path}` has no item {}", index + 1)));
                    }
                    self.typed(value, item, &format!("{path}.{}", index + 1))
                });
                typed.collect()
            }
            (Some(Kind::Object), Value::Object(fields)) if !schema.fields.is_empty() => self.fields(fields, schema, path),
            (Some(Kind::List), _) if !self.force => Err(nested(path, schema)),
            (Some(Kind::Object | Kind::Map), value) if !self.force && !value.is_object() => Err(nested(path, schema)),
            (_, value) => Ok(value),
        }
    }

    fn fields(&self, fields: Map<String, Value>, schema: &'s Schema, path: &str) -> Result<Value, RequestError> {
        let mut typed = Map::new();
        for (name, value) in fields {
            if value.is_null() && schema.fields.get(&name).is_some() {
                continue;
            }
            let path = format!("{path}.{name}");
            let value = match schema.fields.get(&name) {
                Some(field) => self.typed(value, field, &path)?,
                None if self.force => value,
                None => {
                    let near = suggest::similar(&name, schema.fields.names(), 3);
                    let text = format!("{} has no parameter `{path}`{}", self.operation.operation, suggest::did_you_mean(&near));
                    return Err(RequestError::new(text));
                }
            };
            typed.insert(name, value);
        }
        Ok(Value::Object(typed))
    }

    fn scalar(&self, text: String, schema: &Schema, path: &str) -> Result<Value, RequestError> {
        match fit::parse_scalar(&text, schema) {
            Ok(value) => Ok(serde_json::to_value(value).unwrap_or_default()),
            Err(_) if self.force => Ok(Value::String(text)),
            Err(misfit) => Err(takes(path, Some(misfit))),
        }
    }
}

/// A scalar as the wire writes it.
fn text_of(scalar: &Value) -> String {
    scalar.to_node().unwrap_or_default().to_text().unwrap_or_default().into_owned()
}

/// Why a JSON value is not a scalar of this schema. A number or a boolean is accepted as text.
fn misfit(schema: &Schema, value: &Value) -> Option<Misfit> {
    match schema.kind {
        Some(Kind::String) if schema.format != Some(Format::Json) && (value.is_object() || value.is_array()) => {
            Some(Misfit::Type { expected: "one value, without further parts" })
        }
        Some(Kind::Integer | Kind::Number | Kind::Boolean) => fit::of_type(&serde_yaml::to_value(value).ok()?, schema).err(),
        _ => None,
    }
}

fn takes(path: &str, misfit: Option<Misfit>) -> RequestError {
    let what = match misfit {
        Some(Misfit::Type { expected }) => expected,
        _ => "another value",
    };
    RequestError::new(format!("the parameter `{path}` takes {what}"))
}

fn nested(path: &str, schema: &Schema) -> RequestError {
    RequestError::new(match (schema.kind, &schema.items) {
        (Some(Kind::List), Some(item)) if item.fields.is_empty() => {
            format!("the parameter `{path}` is a list: give its items as `--{path}.1 …`, or as a JSON array")
        }
        (Some(Kind::List), _) => {
            format!("the parameter `{path}` is a list of objects: give their fields as `--{path}.1.Name …`, or as a JSON array")
        }
        _ => format!("the parameter `{path}` is an object: give its fields as `--{path}.Name …`, or as a JSON object"),
    })
}
