//! Faults for clients in other processes.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::Value;

use super::reply::{answer, parse, refuse};
use crate::faults::FaultRule;
use crate::service::Service;

/// `GET /_emulator/faults`: the rules in force.
pub(super) async fn list(State(service): State<Arc<Service>>) -> Response {
    let rules = service.state().faults.rules().to_vec();
    answer(&rules)
}

/// `POST /_emulator/faults` with a rule, or a list of them.
pub(super) async fn add(State(service): State<Arc<Service>>, request: Request) -> Response {
    let value = match parse(request.into_body(), "a fault rule, or a list of them").await {
        Ok(value) => value,
        Err(refused) => return refused,
    };
    match rules(value) {
        Ok(rules) => {
            if let Some(rule) = rules.iter().find(|rule| !service.has_operation(rule.pattern())) {
                let message = format!("There is no operation {}: no request would get the fault.", rule.pattern());
                return refuse(StatusCode::BAD_REQUEST, "InvalidParameter", &message);
            }
            let mut state = service.state();
            rules.into_iter().for_each(|rule| state.faults.add(rule));
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => {
            refuse(StatusCode::BAD_REQUEST, "InvalidParameter", &format!("The body is not a list of fault rules: {error}."))
        }
    }
}

/// `DELETE /_emulator/faults`
pub(super) async fn clear(State(service): State<Arc<Service>>) -> Response {
    service.state().faults.clear();
    StatusCode::NO_CONTENT.into_response()
}

/// One rule or a list of rules.
fn rules(value: Value) -> serde_json::Result<Vec<FaultRule>> {
    match value {
        Value::Array(rules) => rules.into_iter().map(serde_json::from_value).collect(),
        rule => Ok(vec![serde_json::from_value(rule)?]),
    }
}
