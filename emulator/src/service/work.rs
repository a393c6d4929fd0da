//! From the parameters of an accepted request to what it does and replies.

use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use super::{Accepted, Progress, Service};
use crate::arguments::{Arguments, Rules, flat};
use crate::catalog::Operation;
use crate::engine::{self, Action, Call, Pace, Reply};
use crate::envelope::{Envelope, Format};
use crate::faults::Fault;
use crate::log::Answer;
use crate::reply;
use crate::resources;
use crate::service_error::ServiceError;
use crate::store::Store;

impl Service {
    /// Makes a VPN gateway that is ready, without a request.
    pub(crate) fn seed_vpn_gateway(&self) -> String {
        let now = self.now();
        let mut state = self.state();
        state.changes += 1;
        resources::seed_vpn_gateway(&mut state.store, &self.ids, now)
    }

    /// Does an operation at once and without a signature. The region is for operations that take one and are given none.
    pub(crate) fn perform(&self, name: &str, parameters: &Map<String, Value>, region: &str) -> Result<Reply, ServiceError> {
        let operation = self.catalog.operation(name).ok_or_else(|| self.no_operation(name))?;
        let mut pairs = flat(&operation, parameters);
        let region_name = self.catalog.service.region_parameter.as_deref().unwrap_or("RegionId");
        if operation.spec.parameters.get(region_name).is_some() && !parameters.contains_key(region_name) {
            pairs.push((region_name.to_owned(), region.to_owned()));
        }
        let rules = Rules { catalog: &self.catalog, operation: &operation, ignore_unknown: false };
        let (arguments, _) = rules.arguments(&pairs)?;
        self.check_region(&operation, &arguments)?;
        self.work(&operation, arguments, &mut self.progress(String::new()), Pace::Fixed(Duration::ZERO))
    }

    pub(super) fn arguments(
        &self,
        operation: &Operation,
        envelope: &Envelope,
        progress: &mut Progress,
    ) -> Result<Arguments, ServiceError> {
        let rules = Rules { catalog: &self.catalog, operation, ignore_unknown: self.settings.ignore_unknown };
        let (arguments, ignored) = rules.arguments(&envelope.parameters)?;
        progress.ignored = ignored;
        self.check_region(operation, &arguments)?;
        Ok(arguments)
    }

    fn check_region(&self, operation: &Operation, arguments: &Arguments) -> Result<(), ServiceError> {
        let region = self.region(arguments);
        match region.is_empty() || self.catalog.has_region(region) {
            true => Ok(()),
            false => {
                Err(operation.error(&["InvalidRegionId.NotFound"], format!("The specified RegionId ({region}) does not exist.")))
            }
        }
    }

    fn region<'a>(&self, arguments: &'a Arguments) -> &'a str {
        let name = self.catalog.service.region_parameter.as_deref().unwrap_or("RegionId");
        arguments.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Answers a request: with what was written for the same one since the state last changed, if it only reads.
    pub(super) fn accept(
        &self,
        operation: &Operation,
        arguments: Arguments,
        format: Format,
        progress: &mut Progress,
    ) -> Result<Accepted, ServiceError> {
        let question = match self.only_reads(operation, &arguments) {
            // Numbers and texts differ in it, as they do in what is answered.
            true => serde_json::to_string(&arguments).ok().map(|text| format!("{} {format:?} {text}", operation.name())),
            false => None,
        };
        let Some(question) = question else {
            return self.work(operation, arguments, progress, self.settings.pace).map(Accepted::Reply);
        };
        let mut state = self.state();
        state.store.apply_due(progress.at);
        let written = state.store.written();
        if let Some(text) = written.get(&question) {
            progress.answer = answer(self.registry.action(operation.name()));
            return Ok(Accepted::Written(text));
        }
        let store = state.store.clone();
        drop(state);
        progress.keep = Some((written, question));
        self.read(operation, arguments, store, progress, self.settings.pace).map(Accepted::Reply)
    }

    /// Does what the operation does, on a copy of the store, which takes the store's place if that succeeds.
    fn work(
        &self,
        operation: &Operation,
        arguments: Arguments,
        progress: &mut Progress,
        pace: Pace,
    ) -> Result<Reply, ServiceError> {
        let mut state = self.state();
        state.store.apply_due(progress.at);
        let action = self.registry.action(operation.name());
        let token = token(operation, &arguments);
        if let Some(token) = &token
            && let Some(reply) = state.tokens.look(operation.name(), token, &arguments)?
        {
            progress.answer = answer(action);
            return Ok(reply);
        }
        if self.only_reads(operation, &arguments) {
            let store = state.store.clone();
            drop(state);
            return self.read(operation, arguments, store, progress, pace);
        }

        // What is remembered with the token is what came, not what the operation makes of it.
        let asked = token.is_some().then(|| arguments.clone());
        let is_dry_run = is_dry_run(operation, &arguments);
        let mut store = state.store.clone();
        let reply = run(action, self.call(operation, arguments, progress.at, &mut store, pace))?;
        if is_dry_run {
            let message = "Request validation has been passed with DryRun flag set.";
            return Err(ServiceError::new(400, "DryRunOperation", message));
        }
        progress.answer = answer(action);
        store.apply_due(progress.at);
        state.store = store;
        state.changes += 1;
        if let (Some(token), Some(arguments)) = (token, asked) {
            let wait = progress.fault.as_ref().map_or(Duration::ZERO, Fault::slow_start);
            let answered = Instant::now().checked_add(wait).unwrap_or_else(Instant::now);
            state.tokens.keep(operation.name(), &token, &arguments, reply.clone(), answered);
        }
        Ok(reply)
    }

    /// Whether a request changes nothing, so that a copy of the store is all that it needs: others go on meanwhile.
    fn only_reads(&self, operation: &Operation, arguments: &Arguments) -> bool {
        let action = self.registry.action(operation.name());
        let reads = matches!(action, None | Some(Action::Get(_) | Action::List(_)));
        reads && token(operation, arguments).is_none() && !is_dry_run(operation, arguments)
    }

    fn read(
        &self,
        operation: &Operation,
        arguments: Arguments,
        mut store: Store,
        progress: &mut Progress,
        pace: Pace,
    ) -> Result<Reply, ServiceError> {
        let action = self.registry.action(operation.name());
        let reply = run(action, self.call(operation, arguments, progress.at, &mut store, pace))?;
        progress.answer = answer(action);
        Ok(reply)
    }

    fn call<'c>(
        &'c self,
        operation: &'c Operation,
        arguments: Arguments,
        now: u64,
        store: &'c mut Store,
        pace: Pace,
    ) -> Call<'c> {
        Call {
            catalog: &self.catalog,
            views: &self.registry.views,
            operation,
            region: self.region(&arguments).to_owned(),
            arguments,
            now,
            store,
            ids: &self.ids,
            pace,
            limits: &self.settings.limits,
        }
    }
}

/// What the operation does, or its example if nothing is kept for it.
fn run(action: Option<&Action>, mut call: Call<'_>) -> Result<Reply, ServiceError> {
    match action {
        Some(action) => engine::run(action, &mut call),
        None => Ok(reply::example(call.operation, &call.arguments)),
    }
}

/// How an answer of an action is made.
fn answer(action: Option<&Action>) -> Answer {
    if action.is_some() { Answer::State } else { Answer::Example }
}

/// The idempotency token of a request.
fn token(operation: &Operation, arguments: &Arguments) -> Option<String> {
    let token = operation.token_parameter().and_then(|name| arguments.get(name)).and_then(Value::as_str);
    token.filter(|token| !token.is_empty()).map(str::to_owned)
}

/// Whether a request only asks whether it would succeed.
fn is_dry_run(operation: &Operation, arguments: &Arguments) -> bool {
    operation.spec.parameters.get("DryRun").is_some() && arguments.get("DryRun") == Some(&true.into())
}
