//! From parameters as they were given to what is sent, by the operation's spec.

use std::fmt;

use acs_runtime::wire::{Encode, Fields};
use acs_runtime::wire::{ToNode, is_secret_name};
use acs_spec::facts::is_argument;
use acs_spec::fit::{self, Misfit};
use acs_spec::{self as spec, Kind, Named, ParameterLocation, Schema, Style, suggest};
use serde_json::{Map, Value};

/// In place of what must not be shown.
pub const MASK: &str = "REDACTED";

/// Why parameters are not a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake(String);

impl Mistake {
    fn new(text: impl Into<String>) -> Self {
        Mistake(text.into())
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Mistake {}

/// What an operation sends.
#[derive(Clone)]
pub struct Request {
    parameters: Vec<Parameter>,
    /// Parameters that the spec does not know: they are sent as they were given.
    pub unknown: Map<String, Value>,
}

#[derive(Clone)]
struct Parameter {
    name: String,
    value: Value,
    style: Option<Style>,
    form: bool,
    sensitive: bool,
}

impl Request {
    /// Gives each value the type that the spec says. `common` are the parameters that every operation takes. With `force`, what
    /// does not fit is sent as it was given.
    ///
    /// # Errors
    /// The spec has no such parameter, or a value is not of its type.
    pub fn new(
        given: Map<String, Value>,
        operation: &spec::Operation,
        common: &Named<Schema>,
        force: bool,
    ) -> Result<Self, Mistake> {
        let mut request = Request { parameters: Vec::new(), unknown: Map::new() };
        let typing = Typing { operation, force };
        for (name, value) in given {
            let Some(schema) = operation.parameters.get(&name).or_else(|| common.get(&name)) else {
                if !force {
                    return Err(unknown(&name, operation, common));
                }
                request.unknown.insert(name, value);
                continue;
            };
            let value = typing.typed(value, schema, &name)?;
            let resolved = typing.resolve(schema);
            request.parameters.push(Parameter {
                name,
                value,
                style: schema.style.or(resolved.style),
                form: schema.location == ParameterLocation::Form,
                sensitive: typing.is_sensitive(schema, 0),
            });
        }
        Ok(request)
    }

    /// The same, with what does not fit as it was given.
    pub fn lenient(given: Map<String, Value>, operation: &spec::Operation, common: &Named<Schema>) -> Self {
        // Nothing is refused with `force`.
        Request::new(given, operation, common, true).unwrap_or_else(|_| Request { parameters: Vec::new(), unknown: Map::new() })
    }

    /// Whether a flat name, like `Tag.1.Key`, is that of a parameter with something sensitive in it, or of a part of one.
    pub fn is_sensitive(&self, name: &str) -> bool {
        let within = |parameter: &Parameter| {
            name.strip_prefix(&parameter.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        is_secret_name(name) || self.parameters.iter().any(|parameter| parameter.sensitive && within(parameter))
    }

    /// The parameters by name.
    pub fn to_map(&self) -> Map<String, Value> {
        let known = self.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.value.clone()));
        known.chain(self.unknown.clone()).collect()
    }

    /// Puts [`MASK`] in place of the values that must not be shown. Says whether there are any.
    pub fn mask(&mut self, operation: &spec::Operation) -> bool {
        let typing = Typing { operation, force: false };
        let masked = self.parameters.iter_mut().filter(|parameter| parameter.sensitive).filter_map(|parameter| {
            let schema = operation.parameters.get(&parameter.name)?;
            typing.mask(&mut parameter.value, schema, false).then_some(())
        });
        masked.count() > 0
    }

    /// The value of a parameter.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| &parameter.value)
    }

    /// The value of a parameter, if it is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// Refuses a request that lacks what the operation requires. What the client fills in is not missing.
    ///
    /// # Errors
    /// Names of what is missing.
    pub fn check_complete(&self, operation: &spec::Operation, service: &spec::Service) -> Result<(), Mistake> {
        let given = |name: &str| self.value(name).is_some_and(|value| !value.is_null());
        let missing: Vec<&str> = operation
            .parameters
            .iter()
            .filter(|(name, schema)| is_argument(name, schema, service) && !given(name))
            .map(|(name, _)| name)
            .collect();
        match missing[..] {
            [] => Ok(()),
            _ => Err(Mistake::new(format!(
                "{} requires {}; `acs describe {}` describes them",
                operation.operation,
                suggest::listed(&missing.iter().map(|name| format!("--{name}")).collect::<Vec<_>>(), "and"),
                operation.operation
            ))),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secret.
        f.debug_list().entries(self.parameters.iter().map(|parameter| &parameter.name)).finish()
    }
}

impl Encode for Request {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        for parameter in &self.parameters {
            if parameter.form {
                to.form();
            }
            if parameter.sensitive {
                to.sensitive();
            }
            match parameter.style {
                Some(Style::Json) => to.json().value(&parameter.name, Some(&parameter.value)),
                Some(Style::Simple) => to.simple().value(&parameter.name, Some(&parameter.value)),
                Some(Style::Flat | Style::RepeatList) | None => to.value(&parameter.name, Some(&parameter.value)),
            }
        }
    }
}

/// A parameter that is not sent yet, since nobody knows it.
fn unknown(name: &str, operation: &spec::Operation, common: &Named<Schema>) -> Mistake {
    let near = suggest::similar(name, operation.parameters.names().chain(common.names()), 3);
    Mistake::new(format!("{} has no parameter `{name}`{}", operation.operation, suggest::did_you_mean(&near)))
}

struct Typing<'s> {
    operation: &'s spec::Operation,
    force: bool,
}

impl<'s> Typing<'s> {
    fn resolve(&self, schema: &'s Schema) -> &'s Schema {
        schema.resolved(&self.operation.shapes).unwrap_or(schema)
    }

    fn is_scalar(&self, schema: &'s Schema) -> bool {
        matches!(self.resolve(schema).kind, Some(Kind::String | Kind::Integer | Kind::Number | Kind::Boolean))
    }

    /// Whether anything in it is. Shapes that hold themselves are followed a few levels down.
    fn is_sensitive(&self, schema: &'s Schema, depth: usize) -> bool {
        let resolved = self.resolve(schema);
        let inside = || resolved.fields.iter().map(|(_, field)| field).chain(resolved.items.as_deref());
        schema.sensitive || resolved.sensitive || (depth < 8 && inside().any(|inner| self.is_sensitive(inner, depth + 1)))
    }

    /// Masks what of a value is sensitive, or all of it. Says whether there was anything.
    fn mask(&self, value: &mut Value, schema: &Schema, all: bool) -> bool {
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
    fn typed(&self, value: Value, schema: &'s Schema, path: &str) -> Result<Value, Mistake> {
        let schema = self.resolve(schema);
        match (schema.kind, value) {
            (_, Value::Null) => Ok(Value::Null),
            (Some(Kind::Integer | Kind::Number | Kind::Boolean), Value::String(text)) => self.scalar(text, schema, path),
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
                        return Err(Mistake::new(format!("the list `{path}` has no item {}", index + 1)));
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

    fn fields(&self, fields: Map<String, Value>, schema: &'s Schema, path: &str) -> Result<Value, Mistake> {
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
                    return Err(Mistake::new(text));
                }
            };
            typed.insert(name, value);
        }
        Ok(Value::Object(typed))
    }

    fn scalar(&self, text: String, schema: &Schema, path: &str) -> Result<Value, Mistake> {
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
        Some(Kind::String) if value.is_object() || value.is_array() => {
            Some(Misfit::Type { expected: "one value, without further parts" })
        }
        Some(Kind::Integer | Kind::Number | Kind::Boolean) => fit::of_type(&serde_yaml::to_value(value).ok()?, schema).err(),
        _ => None,
    }
}

fn takes(path: &str, misfit: Option<Misfit>) -> Mistake {
    let what = match misfit {
        Some(Misfit::Type { expected }) => expected,
        _ => "another value",
    };
    Mistake::new(format!("the parameter `{path}` takes {what}"))
}

fn nested(path: &str, schema: &Schema) -> Mistake {
    Mistake::new(match (schema.kind, &schema.items) {
        (Some(Kind::List), Some(item)) if item.fields.is_empty() => {
            format!("the parameter `{path}` is a list: give its items as `--{path}.1 …`, or as a JSON array")
        }
        (Some(Kind::List), _) => {
            format!("the parameter `{path}` is a list of objects: give their fields as `--{path}.1.Name …`, or as a JSON array")
        }
        _ => format!("the parameter `{path}` is an object: give its fields as `--{path}.Name …`, or as a JSON object"),
    })
}
