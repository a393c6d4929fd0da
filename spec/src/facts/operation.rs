//! The facts about an operation.

use std::collections::BTreeSet;

use super::{retry_classes, wire_path};
use crate::names::DRY_RUN;
use crate::{Access, Auth, Kind, Method, Named, Operation, PageStyle, ParameterLocation, Retry, Schema, Service};

/// The field of a reply that identifies the request.
const REQUEST_ID: &str = "RequestId";

/// What a client must know of an operation to send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationFacts<'s> {
    /// Name on the wire.
    pub name: &'s str,
    /// HTTP method.
    pub method: Method,
    /// Whether it is sent unsigned and without credentials.
    pub anonymous: bool,
    /// Whether it only reads, so that a request may always be repeated.
    pub read_only: bool,
    /// Whether it takes the service's region parameter.
    pub region: bool,
    /// Whether it has a `DryRun` parameter; see [`is_dry_run`].
    pub dry_run: bool,
    /// Whether it has parameters in the form body.
    pub form: bool,
    /// Whether its reply declares a `RequestId` at the top.
    pub request_id: bool,
    /// The parameter that makes it harmless to repeat a request.
    pub idempotency_token: Option<&'s str>,
    /// The texts and lists of texts that the caller must give and that say nothing when they are blank; see [`may_be_blank`].
    pub required: Vec<&'s str>,
    /// The error codes that the spec classifies, with the class of each.
    pub retry: Vec<(&'s str, Retry)>,
    /// How its list is paginated.
    pub pagination: Option<PaginationFacts<'s>>,
    /// The names of parameters and of fields of the reply, at any depth, that the spec marks as sensitive; sorted.
    pub sensitive: Vec<&'s str>,
}

/// How a list is paginated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaginationFacts<'s> {
    /// The parameters that select a page.
    pub parameters: PageParameters<'s>,
    /// Path of the list in the reply, as the wire has it.
    pub items: Vec<&'s str>,
    /// Field of the reply that holds the number of items on all pages.
    pub total: Option<&'s str>,
    /// Field of the reply that holds the token of the next page.
    pub next: Option<&'s str>,
}

/// The parameters that select a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageParameters<'s> {
    /// By page number, counted from 1.
    Page {
        /// Parameter that takes the number of the page.
        page: &'s str,
        /// Parameter that takes the number of items on a page.
        size: &'s str,
        /// Number of items on a page when the caller gives none; 0 if that is not known.
        default_size: u32,
    },
    /// By the token that the page before returned.
    Token {
        /// Parameter that takes the token.
        token: &'s str,
        /// Parameter that takes the number of items on a page, if there is one.
        size: Option<&'s str>,
    },
}

impl<'s> OperationFacts<'s> {
    /// The facts about an operation of a service.
    pub fn of(operation: &'s Operation, service: &'s Service) -> Self {
        let parameters = &operation.parameters;
        OperationFacts {
            name: &operation.operation,
            method: operation.method,
            anonymous: operation.auth == Auth::Anonymous,
            read_only: operation.access == Access::Read,
            region: service.region_parameter.as_ref().is_some_and(|region| parameters.get(region).is_some()),
            dry_run: parameters.iter().any(|(name, schema)| is_dry_run(name, schema, operation)),
            form: parameters.iter().any(|(_, schema)| schema.location == ParameterLocation::Form),
            request_id: operation.response.get(REQUEST_ID).is_some(),
            idempotency_token: parameters.iter().find(|(_, schema)| schema.idempotency_token).map(|(name, _)| name),
            required: parameters
                .iter()
                .filter(|(name, schema)| is_argument(name, schema, service) && !may_be_blank(name))
                .filter(|(_, schema)| is_text(schema.items.as_deref().unwrap_or(schema), &operation.shapes))
                .map(|(name, _)| name)
                .collect(),
            retry: retry_classes(&operation.errors),
            pagination: PaginationFacts::of(operation),
            sensitive: sensitive(operation),
        }
    }
}

impl<'s> PaginationFacts<'s> {
    fn of(operation: &'s Operation) -> Option<Self> {
        let spec = operation.pagination.as_ref()?;
        let size = spec.size.as_deref();
        let parameters = match (spec.style, spec.page.as_deref().zip(size), spec.token.as_deref()) {
            (PageStyle::Page, Some((page, size)), _) => {
                PageParameters::Page { page, size, default_size: spec.default_size.unwrap_or_default() }
            }
            (PageStyle::Token, _, Some(token)) => PageParameters::Token { token, size },
            _ => return None,
        };
        let (items, _) = wire_path(Some(&spec.items), &operation.response, &operation.shapes);
        Some(PaginationFacts { parameters, items, total: spec.total.as_deref(), next: spec.next.as_deref() })
    }
}

fn sensitive(operation: &Operation) -> Vec<&str> {
    let mut names = BTreeSet::new();
    for fields in [&operation.parameters, &operation.response, &operation.shapes] {
        collect_sensitive(fields, &operation.shapes, &mut names);
    }
    names.into_iter().collect()
}

fn collect_sensitive<'s>(fields: &'s Named<Schema>, shapes: &Named<Schema>, names: &mut BTreeSet<&'s str>) {
    for (name, schema) in fields.iter() {
        let mut inner = Some(schema);
        while let Some(schema) = inner {
            if schema.sensitive || schema.resolved(shapes).is_some_and(|shape| shape.sensitive) {
                names.insert(name);
            }
            collect_sensitive(&schema.fields, shapes, names);
            inner = schema.items.as_deref();
        }
    }
}

/// Whether the caller must give a parameter: the operation requires it, and neither the client's region nor a generated token
/// fills it in.
pub fn is_argument(name: &str, schema: &Schema, service: &Service) -> bool {
    schema.required && is_needed(name, schema, service)
}

/// Whether the caller should give a parameter: it is an argument, or needed in practice and nothing fills it in.
pub fn is_needed(name: &str, schema: &Schema, service: &Service) -> bool {
    (schema.required || schema.needed) && filled(name, schema, service).is_none()
}

/// What the text of a parameter that is needed in practice says, in every place that describes one.
pub const NEEDED: &str = "Required in practice, although the service accepts a request without it.";

/// The default of a parameter that identifies a request.
pub const GENERATED_TOKEN: &str = "a generated token, the same for all attempts of a call";

/// What a client sends in place of a parameter that the caller leaves out, in words.
pub fn filled(name: &str, schema: &Schema, service: &Service) -> Option<&'static str> {
    match schema.idempotency_token {
        true => Some(GENERATED_TOKEN),
        false => (service.region_parameter.as_deref() == Some(name)).then_some("the region of the client"),
    }
}

fn is_text(schema: &Schema, shapes: &Named<Schema>) -> bool {
    schema.resolved(shapes).unwrap_or(schema).kind == Some(Kind::String)
}

/// Whether a parameter that must be given may be blank all the same: text for people, which can be emptied. Anything else that is
/// required, an id above all, is an address or a choice, and the service takes a blank one for none at all.
pub fn may_be_blank(name: &str) -> bool {
    ["Comment", "Description", "Remark"].iter().any(|ending| name.ends_with(ending))
}

/// Whether a parameter asks the service to check the request and do nothing. A few operations take it as text.
pub fn is_dry_run(name: &str, schema: &Schema, operation: &Operation) -> bool {
    let schema = schema.resolved(&operation.shapes).unwrap_or(schema);
    name == DRY_RUN
        && match schema.kind {
            Some(Kind::Boolean) => true,
            Some(Kind::String) => schema.closed.is_empty(),
            _ => false,
        }
}
