//! A program for each language that calls an operation, written from its spec and parameters.

mod cli;
mod curl;
mod go;
mod node;
mod python;
mod rust;

use std::path::Path;

use acs_codegen::model::{Group, Operation, Service};
use acs_runtime::wire::Params;
use acs_spec as spec;
use acs_spec::facts::is_needed;
use serde_json::{Map, Value};

use crate::request::Request;

/// The region of a program where neither parameters nor examples name one.
const REGION: &str = acs_emulator::Emulator::REGION;

/// The language of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Rust, with this SDK.
    Rust,
    /// A shell script with curl and openssl.
    Curl,
    /// Python, with the official SDK's core.
    Python,
    /// Go, with the official SDK's core.
    Go,
    /// JavaScript for Node, with the official SDK's core.
    Node,
    /// The command line `acs`.
    Cli,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 6] =
        [Language::Rust, Language::Curl, Language::Python, Language::Go, Language::Node, Language::Cli];

    /// The name on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Language::Rust => "rust",
            Language::Curl => "curl",
            Language::Python => "python",
            Language::Go => "go",
            Language::Node => "node",
            Language::Cli => "cli",
        }
    }

    /// What such a program uses.
    pub fn description(self) -> &'static str {
        match self {
            Language::Rust => "Rust, with this SDK",
            Language::Curl => "A shell script with curl and openssl",
            Language::Python => "Python, with the official SDK's core",
            Language::Go => "Go, with the official SDK's core",
            Language::Node => "JavaScript for Node, with the official SDK's core",
            Language::Cli => "This command line",
        }
    }
}

/// What a program is written from.
#[derive(Debug)]
pub struct Sample<'a> {
    service: &'a Service<'a>,
    group: &'a Group<'a>,
    operation: &'a Operation<'a>,
    request: Request,
    /// The request's parameters by their flat names.
    params: Params,
    /// The folder of specs that has the operation, if this SDK's crate does not.
    folder: Option<&'a Path>,
}

/// Adds the missing parameters that the operation requires or needs in practice, and the region, which the other SDKs do not fill in.
pub fn complete(given: &mut Map<String, Value>, operation: &spec::Operation, service: &spec::Service) {
    let region = service.region_parameter.as_deref();
    for (name, schema) in operation.parameters.iter() {
        let wanted = is_needed(name, schema, service) || Some(name) == region;
        if wanted && !given.contains_key(name) {
            let placeholder = |name: &str| if Some(name) == region { REGION.to_owned() } else { format!("<{name}>") };
            let example = acs_spec::example(name, schema, &operation.shapes, &placeholder);
            let value = example.and_then(|value| serde_json::to_value(value).ok()).unwrap_or_default();
            given.insert(name.to_owned(), value);
        }
    }
}

impl<'a> Sample<'a> {
    /// The program for a request. `folder` is the folder of specs that has the operation, if the published crate does not.
    pub fn new(
        service: &'a Service<'a>,
        group: &'a Group<'a>,
        operation: &'a Operation<'a>,
        request: Request,
        folder: Option<&'a Path>,
    ) -> Self {
        Sample { service, group, operation, params: Params::of(&request), request, folder }
    }

    /// The text of the program.
    ///
    /// # Errors
    /// The generated Rust does not parse.
    pub fn write(&self, language: Language) -> Result<String, String> {
        match language {
            Language::Rust => rust::write(self),
            Language::Curl => Ok(curl::write(self)),
            Language::Python => Ok(python::write(self)),
            Language::Go => Ok(go::write(self)),
            Language::Node => Ok(node::write(self)),
            Language::Cli => Ok(cli::write(self)),
        }
    }

    /// Parameters of the query, or of the form body.
    fn placed(&self, form: bool) -> impl Iterator<Item = (&str, &str)> {
        self.params.iter().filter(move |param| param.is_form() == form).map(|param| (param.name(), param.value()))
    }

    fn method(&self) -> &'static str {
        self.operation.spec.method.as_str()
    }

    /// The region that the program calls.
    fn region(&self) -> &str {
        let parameter = self.service.spec.region_parameter.as_deref();
        parameter.and_then(|parameter| self.params.get(parameter)).unwrap_or(REGION)
    }

    /// The endpoint of the service in that region.
    fn host(&self) -> String {
        self.service.spec.endpoints.host(self.region())
    }

    /// Text in quotes, in the form that JSON, Python, JavaScript and Go share.
    fn quoted(text: &str) -> String {
        Value::from(text).to_string()
    }
}
