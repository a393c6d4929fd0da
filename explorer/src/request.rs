//! From parameters as they were given to what is sent, by the operation's spec.

use std::fmt;

use acs_runtime::wire::{Encode, Fields, is_secret_name};
use acs_spec::facts::is_argument;
use acs_spec::{self as spec, Named, ParameterLocation, Schema, Style, suggest};
use serde_json::{Map, Value};

use crate::typing::Typing;
pub use crate::typing::{MASK, RequestError};
use crate::unmarked;
pub use crate::unmarked::mask_by_name;

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
    ) -> Result<Self, RequestError> {
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
        let mut any = mask_by_name(&mut self.unknown);
        for parameter in &mut self.parameters {
            let schema = operation.parameters.get(&parameter.name).filter(|_| parameter.sensitive);
            any |= schema.is_some_and(|schema| typing.mask(&mut parameter.value, schema, false));
            any |= unmarked::mask(&parameter.name, &mut parameter.value, false);
        }
        any
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
    pub fn check_complete(&self, operation: &spec::Operation, service: &spec::Service) -> Result<(), RequestError> {
        let given = |name: &str| self.value(name).is_some_and(|value| !value.is_null());
        let missing: Vec<&str> = operation
            .parameters
            .iter()
            .filter(|(name, schema)| is_argument(name, schema, service) && !given(name))
            .map(|(name, _)| name)
            .collect();
        match missing[..] {
            [] => Ok(()),
            _ => Err(RequestError::new(format!(
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
fn unknown(name: &str, operation: &spec::Operation, common: &Named<Schema>) -> RequestError {
    let near = suggest::similar(name, operation.parameters.names().chain(common.names()), 3);
    RequestError::new(format!("{} has no parameter `{name}`{}", operation.operation, suggest::did_you_mean(&near)))
}
