//! The other side, as a test writes it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use acs_runtime::credentials::{Credentials, CredentialsProvider, RuntimeComponents};
use acs_runtime::env::Env;
use acs_runtime::future::BoxFuture;
use acs_runtime::reply::HttpReply;
use acs_runtime::sign::parse_query;
use acs_runtime::test::{TestClock, TestRandom};
use acs_runtime::time::{Clock, Sleep};
use acs_runtime::transport::{HttpRequest, Transport, TransportError, TransportErrorKind};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Answers requests by method and beginning of the URL, and keeps them. Clones are the same.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) clock: TestClock,
    answers: Arc<Mutex<Vec<Rule>>>,
    requests: Arc<Mutex<Vec<RecordedRequest>>>,
}

#[derive(Debug, Clone)]
struct Rule {
    line: String,
    /// A header that the request must have.
    header: Option<String>,
    /// A parameter that the request must have.
    parameter: Option<(String, String)>,
    /// Whether the rule ends with its first use.
    once: bool,
    answer: Answer,
}

#[derive(Debug, Clone)]
enum Answer {
    Reply(u16, String),
    Refuse,
    Hang,
    /// A reply that takes a second.
    Slow(u16, String),
}

#[derive(Debug, Clone)]
pub(crate) struct RecordedRequest {
    /// Like `GET http://host/path`.
    pub(crate) line: String,
    /// Parameters of the query and the form.
    pub(crate) params: BTreeMap<String, String>,
    pub(crate) form: BTreeMap<String, String>,
    pub(crate) body: String,
    pub(crate) headers: BTreeMap<String, String>,
}

impl Script {
    pub(crate) fn new() -> Self {
        Script { clock: TestClock::new(), answers: Arc::default(), requests: Arc::default() }
    }

    /// From now on answers requests whose method and URL begin so; a later answer goes before an earlier one.
    pub(crate) fn on(&self, line: &str, status: u16, body: impl ToString) -> &Self {
        self.add(line, Answer::Reply(status, body.to_string()))
    }

    pub(crate) fn slowly(&self, line: &str, status: u16, body: impl ToString) -> &Self {
        self.add(line, Answer::Slow(status, body.to_string()))
    }

    pub(crate) fn hang(&self, line: &str) -> &Self {
        self.add(line, Answer::Hang)
    }

    pub(crate) fn refuse(&self, line: &str) -> &Self {
        self.add(line, Answer::Refuse)
    }

    /// Answers one request, which takes the whole line.
    pub(crate) fn once(&self, line: &str, status: u16, body: impl ToString) -> &Self {
        let answer = Answer::Reply(status, body.to_string());
        self.insert(Rule { line: line.to_owned(), header: None, parameter: None, once: true, answer })
    }

    /// Answers requests that have a header.
    pub(crate) fn on_header(&self, line: &str, header: &str, status: u16, body: impl ToString) -> &Self {
        let answer = Answer::Reply(status, body.to_string());
        self.insert(Rule { line: line.to_owned(), header: Some(header.to_owned()), parameter: None, once: false, answer })
    }

    /// Answers requests that have a parameter.
    pub(crate) fn on_param(&self, line: &str, (name, value): (&str, &str), status: u16, body: impl ToString) -> &Self {
        let parameter = Some((name.to_owned(), value.to_owned()));
        let answer = Answer::Reply(status, body.to_string());
        self.insert(Rule { line: line.to_owned(), header: None, parameter, once: false, answer })
    }

    fn add(&self, line: &str, answer: Answer) -> &Self {
        self.insert(Rule { line: line.to_owned(), header: None, parameter: None, once: false, answer })
    }

    fn insert(&self, rule: Rule) -> &Self {
        self.answers.lock().unwrap().insert(0, rule);
        self
    }

    fn answer(&self, line: &str, params: &BTreeMap<String, String>, headers: &BTreeMap<String, String>) -> Answer {
        let mut rules = self.answers.lock().unwrap();
        let fits = |rule: &Rule| {
            let line_fits = if rule.once { line == rule.line } else { line.starts_with(&rule.line) };
            let parameter_fits = rule.parameter.as_ref().is_none_or(|(name, value)| params.get(name) == Some(value));
            line_fits && parameter_fits && rule.header.as_ref().is_none_or(|header| headers.contains_key(header))
        };
        match rules.iter().position(fits) {
            Some(index) if rules[index].once => rules.remove(index).answer,
            Some(index) => rules[index].answer.clone(),
            None => Answer::Refuse,
        }
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests().into_iter().map(|seen| seen.line).collect()
    }

    pub(crate) fn components(&self) -> RuntimeComponents {
        RuntimeComponents {
            transport: Arc::new(self.clone()),
            clock: Arc::new(self.clock.clone()),
            sleep: Arc::new(self.clock.clone()),
            random: Arc::new(TestRandom::new()),
            region: Some("cn-hangzhou".to_owned()),
        }
    }

    pub(crate) async fn ask(&self, provider: &impl CredentialsProvider) -> Result<Credentials, String> {
        let components = self.components();
        provider.credentials(&components).await.map_err(|error| in_full(&error))
    }
}

/// What version 1 of the signature adds to a request.
const SIGNING: [&str; 10] = [
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let pairs = |text: &str| parse_query(text).unwrap();
            let line = format!("{} {}", request.method, request.address());
            let header =
                |(name, value): (&http::HeaderName, &http::HeaderValue)| (name.to_string(), value.to_str().unwrap().to_owned());
            let headers: BTreeMap<_, _> = request.headers.iter().map(header).collect();
            let mut form = pairs(std::str::from_utf8(&request.body).unwrap());
            let params = pairs(request.query()).into_iter().chain(form.clone()).collect();
            let answer = self.answer(&line, &params, &headers);
            form.retain(|(name, _)| !SIGNING.contains(&name.as_str()));
            self.requests.lock().unwrap().push(RecordedRequest {
                line,
                params,
                form: form.into_iter().collect(),
                body: String::from_utf8(request.body.to_vec()).unwrap(),
                headers,
            });
            match answer {
                Answer::Reply(status, body) => Ok(HttpReply::new(status, Default::default(), body)),
                Answer::Slow(status, body) => {
                    self.clock.sleep(Duration::from_secs(1)).await;
                    Ok(HttpReply::new(status, Default::default(), body))
                }
                Answer::Refuse => Err(TransportError::new(TransportErrorKind::Connect, "connection refused")),
                Answer::Hang => loop {
                    self.clock.sleep(Duration::from_secs(3600)).await;
                },
            }
        })
    }
}

/// An error and those below it.
pub(crate) fn in_full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text = format!("{text}: {error}");
        next = error.source();
    }
    text
}

/// When a key ends that is valid for so many seconds from now.
pub(crate) fn end(clock: &TestClock, seconds: u64) -> SystemTime {
    clock.now() + Duration::from_secs(seconds)
}

/// A temporary key as services tell it.
pub(crate) fn key(id: &str, clock: &TestClock, seconds: u64) -> Value {
    json!({
        "Code": "Success",
        "AccessKeyId": id,
        "AccessKeySecret": "hidden-secret",
        "SecurityToken": "hidden-token",
        "Expiration": humantime::format_rfc3339_seconds(end(clock, seconds)).to_string(),
    })
}

/// The token service's reply.
pub(crate) fn role_key(id: &str, clock: &TestClock, seconds: u64) -> Value {
    json!({ "RequestId": "R", "Credentials": key(id, clock, seconds) })
}

pub(crate) fn id(found: Result<Credentials, String>) -> String {
    found.unwrap().access_key_id().unwrap().to_owned()
}

/// A home directory with these files.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn with(path: &str, text: impl ToString) -> Home {
        let home = Home { folder: TempDir::new().unwrap() };
        home.write(path, text);
        home
    }

    pub(crate) fn write(&self, path: &str, text: impl ToString) -> String {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = PathBuf::from(self.write(path, ""));
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// An environment of this home directory and `more`.
    pub(crate) fn env(&self, more: &[(&str, &str)]) -> Env {
        Env::of(more.iter().copied().chain([("HOME", self.folder.path().to_str().unwrap())]))
    }
}
