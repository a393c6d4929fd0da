//! The facts about services, operations and waiters that sending needs, as plain data. Generated code states them in statics.

use crate::error_code::ErrorCode;
use crate::facts::{List, Names, Pairs, Shared, Text};
use crate::wire::{Decode, Encode, ToNode};

/// An operation of a service. Generated code implements it.
pub trait Operation: Sized {
    /// What the call sends.
    type Request: Encode + Default + Send;
    /// What the service replies.
    type Response: Decode + Encode + Default + Send + Sync + 'static;
    /// The error codes that the service documents for the operation.
    type Code: ErrorCode;
    /// Those codes as the service documents them, with `%s` in templates.
    const CODES: &'static [(&'static str, Self::Code)];
    /// The facts that sending needs.
    const INFO: &'static OperationInfo;
}

/// The facts about an operation that sending needs. [`DEFAULT`](Self::DEFAULT) describes most operations; generated code states
/// the differences.
#[derive(Debug, Clone)]
pub struct OperationInfo {
    /// The service that the operation belongs to.
    pub service: Shared<ServiceInfo>,
    /// Name on the wire.
    pub name: Text,
    /// HTTP method.
    pub method: Method,
    /// Whether the operation is called unsigned and without credentials.
    pub anonymous: bool,
    /// Whether the operation only reads. Such a call may always be retried.
    pub read_only: bool,
    /// Whether the operation takes the service's region parameter.
    pub region: bool,
    /// Whether the operation has a `DryRun` parameter.
    pub dry_run: bool,
    /// Whether the operation has parameters in the form body. Then the content type is sent even when all of them are absent.
    pub form: bool,
    /// Whether the reply declares a `RequestId`. Then a reply without one is not the service's.
    pub request_id: bool,
    /// The parameter that makes a retry harmless.
    pub idempotency_token: Option<Text>,
    /// Required texts, and lists of texts, that must not be blank; see [`ErrorKind::Config`](crate::ErrorKind::Config).
    pub required: Names,
    /// Error codes with their retry class.
    pub retry: RetryTable,
    /// How its list is paginated.
    pub pagination: Option<Pagination>,
    /// Names of parameters and of fields of the reply whose values are secrets.
    pub sensitive: Names,
}

static NO_SERVICE: ServiceInfo = ServiceInfo::DEFAULT;
static NO_OPERATION: OperationInfo = OperationInfo::DEFAULT;

impl OperationInfo {
    /// A `POST` without a name or service that writes, takes a region, replies with a `RequestId`, and has nothing special.
    pub const DEFAULT: Self = OperationInfo {
        service: Shared::Static(&NO_SERVICE),
        name: Text::Borrowed(""),
        method: Method::Post,
        anonymous: false,
        read_only: false,
        region: true,
        dry_run: false,
        form: false,
        request_id: true,
        idempotency_token: None,
        required: List::EMPTY,
        retry: List::EMPTY,
        pagination: None,
        sensitive: List::EMPTY,
    };
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

/// The kind of a failure, which decides whether and when a call is retried.
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
    /// The service no longer accepts the temporary credentials, which are fetched again; nothing was done.
    Credentials,
    /// A retry will not help.
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

    /// Whether the service surely did nothing, so that any call may be retried.
    pub fn did_nothing(self) -> bool {
        matches!(self, RetryClass::Throttled | RetryClass::Busy | RetryClass::Clock | RetryClass::Credentials)
    }
}

/// Error codes with their retry class.
pub type RetryTable = List<(&'static str, RetryClass), (String, RetryClass)>;

impl RetryTable {
    /// The codes with their class, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, RetryClass)> + Clone {
        self.rows(|(code, class)| (*code, *class), |(code, class)| (code.as_str(), *class))
    }
}

/// How a list is paginated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pagination {
    /// By page number, counted from 1.
    Page {
        /// Parameter for the page number.
        page: Text,
        /// Parameter for the number of items in a page.
        size: Text,
        /// Items in a page when the caller gives no number; 0 if that is not known.
        default_size: u32,
    },
    /// By the token in the previous page.
    Token {
        /// Parameter for the token.
        token: Text,
        /// Parameter for the number of items in a page; `None` where the service alone decides.
        size: Option<Text>,
    },
}

impl Pagination {
    /// Parameter for the number of items in a page, if there is one.
    pub fn size(&self) -> Option<&Text> {
        match self {
            Pagination::Page { size, .. } => Some(size),
            Pagination::Token { size, .. } => size.as_ref(),
        }
    }
}

/// A reply that is a page of a list.
pub trait Page: ToNode {
    /// An item of the list.
    type Item: Send + 'static;
    /// The items of this page.
    fn into_items(self) -> Vec<Self::Item>;
    /// How many items this page has.
    fn count(&self) -> usize;
    /// The number of items on all pages, if the reply has it.
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
    /// The number of items on all pages, if the page has it.
    pub total: Option<i64>,
    /// The token of the next page, if the page has one.
    pub next_token: Option<String>,
}

/// The facts about a service that sending needs.
#[derive(Debug, Clone)]
pub struct ServiceInfo {
    /// Product name of the API, like `Vpc`.
    pub product: Text,
    /// Version of the API, like `2016-04-28`.
    pub version: Text,
    /// Host for a region that the map does not name; `{region}` stands for the region.
    pub endpoint_rule: Text,
    /// Host for a region on another network than the public one; `{network}` stands for the network.
    pub network_rule: Option<Text>,
    /// Host by region, sorted by region. The map takes precedence over the rule.
    pub endpoint_map: Pairs,
    /// Regions open to the public, sorted.
    pub regions: Names,
    /// Parameter for the region.
    pub region_parameter: Option<Text>,
    /// Error codes of every operation with their retry class.
    pub retry: RetryTable,
}

impl ServiceInfo {
    /// A service without a name, endpoints or regions.
    pub const DEFAULT: Self = ServiceInfo {
        product: Text::Borrowed(""),
        version: Text::Borrowed(""),
        endpoint_rule: Text::Borrowed(""),
        network_rule: None,
        endpoint_map: List::EMPTY,
        regions: List::EMPTY,
        region_parameter: None,
        retry: List::EMPTY,
    };
}

/// What a waiter polls, and what ends the wait. Generated from `waiters.yaml`.
#[derive(Debug, Clone)]
pub struct WaiterInfo {
    /// Name of the waiter.
    pub name: Text,
    /// Operation to poll.
    pub operation: Shared<OperationInfo>,
    /// Parameter for the id of the resource, if the poll takes it.
    pub id: Option<Text>,
    /// Parameters with a fixed value.
    pub with: Pairs,
    /// What the caller gives besides the id.
    pub also: Names,
    /// Those of them that are not parameters of the poll.
    pub unsent: Names,
    /// Path of the list in the reply that holds the resource.
    pub items: Names,
    /// Paths, with dots, of the lists inside an item, one of which holds the resource.
    pub sub_items: Names,
    /// Field of an item that must equal the id, and those that must equal what the caller gives under the same name.
    pub matches: Names,
    /// Path of the field that holds the state.
    pub status: Names,
    /// States that end the wait with success.
    pub success: Names,
    /// States that end the wait with an error.
    pub failure: Names,
    /// What ends the wait if it is not a state.
    pub until: Option<Until>,
    /// Error codes that mean that the resource does not exist.
    pub not_found: Names,
    /// Seconds before the first poll.
    pub delay: u32,
}

impl WaiterInfo {
    /// Whether the poll needs the id of a resource: as a parameter, or to find it in the reply.
    pub(crate) fn takes_id(&self) -> bool {
        self.id.is_some() || !self.matches.is_empty() || !self.sub_items.is_empty()
    }

    /// A waiter without a name or conditions.
    pub const DEFAULT: Self = WaiterInfo {
        name: Text::Borrowed(""),
        operation: Shared::Static(&NO_OPERATION),
        id: None,
        with: List::EMPTY,
        also: List::EMPTY,
        unsent: List::EMPTY,
        items: List::EMPTY,
        sub_items: List::EMPTY,
        matches: List::EMPTY,
        status: List::EMPTY,
        success: List::EMPTY,
        failure: List::EMPTY,
        until: None,
        not_found: List::EMPTY,
        delay: 0,
    };
}

/// What ends a wait that is not for a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// The resource exists.
    Present,
    /// The resource does not exist.
    Gone,
    /// What holds the resource no longer lists it.
    Detached,
}
