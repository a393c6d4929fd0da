//! Sending through reqwest.

use std::error::Error as StdError;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bytes::BytesMut;
use http::Uri;
use reqwest::{Request, Url, redirect};
use rustls::ClientConfig;
use tokio::runtime::Handle;

use super::per_runtime::{PerRuntime, catch_up};
use super::proxy::{Proxies, Proxy};
use super::tls::{Identity, TlsSettings, refusal, trusting_nobody};
use super::{ConnectionReport, HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::env::Env;
use crate::future::BoxFuture;
use crate::reply::HttpReply;
use crate::sign::Secret;

/// The real transport: reqwest over rustls with ring. Connections are kept and reused, and clones share them. Each tokio runtime that
/// calls has connections of its own.
///
/// Proxies are those of the environment ([`Proxy`]). Trusted are the certificates that the operating system trusts, or those in
/// the PEM file that `SSL_CERT_FILE` names (on Linux also those in the folder that `SSL_CERT_DIR` names, if `SSL_CERT_FILE` is not
/// set), and those given here.
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
    /// Made when first needed: reading the trusted certificates takes time, and fails where there are none.
    tls: OnceLock<Result<ClientConfig, String>>,
    pools: PerRuntime<Pool>,
}

/// The connections of a runtime.
#[derive(Debug, Default)]
struct Pool {
    /// reqwest fixes the proxy and the time to connect per client, so there is one for each combination in use.
    clients: Mutex<Vec<(Kind, reqwest::Client)>>,
    /// The way to the addresses that were asked first: found without a lock, and with the address parsed.
    routes: [OnceLock<Route>; ROUTES],
}

/// The client that requests to an address take.
#[derive(Debug)]
struct Route {
    /// The URL up to the query.
    address: String,
    connect_timeout: Duration,
    url: Url,
    client: reqwest::Client,
}

/// A program talks to a service and to the few that give it credentials.
const ROUTES: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kind {
    direct: bool,
    tls: bool,
    connect_timeout: Duration,
}

/// A program that sets a new time to connect for each call must not collect clients without bound.
const MAX_CLIENTS: usize = 8;

impl ReqwestTransport {
    /// A transport with connections of its own, and the proxies and certificates of this process's environment.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// The same, by these variables.
    pub fn reading(env: Env) -> Self {
        let tls = TlsSettings { env: env.clone(), roots: Vec::new(), identity: None };
        ReqwestTransport { proxy: Proxy::reading(env), tls, shared: Arc::default() }
    }

    /// Sends through this proxy, in place of that of the environment.
    pub fn proxy(mut self, proxy: impl Into<Proxy>) -> Self {
        self.proxy = proxy.into();
        self.shared = Arc::default();
        self
    }

    /// Trusts these certificates of authorities too: any number in PEM, or one in DER.
    pub fn root_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(certificates.into());
        self.shared = Arc::default();
        self
    }

    /// Identifies itself to servers that ask for a certificate: a chain of certificates and the private key of the first, both in
    /// PEM.
    pub fn client_identity(mut self, certificates: impl Into<Vec<u8>>, key: impl Into<Secret>) -> Self {
        self.tls.identity = Some(Identity { certificates: certificates.into(), key: key.into() });
        self.shared = Arc::default();
        self
    }

    /// Finds out whether the settings can be used. The first request does so as well.
    ///
    /// # Errors
    /// The proxy is not a URL, or a certificate or key cannot be read.
    pub fn check(&self) -> Result<(), TransportError> {
        self.proxy.resolve()?;
        self.tls.check()
    }

    /// The request as reqwest takes it, and the client for it.
    fn prepare(&self, request: HttpRequest, pool: &Pool) -> Result<(reqwest::Client, Request), TransportError> {
        let (client, url) = self.route(&request, pool)?;
        let mut prepared = Request::new(request.method, url);
        *prepared.headers_mut() = request.headers;
        *prepared.body_mut() = Some(request.body.into());
        Ok((client, prepared))
    }

    fn route(&self, request: &HttpRequest, pool: &Pool) -> Result<(reqwest::Client, Url), TransportError> {
        let parse = |url: &str| Url::parse(url).map_err(|error| unusable("the address is not a URL").with_source(error));
        let address = request.address();
        let fits = |route: &&Route| route.address == address && route.connect_timeout == request.connect_timeout;
        if let Some(route) = pool.routes.iter().map_while(OnceLock::get).find(fits) {
            let url = if address == request.url { route.url.clone() } else { parse(&request.url)? };
            return Ok((route.client.clone(), url));
        }
        let client = self.client_for(request, pool)?;
        let mut route = Route {
            address: address.to_owned(),
            connect_timeout: request.connect_timeout,
            url: parse(address)?,
            client: client.clone(),
        };
        for free in &pool.routes {
            match free.set(route) {
                Ok(()) => break,
                Err(taken) => route = taken,
            }
        }
        Ok((client, parse(&request.url)?))
    }

    fn client_for(&self, request: &HttpRequest, pool: &Pool) -> Result<reqwest::Client, TransportError> {
        let uri: Uri = request.url.parse().map_err(|error| unusable("the address is not a URL").with_source(error))?;
        let proxies = self.proxy.resolve()?;
        let kind = Kind {
            direct: uri.host().is_some_and(|host| is_direct(host, &proxies)),
            tls: uri.scheme_str() == Some("https"),
            connect_timeout: request.connect_timeout,
        };
        let mut clients = pool.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = clients.iter().find(|(known, _)| *known == kind) {
            return Ok(client.clone());
        }
        let client = self.build(kind, &proxies)?;
        if clients.len() == MAX_CLIENTS {
            clients.remove(0);
        }
        clients.push((kind, client.clone()));
        Ok(client)
    }

    fn build(&self, kind: Kind, proxies: &Proxies) -> Result<reqwest::Client, TransportError> {
        let mut builder = reqwest::Client::builder().redirect(redirect::Policy::none()).connect_timeout(kind.connect_timeout);
        if kind.direct || !proxies.system {
            builder = builder.no_proxy();
        }
        if !kind.direct {
            let except = reqwest::NoProxy::from_string(&proxies.except);
            let wrong = |error: reqwest::Error| unusable("the proxy cannot be used").with_source(error.without_url());
            if let Some(proxy) = &proxies.https {
                builder = builder.proxy(reqwest::Proxy::https(proxy.url.expose()).map_err(wrong)?.no_proxy(except.clone()));
            }
            if let Some(proxy) = &proxies.http {
                builder = builder.proxy(reqwest::Proxy::http(proxy.url.expose()).map_err(wrong)?.no_proxy(except));
            }
        }
        // A proxy may have a scheme of https itself.
        let proxy_has_tls = !kind.direct && [&proxies.https, &proxies.http].into_iter().flatten().any(|proxy| proxy.is_https());
        builder = builder.tls_backend_preconfigured(if kind.tls || proxy_has_tls { self.tls()? } else { trusting_nobody()? });
        builder.build().map_err(|error| unusable("the HTTP client cannot be set up").with_source(error))
    }

    fn tls(&self) -> Result<ClientConfig, TransportError> {
        let config = self.shared.tls.get_or_init(|| {
            self.tls.config().map_err(|error| match error.source() {
                Some(source) => format!("{error}: {source}"),
                None => error.to_string(),
            })
        });
        config.clone().map_err(unusable)
    }
}

impl Default for ReqwestTransport {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether requests to a host use no proxy: none can reach a host on the same link, and none is meant for this machine unless the
/// client asks for it.
fn is_direct(host: &str, proxies: &Proxies) -> bool {
    is_link_local(host) || (!proxies.explicit && crate::endpoint::is_loopback(host))
}

fn is_link_local(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => address.is_link_local() || address.octets() == METADATA,
        Ok(IpAddr::V6(address)) => address.is_unicast_link_local(),
        Err(_) => false,
    }
}

/// The metadata service of an instance.
const METADATA: [u8; 4] = [100, 100, 100, 200];

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let Ok(runtime) = Handle::try_current() else {
                return Err(unusable("the call was not awaited inside a tokio runtime (`#[tokio::main]`, `Runtime::block_on`)"));
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
        let proxy = self.proxy.resolve().map(|proxies| match is_direct(&host, &proxies) {
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
        return unusable("the request cannot be sent").with_source(error);
    }
    if error.is_connect() {
        return TransportError::new(TransportErrorKind::Connect, "no connection to the service").with_source(error);
    }
    TransportError::new(TransportErrorKind::Lost, "the connection was lost before the reply was complete").with_source(error)
}

/// The error of TLS below another error.
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

fn unusable(message: impl Into<std::borrow::Cow<'static, str>>) -> TransportError {
    TransportError::new(TransportErrorKind::Unusable, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_are_reached_without_a_proxy() {
        let direct = |host, proxy: Proxy| is_direct(host, &proxy.resolve().unwrap());
        let environment = || Proxy::reading(Env::of([("HTTPS_PROXY", "http://proxy.example")]));
        for host in ["127.0.0.1", "127.9.9.9", "[::1]", "localhost", "LOCALHOST"] {
            assert!(direct(host, environment()) && !direct(host, Proxy::new("http://proxy.example")), "{host}");
        }
        for host in ["169.254.1.1", "100.100.100.200", "[fe80::1]"] {
            assert!(direct(host, environment()) && direct(host, Proxy::new("http://proxy.example")), "{host}");
        }
        for host in ["vpc.aliyuncs.com", "10.0.0.1", "localhost.example.com", "[2001:db8::1]"] {
            assert!(!direct(host, environment()), "{host}");
        }
    }

    #[test]
    fn an_address_that_is_asked_again_is_found_with_its_query_and_its_time_to_connect() {
        let transport = ReqwestTransport::reading(Env::of::<&str, &str>([]));
        let pool = Pool::default();
        let prepared = |url: &str, seconds| {
            let mut request = HttpRequest::get(url);
            request.connect_timeout = Duration::from_secs(seconds);
            transport.prepare(request, &pool).unwrap().1.url().to_string()
        };
        for number in 0..2 * ROUTES {
            let url = format!("http://127.0.0.1:{}/", 7000 + number);
            for seconds in [1, 2] {
                assert_eq!(prepared(&url, seconds), url);
                assert_eq!(prepared(&format!("{url}?a=b%20c&d=%2B"), seconds), format!("{url}?a=b%20c&d=%2B"));
            }
        }
        assert!(pool.routes.iter().all(|route| route.get().is_some()));
        // One client for each time to connect: all these hosts are of one kind.
        assert_eq!(pool.clients.lock().unwrap().len(), 2);
        assert!(transport.prepare(HttpRequest::get("http://"), &pool).is_err());
    }
}
