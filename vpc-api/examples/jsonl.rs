//! Encodes requests and decodes replies through the generated types, one JSON object on each line of standard input:
//!
//! ```console
//! $ echo '{"operation": "CreateVpc", "input": {"RegionId": "cn-hangzhou"}}' | cargo run --example jsonl --features dynamic -- encode
//! $ echo '{"operation": "CreateVpc", "body": "{\"VpcId\": \"vpc-1\"}"}' | cargo run --example jsonl --features dynamic -- decode
//! ```
//!
//! Lines and answers are those of `acs encode --lines` and `acs decode --lines`, which work from the specs instead.

use std::io::{BufRead, Write, stdin, stdout};
use std::process::ExitCode;

use serde_json::{Value, json};
use vpc_api::OPERATIONS;
use vpc_api::dynamic::ReplyFormat;

fn main() -> ExitCode {
    let answer = match std::env::args().nth(1).as_deref() {
        Some("encode") => encode,
        Some("decode") => decode,
        _ => {
            eprintln!("usage: jsonl encode|decode");
            return ExitCode::from(2);
        }
    };
    let mut out = stdout().lock();
    for line in stdin().lock().split(b'\n') {
        let written = line.and_then(|line| match line.trim_ascii() {
            [] => Ok(()),
            line => writeln!(out, "{}", answer(line)),
        });
        if let Err(error) = written {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// The answer to `{"operation": …, "input": …}`: what the operation sends.
pub(crate) fn encode(line: &[u8]) -> Value {
    answer(line, |operation, line| {
        let nothing = json!({});
        let input = line.get("input").filter(|input| !input.is_null()).unwrap_or(&nothing);
        let encoded = OPERATIONS.encode(operation, input).map_err(|error| error.to_string())?;
        Ok(json!({
            "method": encoded.method.as_str(),
            "query": encoded.query,
            "body": encoded.body,
            "content_type": encoded.content_type,
        }))
    })
}

/// The answer to `{"operation": …, "format": …, "body": …}`: the fields of the reply that the operation declares.
pub(crate) fn decode(line: &[u8]) -> Value {
    answer(line, |operation, line| {
        let format = match line.get("format").and_then(Value::as_str) {
            None | Some("json" | "JSON") => ReplyFormat::Json,
            Some("xml" | "XML") => ReplyFormat::Xml,
            Some(other) => return Err(format!("there is no format `{other}`")),
        };
        let body = line.get("body").and_then(Value::as_str).ok_or("the line has no `body`")?;
        OPERATIONS.decode(operation, format, body.as_bytes()).map_err(|error| error.to_string())
    })
}

fn answer(line: &[u8], work: impl Fn(&str, &Value) -> Result<Value, String>) -> Value {
    let read = serde_json::from_slice::<Value>(line).map_err(|error| format!("the line is not valid JSON: {error}"));
    let answer = read.and_then(|line| {
        let operation = line.get("operation").or(line.get("op")).and_then(Value::as_str);
        work(operation.ok_or("the line has no `operation`")?, &line)
    });
    answer.unwrap_or_else(|error| json!({ "error": error }))
}
