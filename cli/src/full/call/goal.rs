//! `--wait`: what to wait for after a call.

use acs_codegen::model::{Operation, Service};
use acs_runtime::facts::Shared;
use acs_runtime::operation::{ServiceInfo, WaiterInfo};

use crate::failure::Failure;
use crate::full::waiting::Target;
use acs_explorer::info;
use acs_explorer::request::Request;
use acs_explorer::waited;
use acs_spec::{self as spec, Waiter};
use serde_json::{Map, Value};

/// What to wait for after a call.
pub(super) struct Goal<'s> {
    info: Shared<WaiterInfo>,
    waiter: &'s Waiter,
    operation: &'s spec::Operation,
    /// The id that the caller gave.
    given: Option<String>,
}

impl<'s> Goal<'s> {
    /// What to wait for by the operation's spec. `id` is the id that the caller gave.
    pub(super) fn of(
        operation: &Operation<'s>,
        service: &Service<'s>,
        info: &Shared<ServiceInfo>,
        request: &Request,
        id: Option<&str>,
    ) -> Result<Self, Failure> {
        let found = operation.spec.waiter.as_deref().and_then(|name| service.waiter(name));
        let found = found.and_then(|(_, waiter)| Some((waiter, service.operation(&waiter.spec.operation)?)));
        let Some((waiter, polled)) = found else {
            let reason = "begins nothing that can be waited for: its spec names no waiter";
            return Err(Failure::usage(format!("{} {reason}", operation.name)));
        };
        let name = waiter.spec.id_name();
        let in_request = waited::ids(waiter.spec, operation.spec, &request.to_map(), &Map::new());
        if id.is_none() && in_request.is_empty() && waiter.spec.ids_in_reply(operation.spec).is_empty() {
            return Err(Failure::usage(format!(
                "neither {} nor its reply names the `{name}` to wait for: give it with `--wait-id`",
                operation.name
            )));
        }
        let also = waiter.spec.arguments(operation.spec).into_iter().find(|name| *name != waiter.spec.id_name());
        if let Some(also) = also {
            return Err(Failure::usage(format!(
                "the wait needs a `{also}`, which {} does not take: use `acs wait {} ID --{also} VALUE` after the call",
                operation.name, waiter.name
            )));
        }
        let polled = info::operation(&polled.facts, info);
        Ok(Goal {
            info: info::waiter(&waiter.facts, polled),
            waiter: waiter.spec,
            operation: operation.spec,
            given: id.map(str::to_owned),
        })
    }

    /// The resources that the reply names, or the request. `options` are those of a further command.
    pub(super) fn target(self, reply: &Map<String, Value>, request: &Request, options: String) -> Target {
        let found = || waited::ids(self.waiter, self.operation, &request.to_map(), reply);
        let ids = self.given.as_ref().map_or_else(found, |given| vec![given.clone()]);
        let region = self.info.operation.service.region_parameter.as_deref();
        let value = |name: &str| request.text(name).or_else(|| text(reply, name)).map(str::to_owned);
        let also = self.info.also.iter().chain(region);
        let also = also.filter_map(|name| Some((name.to_owned(), value(name)?))).collect();
        Target { info: self.info, ids, also, options, after_call: true }
    }
}

/// The text of a field of the reply.
fn text<'r>(reply: &'r Map<String, Value>, name: &str) -> Option<&'r str> {
    reply.get(name)?.as_str().filter(|text| !text.is_empty())
}
