//! The control endpoint, below `/_emulator`: faults for clients in other processes, and what came in.

use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::{Value, json};

use super::{plain, read};
use crate::clock;
use crate::faults::FaultRule;
use crate::service::Service;
use crate::service_error::ServiceError;

/// `GET /_emulator/faults`: the rules in force.
pub(super) async fn faults(State(service): State<Arc<Service>>) -> Response {
    answer(&serde_json::to_value(service.state().faults.rules()).unwrap_or_default())
}

/// `POST /_emulator/faults` with a rule, or a list of them.
pub(super) async fn add_faults(State(service): State<Arc<Service>>, request: Request) -> Response {
    let body = match read(request.into_body()).await {
        Ok(body) => body,
        Err(error) => return plain(&service, &error),
    };
    match rules(&body) {
        Ok(rules) => {
            let mut state = service.state();
            rules.into_iter().for_each(|rule| state.faults.add(rule));
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => plain(&service, &ServiceError::new(400, "InvalidParameter", format!("These are no fault rules: {error}."))),
    }
}

/// `DELETE /_emulator/faults`
pub(super) async fn clear_faults(State(service): State<Arc<Service>>) -> Response {
    service.state().faults.clear();
    StatusCode::NO_CONTENT.into_response()
}

/// `GET /_emulator/requests`: the last requests, the oldest first.
pub(super) async fn requests(State(service): State<Arc<Service>>) -> Response {
    let requests = service.state().log.all();
    let shown = requests.iter().map(|request| {
        let parameters = request.parameters.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        json!({
            "at": clock::text(clock::millis(request.at.max(SystemTime::UNIX_EPOCH))),
            "method": request.method,
            "operation": request.operation,
            "parameters": Value::Object(parameters.collect()),
            "access_key_id": request.access_key_id,
            "ignored": request.ignored,
            "answer": format!("{:?}", request.answer).to_lowercase(),
            "status": request.status,
            "code": request.code,
            "request_id": request.request_id,
        })
    });
    answer(&shown.collect())
}

/// One rule or a list of rules, as JSON.
pub(crate) fn rules(text: &[u8]) -> serde_json::Result<Vec<FaultRule>> {
    match serde_json::from_slice(text)? {
        Value::Array(rules) => rules.into_iter().map(serde_json::from_value).collect(),
        rule => Ok(vec![serde_json::from_value(rule)?]),
    }
}

fn answer(body: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
