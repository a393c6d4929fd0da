//! Sending through reqwest.

use std::error::Error as StdError;
use std::sync::{Arc, OnceLock};

use bytes::BytesMut;
use http::Uri;
use reqwest::{Request, redirect};
use rustls::ClientConfig;
use tokio::runtime::Handle;

use super::per_runtime::{PerRuntime, catch_up};
use super::pool::{Kind, Pool};
use super::proxy::{Proxies, Proxy};
use super::tls::{Identity, TlsSettings, refusal, trusting_nobody};
use super::{ConnectionReport, HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::env::Env;
use crate::future::BoxFuture;
use crate::reply::HttpReply;
use crate::sign::Secret;

/// The default transport: reqwest over rustls with ring. Connections are pooled, and clones share the pool. Each tokio runtime has a
/// separate pool.
///
/// The proxies are those of the environment ([`Proxy`]). The transport trusts the operating system's certificates, or those in the
/// PEM file that `SSL_CERT_FILE` names (on Linux, if `SSL_CERT_FILE` is not set, also those in the folder that `SSL_CERT_DIR`
/// names), and those that [`root_certificates`](Self::root_certificates) adds.
///
/// It must run inside a tokio runtime with I/O and time enabled.
///
/// ```no_run
/// use acs_runtime::transport::{Proxy, ReqwestTransport};
///
/// # fn example() -> std::io::Result<()> {
/// let transport = ReqwestTransport::new()
///     .proxy(Proxy::new("http://proxy.example:3128").except("localhost"))
///     .root_certificates(std::fs::read("/etc/company/ca.pem")?)
///     .client_identity(std::fs::read("client.pem")?, std::fs::read_to_string("client.key")?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    proxy: Proxy,
    tls: TlsSettings,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// Created when first needed: reading the trusted certificates takes time, and fails where there are none.
    tls: OnceLock<Result<ClientConfig, String>>,
    pools: PerRuntime<Pool>,
}

impl ReqwestTransport {
    /// A transport with a new connection pool, and with the proxies and certificates of this process's environment.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// Like [`new`](Self::new), with these environment variables in place of the process's.
    pub fn reading(env: Env) -> Self {
        let tls = TlsSettings { env: env.clone(), roots: Vec::new(), identity: None };
        ReqwestTransport { proxy: Proxy::reading(env), tls, shared: Arc::default() }
    }

    /// Sends requests through this proxy instead of the environment's.
    pub fn proxy(mut self, proxy: impl Into<Proxy>) -> Self {
        self.proxy = proxy.into();
        self.shared = Arc::default();
        self
    }

    /// Adds trusted root certificates: any number in PEM, or one in DER.
    pub fn root_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(certificates.into());
        self.shared = Arc::default();
        self
    }

    /// Sets the certificate for servers that require one (mutual TLS): the certificate chain and the private key of its first
    /// certificate, both in PEM.
    pub fn client_identity(mut self, certificates: impl Into<Vec<u8>>, key: impl Into<Secret>) -> Self {
        self.tls.identity = Some(Identity { certificates: certificates.into(), key: key.into() });
        self.shared = Arc::default();
        self
    }

    /// Checks that the settings can be used, which the first request does as well.
    ///
    /// # Errors
    /// The proxy is not a URL, or a certificate or key cannot be read.
    pub fn check(&self) -> Result<(), TransportError> {
        self.proxy.resolve()?;
        self.tls.check()
    }

    /// The request in reqwest's form, and the client for it.
    fn prepare(&self, request: HttpRequest, pool: &Pool) -> Result<(reqwest::Client, Request), TransportError> {
        let (client, url) = pool.route(&request, || self.client_for(&request, pool))?;
        let mut prepared = Request::new(request.method, url);
        *prepared.headers_mut() = request.headers;
        *prepared.body_mut() = Some(request.body.into());
        Ok((client, prepared))
    }

    fn client_for(&self, request: &HttpRequest, pool: &Pool) -> Result<reqwest::Client, TransportError> {
        let uri: Uri =
            request.url.parse().map_err(|error| TransportError::unusable("the address is not a URL").with_source(error))?;
        let proxies = self.proxy.resolve()?;
        let kind = Kind {
            direct: uri.host().is_some_and(|host| proxies.is_direct(host)),
            tls: uri.scheme_str() == Some("https"),
            connect_timeout: request.connect_timeout,
        };
        pool.client(kind, || self.build(kind, &proxies))
    }

    fn build(&self, kind: Kind, proxies: &Proxies) -> Result<reqwest::Client, TransportError> {
        let mut builder = reqwest::Client::builder().redirect(redirect::Policy::none()).connect_timeout(kind.connect_timeout);
        if kind.direct || !proxies.system {
            builder = builder.no_proxy();
        }
        if !kind.direct {
            let except = reqwest::NoProxy::from_string(&proxies.except);
            let wrong =
                |error: reqwest::Error| TransportError::unusable("the proxy cannot be used").with_source(error.without_url());
            if let Some(proxy) = &proxies.https {
                builder = builder.proxy(reqwest::Proxy::https(proxy.url.expose()).map_err(wrong)?.no_proxy(except.clone()));
            }
            if let Some(proxy) = &proxies.http {
                builder = builder.proxy(reqwest::Proxy::http(proxy.url.expose()).map_err(wrong)?.no_proxy(except));
            }
        }
        // The connection to the proxy may itself use TLS.
        let proxy_has_tls = !kind.direct && [&proxies.https, &proxies.http].into_iter().flatten().any(|proxy| proxy.is_https());
        builder = builder.tls_backend_preconfigured(if kind.tls || proxy_has_tls { self.tls()? } else { trusting_nobody()? });
        builder.build().map_err(|error| TransportError::unusable("the HTTP client cannot be set up").with_source(error))
    }

    fn tls(&self) -> Result<ClientConfig, TransportError> {
        let config = self.shared.tls.get_or_init(|| {
            self.tls.config().map_err(|error| match error.source() {
                Some(source) => format!("{error}: {source}"),
                None => error.to_string(),
            })
        });
        config.clone().map_err(TransportError::unusable)
    }
}

impl Default for ReqwestTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let Ok(runtime) = Handle::try_current() else {
                return Err(TransportError::unusable(
                    "the call was not awaited inside a tokio runtime (`#[tokio::main]`, `Runtime::block_on`)",
                ));
            };
            let most = request.max_reply_bytes;
            let (client, request) = self.prepare(request, &self.shared.pools.of(&runtime))?;
            catch_up(&runtime).await;
            let mut response = client.execute(request).await.map_err(lost)?;
            let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
            let mut body = BytesMut::new();
            while let Some(chunk) = response.chunk().await.map_err(lost)? {
                if body.len() + chunk.len() > most {
                    let message = format!("the reply is longer than {most} bytes; `max_reply_bytes` sets the limit");
                    return Err(TransportError::new(TransportErrorKind::TooLarge, message));
                }
                body.extend_from_slice(&chunk);
            }
            Ok(HttpReply::new(status, headers, body.freeze()))
        })
    }

    fn report(&self, url: &str) -> ConnectionReport {
        let host = url.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default();
        let proxy = self.proxy.resolve().map(|proxies| match proxies.is_direct(&host) {
            true => "none".to_owned(),
            false => proxies.show(url),
        });
        let roots = if url.starts_with("https:") { self.tls.show() } else { "not needed for plain http".to_owned() };
        ConnectionReport { proxy: Some(proxy.unwrap_or_else(|error| error.to_string())), roots: Some(roots) }
    }
}

fn lost(error: reqwest::Error) -> TransportError {
    // The URL contains key and parameters, and must not be shown in the source's text.
    let error = error.without_url();
    if let Some((message, advice)) = rustls_error(&error).and_then(refusal) {
        return TransportError::new(TransportErrorKind::Certificate, message).with_advice(advice).with_source(error);
    }
    if error.is_builder() {
        return TransportError::unusable("the request cannot be sent").with_source(error);
    }
    if error.is_connect() {
        return TransportError::new(TransportErrorKind::Connect, "no connection to the service").with_source(error);
    }
    TransportError::new(TransportErrorKind::Lost, "the connection was lost before the reply was complete").with_source(error)
}

/// The TLS error among the sources of an error.
fn rustls_error<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        // An I/O error skips the error that it wraps in its chain of sources.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(wrapped) = wrapped
            && let Some(found) = rustls_error(wrapped)
        {
            return Some(found);
        }
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}
