//! The real service's answers, kept and given again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::exchange::{Exchange, params};
use super::redact::Redactor;
use super::{RecordedRequest, TestClock, TestTransport};
use crate::future::BoxFuture;
use crate::reply::HttpReply;
use crate::transport::{HttpRequest, Transport, TransportError, TransportErrorKind};

/// A transport that keeps what goes through it, to be written to a file. Clones keep together.
///
/// The file holds operation, parameters, status, some headers and body, and nothing that signs. In JSON and in XML, `***`
/// replaces the values of parameters and fields
///
/// - that the operation's spec marks as `sensitive`,
/// - whose names say that they are secrets; see [`is_secret_name`](crate::wire::is_secret_name),
/// - of the names that [`hide`](Self::hide) adds.
///
/// Where a reply repeats such a value of its request, as error messages do, it is replaced as well. Read the file before it is
/// shared nevertheless: replies contain information about an account.
///
/// ```no_run
/// use acs_runtime::{Client, operation::ServiceInfo, test::RecordingTransport, transport::ReqwestTransport};
///
/// # async fn example(service: &'static ServiceInfo) -> Result<(), Box<dyn std::error::Error>> {
/// let recording = RecordingTransport::new(ReqwestTransport::new()).hide("VpcName");
/// let client: Client =
///     Client::builder(service).env(acs_runtime::env::Env::process()).transport(recording.clone()).build()?;
/// client.raw_call("DescribeVpcs").send().await?;
/// recording.save("tests/recorded/vpcs.json")?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct RecordingTransport {
    inner: Arc<dyn Transport>,
    hidden: Vec<String>,
    kept: Arc<Mutex<Kept>>,
}

/// What was kept, and the names that specs mark as sensitive.
#[derive(Debug, Default)]
struct Kept {
    exchanges: Vec<Exchange>,
    sensitive: BTreeSet<String>,
}

/// A transport that answers from a file that a [`RecordingTransport`] wrote. Clones are the same replay.
///
/// A request gets the first answer not yet used to a request of the same operation and parameters; made-up client tokens and
/// hidden values are not compared. A request that was not recorded fails, and the error says what differs.
///
/// ```no_run
/// use acs_runtime::{Client, operation::ServiceInfo, test::ReplayTransport};
///
/// # async fn example(service: &'static ServiceInfo) -> Result<(), Box<dyn std::error::Error>> {
/// let replay = ReplayTransport::load("tests/recorded/vpcs.json")?;
/// let client: Client = Client::builder(service).test(&replay).build()?;
/// client.raw_call("DescribeVpcs").send().await?;
/// replay.assert_done();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ReplayTransport {
    clock: TestClock,
    hidden: Vec<String>,
    exchanges: Arc<Mutex<Vec<(Exchange, bool)>>>,
}

impl RecordingTransport {
    /// Keeps what goes through `inner`.
    pub fn new(inner: impl Transport + 'static) -> Self {
        RecordingTransport { inner: Arc::new(inner), hidden: Vec::new(), kept: Arc::default() }
    }

    /// Does not keep the values of parameters and fields of this name.
    pub fn hide(mut self, name: impl Into<String>) -> Self {
        self.hidden.push(name.into());
        self
    }

    /// Writes what was kept so far: the whole file or nothing, readable by its owner alone.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(self.to_json().as_bytes())?;
        file.persist(path)?;
        Ok(())
    }

    /// What was kept so far, as [`save`](Self::save) writes it.
    pub fn to_json(&self) -> String {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let hidden: BTreeSet<&String> = self.hidden.iter().chain(&kept.sensitive).collect();
        let file = serde_json::json!({
            "hidden": hidden,
            "exchanges": kept.exchanges.iter().map(Exchange::to_json).collect::<Vec<_>>(),
        });
        format!("{file:#}\n")
    }
}

impl Transport for RecordingTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let (seen, sensitive) = (RecordedRequest::of(&request), request.sensitive.clone());
            let reply = self.inner.send(request).await?;
            let names: Vec<&str> = self.hidden.iter().map(String::as_str).chain(sensitive.iter()).collect();
            let exchange = Exchange::new(&seen, &reply, &names);
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.exchanges.push(exchange);
            kept.sensitive.extend(sensitive.iter().map(str::to_owned));
            Ok(reply)
        })
    }
}

impl ReplayTransport {
    /// Answers from a file.
    ///
    /// # Errors
    /// The file cannot be read, or is not one that a [`RecordingTransport`] wrote.
    pub fn load(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::from_json(&std::fs::read_to_string(path)?)
    }

    /// Answers from the text of such a file, which `include_str!` may have brought.
    ///
    /// # Errors
    /// The text is not one that a [`RecordingTransport`] wrote.
    pub fn from_json(text: &str) -> io::Result<Self> {
        let wrong = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
        let file: Value = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let list = |name: &str| file[name].as_array().ok_or_else(|| wrong(format!("there is no list `{name}`")));
        let hidden = list("hidden")?.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
        let read = |(index, value)| {
            let exchange = Exchange::from_json(value);
            exchange
                .map(|exchange| (exchange, false))
                .map_err(|field| wrong(format!("`{field}` of exchange {index} is missing or wrong")))
        };
        let exchanges = list("exchanges")?.iter().enumerate().map(read).collect::<io::Result<_>>()?;
        Ok(ReplayTransport { clock: TestClock::new(), hidden, exchanges: Arc::new(Mutex::new(exchanges)) })
    }

    /// Checks that every answer was used.
    ///
    /// # Panics
    /// Some answer was not used; its operation is named.
    #[track_caller]
    pub fn assert_done(&self) {
        let exchanges = self.lock();
        let left: Vec<_> = exchanges.iter().filter(|(_, used)| !used).map(|(exchange, _)| &exchange.operation).collect();
        assert!(left.is_empty(), "recorded operations that were not called: {left:?}");
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Exchange, bool)>> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpReply, String> {
        let seen = RecordedRequest::of(request);
        let names = self.hidden.iter().map(String::as_str).chain(request.sensitive.iter()).collect();
        let params = params(&seen, &Redactor { names, secrets: Vec::new() });
        let mut exchanges = self.lock();
        let mut nearest: Option<Vec<String>> = None;
        for (exchange, used) in exchanges.iter_mut().filter(|(exchange, used)| !used && exchange.operation == seen.operation()) {
            let different = different(&exchange.params, &params);
            if different.is_empty() {
                *used = true;
                return Ok(exchange.reply());
            }
            if nearest.as_ref().is_none_or(|nearest| different.len() < nearest.len()) {
                nearest = Some(different);
            }
        }
        let operation = seen.operation();
        Err(match nearest {
            Some(names) => format!("`{operation}` was recorded with other parameters; what differs: {}", names.join(", ")),
            None => format!("`{operation}` was not recorded, or not as often as it is called"),
        })
    }
}

impl Transport for ReplayTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(
            async move { self.answer(&request).map_err(|message| TransportError::new(TransportErrorKind::Unusable, message)) },
        )
    }
}

impl TestTransport for ReplayTransport {
    fn clock(&self) -> &TestClock {
        &self.clock
    }
}

impl fmt::Debug for ReplayTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayTransport").field("exchanges", &self.lock().len()).finish_non_exhaustive()
    }
}

fn different(recorded: &BTreeMap<String, String>, asked: &BTreeMap<String, String>) -> Vec<String> {
    let names = recorded.keys().chain(asked.keys().filter(|name| !recorded.contains_key(*name)));
    names.filter(|name| recorded.get(*name) != asked.get(*name)).map(|name| format!("`{name}`")).collect()
}
