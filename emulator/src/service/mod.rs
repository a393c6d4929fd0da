//! What happens to a request, from top to bottom.

mod state;
mod work;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use acs_spec::Auth;
use http::request::Parts;
use serde_json::Value;

use crate::auth::{Session, Times, explain, identify};
use crate::catalog::{Catalog, Operation};
use crate::clock::MovableClock;
use crate::engine::{Registry, Reply};
use crate::envelope::{Envelope, Format};
use crate::faults::Fault;
use crate::ids::Ids;
use crate::incoming::Incoming;
use crate::log::{self, Answer, Request, SignatureCheck};
use crate::pattern;
use crate::registry::registry;
use crate::reply;
use crate::service_error::ServiceError;
use crate::store::{Text, Written};
use crate::sts;

pub(crate) use state::{Observer, Settings, Snapshot, State};

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
    /// Where the reply is to be kept once it is written, and as the answer to what.
    keep: Option<(Written, String)>,
}

/// What a request that is not refused gets.
enum Accepted {
    Reply(Reply),
    /// What a request for the same wrote before, from the same state.
    Written(Arc<Text>),
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
        let (status, code, body) = match result {
            Ok(Accepted::Written(text)) => (200, None, text.with(&request_id)),
            Ok(Accepted::Reply(mut reply)) => {
                reply.insert("RequestId".to_owned(), request_id.as_str().into());
                let body = reply::write(&Value::Object(reply), &format!("{}Response", progress.operation), format);
                if let Some((written, question)) = progress.keep.take() {
                    written.keep(question, &body, &request_id);
                }
                (200, None, body)
            }
            Err(error) => {
                let body = reply::write(&error.body(&request_id, host_id(&host)), "Error", format);
                (error.status, Some(error.code), body)
            }
        };
        let date = progress.wire.saturating_add_signed(progress.clock);
        // A fault in place of the work did not come about if the request was refused before.
        let fault = progress.fault.clone().filter(|fault| progress.answer == Answer::Fault || !fault.is_instead());
        let outcome = Outcome {
            status,
            request_id,
            content_type: format.content_type(),
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
            keep: None,
        }
    }

    fn handle(&self, incoming: &Incoming, progress: &mut Progress) -> Result<Accepted, ServiceError> {
        let envelope = Envelope::read(incoming)?;
        progress.operation = log::shown_name(&envelope.action);
        // A spec of that service answers what is not emulated of it.
        if sts::is_sts(&envelope) && (sts::has(&envelope.action) || self.catalog.operation(&envelope.action).is_none()) {
            return self.handle_sts(incoming, &envelope, progress).map(Accepted::Reply);
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
        self.accept(&operation, arguments, Format::of(incoming), progress)
    }

    /// Whether a pattern names an operation that is answered.
    pub(crate) fn has_operation(&self, pattern: &str) -> bool {
        self.catalog.names().chain(sts::OPERATIONS).any(|name| pattern::names(pattern, name))
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

    fn authenticate(
        &self,
        incoming: &Incoming,
        envelope: &Envelope,
        progress: &mut Progress,
    ) -> Result<Arc<Session>, ServiceError> {
        if let Some(Fault::Clock { seconds }) = progress.fault {
            progress.clock = seconds.saturating_mul(1000);
        }
        let times = Times { wire: progress.wire.saturating_add_signed(progress.clock), state: progress.at };
        let check = || {
            let claimant = {
                let State { keys, nonces, .. } = &mut *self.state();
                identify(incoming, envelope, keys, nonces, times)?
            };
            claimant.verify(incoming)?;
            claimant.accept(&mut self.state().nonces)
        };
        let session = check().inspect_err(|error| {
            if ["SignatureDoesNotMatch", "IncompleteSignature"].contains(&error.code.as_str()) {
                let operation = self.catalog.operation(&envelope.action);
                let sensitive =
                    |name: &str| operation.as_ref().is_some_and(|operation| self.catalog.is_sensitive(operation, name));
                progress.signature = explain(incoming, envelope, &self.state().keys, sensitive);
            }
        })?;
        progress.access_key_id.clone_from(&session.key_id);
        Ok(session)
    }

    /// Injects a fault that replaces the work.
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
        sts::answer(envelope, session.as_deref(), &mut self.state().keys, &self.ids, progress.at)
    }

    fn record(&self, progress: Progress, outcome: &Outcome, code: Option<String>) {
        let request = Request {
            at: std::time::SystemTime::UNIX_EPOCH + Duration::from_millis(progress.at),
            method: progress.method,
            operation: progress.operation,
            parameters: progress.parameters,
            access_key_id: progress.access_key_id,
            ignored: progress.ignored.iter().map(|name| log::shown_name(name)).collect(),
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
