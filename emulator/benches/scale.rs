//! What requests cost with 10 to 100,000 resources: `cargo bench -p acs-emulator` prints a table.
//!
//! Each figure is the median of many requests over one connection, with checked signatures, in microseconds. An argument, as in
//! `cargo bench -p acs-emulator -- 1000000`, sets the largest state.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on fails, and prints what it finds")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant, SystemTime};

use acs_emulator::Emulator;
use acs_runtime::sign::{Secret, canonical_query, percent_encode, v1};

/// Requests that a figure is the median of.
const REQUESTS: usize = 201;

/// A connection to an emulator.
struct Client {
    stream: BufReader<TcpStream>,
    nonce: usize,
}

impl Client {
    /// How long a request takes.
    fn call(&mut self, action: &str, parameters: &[(&str, &str)]) -> Duration {
        self.nonce += 1;
        let (nonce, now) = (self.nonce.to_string(), humantime::format_rfc3339_seconds(SystemTime::now()).to_string());
        let common = [
            ("AccessKeyId", "testid"),
            ("Action", action),
            ("Format", "JSON"),
            ("RegionId", "cn-hangzhou"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", nonce.as_str()),
            ("SignatureVersion", "1.0"),
            ("Timestamp", now.as_str()),
            ("Version", "2016-04-28"),
        ];
        let query = canonical_query(common.into_iter().chain(parameters.iter().copied()));
        let signature = v1::signature(&Secret::from("testsecret"), &v1::string_to_sign("GET", &query));
        let signature = percent_encode(&signature);
        let request = format!("GET /?{query}&Signature={signature} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let begun = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut line, mut length, mut status) = (String::new(), 0, String::new());
        while line != "\r\n" {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            if status.is_empty() {
                status.clone_from(&line);
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        let took = begun.elapsed();
        assert!(status.contains("200"), "{action}: {}", String::from_utf8_lossy(&body));
        took
    }

    fn median(&mut self, action: &str, parameters: &[(&str, &str)]) -> f64 {
        let mut times: Vec<Duration> = (0..REQUESTS).map(|_| self.call(action, parameters)).collect();
        times.sort();
        times[REQUESTS / 2].as_secs_f64() * 1e6
    }
}

/// A data file with so many VPCs.
fn data(count: usize) -> String {
    let mut text = "{\"format\": 2, \"resources\": [".to_owned();
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}{{"kind": "Vpc", "id": "vpc-{number}", "region": "cn-hangzhou", "status": "Available", "created": 1700000000000, "fields": {{"VpcName": "n", "CidrBlock": "10.0.0.0/8"}}, "tags": {{"number": "{number}"}}}}"#
        )
        .unwrap();
    }
    text + "]}"
}

fn main() {
    let most = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let sizes: Vec<usize> = std::iter::successors(Some(10), |size| Some(size * 10)).take_while(|size| *size <= most).collect();
    let names = ["by id", "list by id", "list by tag", "page of 10", "create"];
    let mut rows: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    for size in &sizes {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        std::fs::write(&path, data(*size)).unwrap();
        // It is read, and not written: that is measured elsewhere.
        let loaded = runtime.block_on(Emulator::builder().data_file(&path).start()).unwrap();
        let builder = Emulator::builder().continue_from(&loaded).quotas(false).max_resources(usize::MAX);
        let emulator = runtime.block_on(builder.start()).unwrap();
        drop(loaded);
        let stream = TcpStream::connect(emulator.address()).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut client = Client { stream: BufReader::new(stream), nonce: 0 };
        let (id, tag) = (format!("vpc-{}", size / 2), (size / 2).to_string());
        let operations: [(&str, Vec<(&str, &str)>); 5] = [
            ("DescribeVpcAttribute", vec![("VpcId", &id)]),
            ("DescribeVpcs", vec![("VpcId", &id)]),
            ("DescribeVpcs", vec![("Tag.1.Key", "number"), ("Tag.1.Value", &tag)]),
            ("DescribeVpcs", vec![("PageSize", "10")]),
            ("CreateVpc", vec![]),
        ];
        for (row, (action, parameters)) in rows.iter_mut().zip(&operations) {
            client.median(action, parameters);
            row.push(client.median(action, parameters));
        }
    }
    print!("| µs |");
    sizes.iter().for_each(|size| print!(" {size} |"));
    println!(" ratio |\n| --- |{} --- |", " --- |".repeat(sizes.len()));
    for (name, row) in names.iter().zip(&rows) {
        print!("| {name} |");
        row.iter().for_each(|time| print!(" {time:.0} |"));
        println!(" {:.1} |", row[row.len() - 1] / row[0]);
    }
}
