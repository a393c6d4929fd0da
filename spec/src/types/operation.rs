//! `<group>/<Operation>.yaml`.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

use super::{Named, OneOrMany, Schema, is_default};

/// One operation: the content of `api-spec/<group>/<Operation>.yaml`.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Name of the operation on the wire, the same as the file's name.
    pub operation: String,
    /// One sentence that says what the operation does.
    pub summary: String,
    /// What a caller needs to know besides the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the operation changes anything. A read can always be retried.
    pub access: Access,
    /// HTTP method of the request.
    #[serde(default, skip_serializing_if = "is_default")]
    pub method: Method,
    /// How the caller is authenticated.
    #[serde(default, skip_serializing_if = "is_default")]
    pub auth: Auth,
    /// True if the operation is deprecated.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: bool,
    /// Operations to use instead of a deprecated one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<String>,
    /// True if the reply only acknowledges the request, and the work continues afterwards.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asynchronous: bool,
    /// Name of the waiter in `waiters.yaml` that waits for completion of the operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiter: Option<String>,
    /// How its list is paginated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// Fields of the list's items that a table shows, in this order. Left out: what identifies an item, its name, its state, and so on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Request parameters by wire name, in the order of the documentation.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub parameters: Named<Schema>,
    /// Fields of the reply by wire name.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub response: Named<Schema>,
    /// Shapes used in several places of this operation, referred to by `shape: Name`.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub shapes: Named<Schema>,
    /// Error codes that the service documents for the operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// A reply of the service, as JSON text, to test the decoder with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
}

/// Whether an operation changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// It only reads.
    Read,
    /// It changes something.
    Write,
}

impl Access {
    /// The word for it in spec files.
    pub fn as_str(self) -> &'static str {
        match self {
            Access::Read => "read",
            Access::Write => "write",
        }
    }
}

/// HTTP method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `POST`, what nearly all operations use.
    #[default]
    Post,
    /// `GET`.
    Get,
}

impl Method {
    /// The method as HTTP has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Post => "POST",
            Method::Get => "GET",
        }
    }
}

/// How the caller of an operation is authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Auth {
    /// The request is signed with the client's credentials.
    #[default]
    Signed,
    /// The request is sent unsigned and without credentials: its parameters authenticate the caller, or nothing needs to.
    Anonymous,
}

/// How a list is paginated.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pagination {
    /// By page number, or by token.
    pub style: PageStyle,
    /// Field of the reply that holds the list. A path with dots where it is nested.
    pub items: String,
    /// Parameter that takes the page number, from 1. Style `page` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Parameter that takes the token of the next page. Style `token` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Field of the reply that holds the token of the next page. Style `token` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Parameter that takes the number of items in a page. Style `page` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Field of the reply that holds the number of items in all pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// Number of items in a page when the caller names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_size: Option<u32>,
    /// Greatest number of items in a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_size: Option<u32>,
}

/// How pages are requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PageStyle {
    /// `PageNumber` and `PageSize`.
    Page,
    /// `NextToken` and `MaxResults`.
    Token,
}

/// An error code that the service documents.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, spelled as the service spells it.
    pub code: String,
    /// HTTP status of the error: one, or a list where sources differ.
    pub status: OneOrMany,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether and how to retry the request. Left out: the codes of the service decide, then what is common to all services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
}

/// Whether and how to retry a request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Retry {
    /// Too many requests: retry after a wait.
    Throttled,
    /// The resource is busy with something that ends by itself: retried after a few seconds. Not for what only the caller can
    /// end, such as other resources that depend on it.
    Busy,
    /// The service failed: retry if that is safe.
    Server,
    /// The local clock is off: correct it and retry.
    Clock,
    /// Final: do not retry, even if the code or the status suggests it.
    None,
}

impl Retry {
    /// The word for it in spec files.
    pub fn as_str(self) -> &'static str {
        match self {
            Retry::Throttled => "throttled",
            Retry::Busy => "busy",
            Retry::Server => "server",
            Retry::Clock => "clock",
            Retry::None => "none",
        }
    }
}
