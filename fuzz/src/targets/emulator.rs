//! The emulator: it answers whatever comes, never with a failure of its own.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::LazyLock;
use std::time::Duration;

use acs_emulator::Emulator;
use acs_runtime::Client;
use acs_runtime::facts::Text;
use acs_runtime::operation::ServiceInfo;
use acs_runtime::retry::RetryPolicy;

use super::{head, json_lines, texts};
use crate::Target;

pub(super) const REQUEST: Target = Target {
    name: "emulator",
    seeds: requests,
    words: &[
        "VpcId=",
        "Tag.1.Key=",
        "RegionId=cn-hangzhou",
        "CidrBlock=10.0.0.0/8",
        "PageSize=",
        "PageNumber=",
        "MaxResults=",
        "NextToken=",
        "DryRun=true",
        "ClientToken=a",
        "\n",
        "=",
        ".1",
        ".0",
        ".99999999999",
        "[\"a\"]",
        "{\"a\":1}",
        "true",
    ],
    cases: 800,
    run: request,
};

pub(super) const HTTP: Target = Target {
    name: "http",
    seeds: || {
        texts(&[
            "GET /?Action=DescribeVpcs&Version=2016-04-28 HTTP/1.1\r\nhost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 19\r\n\r\nAction=DescribeVpcs",
            "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nActio\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: a\r\nx-acs-action: DescribeVpcs\r\nx-acs-version: 2016-04-28\r\nauthorization: ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host,Signature=00\r\n\r\n",
            "PUT /_emulator/faults HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\n\r\n[]",
            "GET /latest/meta-data/ram/security-credentials/ HTTP/1.1\r\nhost: a\r\n\r\n",
        ])
    },
    words: &[
        "GET ",
        "POST ",
        "HTTP/1.1\r\n",
        "HTTP/9.9\r\n",
        "\r\n\r\n",
        "content-length: ",
        "transfer-encoding: chunked\r\n",
        "host: ",
        "Expect: 100-continue\r\n",
        "authorization: ",
        "0\r\n\r\n",
        "%zz",
        "../",
        "\u{0}",
    ],
    cases: 300,
    run: http,
};

/// One emulator for all inputs: what one leaves behind, the next finds.
static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let emulator = runtime.block_on(Emulator::builder().max_resources(300).log_size(10).start()).expect("an emulator");
    static SERVICE: ServiceInfo = ServiceInfo { version: Text::Borrowed("2016-04-28"), ..ServiceInfo::DEFAULT };
    let client = Client::builder(&SERVICE)
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        .retry(RetryPolicy::off())
        .build()
        .expect("a client");
    Setup { runtime, emulator, client }
});

struct Setup {
    runtime: tokio::runtime::Runtime,
    emulator: Emulator,
    client: Client,
}

/// An operation on the first line, then a parameter a line: what official SDKs sent.
fn requests() -> Vec<Vec<u8>> {
    let vectors = json_lines("tests/fixtures/params.jsonl");
    let sent = |vector: &serde_json::Value| {
        let pairs = ["query", "body"].iter().filter_map(|part| vector[*part].as_object()).flatten();
        let lines: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default())).collect();
        format!("{}\n{}", vector["operation"].as_str().unwrap_or_default(), lines.join("\n")).into_bytes()
    };
    vectors.iter().map(sent).collect()
}

fn request(input: &[u8]) {
    let (name, rest) = head(input);
    let name = String::from_utf8_lossy(name).into_owned();
    let mut call = SETUP.client.raw_call(name);
    for line in String::from_utf8_lossy(rest).split('\n') {
        let (name, value) = line.split_once('=').unwrap_or((line, ""));
        call = call.param(name, value);
    }
    let result = SETUP.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), call.send()).await });
    match result {
        Ok(Err(error)) => assert!(error.status().is_none_or(|status| status < 500), "{error}"),
        Ok(Ok(_)) => {}
        Err(_) => panic!("no answer within 20 s"),
    }
}

fn http(input: &[u8]) {
    let mut stream = TcpStream::connect(SETUP.emulator.address()).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    // It may hang up before it has read everything.
    let _ = stream.write_all(input);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
            panic!("no answer within 20 s")
        }
        _ => {}
    }
    let status = answer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<u16>().ok());
    assert!(status.is_none_or(|status| status < 500), "{}", answer.escape_ascii());
}
