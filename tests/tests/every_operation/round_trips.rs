//! Requests and replies of every operation go through serde and back.

use std::collections::BTreeMap;
use std::fmt::Debug;

use acs_tests::metadata::{self, Kind, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use vpc_api::runtime::operation::Operation;

use super::{Visitor, visit_every_operation};

#[test]
fn requests_and_replies_go_through_serde_and_back() {
    let operations = metadata::operations().into_iter().map(|operation| (operation.name.clone(), operation)).collect();
    let mut visitor = RoundTrips { operations, visited: 0 };
    visit_every_operation(&mut visitor);
    assert_eq!(visitor.visited, 403);
}

#[test]
fn what_a_program_stored_must_fit() {
    let error = serde_json::from_str::<vpc_api::vpc::DescribeVpcsResponse>(r#"{"TotalCount":"many"}"#).unwrap_err();
    assert!(error.to_string().contains("`TotalCount` should be a 64-bit integer"), "{error}");
}

struct RoundTrips {
    operations: BTreeMap<String, metadata::Operation>,
    visited: usize,
}

impl Visitor for RoundTrips {
    fn visit<O>(&mut self)
    where
        O: Operation,
        O::Request: Serialize + DeserializeOwned + PartialEq + Debug,
        O::Response: Serialize + DeserializeOwned + PartialEq + Debug,
    {
        self.visited += 1;
        let name = O::INFO.name.as_ref();
        let operation = &self.operations[name];
        let reply = operation.response.fill("", 2, &mut scalar);
        assert_eq!(round_trip::<O::Response>(&reply), reply, "{name}");
        // Parameters that every operation takes are not fields of its request.
        let is_own = |parameter: &metadata::Parameter| !vpc_api::OPERATIONS.parameters.contains(&parameter.name.as_str());
        let request = Value::Object(operation.request(is_own, 2, &mut scalar));
        assert_eq!(round_trip::<O::Request>(&request), request, "{name}");
        assert_eq!(round_trip::<O::Request>(&json!({})), json!({}), "{name}");
    }
}

/// The JSON of a value that was made from JSON, after one more way there and back.
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: &Value) -> Value {
    let value: T = serde_json::from_str(&json.to_string()).unwrap();
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&text).unwrap(), value);
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
