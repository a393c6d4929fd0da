//! What the servers do.

use std::time::Duration;

use crate::hostile::server::{Behaviour, Then};

/// How a call must end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Expected {
    Success,
    /// At the deadline.
    Silence,
    /// Without a reply.
    Lost,
    /// With a reply that is not the service's.
    Foreign,
    /// With an error of the service.
    Refusal,
    /// With any of the three before.
    Failure,
}

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) behaviour: Behaviour,
    pub(crate) expected: Expected,
}

use Expected::{Failure, Foreign, Lost, Refusal, Silence, Success};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    connections(&mut cases);
    heads(&mut cases);
    bodies(&mut cases);
    contents(&mut cases);
    cases
}

fn add(cases: &mut Vec<Case>, name: &'static str, expected: Expected, first: impl Into<Vec<u8>>, then: Then) {
    cases.push(Case { name, behaviour: Behaviour { reads: true, first: first.into(), then }, expected });
}

fn connections(cases: &mut Vec<Case>) {
    let at_once = |first: &[u8], then| Behaviour { reads: false, first: first.to_vec(), then };
    for (name, expected, behaviour) in [
        ("closed before the request", Lost, at_once(b"", Then::Close)),
        ("reset before the request", Lost, at_once(b"", Then::Reset)),
        ("a greeting of another protocol", Lost, at_once(b"220 mail.example ESMTP\r\n", Then::Close)),
        ("TLS on a plain port", Lost, at_once(b"\x15\x03\x01\x00\x02\x02\x46", Then::Close)),
        ("a banner and silence", Lost, at_once(b"SSH-2.0-OpenSSH_9.6\r\n", Then::Silence)),
    ] {
        cases.push(Case { name, behaviour, expected });
    }
    add(cases, "closed after the request", Lost, "", Then::Close);
    add(cases, "reset after the request", Lost, "", Then::Reset);
    add(cases, "silence", Silence, "", Then::Silence);
    add(cases, "garbage", Lost, "\u{0}\u{1}\u{2}\r\n\r\n", Then::Close);
    add(cases, "random bytes", Lost, (0..4096_u32).map(|n| (n * 7919 % 251) as u8).collect::<Vec<_>>(), Then::Close);
    add(cases, "HTTP/0.9", Lost, "<html>hello</html>", Then::Close);
    add(cases, "HTTP/2 preface", Lost, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Then::Close);
}

fn heads(cases: &mut Vec<Case>) {
    let slow = Duration::from_millis(20);
    for (name, expected, head) in [
        ("no status", Lost, "HTTP/1.1\r\n\r\n"),
        ("a status of text", Lost, "HTTP/1.1 abc OK\r\n\r\n"),
        ("status 000", Lost, "HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n"),
        ("status 99", Lost, "HTTP/1.1 99 X\r\n\r\n"),
        ("status 999", Foreign, "HTTP/1.1 999 X\r\ncontent-length: 0\r\n\r\n"),
        ("HTTP/9.9", Lost, "HTTP/9.9 200 OK\r\n\r\n"),
        ("half a status line", Lost, "HTTP/1.1 20"),
        ("half a head", Lost, "HTTP/1.1 200 OK\r\nserver: x"),
        ("a header without a name", Lost, "HTTP/1.1 200 OK\r\n: x\r\n\r\n"),
        ("a header with NUL", Lost, "HTTP/1.1 200 OK\r\nx: a\u{0}b\r\n\r\n"),
        ("a space before the colon", Lost, "HTTP/1.1 200 OK\r\nx : a\r\n\r\n"),
        ("a length of text", Lost, "HTTP/1.1 200 OK\r\ncontent-length: ten\r\n\r\n{}"),
        ("a negative length", Lost, "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}"),
        ("a length beyond 64 bits", Lost, "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n{}"),
        ("two lengths", Lost, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
        ("a length beyond the bound", Lost, "HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n{}"),
        ("no content", Foreign, "HTTP/1.1 204 No Content\r\n\r\n"),
        ("not modified", Foreign, "HTTP/1.1 304 Not Modified\r\n\r\n"),
        ("a redirect to itself", Foreign, "HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n"),
        ("a redirect to a file", Foreign, "HTTP/1.1 301 Moved\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n"),
        ("proxy authentication", Foreign, "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"),
        ("switching protocols", Failure, "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
        ("escape sequences in headers", Failure, "HTTP/1.1 403 X\r\nserver: \u{1b}[31mred\r\ncontent-length: 0\r\n\r\n"),
        ("gzip that is none", Foreign, "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}"),
    ] {
        add(cases, name, expected, head, Then::Close);
    }
    add(cases, "a head that never ends, slowly", Silence, "HTTP/1.1 200 OK\r\n", Then::Repeat(b"x: y\r\n".to_vec(), slow));
    add(
        cases,
        "a head that never ends, fast",
        Lost,
        "HTTP/1.1 200 OK\r\n",
        Then::Repeat(b"x: yyyyyyyyyyyyyyyy\r\n".repeat(1000), Duration::ZERO),
    );
    add(cases, "a header of a megabyte", Lost, format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(1 << 20)), Then::Close);
    add(cases, "ten thousand headers", Lost, format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(10_000)), Then::Close);
    add(cases, "100 Continue forever", Silence, "", Then::Repeat(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), slow));
    add(cases, "a status line and silence", Silence, "HTTP/1.1 200 OK\r\n", Then::Silence);
}

fn bodies(cases: &mut Vec<Case>) {
    let slow = Duration::from_millis(20);
    let chunked = |body: &str| format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{body}");
    for (name, expected, reply) in [
        ("less than the length", Lost, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}".to_owned()),
        ("chunks that end early", Lost, chunked("5\r\n{\"Req")),
        ("a chunk size of text", Lost, chunked("zz\r\n{}\r\n0\r\n\r\n")),
        ("a chunk size beyond 64 bits", Lost, chunked("fffffffffffffffff\r\n{}")),
        ("a negative chunk size", Lost, chunked("-1\r\n{}")),
        ("a chunk without its end", Lost, chunked("2\r\n{}XX0\r\n\r\n")),
        ("no last chunk", Lost, chunked("2\r\n{}\r\n")),
        ("a good reply in chunks", Success, chunked("8\r\n{\"Reques\r\n9\r\ntId\":\"R\"}\r\n0\r\n\r\n")),
        ("a good reply until the end", Success, "HTTP/1.1 200 OK\r\n\r\n{\"RequestId\":\"R\"}".to_owned()),
        (
            "chunks and a length",
            Failure,
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n".to_owned(),
        ),
    ] {
        add(cases, name, expected, reply, Then::Close);
    }
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    add(cases, "a body that never ends, slowly", Silence, format!("{head}{{\"RequestId\":\""), Then::Repeat(b"x".to_vec(), slow));
    add(cases, "a body that never ends, fast", Lost, head, Then::Repeat(vec![b' '; 1 << 16], Duration::ZERO));
    add(
        cases,
        "chunks that never end",
        Lost,
        chunked(""),
        Then::Repeat(format!("ffff\r\n{}\r\n", "x".repeat(0xffff)).into_bytes(), Duration::ZERO),
    );
    add(cases, "half a body and silence", Silence, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Reques", Then::Silence);
    add(cases, "half a body and a reset", Lost, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Reques", Then::Reset);
}

fn contents(cases: &mut Vec<Case>) {
    let error = |message: &str| format!(r#"{{"RequestId":"R","Code":"Forbidden.RAM","Message":"{message}"}}"#);
    let nested = |open: &str, close: &str, depth: usize| open.repeat(depth) + &close.repeat(depth);
    let entities = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><DescribeVpcsResponse>&b;</DescribeVpcsResponse>";
    for (name, status, kind, expected, body) in [
        ("nothing", 200, "application/json", Foreign, String::new()),
        ("white space", 200, "application/json", Foreign, " \r\n\t ".to_owned()),
        ("null", 200, "application/json", Foreign, "null".to_owned()),
        ("a list", 200, "application/json", Foreign, "[]".to_owned()),
        ("a text", 200, "application/json", Foreign, "\"RequestId\"".to_owned()),
        ("a number", 200, "application/json", Foreign, "1e999".to_owned()),
        ("an empty object", 200, "application/json", Foreign, "{}".to_owned()),
        ("no request id", 200, "application/json", Foreign, r#"{"TotalCount":0}"#.to_owned()),
        ("a success", 200, "application/json", Success, r#"{"RequestId":"R","TotalCount":0}"#.to_owned()),
        ("something behind it", 200, "application/json", Foreign, r#"{"RequestId":"R"} x"#.to_owned()),
        ("two objects", 200, "application/json", Foreign, r#"{"RequestId":"R"}{"RequestId":"R"}"#.to_owned()),
        ("an object that does not end", 200, "application/json", Foreign, r#"{"RequestId":"R""#.to_owned()),
        ("comments", 200, "application/json", Foreign, r#"/* */{"RequestId":"R"}"#.to_owned()),
        ("NaN", 200, "application/json", Foreign, r#"{"RequestId":"R","A":NaN}"#.to_owned()),
        (
            "lists of ten thousand levels",
            200,
            "application/json",
            Foreign,
            format!(r#"{{"RequestId":"R","A":{}}}"#, nested("[", "]", 10_000)),
        ),
        ("objects of ten thousand levels", 200, "application/json", Foreign, nested("{\"a\":", "1}", 10_000)),
        ("XML of ten thousand levels", 200, "text/xml", Foreign, nested("<a>", "</a>", 10_000)),
        ("entities that grow", 200, "text/xml", Foreign, entities.to_owned()),
        (
            "an entity from a file",
            200,
            "text/xml",
            Foreign,
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><DescribeVpcsResponse>&x;</DescribeVpcsResponse>".to_owned(),
        ),
        ("another root element", 200, "text/xml", Foreign, "<html><body>hello</body></html>".to_owned()),
        ("tags that do not fit", 200, "text/xml", Foreign, "<DescribeVpcsResponse><a></b></DescribeVpcsResponse>".to_owned()),
        ("a web page", 200, "text/html", Foreign, "<!doctype html><title>Sign in</title><script>alert(1)</script>".to_owned()),
        ("a web page of escape sequences", 502, "text/html", Foreign, "<title>\u{1b}]0;owned\u{7}\u{202e}</title>".to_owned()),
        ("an error", 403, "application/json", Refusal, error("No.")),
        ("an error with status 200", 200, "application/json", Refusal, error("No.")),
        ("an error of half a megabyte", 403, "application/json", Refusal, error(&"x".repeat(1 << 19))),
        ("an error of escape sequences", 403, "application/json", Refusal, error("\\u001b[2J\\u202e\\u0000\\r\\nfake: line")),
        (
            "an error that repeats secrets",
            403,
            "application/json",
            Refusal,
            error("planted-secret hunter2-planted planted%2Dsecret"),
        ),
        (
            "an error code of a kilobyte",
            403,
            "application/json",
            Refusal,
            format!(r#"{{"RequestId":"R","Code":"{}"}}"#, "C".repeat(1024)),
        ),
        (
            "an error code of escape sequences",
            403,
            "application/json",
            Refusal,
            "{\"RequestId\":\"\\u001b[1mR\",\"Code\":\"\\u001b[31mX\"}".to_owned(),
        ),
        ("an error code of the wrong type", 403, "application/json", Failure, r#"{"RequestId":"R","Code":{"a":1}}"#.to_owned()),
        ("two error codes", 403, "application/json", Refusal, r#"{"RequestId":"R","Code":"A","Code":"B"}"#.to_owned()),
        (
            "an error in XML",
            403,
            "text/xml",
            Refusal,
            "<Error><RequestId>R</RequestId><Code>Forbidden</Code><Message>No.</Message></Error>".to_owned(),
        ),
        (
            "three hundred thousand objects",
            200,
            "application/json",
            Foreign,
            format!(r#"{{"RequestId":"R","A":[{}{{}}]}}"#, "{},".repeat(300_000)),
        ),
        (
            "a hundred thousand objects",
            200,
            "application/json",
            Success,
            format!(r#"{{"RequestId":"R","A":[{}{{}}]}}"#, "{},".repeat(100_000)),
        ),
        (
            "a name of half a megabyte",
            200,
            "application/json",
            Success,
            format!(r#"{{"RequestId":"R","{}":1}}"#, "n".repeat(1 << 19)),
        ),
    ] {
        let head = format!("HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n", body.len());
        add(cases, name, expected, head + &body, Then::Close);
    }
    let bytes: [(&'static str, &[u8]); 3] = [
        ("text that is not UTF-8", b"{\"RequestId\":\"\xff\xfe\"}"),
        ("UTF-16", b"\xff\xfe{\0}\0"),
        ("a compressed body", b"\x1f\x8b\x08\0\0\0\0\0"),
    ];
    for (name, body) in bytes {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        add(cases, name, Foreign, [head.as_bytes(), body].concat(), Then::Close);
    }
    let head = "HTTP/1.1 429 X\r\nretry-after: 99999999999999999999\r\ndate: yesterday\r\n";
    add(cases, "a wait without end", Failure, format!("{head}content-length: 0\r\n\r\n"), Then::Close);
}
