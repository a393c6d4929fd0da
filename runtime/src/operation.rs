//! What the runtime must know of an operation and its service. Generated code says it in statics.

use crate::error_code::ErrorCode;
use crate::wire::{Decode, Encode};

/// An operation of a service. Generated for each; nobody else implements it.
pub trait Operation: Sized {
    /// What is sent.
    type Request: Encode + Default + Send;
    /// What comes back.
    type Response: Decode + Encode + Default + Send + 'static;
    /// The error codes that the service documents for the operation.
    type Code: ErrorCode;
    /// Those codes as the service documents them, with `%s` in templates.
    const CODES: &'static [(&'static str, Self::Code)];
    /// The facts that sending needs.
    const INFO: &'static OperationInfo;
}

/// The facts about an operation that sending needs.
#[derive(Debug)]
pub struct OperationInfo {
    /// The service that it belongs to.
    pub service: &'static ServiceInfo,
    /// Name on the wire.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Whether it only reads: then it may always be repeated.
    pub read_only: bool,
    /// Whether it takes the service's region parameter.
    pub region: bool,
    /// Whether it has a `DryRun` parameter.
    pub dry_run: bool,
    /// Whether it has parameters in the form body: then the content type is sent even when all of them are absent.
    pub form: bool,
    /// Whether its reply declares a `RequestId`: then a reply without one is not the service's.
    pub request_id: bool,
    /// The parameter that makes repeating it harmless.
    pub idempotency_token: Option<&'static str>,
    /// Error codes that may be retried, with how.
    pub retry: &'static [(&'static str, RetryClass)],
    /// How its list comes in parts.
    pub pagination: Option<&'static Pagination>,
}

impl OperationInfo {
    /// What most operations are: a `POST` that writes, takes a region, answers with a `RequestId`, and has nothing special.
    /// Generated code names the differences.
    pub const fn new(service: &'static ServiceInfo, name: &'static str) -> Self {
        OperationInfo {
            service,
            name,
            method: Method::Post,
            read_only: false,
            region: true,
            dry_run: false,
            form: false,
            request_id: true,
            idempotency_token: None,
            retry: &[],
            pagination: None,
        }
    }
}

/// HTTP method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

impl Method {
    /// As HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// How a list comes in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pagination {
    /// By page number, counted from 1.
    Page {
        /// Parameter that takes the page's number.
        page: &'static str,
        /// Parameter that takes the number of items in a page.
        size: &'static str,
        /// Items in a page when the caller names no number; 0 if that is not known.
        default_size: u32,
    },
    /// By the token that the page before gave.
    Token {
        /// Parameter that takes the token.
        token: &'static str,
        /// Parameter that takes the number of items in a page.
        size: &'static str,
    },
}

/// A reply that is a page of a list.
pub trait Page {
    /// An item of the list.
    type Item: Send + 'static;
    /// The items of this page.
    fn into_items(self) -> Vec<Self::Item>;
    /// How many items this page has.
    fn count(&self) -> usize;
    /// The number of items on all pages, if the reply tells.
    fn total(&self) -> Option<i64> {
        None
    }
    /// The token of the next page, if the reply has one.
    fn next_token(&self) -> Option<&str> {
        None
    }
}

/// What a page says of the list that it is a part of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// How many items the page has.
    pub count: usize,
    /// The number of items on all pages, if the page tells.
    pub total: Option<i64>,
    /// The token of the next page, if the page has one.
    pub next_token: Option<String>,
}

/// The facts about a service that sending needs.
#[derive(Debug)]
pub struct ServiceInfo {
    /// Product name of the API, like `Vpc`.
    pub product: &'static str,
    /// Version of the API, like `2016-04-28`.
    pub version: &'static str,
    /// Host for a region that the map does not name; `{region}` stands for the region.
    pub endpoint_rule: &'static str,
    /// Host for a region on another network than the public one; `{network}` stands for the network.
    pub network_rule: Option<&'static str>,
    /// Host by region, sorted by region: before the rule.
    pub endpoint_map: &'static [(&'static str, &'static str)],
    /// Regions open to the public, sorted.
    pub regions: &'static [&'static str],
    /// Parameter that takes the region.
    pub region_parameter: Option<&'static str>,
    /// Error codes of every operation that may be retried, with how.
    pub retry: &'static [(&'static str, RetryClass)],
}

/// What to poll, and what ends the wait. Generated from `waiters.yaml`.
#[derive(Debug)]
pub struct WaiterInfo {
    /// Name of the waiter.
    pub name: &'static str,
    /// Operation to poll.
    pub operation: &'static OperationInfo,
    /// Parameter that takes the id of the resource, if the poll takes it.
    pub id: Option<&'static str>,
    /// Parameters with a fixed value.
    pub with: &'static [(&'static str, &'static str)],
    /// Parameters that the caller gives besides the id.
    pub also: &'static [&'static str],
    /// Path of the list in the reply that holds the resource.
    pub items: &'static [&'static str],
    /// Path of the list inside an item that holds the resource.
    pub sub_items: &'static [&'static str],
    /// Field of an item that must equal the id.
    pub matches: Option<&'static str>,
    /// Path of the field that holds the state.
    pub status: &'static [&'static str],
    /// States that end the wait well.
    pub success: &'static [&'static str],
    /// States that end the wait badly.
    pub failure: &'static [&'static str],
    /// What ends the wait when it is not a state.
    pub until: Option<Until>,
    /// Error codes that say that the resource is not there.
    pub not_found: &'static [&'static str],
    /// Seconds before the first poll.
    pub delay: u32,
}

/// What ends a wait that is not for a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// The resource is there.
    Present,
    /// The resource is not there.
    Gone,
}

/// What kind of failure it was, as far as repeating is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryClass {
    /// No reply: whether the service did its work is not known.
    Transport,
    /// Too many requests; nothing was done.
    Throttled,
    /// The resource is busy with another change; nothing was done. Such a state lasts seconds to minutes.
    Busy,
    /// The service failed; whether it did its work is not known.
    Server,
    /// The request's timestamp was not accepted; nothing was done.
    Clock,
    /// The service no longer accepts the temporary credentials, which are fetched anew; nothing was done.
    Credentials,
    /// Repeating will not help.
    None,
}

impl RetryClass {
    /// In lower case, as spec files and traces have it.
    pub fn as_str(self) -> &'static str {
        match self {
            RetryClass::Transport => "transport",
            RetryClass::Throttled => "throttled",
            RetryClass::Busy => "busy",
            RetryClass::Server => "server",
            RetryClass::Clock => "clock",
            RetryClass::Credentials => "credentials",
            RetryClass::None => "none",
        }
    }

    /// Whether the service surely did nothing, so that any call may be repeated.
    pub fn did_nothing(self) -> bool {
        matches!(self, RetryClass::Throttled | RetryClass::Busy | RetryClass::Clock | RetryClass::Credentials)
    }
}
