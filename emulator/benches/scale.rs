//! What requests cost with 10 to 100,000 resources: `cargo bench -p acs-emulator` prints a table.
//!
//! First how many requests a second are answered, beside a bare handler in the same process; once for the same question again and
//! again, and once with a change before each, so that no reply is kept. In the table, each figure is the median of many requests over
//! one connection, with checked signatures, in microseconds. An argument, as in `cargo bench -p acs-emulator -- 1000000`, sets the
//! largest state.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark that cannot go on fails, and prints what it finds")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant, SystemTime};

use acs_emulator::Emulator;
use acs_runtime::sign::{Secret, canonical_query, percent_encode, v1};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;

/// Requests that a figure is the median of.
const REQUESTS: usize = 201;

/// A connection to an emulator.
struct Client {
    stream: BufReader<TcpStream>,
    nonce: usize,
}

/// A signed GET request, as it is sent.
fn request(nonce: usize, action: &str, parameters: &[(&str, &str)]) -> String {
    let (nonce, now) = (nonce.to_string(), humantime::format_rfc3339_seconds(SystemTime::now()).to_string());
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
    format!("GET /?{query}&Signature={} HTTP/1.1\r\nHost: localhost\r\n\r\n", percent_encode(&signature))
}

impl Client {
    fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let stream = BufReader::new(stream);
        // Not one that another client has.
        let nonce = usize::from(stream.get_ref().local_addr().unwrap().port()) << 32;
        Client { stream, nonce }
    }

    /// How long a request takes.
    fn call(&mut self, action: &str, parameters: &[(&str, &str)]) -> Duration {
        self.nonce += 1;
        let request = request(self.nonce, action, parameters);
        let begun = Instant::now();
        let body = self.send(&request);
        let took = begun.elapsed();
        assert!(body.starts_with('{'), "{action}: {body}");
        took
    }

    /// Sends a request and reads the reply, which must be one of success.
    fn send(&mut self, request: &str) -> String {
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
        let body = String::from_utf8(body).unwrap();
        assert!(status.contains("200"), "{body}");
        body
    }

    /// How long a request takes, mostly. Before each that reads something changes, so that its reply is made anew.
    fn median(&mut self, action: &str, parameters: &[(&str, &str)]) -> f64 {
        let mut timed = |number: usize| {
            if action.starts_with("Describe") {
                self.call("ModifyVpcAttribute", &[("VpcId", "vpc-0"), ("Description", &format!("change-{number}"))]);
            }
            self.call(action, parameters)
        };
        let mut times: Vec<Duration> = (0..REQUESTS).map(&mut timed).collect();
        times.sort();
        times[REQUESTS / 2].as_secs_f64() * 1e6
    }
}

/// Requests a second over as many connections as there are lists of requests.
fn rate(address: SocketAddr, connections: &[Vec<String>]) -> f64 {
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for requests in connections {
            scope.spawn(move || {
                let mut client = Client::new(address);
                requests.iter().for_each(|request| drop(client.send(request)));
            });
        }
    });
    connections.iter().map(Vec::len).sum::<usize>() as f64 / begun.elapsed().as_secs_f64()
}

/// Microseconds of CPU that the threads of the servers took so far, where the system tells.
fn server_time() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten().map(|thread| thread.path());
    let servers = threads.filter(|path| std::fs::read_to_string(path.join("comm")).is_ok_and(|name| name.starts_with("tokio")));
    let spent = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(path.join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    };
    servers.filter_map(spent).sum::<f64>() / 1000.0
}

/// An axum handler that answers everything with the same text.
async fn bare(listener: tokio::net::TcpListener, body: String) {
    let handler = move || std::future::ready(([("content-type", "application/json;charset=utf-8")], body.clone()));
    let router = axum::Router::new().fallback(handler);
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// VPCs that are asked for in turn.
const MANY: usize = 4000;

/// Prints how many requests with a checked signature are answered for each that a bare handler answers with the same reply: when
/// one VPC is asked for again and again, and when each of many is asked for once between two changes, so that every reply is made
/// anew.
fn compare_rates(runtime: &tokio::runtime::Runtime) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    std::fs::write(&path, data(MANY)).unwrap();
    let loaded = runtime.block_on(Emulator::builder().data_file(&path).start()).unwrap();
    let builder = Emulator::builder().continue_from(&loaded).quotas(false).max_resources(usize::MAX);
    let emulator = runtime.block_on(builder.start()).unwrap();
    drop(loaded);
    println!("| DescribeVpcAttribute, 4 connections | emulator | bare handler | ratio |\n| --- | --- | --- | --- |");
    let mut nonce = 0;
    compare(runtime, &emulator, "the same VPC", &mut nonce, |_| 0);
    compare(runtime, &emulator, "another VPC each time", &mut nonce, |number| number);
    println!();
}

/// Compares rates for requests whose VPC `which` tells by their number.
fn compare(
    runtime: &tokio::runtime::Runtime,
    emulator: &Emulator,
    name: &str,
    nonce: &mut usize,
    which: impl Fn(usize) -> usize,
) {
    let mut requests = || -> Vec<Vec<String>> {
        let mut next = |number| {
            *nonce += 1;
            request(*nonce, "DescribeVpcAttribute", &[("VpcId", &format!("vpc-{}", which(number)))])
        };
        (0..4).map(|part| (0..MANY / 4).map(|number| next(part * MANY / 4 + number)).collect()).collect()
    };
    let reply = Client::new(emulator.address()).send(&requests()[0][0]);
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let plain = listener.local_addr().unwrap();
    let bare = runtime.spawn(bare(listener, reply));
    let mut changes = Client::new(emulator.address());
    let mut spent = |address: SocketAddr| {
        changes.call("CreateVpc", &[]);
        let (requests, before) = (requests(), server_time());
        (rate(address, &requests), (server_time() - before) / requests.concat().len() as f64)
    };
    let rounds: Vec<[f64; 6]> = (0..11)
        .map(|_| {
            let ((own, own_cpu), (bare, bare_cpu)) = (spent(emulator.address()), spent(plain));
            [own, bare, own / bare, own_cpu, bare_cpu, bare_cpu / own_cpu]
        })
        .collect();
    bare.abort();
    let [own, bare, ratio, own_cpu, bare_cpu, cpu_ratio] = std::array::from_fn(|figure| {
        let mut figures: Vec<f64> = rounds.iter().map(|round| round[figure]).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    });
    println!("| requests a second, {name} | {own:.0} | {bare:.0} | {ratio:.2} |");
    println!("| CPU of the server for each, µs | {own_cpu:.1} | {bare_cpu:.1} | {cpu_ratio:.2} |");
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
        let mut client = Client::new(emulator.address());
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
    compare_rates(&runtime);
    print!("| µs |");
    sizes.iter().for_each(|size| print!(" {size} |"));
    println!(" ratio |\n| --- |{} --- |", " --- |".repeat(sizes.len()));
    for (name, row) in names.iter().zip(&rows) {
        print!("| {name} |");
        row.iter().for_each(|time| print!(" {time:.0} |"));
        println!(" {:.1} |", row.last().unwrap_or(&0.0) / row.first().unwrap_or(&1.0));
    }
}
