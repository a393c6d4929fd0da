//! Every operation of the specs, once, with parameters made from its spec.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod common;

use acs_codegen::spec::{Kind, Operation, Schema, Style};
use acs_emulator::{Answer, Emulator};
use common::Setup;

/// The operations that this crate knows.
fn operations() -> Vec<Operation> {
    let files = acs_emulator::specs().iter().filter(|(path, _)| path.contains('/'));
    files.map(|(path, text)| serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"))).collect()
}

/// The flat parameters of a value that fits a schema.
fn fill(operation: &Operation, name: &str, schema: &Schema, to: &mut Vec<(String, String)>) {
    let schema = schema.shape.as_ref().and_then(|shape| operation.shapes.get(shape)).unwrap_or(schema);
    let kind = schema.kind.unwrap_or(Kind::String);
    match (kind, schema.style) {
        (Kind::Object, Some(Style::Json)) => to.push((name.into(), "{}".into())),
        (Kind::List, Some(Style::Simple)) => to.push((name.into(), "a,b".into())),
        (Kind::Object, _) => {
            schema.fields.iter().for_each(|(field, schema)| fill(operation, &format!("{name}.{field}"), schema, to))
        }
        (Kind::List, _) => fill(operation, &format!("{name}.1"), schema.items.as_deref().unwrap(), to),
        _ => to.push((name.into(), scalar(kind, schema))),
    }
}

fn scalar(kind: Kind, schema: &Schema) -> String {
    if let Some(first) = schema.closed.first() {
        return first.clone();
    }
    let example = schema.example.as_ref().and_then(|example| match example {
        serde_yaml::Value::String(text) => Some(text.clone()),
        serde_yaml::Value::Number(number) => Some(number.to_string()),
        serde_yaml::Value::Bool(value) => Some(value.to_string()),
        _ => None,
    });
    example.unwrap_or_else(|| match kind {
        Kind::Integer | Kind::Number => schema.minimum.as_ref().map_or("1".into(), ToString::to_string),
        Kind::Boolean => "true".into(),
        _ => "x".repeat(schema.min_length.unwrap_or(2).max(2) as usize),
    })
}

#[tokio::test]
async fn every_operation_is_accepted_with_all_its_parameters() {
    let setup = Setup::with(Emulator::builder().log_size(2000)).await;
    let operations = operations();
    let mut wrong = Vec::new();
    for operation in &operations {
        let mut parameters = Vec::new();
        operation.parameters.iter().for_each(|(name, schema)| fill(operation, name, schema, &mut parameters));
        parameters.retain(|(name, _)| !matches!(name.as_str(), "RegionId" | "DryRun" | "NextToken"));
        let pairs: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let pairs: Vec<_> = std::iter::once(("RegionId", "cn-hangzhou"))
            .filter(|(name, _)| operation.parameters.get(name).is_some())
            .chain(pairs)
            .collect();
        let reply = setup.send(&operation.operation, &pairs).await.unwrap();
        let body = reply.json();
        let is_example = reply.headers.contains_key("x-acs-emulator");
        assert_eq!(reply.headers["x-acs-request-id"].to_str().unwrap(), body["RequestId"], "{}", operation.operation);
        let code = body["Code"].as_str().unwrap_or_default();
        // What the examples name is not there; but no parameter is refused for its form by the general check.
        let refused = ["InvalidParameter", "MissingParameter", "InvalidAction.NotFound", "InternalError", "InvalidVersion"];
        if (is_example && reply.status != 200) || refused.contains(&code) || reply.status >= 500 {
            wrong.push(format!("{}: {}", operation.operation, reply.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), operations.len(), wrong.join("\n"));
    let answers: Vec<_> = setup.emulator.requests().into_iter().map(|request| request.answer).collect();
    assert_eq!(answers.len(), operations.len());
    assert!(answers.contains(&Answer::Example));
}
