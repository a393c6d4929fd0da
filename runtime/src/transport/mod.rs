//! From a signed request to the reply's bytes.
//!
//! [`Transport`] is the runtime's only interface to HTTP. `ReqwestTransport` implements it; tests use transports of their own.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Debug};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::facts::{List, Names};
use crate::future::BoxFuture;
use crate::reply::HttpReply;

#[cfg(feature = "reqwest")]
mod per_runtime;
#[cfg(feature = "reqwest")]
mod pool;
#[cfg(feature = "reqwest")]
mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "reqwest")]
mod tls;

#[cfg(feature = "reqwest")]
pub use self::proxy::Proxy;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

/// Sends one request and returns the reply, whatever its status.
///
/// An implementation does not follow redirects, since a signed request is valid for one host, and does not retry, since a retry
/// needs a new signature. It need not limit the total time: the caller does that by dropping the future.
pub trait Transport: Send + Sync + Debug {
    /// Sends `request`.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>>;

    /// How requests to a URL are sent, for the report of a client's check.
    fn report(&self, url: &str) -> ConnectionReport {
        let _ = url;
        ConnectionReport::default()
    }
}

/// How a transport sends requests, as far as it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConnectionReport {
    /// The proxy, or that there is none.
    pub proxy: Option<String>,
    /// Whose certificates are trusted.
    pub roots: Option<String>,
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        (**self).send(request)
    }

    fn report(&self, url: &str) -> ConnectionReport {
        (**self).report(url)
    }
}

/// A request as it goes over the wire. Its `Debug` shows no parameter, header value or body: they hold secrets.
#[derive(Clone)]
pub struct HttpRequest {
    /// HTTP method.
    pub method: Method,
    /// The whole URL, encoded. Send it unchanged, since the signature covers it.
    pub url: String,
    /// Headers. Secret ones are marked sensitive.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
    /// Longest time to establish a connection.
    pub connect_timeout: Duration,
    /// Maximum number of bytes in a reply's body; a longer reply is an error.
    pub max_reply_bytes: usize,
    /// Names of parameters and of fields of the reply whose values are secrets, for code that stores or shows them.
    pub sensitive: Names,
}

impl HttpRequest {
    /// A `GET` of `url` with the default bounds and nothing else.
    pub fn get(url: impl Into<String>) -> Self {
        HttpRequest {
            method: Method::GET,
            url: url.into(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            connect_timeout: Duration::from_secs(5),
            max_reply_bytes: 16 << 20,
            sensitive: List::EMPTY,
        }
    }

    /// The URL without its query.
    pub fn address(&self) -> &str {
        self.url.split('?').next().unwrap_or_default()
    }

    /// The query, still encoded.
    pub fn query(&self) -> &str {
        self.url.split_once('?').map_or("", |(_, query)| query)
    }
}

impl Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("address", &self.address())
            .field("query_bytes", &self.query().len())
            .field("headers", &self.headers.keys().map(|name| name.as_str()).collect::<Vec<_>>())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there is no reply.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: Cow<'static, str>,
    advice: Option<&'static str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// How far a request got that has no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was established, so the request was not sent and a retry is safe.
    Connect,
    /// The connection was lost or timed out: the service may have executed the request.
    Lost,
    /// The reply is longer than allowed.
    TooLarge,
    /// The server's or the client's certificate was rejected, so the request was not sent. A retry does not help.
    Certificate,
    /// The transport cannot send such a request at all.
    Unusable,
}

impl TransportError {
    /// An error of a kind. The message must not contain a secret, such as a query or a header value.
    pub fn new(kind: TransportErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        TransportError { kind, message: message.into(), advice: None, source: None }
    }

    /// A request that the transport cannot send.
    #[cfg(feature = "reqwest")]
    pub(crate) fn unusable(message: impl Into<Cow<'static, str>>) -> Self {
        TransportError::new(TransportErrorKind::Unusable, message)
    }

    /// Sets the underlying error. Its text must not contain a secret either.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets what to do about it.
    #[cfg(feature = "reqwest")]
    pub(crate) fn with_advice(mut self, advice: &'static str) -> Self {
        self.advice = Some(advice);
        self
    }

    /// What to do about it, if that is known.
    pub(crate) fn advice(&self) -> Option<&'static str> {
        self.advice
    }

    /// How far the request got.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
