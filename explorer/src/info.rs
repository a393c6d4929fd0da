//! What the runtime must know of operations, converted from the facts that a spec gives.
//!
//! Generated code has these facts in statics; here they are made at run time and owned by the call.

use acs_runtime::facts::{Names, Pairs, Shared, Text};
use acs_runtime::operation::{self, OperationInfo, RetryTable, ServiceInfo, WaiterInfo};
use acs_runtime::retry::RetryClass;
use acs_spec::facts::{OperationFacts, PageParameters, ServiceFacts, WaiterFacts};
use acs_spec::{Method, Retry, Until};

/// An operation and its waiter, as the runtime must know them.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) operation: Shared<OperationInfo>,
    pub(crate) waiter: Option<Shared<WaiterInfo>>,
}

/// What the runtime must know of a service.
pub fn service(facts: &ServiceFacts<'_>) -> Shared<ServiceInfo> {
    Shared::from(ServiceInfo {
        product: text(facts.product),
        version: text(facts.version),
        endpoint_rule: text(facts.endpoint_rule),
        network_rule: facts.network_rule.map(text),
        endpoint_map: pairs(&facts.endpoint_map),
        regions: texts(&facts.regions),
        region_parameter: facts.region_parameter.map(text),
        retry: retry(&facts.retry),
    })
}

/// What the runtime must know of an operation.
pub fn operation(facts: &OperationFacts<'_>, service: &Shared<ServiceInfo>) -> Shared<OperationInfo> {
    let pages = |parameters| match parameters {
        PageParameters::Page { page, size, default_size } => {
            operation::Pagination::Page { page: text(page), size: text(size), default_size }
        }
        PageParameters::Token { token, size } => operation::Pagination::Token { token: text(token), size: size.map(text) },
    };
    Shared::from(OperationInfo {
        method: match facts.method {
            Method::Get => operation::Method::Get,
            Method::Post => operation::Method::Post,
        },
        read_only: facts.read_only,
        region: facts.region,
        dry_run: facts.dry_run,
        form: facts.form,
        request_id: facts.request_id,
        anonymous: facts.anonymous,
        idempotency_token: facts.idempotency_token.map(text),
        // A form may be sent as it is, to see what the service says.
        required: Names::EMPTY,
        retry: retry(&facts.retry),
        pagination: facts.pagination.as_ref().map(|pagination| pages(pagination.parameters)),
        sensitive: texts(&facts.sensitive),
        service: service.clone(),
        name: text(facts.name),
    })
}

/// What the runtime must know of a waiter.
pub fn waiter(facts: &WaiterFacts<'_>, polled: Shared<OperationInfo>) -> Shared<WaiterInfo> {
    Shared::from(WaiterInfo {
        name: text(facts.name),
        operation: polled,
        id: facts.id.map(text),
        with: pairs(&facts.with),
        also: texts(&facts.also),
        unsent: texts(&facts.unsent),
        items: texts(&facts.items),
        sub_items: facts.sub_items.iter().cloned().collect(),
        matches: texts(&facts.matches),
        status: texts(&facts.status),
        success: texts(&facts.success),
        failure: texts(&facts.failure),
        until: facts.until.map(|until| match until {
            Until::Present => operation::Until::Present,
            Until::Gone => operation::Until::Gone,
            Until::Detached => operation::Until::Detached,
        }),
        not_found: texts(&facts.not_found),
        delay: facts.delay,
    })
}

fn text(text: &str) -> Text {
    Text::Owned(text.to_owned())
}

fn retry(table: &[(&str, Retry)]) -> RetryTable {
    table.iter().map(|(code, class)| ((*code).to_owned(), retry_class(*class))).collect()
}

/// The runtime's class.
pub(crate) fn retry_class(class: Retry) -> RetryClass {
    match class {
        Retry::Throttled => RetryClass::Throttled,
        Retry::Busy => RetryClass::Busy,
        Retry::Server => RetryClass::Server,
        Retry::Clock => RetryClass::Clock,
        Retry::None => RetryClass::None,
    }
}

fn texts(all: &[&str]) -> Names {
    all.iter().map(|one| (*one).to_owned()).collect()
}

fn pairs(all: &[(&str, &str)]) -> Pairs {
    all.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}
