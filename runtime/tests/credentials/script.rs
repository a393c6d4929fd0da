//! The other side, as a test writes it.

use std::collections::BTreeMap;
use std::fs;
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
    answers: Arc<Mutex<Vec<(String, Answer)>>>,
    requests: Arc<Mutex<Vec<RecordedRequest>>>,
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
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) form: BTreeMap<String, String>,
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

    fn add(&self, line: &str, answer: Answer) -> &Self {
        self.answers.lock().unwrap().insert(0, (line.to_owned(), answer));
        self
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

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let pairs = |text: &str| parse_query(text).unwrap().into_iter().collect();
            let line = format!("{} {}", request.method, request.address());
            let header =
                |(name, value): (&http::HeaderName, &http::HeaderValue)| (name.to_string(), value.to_str().unwrap().to_owned());
            self.requests.lock().unwrap().push(RecordedRequest {
                line: line.clone(),
                query: pairs(request.query()),
                form: pairs(std::str::from_utf8(&request.body).unwrap()),
                headers: request.headers.iter().map(header).collect(),
            });
            let found = self.answers.lock().unwrap().iter().find(|(start, _)| line.starts_with(start)).cloned();
            match found.map_or(Answer::Refuse, |(_, answer)| answer) {
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

    /// An environment of this home directory and `more`.
    pub(crate) fn env(&self, more: &[(&str, &str)]) -> Env {
        Env::of(more.iter().copied().chain([("HOME", self.folder.path().to_str().unwrap())]))
    }
}
