//! What the runtime must know of operations, taken from specs.
//!
//! The runtime wants it in statics, which is what generated code has. What is made here lives as long as the process, which makes
//! one call.

use acs_codegen::model::{Operation, Service, Waiter};
use acs_runtime::operation::{self, OperationInfo, ServiceInfo, WaiterInfo};
use acs_runtime::retry::RetryClass;
use acs_spec::{Access, ErrorCode, Method, PageStyle, Place, Retry, Until};

pub(crate) fn service(service: &Service<'_>) -> &'static ServiceInfo {
    let spec = service.spec;
    let mut map: Vec<(&str, &str)> = spec.endpoints.map.iter().map(|(region, host)| (region, host.as_str())).collect();
    map.sort_unstable();
    let mut regions = spec.endpoints.regions.clone();
    regions.sort_unstable();
    Box::leak(Box::new(ServiceInfo {
        product: text(&spec.product),
        version: text(&spec.version),
        endpoint_rule: text(&spec.endpoints.rule),
        network_rule: spec.endpoints.network_rule.as_deref().map(text),
        endpoint_map: list(map.into_iter().map(|(region, host)| (text(region), text(host)))),
        regions: texts(&regions),
        region_parameter: spec.region_parameter.as_deref().map(text),
        retry: retry(&spec.errors),
    }))
}

pub(crate) fn operation(operation: &Operation<'_>, of: &Service<'_>, service: &'static ServiceInfo) -> &'static OperationInfo {
    let spec = operation.spec;
    let parameter = |wanted: &dyn Fn(&acs_spec::Schema) -> bool| spec.parameters.iter().find(|(_, schema)| wanted(schema));
    Box::leak(Box::new(OperationInfo {
        method: method(spec.method),
        read_only: spec.access == Access::Read,
        region: of.spec.region_parameter.as_ref().is_some_and(|region| spec.parameters.get(region).is_some()),
        dry_run: operation.has_dry_run(),
        form: parameter(&|schema| schema.place == Place::Form).is_some(),
        idempotency_token: parameter(&|schema| schema.idempotency_token).map(|(name, _)| text(name)),
        retry: retry(&spec.errors),
        pagination: operation.pagination.as_ref().and_then(|pagination| pages(pagination.spec)),
        ..OperationInfo::new(service, text(operation.name))
    }))
}

pub(crate) fn waiter(waiter: &Waiter<'_>, polled: &'static OperationInfo) -> &'static WaiterInfo {
    let spec = waiter.spec;
    Box::leak(Box::new(WaiterInfo {
        name: text(waiter.name),
        operation: polled,
        id: spec.id.as_deref().map(text),
        with: list(spec.with.iter().map(|(name, value)| (text(name), text(value)))),
        also: texts(&spec.also),
        items: list(waiter.items.iter().map(|step| text(step))),
        sub_items: list(waiter.sub_items.iter().map(|step| text(step))),
        matches: spec.matches.as_deref().map(text),
        status: list(spec.status.iter().flat_map(|path| path.split('.')).map(text)),
        success: texts(&spec.success),
        failure: texts(&spec.failure),
        until: spec.until.map(|until| match until {
            Until::Present => operation::Until::Present,
            Until::Gone => operation::Until::Gone,
        }),
        not_found: texts(&spec.not_found),
        delay: spec.delay,
    }))
}

pub(crate) fn text(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn method(method: Method) -> operation::Method {
    match method {
        Method::Get => operation::Method::Get,
        Method::Post => operation::Method::Post,
    }
}

fn pages(spec: &acs_spec::Pagination) -> Option<&'static operation::Pagination> {
    let size = text(&spec.size);
    let pages = match (spec.style, &spec.page, &spec.token) {
        (PageStyle::Page, Some(page), _) => {
            operation::Pagination::Page { page: text(page), size, default_size: spec.default_size.unwrap_or_default() }
        }
        (PageStyle::Token, _, Some(token)) => operation::Pagination::Token { token: text(token), size },
        _ => return None,
    };
    Some(Box::leak(Box::new(pages)))
}

fn retry(errors: &[ErrorCode]) -> &'static [(&'static str, RetryClass)] {
    let class = |class: Retry| match class {
        Retry::Throttled => RetryClass::Throttled,
        Retry::Busy => RetryClass::Busy,
        Retry::Server => RetryClass::Server,
        Retry::Clock => RetryClass::Clock,
        Retry::None => RetryClass::None,
    };
    list(errors.iter().filter_map(|error| Some((text(&error.code), class(error.retry?)))))
}

fn texts(all: &[String]) -> &'static [&'static str] {
    list(all.iter().map(|one| text(one)))
}

fn list<T>(items: impl Iterator<Item = T>) -> &'static [T] {
    items.collect::<Vec<_>>().leak()
}
