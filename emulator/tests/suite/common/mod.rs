//! A client that knows nothing of the generated one: parameters, a signature, HTTP.

#![allow(dead_code, reason = "each test file is a crate of its own and uses what it needs")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

pub(crate) mod fill;
pub(crate) mod fixture;
pub(crate) mod net;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use acs_emulator::{Builder, Clock, Emulator, ManualClock};
use acs_runtime::operation::Method;
use acs_runtime::sign::{Key, ReplyFormat, Secret, SignatureVersion, SigningInput, sign};
use acs_runtime::wire::Params;
use serde_json::Value;

/// An emulator and a key for it.
pub(crate) struct Setup {
    pub(crate) emulator: Emulator,
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) version: SignatureVersion,
    pub(crate) format: ReplyFormat,
    /// What requests take their time from; the machine's if there is none.
    pub(crate) clock: Option<ManualClock>,
    nonce: AtomicU64,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Setup {
    pub(crate) async fn new() -> Self {
        Self::with(Emulator::builder()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let emulator = builder.start().await.unwrap();
        let (id, secret) = ("testid".to_owned(), "testsecret".to_owned());
        Setup {
            emulator,
            id,
            secret,
            version: SignatureVersion::V3,
            format: ReplyFormat::Json,
            clock: None,
            nonce: AtomicU64::new(0),
        }
    }

    /// Sends a request, signed now.
    pub(crate) async fn send(&self, action: &str, parameters: &[(&str, &str)]) -> Result<Reply, reqwest::Error> {
        self.send_at(action, parameters, self.clock.as_ref().map_or_else(SystemTime::now, Clock::now)).await
    }

    pub(crate) async fn send_at(
        &self,
        action: &str,
        parameters: &[(&str, &str)],
        at: SystemTime,
    ) -> Result<Reply, reqwest::Error> {
        let mut params = Params::new();
        for (name, value) in parameters {
            params.set(*name, *value);
        }
        let nonce = format!("{}-{:p}", self.nonce.fetch_add(1, Ordering::Relaxed), self);
        let endpoint = self.emulator.endpoint();
        let timestamp = humantime::format_rfc3339_seconds(at).to_string();
        let secret = Secret::from(self.secret.as_str());
        let signed = sign(
            self.version,
            &SigningInput {
                method: Method::Post,
                host: endpoint.strip_prefix("http://").unwrap(),
                version: "2016-04-28",
                action,
                params: &params,
                form: false,
                format: self.format,
                timestamp: &timestamp,
                nonce: &nonce,
                key: Key::AccessKey { id: &self.id, secret: &secret, token: None },
                headers: &[],
            },
        );
        let mut request = http().post(format!("{endpoint}/?{}", signed.query)).body(signed.body);
        for (name, value) in &signed.headers {
            request = request.header(&**name, &**value);
        }
        let response = request.send().await?;
        let reply =
            Reply { status: response.status().as_u16(), headers: response.headers().clone(), text: response.text().await? };
        check_code(action, &reply);
        Ok(reply)
    }

    /// Sends whatever is given, unsigned.
    pub(crate) async fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let method = method.parse().unwrap();
        let mut request = http().request(method, format!("{}{path}", self.emulator.endpoint())).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        Reply { status: response.status().as_u16(), headers: response.headers().clone(), text: response.text().await.unwrap() }
    }

    /// Sends a request in the region `cn-hangzhou` that is to succeed.
    pub(crate) async fn ok(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let reply = self.send(action, &in_region(parameters)).await.unwrap();
        assert_eq!(reply.status, 200, "{action}: {}", reply.text);
        reply.json()
    }

    /// Sends a request in the region `cn-hangzhou` that is to be refused, and gives status and code.
    pub(crate) async fn refused(&self, action: &str, parameters: &[(&str, &str)]) -> (u16, String) {
        let reply = self.send(action, &in_region(parameters)).await.unwrap();
        assert_ne!(reply.status, 200, "{action}: {}", reply.text);
        (reply.status, text(&reply.json(), "/Code"))
    }

    /// The code that a request in the region `cn-hangzhou` is refused with.
    pub(crate) async fn code(&self, action: &str, parameters: &[(&str, &str)]) -> String {
        self.refused(action, parameters).await.1
    }

    /// Makes one and gives a field of the reply.
    pub(crate) async fn make(&self, action: &str, parameters: &[(&str, &str)], field: &str) -> String {
        text(&self.ok(action, parameters).await, &format!("/{field}"))
    }
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

/// Path and query of a GET request without parameters, signed with version 1 and the default key.
pub(crate) fn signed_v1(action: &str, timestamp: &str, nonce: &str) -> String {
    use acs_runtime::sign::{canonical_query, percent_encode, v1};

    let parameters = [
        ("AccessKeyId", "testid"),
        ("Action", action),
        ("Format", "JSON"),
        ("RegionId", "cn-hangzhou"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", nonce),
        ("SignatureVersion", "1.0"),
        ("Timestamp", timestamp),
        ("Version", "2016-04-28"),
    ];
    let query = canonical_query(parameters);
    let signature = v1::signature(&Secret::from("testsecret"), &v1::string_to_sign("GET", &query));
    format!("/?{query}&Signature={}", percent_encode(&signature))
}

fn in_region<'p>(parameters: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    let given = parameters.iter().any(|(name, _)| *name == "RegionId");
    let region = (!given).then_some(("RegionId", "cn-hangzhou"));
    region.into_iter().chain(parameters.iter().copied()).collect()
}

/// The text at a JSON pointer.
pub(crate) fn text(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => panic!("nothing at {pointer} in {value}"),
    }
}

/// A plain HTTP client. Beside crates that bring TLS along, reqwest must be told of one even though nothing here uses it.
fn http() -> reqwest::Client {
    let tls = rustls::ClientConfig::builder_with_provider(std::sync::Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(tls).build().unwrap()
}

/// A refusal's code must be one that the operation documents, or one that all have.
fn check_code(action: &str, reply: &Reply) {
    let body = || serde_json::from_str::<Value>(&reply.text).ok();
    let (Some(spec), Some(body)) = (fixture::operations().get(action), body().filter(|_| reply.status != 200)) else { return };
    let code = body["Code"].as_str().unwrap_or_default();
    let stands_for = |known: &str| acs_runtime::error_code::match_code(known, code).is_some();
    let documented = spec.errors.iter().chain(&fixture::service().errors).any(|known| stands_for(&known.code));
    // Some operations document no code for what is not there, and none has one for the emulator's own bound.
    let names_missing = |code: &str| code.ends_with("NotFound") || code.starts_with("ResourceNotFound");
    let undocumented = names_missing(code) || code == "QuotaExceeded";
    assert!(documented || undocumented, "{action} does not document {code}: {}", reply.text);
}
