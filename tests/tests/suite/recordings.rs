//! What a recording keeps of every operation: no value that a spec marks as a secret, in any format.

use std::collections::BTreeSet;

use acs_runtime::future::BoxFuture;
use acs_runtime::reply::HttpReply;
use acs_runtime::test::{MockTransport, RecordingTransport};
use acs_runtime::transport::{HttpRequest, Transport, TransportError};
use acs_spec::{Named, Schema};
use acs_tests::metadata::operations;
use acs_tests::xml;
use serde_json::json;

/// Answers everything with one text.
#[derive(Debug)]
struct Answer(String);

impl Transport for Answer {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async { Ok(HttpReply::new(200, http::HeaderMap::new(), self.0.clone())) })
    }
}

#[tokio::test]
async fn replies_of_every_operation_are_kept_without_secrets() {
    let tree = acs_tests::specs();
    let mut planted = 0;
    for described in operations() {
        let spec = &tree.operations.iter().find(|one| one.operation.operation == described.name).unwrap().operation;
        let info = vpc_api::OPERATIONS.operation(&described.name).unwrap().info;
        let secret = |path: &str| is_marked(path, &spec.response, &spec.shapes);
        let reply = described.response.fill("", 1, &mut |_, path| match secret(path) {
            true => json!("planted-secret"),
            false => json!("shown"),
        });
        if !reply.to_string().contains("planted-secret") {
            continue;
        }
        planted += 1;
        for text in [reply.to_string(), xml::reply(&described, &reply)] {
            let recording = RecordingTransport::new(Answer(text));
            let url = format!("https://localhost/?Action={}", described.name);
            recording.send(HttpRequest { sensitive: info.sensitive.clone(), ..HttpRequest::get(url) }).await.unwrap();
            let kept = recording.to_json();
            assert!(!kept.contains("planted-secret") && kept.contains("***"), "{}: {kept}", described.name);
        }
    }
    assert!(planted > 5, "only {planted} operations have secrets in replies");
}

/// The marks travel with the request of a typed call, and an error message that repeats a secret keeps none of it.
#[tokio::test]
async fn a_typed_call_marks_secrets_for_the_recording() {
    let mock = MockTransport::new();
    mock.on("AssociateMacSecKey").error(400, "InvalidCak", "The key 5ecret+cak is not valid, nor is 5ecret%2Bcak.");
    let recording = RecordingTransport::new(mock.clone());
    let client: vpc_api::Client = vpc_api::Client::builder().test(&mock).transport(recording.clone()).build().unwrap();
    let call = client.call("AssociateMacSecKey").param("Cak", "5ecret+cak");
    call.send().await.unwrap_err();
    let kept = recording.to_json();
    assert!(!kept.contains("5ecret") && kept.contains("The key *** is not valid"), "{kept}");
}

/// Marks are data of the operation: the union of both places is what the spec says.
#[test]
fn the_marks_of_specs_are_facts_of_operations() {
    let info = |name: &str| {
        vpc_api::OPERATIONS.operation(name).unwrap().info.sensitive.iter().map(str::to_owned).collect::<BTreeSet<_>>()
    };
    assert!(info("DescribePhysicalConnectionLOA").contains("PMCertificateNo"));
    assert!(info("AssociateMacSecKey").contains("Cak"));
    assert!(info("DeleteVpc").is_empty());
}

/// Whether a path like `.List.1.Psk` leads through a field that is marked.
fn is_marked(path: &str, fields: &Named<Schema>, shapes: &Named<Schema>) -> bool {
    let mut parts = path.split('.').filter(|part| !part.is_empty() && part.parse::<usize>().is_err());
    let mut fields = fields;
    while let Some(part) = parts.next() {
        let Some(mut schema) = fields.get(part) else { return false };
        loop {
            schema = schema.resolved(shapes).unwrap();
            if schema.sensitive {
                return true;
            }
            if schema.wraps.is_some() {
                parts.next();
            }
            match schema.items.as_deref() {
                Some(items) => schema = items,
                None => break,
            }
        }
        fields = &schema.fields;
    }
    false
}
