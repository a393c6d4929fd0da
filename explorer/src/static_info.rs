//! What the runtime must know of operations, converted from the facts that a spec gives.
//!
//! The runtime wants it in statics, which is what generated code has. What is made here lives as long as the process: make it once
//! for each operation.

use acs_runtime::operation::{self, OperationInfo, ServiceInfo, WaiterInfo};
use acs_runtime::retry::RetryClass;
use acs_spec::facts::{OperationFacts, PageParameters, ServiceFacts, WaiterFacts};
use acs_spec::{Method, Retry, Until};

/// An operation and its waiter, as the runtime must know them.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) operation: &'static OperationInfo,
    pub(crate) waiter: Option<&'static WaiterInfo>,
}

/// What the runtime must know of a service.
pub fn service(facts: &ServiceFacts<'_>) -> &'static ServiceInfo {
    let map = facts.endpoint_map.iter().map(|(region, host)| (text(region), text(host)));
    Box::leak(Box::new(ServiceInfo {
        product: text(facts.product),
        version: text(facts.version),
        endpoint_rule: text(facts.endpoint_rule),
        network_rule: facts.network_rule.map(text),
        endpoint_map: list(map),
        regions: texts(&facts.regions),
        region_parameter: facts.region_parameter.map(text),
        retry: retry(&facts.retry),
    }))
}

/// What the runtime must know of an operation.
pub fn operation(facts: &OperationFacts<'_>, service: &'static ServiceInfo) -> &'static OperationInfo {
    let pages = |parameters| -> &'static operation::Pagination {
        Box::leak(Box::new(match parameters {
            PageParameters::Page { page, size, default_size } => {
                operation::Pagination::Page { page: text(page), size: text(size), default_size }
            }
            PageParameters::Token { token, size } => operation::Pagination::Token { token: text(token), size: text(size) },
        }))
    };
    Box::leak(Box::new(OperationInfo {
        method: match facts.method {
            Method::Get => operation::Method::Get,
            Method::Post => operation::Method::Post,
        },
        read_only: facts.read_only,
        region: facts.region,
        dry_run: facts.dry_run,
        form: facts.form,
        request_id: facts.request_id,
        idempotency_token: facts.idempotency_token.map(text),
        retry: retry(&facts.retry),
        pagination: facts.pagination.as_ref().map(|pagination| pages(pagination.parameters)),
        ..OperationInfo::new(service, text(facts.name))
    }))
}

/// What the runtime must know of a waiter.
pub fn waiter(facts: &WaiterFacts<'_>, polled: &'static OperationInfo) -> &'static WaiterInfo {
    Box::leak(Box::new(WaiterInfo {
        name: text(facts.name),
        operation: polled,
        id: facts.id.map(text),
        with: list(facts.with.iter().map(|(name, value)| (text(name), text(value)))),
        also: texts(&facts.also),
        items: texts(&facts.items),
        sub_items: texts(&facts.sub_items),
        matches: facts.matches.map(text),
        status: texts(&facts.status),
        success: texts(&facts.success),
        failure: texts(&facts.failure),
        until: facts.until.map(|until| match until {
            Until::Present => operation::Until::Present,
            Until::Gone => operation::Until::Gone,
        }),
        not_found: texts(&facts.not_found),
        delay: facts.delay,
    }))
}

fn text(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn retry(table: &[(&str, Retry)]) -> &'static [(&'static str, RetryClass)] {
    let class = |class: Retry| match class {
        Retry::Throttled => RetryClass::Throttled,
        Retry::Busy => RetryClass::Busy,
        Retry::Server => RetryClass::Server,
        Retry::Clock => RetryClass::Clock,
        Retry::None => RetryClass::None,
    };
    list(table.iter().map(|(code, of)| (text(code), class(*of))))
}

fn texts(all: &[&str]) -> &'static [&'static str] {
    list(all.iter().map(|one| text(one)))
}

fn list<T>(items: impl Iterator<Item = T>) -> &'static [T] {
    items.collect::<Vec<_>>().leak()
}
