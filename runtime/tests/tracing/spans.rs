//! Spans and events, as a subscriber sees them.

use std::io;
use std::sync::{Arc, Mutex};

use acs_runtime::test::MockTransport;
use acs_runtime::{Client, Credentials, TraceNames};
use serde_json::json;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::service::{DESCRIBE_VPCS, MODIFY_VPC, Request, SERVICE, Vpcs};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything that a subscriber sees of a call that is repeated, and of one that is refused.
async fn traced(names: TraceNames) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .without_time()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").header("x-acs-request-id", "R-1").error(500, "InternalError", "PasswordOfTheCall is wrong");
    mock.on("DescribeVpcs").header("x-acs-request-id", "R-2").reply(json!({ "Secret": "PrivateKeyOfTheReply" }));
    mock.on("ModifyVpc").header("x-acs-request-id", "R-3").error(403, "Forbidden.RAM", "No.");
    let credentials = Credentials::access_key("IdOfTheKey", "SecretOfTheKey").with_token("SecurityTokenOfTheKey");
    let builder = Client::builder(&SERVICE).test(&mock).credentials(credentials).trace_names(names);
    let client: Client = builder.build().unwrap();
    let request = Request { vpc_id: Some("vpc-1".to_owned()), password: Some("PasswordOfTheCall".to_owned()) };
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&request).await.unwrap();
    client.call(&MODIFY_VPC).send::<Vpcs>(&request).await.unwrap_err();

    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for secret in ["IdOfTheKey", "SecretOfTheKey", "SecurityTokenOfTheKey", "PasswordOfTheCall", "PrivateKeyOfTheReply"] {
        assert!(!text.contains(secret), "`{secret}` shows in: {text}");
    }
    // What takes time differs from run to run.
    text.lines().map(|line| line.split(" time.busy").next().unwrap_or(line).to_owned() + "\n").collect()
}

/// Everything that a subscriber sees of a list that is answered so.
async fn traced_reply(request_id: &str, body: serde_json::Value) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_span_events(FmtSpan::CLOSE);
    let subscriber = subscriber.with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").header("x-acs-request-id", request_id).reply(body);
    let client: Client = Client::builder(&SERVICE).test(&mock).access_key("testid", "SecretOfTheKey").build().unwrap();
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    String::from_utf8(lines.0.lock().unwrap().clone()).unwrap()
}

#[tokio::test]
async fn a_field_that_does_not_fit_is_a_warning() {
    let text = traced_reply("R", json!({ "TotalCount": ["hidden"] })).await;
    assert!(text.contains("WARN") && text.contains("`TotalCount` should be a 64-bit integer, but is a list"), "{text}");
    assert!(!text.contains("hidden"), "{text}");
}

#[tokio::test]
async fn a_request_id_that_repeats_a_secret_is_hidden() {
    let text = traced_reply("R-SecretOfTheKey", json!({})).await;
    assert!(text.contains("R-***") && !text.contains("SecretOfTheKey"), "{text}");
}

#[tokio::test]
async fn calls_attempts_and_retries_are_traced_without_secrets() {
    insta::assert_snapshot!("short", traced(TraceNames::Short).await);
    insta::assert_snapshot!("open_telemetry", traced(TraceNames::OpenTelemetry).await);
}
