//! Requests that the official SDKs sent, encoded again through the generated types.

use std::collections::BTreeMap;

use acs_tests::metadata::lines;
use serde::Deserialize;
use serde_json::Value;

/// A request as the Python and Node SDKs agree on it.
#[derive(Deserialize)]
struct Vector {
    operation: String,
    note: String,
    method: String,
    input: Value,
    query: BTreeMap<String, String>,
    body: BTreeMap<String, String>,
    content_type: Option<String>,
}

#[test]
fn requests_are_those_of_the_official_sdks() {
    let vectors: Vec<Vector> = lines("params.jsonl");
    assert_eq!(vectors.len(), 60);
    for vector in vectors {
        let at = format!("{}: {}", vector.operation, vector.note);
        let sent = vpc_api::OPERATIONS.encode(&vector.operation, &vector.input).unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(sent.method.as_str(), vector.method, "{at}");
        assert_eq!(sent.query, vector.query, "{at}");
        assert_eq!(sent.body, vector.body, "{at}");
        assert_eq!(sent.content_type.map(str::to_owned), vector.content_type, "{at}");
    }
}
