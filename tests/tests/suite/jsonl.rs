//! The command line works from specs, the generated client from types. Both give the same answer to every line.

use acs_cli::SchemaCodec;
use acs_tests::metadata::{Kind, Operation, Schema, lines, operations};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The example that answers through the generated types.
#[allow(dead_code, reason = "its `main` is not called")]
#[path = "../../../vpc-api/examples/jsonl.rs"]
mod typed;

/// Compares the two, and counts the answers that are errors.
struct Comparison {
    codec: SchemaCodec,
    answers: usize,
    errors: usize,
}

impl Comparison {
    fn new() -> Self {
        Comparison { codec: SchemaCodec::embedded().unwrap_or_else(|error| panic!("{error:?}")), answers: 0, errors: 0 }
    }

    fn encode(&mut self, operation: &str, input: impl Into<Value>) {
        let line = json!({ "operation": operation, "input": input.into() }).to_string();
        self.same(&line, self.codec.encode_line(line.as_bytes()), typed::encode(line.as_bytes()));
    }

    fn decode(&mut self, operation: &str, format: &str, body: impl Into<String>) {
        let line = json!({ "operation": operation, "format": format, "body": body.into() }).to_string();
        self.same(&line, self.codec.decode_line(line.as_bytes()), typed::decode(line.as_bytes()));
    }

    /// Errors are told in different words: the command line speaks of its options.
    fn same(&mut self, line: &str, by_spec: Value, by_types: Value) {
        self.answers += 1;
        if by_types.get("error").is_some() {
            self.errors += 1;
            assert!(by_spec.get("error").is_some(), "{line}: {by_types} by the types, {by_spec} by the spec");
        } else {
            // As text, for the order of the fields.
            assert_eq!(by_spec.to_string(), by_types.to_string(), "{line}");
        }
    }
}

#[test]
fn requests_of_every_operation_are_encoded_alike() {
    let mut comparison = Comparison::new();
    for operation in operations() {
        for count in [0, 1, 2, 12] {
            comparison.encode(&operation.name, operation.request(|_| true, count, &mut scalar));
        }
        comparison.encode(&operation.name, operation.request(|parameter| parameter.schema.required, 1, &mut scalar));
        comparison.encode(&operation.name, Map::new());
        comparison.encode(&operation.name, operation.request(|_| true, 2, &mut |_, _| Value::Null));
        comparison.encode(&operation.name, with_empty_items(&operation));
    }
    assert!(comparison.answers > 403 * 7);
}

/// Numbers and booleans as text, text as numbers.
#[test]
fn values_of_another_type_are_encoded_alike() {
    let mut comparison = Comparison::new();
    for operation in operations() {
        let other = operation.request(|_| true, 2, &mut |schema, path| match schema.kind {
            Kind::Integer => json!("12"),
            Kind::Boolean => json!("True"),
            _ => json!(path.len()),
        });
        comparison.encode(&operation.name, other);
        // The types take the common parameters as text.
        let own = |name: &str| !vpc_api::OPERATIONS.parameters.contains(&name);
        let text = operation.request(|parameter| own(&parameter.name), 1, &mut |_, _| json!("text"));
        comparison.encode(&operation.name, text);
        let wide = operation.request(|parameter| own(&parameter.name), 1, &mut |schema, path| match schema.kind {
            Kind::Integer => json!(i64::from(i32::MAX) + 1),
            _ => scalar(schema, path),
        });
        comparison.encode(&operation.name, wide);
        let mut unknown = Map::new();
        unknown.insert("Unheard".to_owned(), json!("of"));
        comparison.encode(&operation.name, unknown);
    }
    assert!(comparison.errors > 403, "each operation rejects an unknown parameter");
}

#[test]
fn every_vector_is_encoded_alike() {
    #[derive(Deserialize)]
    struct Vector {
        operation: String,
        input: Value,
    }

    let mut comparison = Comparison::new();
    for Vector { operation, input } in lines::<Vector>("params.jsonl") {
        comparison.encode(&operation, input);
    }
    assert_eq!((comparison.answers, comparison.errors), (60, 0));
}

#[test]
fn every_documented_reply_is_decoded_alike() {
    #[derive(Deserialize)]
    struct Sample {
        operation: String,
        json: Value,
        xml: Option<String>,
    }

    let mut comparison = Comparison::new();
    for Sample { operation, json, xml } in lines::<Sample>("samples.jsonl") {
        comparison.decode(&operation, "json", json.to_string());
        if let Some(xml) = xml {
            comparison.decode(&operation, "xml", xml);
        }
    }
    assert!(comparison.answers > 199);
}

#[test]
fn replies_of_every_operation_are_decoded_alike() {
    let mut comparison = Comparison::new();
    for operation in operations() {
        for count in [0, 1, 2] {
            let reply = operation.response.fill("", count, &mut scalar);
            comparison.decode(&operation.name, "json", reply.to_string());
            comparison.decode(&operation.name, "xml", acs_tests::xml::reply(&operation, &reply));
        }
        let other = operation.response.fill("", 2, &mut |schema, path| match schema.kind {
            Kind::Integer => json!(path.len().to_string()),
            Kind::Number => json!(format!("{}.5", path.len())),
            Kind::Boolean => json!(["True", "False"][path.len() % 2]),
            _ => json!(path.len() * 1_000_003),
        });
        comparison.decode(&operation.name, "json", other.to_string());
        let text = operation.response.fill("", 1, &mut |_, _| json!("text"));
        comparison.decode(&operation.name, "json", text.to_string());
        let blank = operation.response.fill("", 1, &mut |_, _| json!(""));
        comparison.decode(&operation.name, "json", blank.to_string());
        comparison.decode(&operation.name, "xml", acs_tests::xml::reply(&operation, &blank));
        let wide = operation.response.fill("", 1, &mut |schema, path| match schema.kind {
            Kind::Integer => json!(i64::MAX),
            _ => scalar(schema, path),
        });
        comparison.decode(&operation.name, "json", wide.to_string());
    }
    assert!(comparison.errors > 0 && comparison.errors < comparison.answers / 2);
}

#[test]
fn lines_that_cannot_be_answered_are_errors_alike() {
    let mut comparison = Comparison::new();
    comparison.encode("CreateVcp", json!({}));
    comparison.encode("CreateVpc", json!([]));
    comparison.decode("CreateVcp", "json", "{}");
    comparison.decode("CreateVpc", "json", "{");
    comparison.decode("CreateVpc", "yaml", "{}");
    for line in ["{", "{}", "[]"] {
        comparison.same(line, comparison.codec.encode_line(line.as_bytes()), typed::encode(line.as_bytes()));
        comparison.same(line, comparison.codec.decode_line(line.as_bytes()), typed::decode(line.as_bytes()));
    }
    assert_eq!(comparison.errors, comparison.answers);
}

/// Items of lists that hold nothing.
fn with_empty_items(operation: &Operation) -> Map<String, Value> {
    let mut request = operation.request(|_| true, 3, &mut scalar);
    for parameter in &operation.parameters {
        let of_objects = parameter.schema.items.as_ref().is_some_and(|item| item.kind == Kind::Object);
        if let Some(items) = request.get_mut(&parameter.name).and_then(Value::as_array_mut) {
            items[1] = if of_objects { json!({}) } else { Value::Null };
        }
    }
    request
}

fn scalar(schema: &Schema, path: &str) -> Value {
    match schema.kind {
        Kind::Integer => json!(path.len()),
        Kind::Number => json!(path.len() as f64 + 0.5),
        Kind::Boolean => json!(path.len().is_multiple_of(2)),
        _ => json!(path),
    }
}
