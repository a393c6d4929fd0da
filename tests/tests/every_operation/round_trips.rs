//! Requests and replies of every operation go through serde and back.

use std::collections::BTreeMap;

use acs_tests::metadata::{self, Kind, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::every_operation;

#[test]
fn requests_and_replies_go_through_serde_and_back() {
    let operations: BTreeMap<_, _> =
        metadata::operations().into_iter().map(|operation| (operation.name.clone(), operation)).collect();
    let subjects = every_operation();
    assert_eq!(subjects.len(), 403);
    // Parameters that every operation takes are not fields of its request.
    let is_own = |parameter: &metadata::Parameter| !vpc_api::OPERATIONS.parameters.contains(&parameter.name.as_str());
    for subject in subjects {
        let name = subject.info.name.as_ref();
        let operation = &operations[name];
        let reply = operation.response.fill("", 2, &mut scalar);
        assert_eq!((subject.round_trip_of_response)(&reply), reply, "{name}");
        for request in [Value::Object(operation.request(is_own, 2, &mut scalar)), json!({})] {
            assert_eq!((subject.round_trip_of_request)(&request), request, "{name}");
        }
    }
}

#[test]
fn what_a_program_stored_must_fit() {
    let error = serde_json::from_str::<vpc_api::vpc::DescribeVpcsResponse>(r#"{"TotalCount":"many"}"#).unwrap_err();
    assert!(error.to_string().contains("`TotalCount` should be a 64-bit integer"), "{error}");
}

/// The JSON of a value that was made from JSON, after one more way there and back.
pub(super) fn there_and_back<T: Serialize + DeserializeOwned + PartialEq>(json: &Value) -> Value {
    let value: T = serde_json::from_str(&json.to_string()).unwrap();
    let text = serde_json::to_string(&value).unwrap();
    // Not `assert_eq`: what shows the values would be compiled for each type.
    assert!(serde_json::from_str::<T>(&text).unwrap() == value, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn scalar(schema: &Schema, path: &str) -> Value {
    match schema.kind {
        Kind::Integer => json!(path.len()),
        Kind::Number => json!(path.len() as f64 + 0.25),
        Kind::Boolean => json!(path.len().is_multiple_of(2)),
        _ => json!(format!("{path}: <生产> \"🚀\"\n")),
    }
}
