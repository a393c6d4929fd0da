//! A service that answers as a test says.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::{RecordedRequest, TestClock, TestTransport};
use crate::future::BoxFuture;
use crate::reply::HttpReply;
use crate::transport::{HttpRequest, Transport, TransportError, TransportErrorKind};

/// A transport that gives prepared answers, operation by operation, and keeps every request. Clones are the same mock.
///
/// Answers to one operation are used in the order in which they were given, each once unless set otherwise. A request that
/// no answer is left for fails, and names the operation.
///
/// ```
/// use acs_runtime::{Client, operation::ServiceInfo, test::MockTransport};
/// use serde_json::json;
///
/// # use acs_runtime::facts::Text;
/// # static SERVICE: ServiceInfo = ServiceInfo {
/// #     endpoint_rule: Text::Borrowed("vpc.{region}.aliyuncs.com"),
/// #     region_parameter: Some(Text::Borrowed("RegionId")),
/// #     ..ServiceInfo::DEFAULT
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let mock = MockTransport::new();
/// mock.on("DescribeVpcs").with("VpcId", "vpc-1").reply(json!({ "TotalCount": 0 }));
/// mock.on("DeleteVpc").error(404, "InvalidVpcId.NotFound", "The specified VPC does not exist.");
///
/// let client: Client = Client::builder(&SERVICE).test(&mock).build()?;
/// let found = client.raw_call("DescribeVpcs").param("VpcId", "vpc-1").send().await?;
/// assert_eq!(found["TotalCount"], 0);
/// assert!(client.raw_call("DeleteVpc").param("VpcId", "vpc-1").send().await.unwrap_err().is_not_found());
/// assert_eq!(mock.requests()[1].param("RegionId"), Some("cn-hangzhou"));
/// mock.assert_done();
/// # Ok::<(), acs_runtime::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Default)]
pub struct MockTransport {
    clock: TestClock,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    reactions: Vec<PreparedReply>,
    requests: Vec<RecordedRequest>,
}

struct PreparedReply {
    operation: String,
    with: Vec<(String, String)>,
    /// How often it is still to be used; `None` is without end.
    left: Option<u32>,
    latency: Duration,
    outcome: Outcome,
}

#[derive(Clone)]
enum Outcome {
    Reply(HttpReply),
    Lost,
    Refused,
    Hang,
}

/// How the mock is to react to an operation. It takes effect with the last method: [`reply`](Self::reply),
/// [`error`](Self::error) and the others that return nothing.
#[must_use = "it takes effect with `reply`, `error` or another last method"]
pub struct Reaction<'m> {
    mock: &'m MockTransport,
    operation: String,
    with: Vec<(String, String)>,
    times: Times,
    latency: Duration,
    headers: HeaderMap,
}

/// How often a reaction is used.
#[derive(Clone, Copy)]
enum Times {
    /// The test does not say.
    Unsaid,
    Exactly(u32),
    Always,
}

impl MockTransport {
    /// A mock that knows no operation yet, with a clock of its own.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins to say how to react to an operation.
    pub fn on(&self, operation: impl Into<String>) -> Reaction<'_> {
        Reaction {
            mock: self,
            operation: operation.into(),
            with: Vec::new(),
            times: Times::Unsaid,
            latency: Duration::ZERO,
            headers: HeaderMap::new(),
        }
    }

    /// The clock by which this mock answers.
    pub fn clock(&self) -> &TestClock {
        &self.clock
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.lock().requests.clone()
    }

    /// Checks that every answer was used that was to be used a number of times.
    ///
    /// # Panics
    /// Some answer was not used; it is named.
    #[track_caller]
    pub fn assert_done(&self) {
        let state = self.lock();
        let left: Vec<_> = state
            .reactions
            .iter()
            .filter_map(|reaction| Some((reaction.operation.as_str(), reaction.left.filter(|left| *left > 0)?)))
            .collect();
        assert!(left.is_empty(), "operations that were not called as often as expected, and how often: {left:?}");
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn react(&self, request: &HttpRequest) -> Result<(Duration, Outcome), TransportError> {
        let seen = RecordedRequest::of(request);
        let mut state = self.lock();
        let fits = |reaction: &&mut PreparedReply| {
            reaction.operation == seen.operation()
                && reaction.left != Some(0)
                && reaction.with.iter().all(|(name, value)| seen.param(name) == Some(value))
        };
        let found = state.reactions.iter_mut().find(fits).map(|reaction| {
            reaction.left = reaction.left.map(|left| left - 1);
            (reaction.latency, reaction.outcome.clone())
        });
        let missing = || {
            let message = format!("the mock has no answer left for this request: {seen:?}");
            TransportError::new(TransportErrorKind::Unusable, message)
        };
        let result = found.ok_or_else(missing);
        state.requests.push(seen);
        result
    }
}

impl Reaction<'_> {
    /// Reacts only to requests with this parameter.
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.with.push((name.into(), value.to_string()));
        self
    }

    /// Reacts this many times.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Times::Exactly(times);
        self
    }

    /// Reacts however often it is asked.
    pub fn always(mut self) -> Self {
        self.times = Times::Always;
        self
    }

    /// Answers after a time by the mock's clock.
    pub fn after(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Adds a header to the answer.
    ///
    /// # Panics
    /// The name or the value cannot be a header's.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            (Ok(name), Ok(value)) => self.headers.insert(name, value),
            _ => panic!("`{name}: {value}` is not a header"),
        };
        self
    }

    /// Answers with success. A `RequestId` is added if there is none.
    pub fn reply(self, mut body: Value) {
        if let Value::Object(fields) = &mut body {
            fields.entry("RequestId").or_insert_with(|| REQUEST_ID.into());
        }
        self.raw(200, body.to_string());
    }

    /// Answers with an error in the service's form.
    pub fn error(self, status: u16, code: &str, message: &str) {
        let body = json!({ "RequestId": REQUEST_ID, "HostId": "mock.invalid", "Code": code, "Message": message });
        self.raw(status, body.to_string());
    }

    /// Answers with just this.
    pub fn raw(self, status: u16, body: impl Into<bytes::Bytes>) {
        let reply = HttpReply::new(status, self.headers.clone(), body);
        self.finish(Outcome::Reply(reply));
    }

    /// Loses the connection after the request was sent.
    pub fn lost(self) {
        self.finish(Outcome::Lost);
    }

    /// Lets no connection come about.
    pub fn refused(self) {
        self.finish(Outcome::Refused);
    }

    /// Never answers, and does so for every attempt of a call unless [`times`](Self::times) bounds it.
    pub fn hang(mut self) {
        if let Times::Unsaid = self.times {
            self.times = Times::Always;
        }
        self.finish(Outcome::Hang);
    }

    fn finish(self, outcome: Outcome) {
        let Reaction { mock, operation, with, times, latency, .. } = self;
        let left = match times {
            Times::Unsaid => Some(1),
            Times::Exactly(times) => Some(times),
            Times::Always => None,
        };
        mock.lock().reactions.push(PreparedReply { operation, with, left, latency, outcome });
    }
}

/// The request id of an answer that names none.
const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";

impl Transport for MockTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let (latency, outcome) = self.react(&request)?;
            if !latency.is_zero() {
                self.clock.elapse(latency).await;
            }
            match outcome {
                Outcome::Reply(reply) => Ok(reply),
                Outcome::Lost => Err(TransportError::new(TransportErrorKind::Lost, "the connection was lost")),
                Outcome::Refused => Err(TransportError::new(TransportErrorKind::Connect, "the connection was refused")),
                Outcome::Hang => loop {
                    self.clock.elapse(Duration::from_secs(3600)).await;
                },
            }
        })
    }
}

impl TestTransport for MockTransport {
    fn clock(&self) -> &TestClock {
        &self.clock
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("MockTransport").field("requests", &state.requests).finish_non_exhaustive()
    }
}
