//! Calling an operation, and waiting for what it began.

use std::time::Duration;

use acs_runtime::facts::Shared;
use acs_runtime::operation::WaiterInfo;
use acs_runtime::waiter::PollOutcome;
use acs_runtime::{CallOptions, Error, RetryPolicy};
use acs_spec::{Named, Operation, Schema, Waiter};
use serde_json::{Map, Value};

use crate::backend::Backend;
use crate::info::Known;
use crate::request::{MASK, Request};
use crate::waited;

/// A call that was answered with success.
#[derive(Debug)]
pub(crate) struct Answered {
    /// The reply, its secrets masked.
    pub(crate) reply: Value,
    pub(crate) status: u16,
    pub(crate) request_id: String,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    /// The ids of the resources to wait for, separated by commas, if there are any.
    pub(crate) wait: Option<String>,
}

/// Calls an operation. Without `retry` there is one attempt.
pub(crate) async fn call(
    backend: &Backend,
    known: &Known,
    operation: &Operation,
    waiter: Option<&Waiter>,
    request: &Request,
    retry: bool,
) -> Result<Answered, Error> {
    let mut call = backend.client().call(known.operation.clone());
    if !retry {
        call.options(CallOptions::new().retry(RetryPolicy::off()));
    }
    let (reply, metadata) = call.send_with_metadata::<Map<String, Value>>(request).await?.into_parts();
    let ids = waiter.map(|waiter| waited::ids(waiter, operation, &request.to_map(), &reply)).unwrap_or_default();
    let mut reply = Value::Object(reply);
    mask_fields(&mut reply, &operation.response, &operation.shapes);
    Ok(Answered {
        reply,
        status: metadata.status(),
        request_id: metadata.request_id().unwrap_or_default().to_owned(),
        attempts: metadata.attempts(),
        elapsed: metadata.elapsed(),
        wait: (!ids.is_empty()).then(|| ids.join(",")),
    })
}

/// Asks whether the operation would succeed.
pub(crate) async fn dry_run(backend: &Backend, known: &Known, request: &Request) -> Result<(), Error> {
    backend.client().call(known.operation.clone()).dry_run(request).await
}

/// What one poll of a wait found.
#[derive(Debug)]
pub(crate) struct Progress {
    /// The state as the service names it, or whether the resource is there.
    pub(crate) state: String,
    pub(crate) done: bool,
}

impl Progress {
    fn of(seen: PollOutcome, done: bool) -> Self {
        let presence = if seen.present { "there" } else { "not there" };
        Progress { state: seen.state.unwrap_or_else(|| presence.to_owned()), done }
    }
}

/// Polls once. `ids` are separated by commas.
pub(crate) async fn poll(
    backend: &Backend,
    waiter: Shared<WaiterInfo>,
    ids: &str,
    also: &[(String, String)],
) -> Result<Progress, Error> {
    let mut wait = backend.client().wait_for_all(waiter, ids.split(',').map(str::trim).filter(|id| !id.is_empty()));
    for (name, value) in also {
        wait = wait.also(name, value);
    }
    let mut states = wait.states();
    let Some(seen) = states.next().await.transpose()? else { return Ok(Progress { state: String::new(), done: true }) };
    // A wait that goes on sleeps before the next poll; one that is over says so at once.
    match tokio::time::timeout(Duration::ZERO, states.next()).await {
        Err(_) => Ok(Progress::of(seen, false)),
        Ok(None) => Ok(Progress::of(seen, true)),
        Ok(Some(Ok(later))) => Ok(Progress::of(later, false)),
        Ok(Some(Err(error))) => Err(error),
    }
}

/// Puts a mask in place of what the spec calls sensitive.
fn mask_fields(reply: &mut Value, fields: &Named<Schema>, shapes: &Named<Schema>) {
    let Value::Object(entries) = reply else { return };
    for (name, value) in entries {
        if let Some(schema) = fields.get(name) {
            mask(value, schema, shapes);
        }
    }
}

fn mask(value: &mut Value, schema: &Schema, shapes: &Named<Schema>) {
    let resolved = schema.resolved(shapes).unwrap_or(schema);
    if schema.sensitive || resolved.sensitive {
        if !value.is_null() {
            *value = MASK.into();
        }
        return;
    }
    match value {
        Value::Array(items) => {
            if let Some(item) = resolved.items.as_deref() {
                items.iter_mut().for_each(|value| mask(value, item, shapes));
            }
        }
        Value::Object(entries) => match (&resolved.wraps, resolved.items.as_deref()) {
            // The object that wraps a list on the wire.
            (Some(wraps), Some(_)) => {
                if let Some(list) = entries.get_mut(wraps) {
                    mask(list, resolved, shapes);
                }
            }
            _ => mask_fields(value, &resolved.fields, shapes),
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_of_a_reply_are_masked_wherever_they_are() {
        let operation: Operation = serde_yaml::from_str(
            "
operation: X
summary: S.
access: read
response:
  Key: { type: string, sensitive: true }
  Open: { type: string }
  Certs: { type: list, wraps: Cert, items: { shape: Cert } }
shapes:
  Cert: { type: object, fields: { Psk: { type: string, sensitive: true }, Name: { type: string } } }
",
        )
        .unwrap();
        let mut reply = json!({"Key": "s1", "Open": "o", "Certs": {"Cert": [{"Psk": "s2", "Name": "n"}, {"Name": "m"}]}});
        mask_fields(&mut reply, &operation.response, &operation.shapes);
        let expected = json!({"Key": MASK, "Open": "o", "Certs": {"Cert": [{"Psk": MASK, "Name": "n"}, {"Name": "m"}]}});
        assert_eq!(reply, expected);
    }
}
