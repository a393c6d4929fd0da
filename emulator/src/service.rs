//! What happens to a request, from top to bottom.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use acs_spec::Auth;
use http::request::Parts;
use serde_json::{Map, Value};

use crate::arguments::{Arguments, Rules, flat};
use crate::auth::{Keys, Nonces, Session, Times, authenticate, explain};
use crate::catalog::{Catalog, Operation};
use crate::clock::MovableClock;
use crate::engine::{self, Action, Call, Limits, Pace, Registry, Reply};
use crate::envelope::{Envelope, Format};
use crate::faults::{Fault, Faults};
use crate::ids::Ids;
use crate::incoming::Incoming;
use crate::log::{self, Answer, Log, Request, SignatureCheck};
use crate::rates::Rates;
use crate::registry::registry;
use crate::reply;
use crate::resources;
use crate::service_error::ServiceError;
use crate::store::Store;
use crate::sts;
use crate::tokens::Tokens;

/// An emulated service: everything but the network.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) clock: MovableClock,
    pub(crate) settings: Settings,
    pub(crate) ids: Ids,
    registry: Registry,
    state: Mutex<State>,
}

/// What stays the same for the life of an emulator.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) pace: Pace,
    pub(crate) limits: Limits,
    pub(crate) ignore_unknown: bool,
    pub(crate) on_request: Option<Observer>,
}

/// Told of every request that was answered.
#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<dyn Fn(&Request) + Send + Sync>);

impl std::fmt::Debug for Observer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Observer")
    }
}

/// What requests change.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) store: Store,
    pub(crate) keys: Keys,
    pub(crate) nonces: Nonces,
    pub(crate) tokens: Tokens,
    pub(crate) log: Log,
    pub(crate) faults: Faults,
    /// What it began with.
    pub(crate) initial: Snapshot,
    /// States that are kept, by name.
    pub(crate) snapshots: BTreeMap<String, Snapshot>,
    /// How often what is saved has changed.
    pub(crate) changes: u64,
    pub(crate) rates: Rates,
    /// Why the data file was not written.
    pub(crate) problem: Option<String>,
}

/// A state that can be restored. It shares with the current state all that is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Snapshot {
    pub(crate) store: Store,
    pub(crate) tokens: Tokens,
}

/// An answer that is ready to be sent.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: u16,
    pub(crate) request_id: String,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    /// Whether the body is made of examples.
    pub(crate) example: bool,
    /// What the server says the time is, in milliseconds.
    pub(crate) date: u64,
    /// When to try again, in milliseconds.
    pub(crate) retry_after: Option<u64>,
    /// What is to happen to the answer on its way.
    pub(crate) fault: Option<Fault>,
}

/// What was found out about a request so far, for the log.
struct Progress {
    at: u64,
    method: String,
    operation: String,
    parameters: Vec<(String, String)>,
    access_key_id: String,
    ignored: Vec<String>,
    answer: Answer,
    fault: Option<Fault>,
    signature: Option<SignatureCheck>,
    /// The time by which requests are signed, in milliseconds.
    wire: u64,
    /// By how much that clock is off, in milliseconds.
    clock: i64,
}

impl Service {
    pub(crate) fn new(catalog: Arc<Catalog>, clock: MovableClock, settings: Settings, state: State) -> Self {
        Service { catalog, clock, settings, ids: Ids::default(), registry: registry(), state: Mutex::new(state) }
    }

    /// The state, also if a thread that held it panicked: each change of it is one assignment.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> u64 {
        self.clock.now()
    }

    /// Answers a request.
    pub(crate) fn answer(&self, parts: Parts, body: Vec<u8>) -> Outcome {
        let mut progress = self.progress(parts.method.to_string());
        let request_id = self.ids.request();
        let (result, format, host) = match Incoming::new(parts, body) {
            Ok(incoming) => (self.handle(&incoming, &mut progress), Format::of(&incoming), incoming.host),
            Err(error) => (Err(error), Format::Json, String::new()),
        };
        let retry_after = result.as_ref().err().and_then(|error| error.retry_after);
        let (status, code, root, mut body) = match result {
            Ok(reply) => (200, None, format!("{}Response", progress.operation), Value::Object(reply)),
            Err(error) => (error.status, Some(error.code.clone()), "Error".to_owned(), error.body(&request_id, host_id(&host))),
        };
        if let Value::Object(fields) = &mut body {
            fields.insert("RequestId".to_owned(), request_id.as_str().into());
        }
        let (body, content_type) = reply::write(&body, &root, format);
        let date = progress.wire.saturating_add_signed(progress.clock);
        // A fault in place of the work did not come about if the request was refused before.
        let fault = progress.fault.clone().filter(|fault| progress.answer == Answer::Fault || !fault.is_instead());
        let outcome = Outcome {
            status,
            request_id,
            content_type,
            body,
            example: progress.answer == Answer::Example,
            date,
            retry_after,
            fault,
        };
        self.record(progress, &outcome, code);
        outcome
    }

    fn progress(&self, method: String) -> Progress {
        Progress {
            at: self.now(),
            method,
            operation: String::new(),
            parameters: Vec::new(),
            access_key_id: String::new(),
            ignored: Vec::new(),
            answer: Answer::Refused,
            fault: None,
            signature: None,
            wire: self.clock.wire(),
            clock: 0,
        }
    }

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
        self.work(&operation, arguments, &mut self.progress(String::new()), Pace::Fixed(Duration::ZERO))
    }

    fn handle(&self, incoming: &Incoming, progress: &mut Progress) -> Result<Reply, ServiceError> {
        let envelope = Envelope::read(incoming)?;
        progress.operation = log::shown_name(&envelope.action);
        // A spec of that service answers what is not emulated of it.
        if sts::is_sts(&envelope) && (sts::has(&envelope.action) || self.catalog.operation(&envelope.action).is_none()) {
            return self.handle_sts(incoming, &envelope, progress);
        }
        let operation = self.operation(&envelope)?;
        progress.parameters = log::shown(&self.catalog, &operation, &envelope.parameters);
        progress.fault = self.fault(&envelope.action);
        if operation.spec.auth == Auth::Signed {
            let session = self.authenticate(incoming, &envelope, progress)?;
            session.authorize(&self.catalog.service.product, &envelope.action)?;
        }
        self.check_rate(&envelope.action, progress)?;
        self.inject_fault(progress)?;
        let arguments = self.arguments(&operation, &envelope, progress)?;
        self.work(&operation, arguments, progress, self.settings.pace)
    }

    fn operation(&self, envelope: &Envelope) -> Result<Arc<Operation>, ServiceError> {
        let service = &self.catalog.service;
        if envelope.version != service.version {
            let message =
                format!("Specified parameter Version is not valid: {} has the version {}.", service.product, service.version);
            return Err(ServiceError::new(400, "InvalidVersion", message));
        }
        self.catalog.operation(&envelope.action).ok_or_else(|| self.no_operation(&envelope.action))
    }

    fn no_operation(&self, name: &str) -> ServiceError {
        let message = format!("Specified api is not found: {} has no operation {name}.", self.catalog.service.product);
        ServiceError::new(404, "InvalidAction.NotFound", message)
    }

    /// Refuses more requests a second than may be.
    fn check_rate(&self, operation: &str, progress: &Progress) -> Result<(), ServiceError> {
        self.state().rates.take(operation, progress.wire).map_err(|wait| {
            let mut error = ServiceError::new(400, "Throttling.User", "Request was denied due to user flow control.");
            error.retry_after = Some(wait);
            error
        })
    }

    fn fault(&self, operation: &str) -> Option<Fault> {
        self.state().faults.take(operation, || self.ids.fraction())
    }

    fn authenticate(&self, incoming: &Incoming, envelope: &Envelope, progress: &mut Progress) -> Result<Session, ServiceError> {
        if let Some(Fault::Clock { seconds }) = progress.fault {
            progress.clock = seconds.saturating_mul(1000);
        }
        let times = Times { wire: progress.wire.saturating_add_signed(progress.clock), state: progress.at };
        let State { keys, nonces, .. } = &mut *self.state();
        let session = authenticate(incoming, envelope, keys, nonces, times).inspect_err(|error| {
            if ["SignatureDoesNotMatch", "IncompleteSignature"].contains(&error.code.as_str()) {
                let operation = self.catalog.operation(&envelope.action);
                let sensitive =
                    |name: &str| operation.as_ref().is_some_and(|operation| self.catalog.is_sensitive(operation, name));
                progress.signature = explain(incoming, envelope, keys, sensitive);
            }
        })?;
        progress.access_key_id.clone_from(&session.key_id);
        Ok(session)
    }

    /// Injects a fault that takes the place of the work.
    fn inject_fault(&self, progress: &mut Progress) -> Result<(), ServiceError> {
        match progress.fault.as_ref().filter(|fault| fault.is_instead()) {
            Some(fault) => {
                progress.answer = Answer::Fault;
                // Those without a service error get what is sent instead on the way out.
                Err(fault.error().unwrap_or_else(|| ServiceError::new(503, "ServiceUnavailable", "")))
            }
            None => Ok(()),
        }
    }

    fn arguments(&self, operation: &Operation, envelope: &Envelope, progress: &mut Progress) -> Result<Arguments, ServiceError> {
        let rules = Rules { catalog: &self.catalog, operation, ignore_unknown: self.settings.ignore_unknown };
        let (arguments, ignored) = rules.arguments(&envelope.parameters)?;
        progress.ignored = ignored;
        let region = self.region(&arguments);
        match region.is_empty() || self.catalog.has_region(region) {
            true => Ok(arguments),
            false => {
                Err(operation.error(&["InvalidRegionId.NotFound"], format!("The specified RegionId ({region}) does not exist.")))
            }
        }
    }

    fn region<'a>(&self, arguments: &'a Arguments) -> &'a str {
        let name = self.catalog.service.region_parameter.as_deref().unwrap_or("RegionId");
        arguments.get(name).and_then(Value::as_str).unwrap_or_default()
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
        let answer = if action.is_some() { Answer::State } else { Answer::Example };
        let token = operation.token_parameter().and_then(|name| arguments.get(name)).and_then(Value::as_str).map(str::to_owned);
        let token = token.filter(|token| !token.is_empty());
        let dry_run = operation.spec.parameters.get("DryRun").is_some() && arguments.get("DryRun") == Some(&true.into());
        if let Some(token) = &token
            && let Some(reply) = state.tokens.look(operation.name(), token, &arguments)?
        {
            progress.answer = answer;
            return Ok(reply);
        }

        let reads = matches!(action, None | Some(Action::Get(_) | Action::List(_)));
        if reads && token.is_none() && !dry_run {
            // A copy of the store is all that a reader needs: others go on meanwhile.
            let mut store = state.store.clone();
            drop(state);
            let mut call = self.call(operation, arguments, progress.at, &mut store, pace);
            let reply = match action {
                Some(action) => engine::run(action, &mut call)?,
                None => reply::example(operation, &call.arguments),
            };
            progress.answer = answer;
            return Ok(reply);
        }

        // What is remembered with the token is what came, not what the operation makes of it.
        let asked = token.is_some().then(|| arguments.clone());
        let mut store = state.store.clone();
        let mut call = self.call(operation, arguments, progress.at, &mut store, pace);
        let reply = match action {
            Some(action) => engine::run(action, &mut call)?,
            None => reply::example(operation, &call.arguments),
        };
        if dry_run {
            let message = "Request validation has been passed with DryRun flag set.";
            return Err(ServiceError::new(400, "DryRunOperation", message));
        }
        progress.answer = answer;
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

    fn handle_sts(&self, incoming: &Incoming, envelope: &Envelope, progress: &mut Progress) -> Result<Reply, ServiceError> {
        progress.fault = self.fault(&envelope.action);
        let session = match sts::is_signed(envelope) {
            true => Some(self.authenticate(incoming, envelope, progress)?),
            false => None,
        };
        if let Some(session) = &session {
            session.authorize("sts", &envelope.action)?;
        }
        self.inject_fault(progress)?;
        progress.answer = Answer::State;
        sts::answer(envelope, session.as_ref(), &mut self.state().keys, &self.ids, progress.at)
    }

    fn record(&self, progress: Progress, outcome: &Outcome, code: Option<String>) {
        let request = Request {
            at: std::time::SystemTime::UNIX_EPOCH + Duration::from_millis(progress.at),
            method: progress.method,
            operation: progress.operation,
            parameters: progress.parameters,
            access_key_id: progress.access_key_id,
            ignored: progress.ignored,
            answer: progress.answer,
            status: match outcome.fault {
                Some(Fault::DropBefore | Fault::DropAfter) => 0,
                Some(Fault::BadGateway) => 502,
                _ => outcome.status,
            },
            code,
            request_id: outcome.request_id.clone(),
            signature: progress.signature,
        };
        tracing::debug!(operation = request.operation, status = request.status, code = request.code, answer = ?request.answer, "answered");
        if let Some(observer) = &self.settings.on_request {
            (observer.0)(&request);
        }
        self.state().log.push(request);
    }
}

/// The host without its port.
fn host_id(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
