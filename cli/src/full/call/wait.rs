//! `--wait`: after the call, until what it began is done.

use acs_codegen::model::{Operation, Service, Waiter};
use acs_runtime::operation::{ServiceInfo, WaiterInfo};
use acs_runtime::{Client, Error};
use indicatif::ProgressBar;

use super::reply::Reply;
use crate::failure::Failure;
use crate::full::request::Request;
use crate::full::static_info;

/// What is to be waited for after a call.
pub(super) struct Goal {
    info: &'static WaiterInfo,
    /// The field of the reply that has the resource's id.
    in_reply: Option<String>,
    given: Option<String>,
}

impl Goal {
    /// What the operation's spec says is to be waited for. `id` is the id that the caller gave.
    pub(super) fn of(
        operation: &Operation<'_>,
        service: &Service<'_>,
        info: &'static ServiceInfo,
        request: &Request,
        id: Option<&str>,
    ) -> Result<Self, Failure> {
        let (waiter, polled) = waiter(operation, service).ok_or_else(|| {
            Failure::usage(format!("{} begins nothing that is waited for: no waiter is in its spec", operation.name))
        })?;
        let polled = static_info::operation(&polled.facts, info);
        let name = waiter.spec.id_name();
        let in_reply = waiter.spec.id_in_reply(operation.spec);
        let given = id.or_else(|| request.text(waiter.spec.id_in_request(operation.spec)?)).map(str::to_owned);
        if given.is_none() && in_reply.is_none() {
            return Err(Failure::usage(format!(
                "neither {} nor its reply names the `{name}` to wait for: give it with `--wait-id`",
                operation.name
            )));
        }
        let also = waiter.spec.arguments(operation.spec).into_iter().find(|name| *name != waiter.spec.id_name());
        if let Some(also) = also {
            return Err(Failure::usage(format!(
                "the wait needs a `{also}`, which {} does not take: call {} until it is over",
                operation.name, waiter.spec.operation
            )));
        }
        Ok(Goal { info: static_info::waiter(&waiter.facts, polled), in_reply: in_reply.map(str::to_owned), given })
    }

    /// Waits, and shows on a terminal how it goes.
    pub(super) async fn reach(self, client: &Client, reply: &Reply, request: &Request) -> Result<(), Error> {
        let id = self.in_reply.and_then(|name| reply.text(&name).map(str::to_owned)).or(self.given).unwrap_or_default();
        let progress = spinner(format!("waiting for {id}"));
        let mut wait = client.wait(self.info, id.clone());
        let region = self.info.operation.service.region_parameter;
        for name in self.info.also.iter().copied().chain(region) {
            if let Some(value) = request.text(name).or_else(|| reply.text(name)) {
                wait = wait.also(name, value);
            }
        }
        let shown = progress.clone();
        let waited = wait.on_state(move |seen| shown.set_message(format!("waiting for {id}: {seen}"))).await;
        progress.finish_and_clear();
        waited.map(|_| ())
    }
}

fn waiter<'m, 's>(operation: &Operation<'_>, service: &'m Service<'s>) -> Option<(Waiter<'s>, &'m Operation<'s>)> {
    let name = operation.spec.waiter.as_deref()?;
    let found = service.groups.iter().flat_map(|group| &group.waiters).find(|waiter| waiter.name == name)?;
    let polled = service.operation(&found.spec.operation)?;
    Some((found.clone(), polled))
}

/// A line on standard error that moves while something takes its time; nothing where that is no terminal.
pub(super) fn spinner(message: String) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_message(message);
    spinner.enable_steady_tick(std::time::Duration::from_millis(100));
    spinner
}
