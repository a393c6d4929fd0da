//! Whole calls with whatever reply a server may give.

use std::sync::LazyLock;

use acs_runtime::Client;
use acs_runtime::future::BoxFuture;
use acs_runtime::operation::ServiceInfo;
use acs_runtime::reply::HttpReply;
use acs_runtime::retry::RetryPolicy;
use acs_runtime::transport::{HttpRequest, Transport, TransportError};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{file, head, json_lines};
use crate::Target;

const SECRET: &str = "planted-secret";

pub(super) const CLASSIFY: Target = Target {
    name: "classify",
    seeds,
    words: &[
        "200",
        "302",
        "400",
        "403",
        "503",
        "content-type:",
        "text/html",
        "application/json",
        "text/xml",
        "content-encoding:gzip",
        "location:http://a",
        "retry-after:5",
        "\n",
        "{\"Code\":\"Throttling\",\"Message\":\"",
        "<Error><Code>",
        "</Code>",
        "planted-secret",
        "planted%2Dsecret",
        "<html>",
        "RequestId",
        "server string to sign is:",
    ],
    cases: 1_000,
    run,
};

/// Status and headers on the first line, then the body.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = json_lines("tests/fixtures/samples.jsonl")
        .iter()
        .take(50)
        .map(|sample| format!("200 content-type:application/json\n{}", sample["json"]).into_bytes())
        .collect();
    for error in [
        r#"400 x:y
{"RequestId":"R","HostId":"h","Code":"InvalidParameter","Message":"planted-secret"}"#,
        "503 retry-after:1\n<html><title>Bad gateway</title></html>",
        "403 content-type:text/xml\n<Error><RequestId>R</RequestId><Code>SignatureDoesNotMatch</Code><Message>x server string to sign is:GET&amp;%2F</Message></Error>",
        "302 location:http://portal.example/\n",
        "200 content-encoding:gzip\n\u{1f}",
    ] {
        seeds.push(error.as_bytes().to_vec());
    }
    let foreign = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/foreign");
    let folders = [format!("{foreign}/final"), format!("{foreign}/retryable")];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten());
    seeds.extend(files.filter_map(|entry| std::fs::read(entry.path()).ok()));
    seeds.push(file("tests/fixtures/README.md"));
    seeds
}

#[derive(Debug)]
struct Answer(HttpReply);

impl Transport for Answer {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime"));

fn run(input: &[u8]) {
    let (line, body) = head(input);
    let line = String::from_utf8_lossy(line);
    let mut words = line.split(' ');
    let status = words.next().and_then(|word| word.parse().ok()).unwrap_or(200);
    let mut headers = HeaderMap::new();
    for (name, value) in words.filter_map(|word| word.split_once(':')) {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    static SERVICE: ServiceInfo = ServiceInfo::DEFAULT;
    let client: Client = Client::builder(&SERVICE)
        .endpoint("http://vpc.example")
        .allow_http(true)
        .access_key("testid", SECRET)
        .retry(RetryPolicy::off())
        .transport(Answer(HttpReply::new(status, headers, body.to_vec())))
        .build()
        .expect("a client");
    let result = RUNTIME.block_on(client.raw_call("DescribeVpcs").param("Password", "hunter2-planted").send());
    if let Err(error) = result {
        let shown = format!("{error}\n{error:?}");
        assert!(!shown.contains(SECRET) && !shown.contains("hunter2-planted"), "a secret is shown: {shown}");
        assert!(shown.len() < 64 << 10, "{} bytes are shown", shown.len());
        let line = error.to_string();
        assert!(!line.contains(acs_runtime::sanitize::is_unprintable), "not fit to be printed: {line:?}");
    }
}
