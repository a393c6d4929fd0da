//! A request from the first look to the answer, in the order in which the service checks.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::request::Parts;
use serde_json::{Map, Value};

use crate::auth::{Keys, Nonces, authenticate};
use crate::catalog::{Catalog, Operation};
use crate::clock::{Clock, millis};
use crate::envelope::{Envelope, Format};
use crate::ids::Ids;
use crate::incoming::Incoming;
use crate::server::Logged;
use crate::service_error::ServiceError;
use crate::state::State;
use crate::tokens::{self, Tokens};
use crate::{example, parameters, reply};

/// Requests that the log keeps.
const LOG: usize = 1000;

/// All that an emulator knows.
#[derive(Debug)]
pub(crate) struct Core {
    catalog: Catalog,
    keys: Keys,
    nonces: Nonces,
    tokens: Tokens,
    state: State,
    ids: Ids,
    clock: Arc<dyn Clock>,
    log: VecDeque<Logged>,
}

/// An answer.
pub(crate) struct Handled {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) request_id: String,
    pub(crate) date: String,
    pub(crate) body: String,
    /// Whether it is made of the spec's examples.
    pub(crate) example: bool,
}

/// A reply without its request id, and whether it is made of examples.
struct Answer {
    fields: Map<String, Value>,
    example: bool,
}

impl Core {
    pub(crate) fn new(catalog: Catalog, keys: Keys, delay: Duration, clock: Arc<dyn Clock>) -> Self {
        let delay = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        let state = State::new(delay);
        Core { catalog, keys, state, clock, nonces: Nonces::default(), tokens: Tokens::default(), ids: Ids::default(), log: VecDeque::new() }
    }

    pub(crate) fn log(&self) -> Vec<Logged> {
        self.log.iter().cloned().collect()
    }

    /// Makes a VPN gateway that is ready, without a request.
    pub(crate) fn seed_vpn_gateway(&mut self) -> String {
        self.state.seed_vpn_gateway(millis(self.clock.now()), &self.ids).unwrap_or_default()
    }

    /// Answers a request; a body that is too long is `None`.
    pub(crate) fn handle(&mut self, parts: Parts, body: Option<Vec<u8>>) -> Handled {
        let now = self.clock.now();
        let request_id = self.ids.request();
        let Some(body) = body else {
            let error = ServiceError::new(413, "RequestTooLarge", "The body of the request is too large.");
            return self.refuse(Format::Json, "", "", error, request_id, now);
        };
        let incoming = match Incoming::new(parts, body) {
            Ok(incoming) => incoming,
            Err(error) => return self.refuse(Format::Json, "", "", error, request_id, now),
        };
        let format = Format::of(&incoming);
        let envelope = match Envelope::read(&incoming) {
            Ok(envelope) => envelope,
            Err(error) => return self.refuse(format, "", &incoming.host, error, request_id, now),
        };
        match self.answer(&incoming, &envelope, now) {
            Ok(answer) => {
                let mut fields = answer.fields;
                fields.insert("RequestId".into(), request_id.as_str().into());
                let root = format!("{}Response", envelope.action);
                let (content_type, body) = reply::write(format, &root, &Value::Object(fields));
                self.note(&envelope.action, 200, None, &request_id);
                Handled { status: 200, content_type, request_id, date: date(now), body, example: answer.example }
            }
            Err(error) => self.refuse(format, &envelope.action, &incoming.host, error, request_id, now),
        }
    }

    fn answer(&mut self, incoming: &Incoming, envelope: &Envelope, now: SystemTime) -> Result<Answer, ServiceError> {
        let operation = self.find(envelope)?;
        let session = authenticate(incoming, envelope, &self.keys, &mut self.nonces, millis(now))?;
        session.authorize(&self.catalog.service.product, operation.name())?;
        let parameters = parameters::read(&self.catalog, &operation, &envelope.parameters)?;
        self.check_region(&parameters)?;
        if parameters.get("DryRun") == Some(&Value::Bool(true)) && operation.spec.parameters.get("DryRun").is_some() {
            self.state.dry_run(&operation, &parameters, millis(now))?;
            return Err(ServiceError::new(400, "DryRunOperation", "Request validation has been passed with DryRun flag set."));
        }
        let token = operation.token_parameter().and_then(|name| parameters.get(name)?.as_str().map(|token| (name, token)));
        let Some((name, token)) = token.filter(|(_, token)| !token.is_empty()) else { return self.act(&operation, &parameters, now) };
        tokens::check(name, token)?;
        if let Some(Value::Object(fields)) = self.tokens.earlier(operation.name(), token, &parameters)? {
            return Ok(Answer { fields, example: false });
        }
        let answer = self.act(&operation, &parameters, now)?;
        self.tokens.keep(operation.name(), token, parameters.clone(), Value::Object(answer.fields.clone()));
        Ok(answer)
    }

    fn find(&self, envelope: &Envelope) -> Result<Arc<Operation>, ServiceError> {
        if envelope.version != self.catalog.service.version {
            let message = format!("Specified parameter Version {} is not valid.", envelope.version);
            return Err(ServiceError::new(400, "InvalidVersion", message));
        }
        self.catalog.operation(&envelope.action).ok_or_else(|| {
            ServiceError::new(404, "InvalidAction.NotFound", format!("Specified api {} is not found.", envelope.action))
        })
    }

    fn check_region(&self, parameters: &Map<String, Value>) -> Result<(), ServiceError> {
        let region = self.catalog.service.region_parameter.as_deref().and_then(|name| parameters.get(name)?.as_str());
        match region {
            Some(region) if !self.catalog.has_region(region) => {
                Err(ServiceError::new(404, "InvalidRegionId.NotFound", format!("The specified RegionId {region} does not exist.")))
            }
            _ => Ok(()),
        }
    }

    fn act(&mut self, operation: &Operation, parameters: &Map<String, Value>, now: SystemTime) -> Result<Answer, ServiceError> {
        match self.state.act(operation, parameters, millis(now), &self.ids)? {
            Some(fields) => Ok(Answer { fields, example: false }),
            None => Ok(Answer { fields: example::reply(operation), example: true }),
        }
    }

    fn refuse(&mut self, format: Format, action: &str, host: &str, error: ServiceError, request_id: String, now: SystemTime) -> Handled {
        let (content_type, body) = reply::write(format, "Error", &error.body(&request_id, host));
        self.note(action, error.status, Some(error.code), &request_id);
        Handled { status: error.status, content_type, request_id, date: date(now), body, example: false }
    }

    fn note(&mut self, operation: &str, status: u16, code: Option<String>, request_id: &str) {
        tracing::info!(operation, status, code, request_id, "answered");
        if self.log.len() >= LOG {
            self.log.pop_front();
        }
        self.log.push_back(Logged { operation: operation.to_owned(), status, code, request_id: request_id.to_owned() });
    }
}

fn date(now: SystemTime) -> String {
    httpdate::fmt_http_date(now.clamp(SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799)))
}
