//! The operations that the emulator knows, by name.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use acs_runtime::error_code::match_code;
use acs_spec::read;
use acs_spec::{self as spec, Schema, Service};

use crate::error::Error;
use crate::service_error::ServiceError;

/// The service and its operations. A spec file is read when its operation is first asked for.
#[derive(Debug)]
pub(crate) struct Catalog {
    pub(crate) service: Service,
    entries: HashMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    path: String,
    text: String,
    operation: OnceLock<Option<Arc<Operation>>>,
}

/// Codes that any operation may answer with, whether it documents them or not.
const GENERAL: &[&str] = &["InvalidParameter", "MissingParameter", "OperationConflict", "TaskConflict"];

impl Catalog {
    /// Indexes spec files, given by their path in the tree and their text.
    pub(crate) fn new<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Self, Error> {
        let mut service = None;
        let mut entries = HashMap::new();
        for (path, text) in files {
            if path == read::SERVICE {
                service = Some(serde_yaml::from_str(text).map_err(|error| Error::spec(path, &error))?);
            }
            let Some((_, name)) = path.strip_suffix(".yaml").and_then(|path| path.rsplit_once('/')) else { continue };
            entries.insert(name.to_owned(), Entry { path: path.to_owned(), text: text.to_owned(), operation: OnceLock::new() });
        }
        let service = service.ok_or_else(|| Error::missing_spec(read::SERVICE))?;
        Ok(Catalog { service, entries })
    }

    /// The operation of a name.
    pub(crate) fn operation(&self, name: &str) -> Option<Arc<Operation>> {
        let entry = self.entries.get(name)?;
        let operation = entry.operation.get_or_init(|| match serde_yaml::from_str::<spec::Operation>(&entry.text) {
            Ok(spec) => Some(Arc::new(Operation { spec })),
            Err(error) => {
                tracing::error!(file = entry.path, %error, "a spec file cannot be read");
                None
            }
        });
        operation.clone()
    }

    /// The names of all operations.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether a region exists. Without a list every name does.
    pub(crate) fn has_region(&self, region: &str) -> bool {
        let regions = &self.service.endpoints.regions;
        regions.is_empty() || regions.iter().any(|known| known == region)
    }

    /// The schema of a request parameter: the operation's own, or one that every operation takes.
    pub(crate) fn parameter<'c>(&'c self, operation: &'c Operation, name: &str) -> Option<&'c Schema> {
        operation.spec.parameters.get(name).or_else(|| self.service.parameters.get(name))
    }

    /// Whether a flat parameter, as `TunnelOptionsSpecification.1.TunnelIkeConfig.Psk`, holds a secret.
    pub(crate) fn is_sensitive(&self, operation: &Operation, name: &str) -> bool {
        let mut parts = name.split('.');
        let mut schema = self.parameter(operation, name).or_else(|| self.parameter(operation, parts.next().unwrap_or_default()));
        while let Some(found) = schema {
            let found = operation.resolve(found);
            if found.sensitive {
                return true;
            }
            schema = match (found.items.as_deref(), parts.next()) {
                (_, None) => None,
                (Some(items), Some(_)) => Some(items),
                (None, Some(part)) => found.fields.get(part),
            };
        }
        false
    }
}

/// An operation's spec, and what can be looked up in it.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) spec: spec::Operation,
}

impl Operation {
    pub(crate) fn name(&self) -> &str {
        &self.spec.operation
    }

    /// A schema, or the shape that it refers to.
    pub(crate) fn resolve<'s>(&'s self, schema: &'s Schema) -> &'s Schema {
        schema.resolved(&self.spec.shapes).unwrap_or(schema)
    }

    /// The parameter that makes repeating a request harmless.
    pub(crate) fn token_parameter(&self) -> Option<&str> {
        self.spec.parameters.iter().find(|(_, schema)| schema.idempotency_token).map(|(name, _)| name)
    }

    /// An error with the first of `codes` that the operation documents, or else the first that any operation may have, or
    /// else the first of all.
    ///
    /// A documented template counts: `IllegalParam.%s` stands for `IllegalParam.CidrBlock`.
    pub(crate) fn error(&self, codes: &[&str], message: impl Into<String>) -> ServiceError {
        let general = || codes.iter().find(|code| GENERAL.contains(code));
        let documented = codes.iter().find(|code| self.documents(code));
        let code = documented.or_else(general).or(codes.first()).copied().unwrap_or("InternalError");
        ServiceError::new(self.status(code), code, message)
    }

    /// Whether the operation documents an error code.
    pub(crate) fn documents(&self, code: &str) -> bool {
        self.spec.errors.iter().any(|known| match_code(&known.code, code).is_some())
    }

    /// The first documented code that `matches`.
    pub(crate) fn documented(&self, matches: impl Fn(&str) -> bool) -> Option<&str> {
        self.spec.errors.iter().map(|error| error.code.as_str()).find(|code| matches(code))
    }

    fn status(&self, code: &str) -> u16 {
        let known = self.spec.errors.iter().find(|known| match_code(&known.code, code).is_some());
        known.and_then(|known| known.status.as_slice().first().copied()).unwrap_or_else(|| usual_status(code))
    }
}

fn usual_status(code: &str) -> u16 {
    match code {
        "InternalError" => 500,
        "ServiceUnavailable" => 503,
        _ if code.starts_with("Forbidden") || code == "NoPermission" => 403,
        _ if code.ends_with(".NotFound") || code.starts_with("ResourceNotFound") => 404,
        _ => 400,
    }
}
