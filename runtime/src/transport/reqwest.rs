//! Sending through reqwest.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bytes::BytesMut;
use http::Uri;
use reqwest::redirect;
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

use super::{HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::future::BoxFuture;
use crate::reply::HttpReply;

/// The real transport: reqwest over rustls with ring, trusting what the operating system trusts. Connections are kept and
/// reused. The proxies that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) are used, but never for a host
/// on this machine or on its own link, such as an instance's metadata service.
///
/// It must run inside a tokio runtime with I/O and time enabled.
#[derive(Debug, Clone, Default)]
pub struct ReqwestTransport {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// A client that the user made: then it serves everything.
    given: Option<reqwest::Client>,
    /// Made when first needed: reading the trusted certificates takes time, and fails where there are none.
    tls: OnceLock<Result<ClientConfig, String>>,
    /// reqwest fixes the proxy and the time to connect per client, so there is one for each pair in use.
    clients: Mutex<Vec<(Kind, reqwest::Client)>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kind {
    direct: bool,
    tls: bool,
    connect_timeout: Duration,
}

/// A program that names a new time to connect for each call must not collect clients without end.
const MOST_CLIENTS: usize = 8;

impl ReqwestTransport {
    /// A transport with connections of its own.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends everything through `client`, whose proxies, certificates and time to connect then apply. It must not follow
    /// redirects (`redirect::Policy::none()`).
    pub fn from_client(client: reqwest::Client) -> Self {
        ReqwestTransport { shared: Arc::new(Shared { given: Some(client), ..Shared::default() }) }
    }

    fn client_for(&self, request: &HttpRequest) -> Result<reqwest::Client, TransportError> {
        if let Some(client) = &self.shared.given {
            return Ok(client.clone());
        }
        let uri: Uri = request.url.parse().map_err(|error| unusable("the address is not a URL").with_source(error))?;
        let kind = Kind {
            direct: uri.host().is_some_and(is_near),
            tls: uri.scheme_str() == Some("https"),
            connect_timeout: request.connect_timeout,
        };
        let mut clients = self.shared.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = clients.iter().find(|(known, _)| *known == kind) {
            return Ok(client.clone());
        }
        let client = self.build(kind)?;
        if clients.len() == MOST_CLIENTS {
            clients.remove(0);
        }
        clients.push((kind, client.clone()));
        Ok(client)
    }

    fn build(&self, kind: Kind) -> Result<reqwest::Client, TransportError> {
        let mut builder = reqwest::Client::builder().redirect(redirect::Policy::none()).connect_timeout(kind.connect_timeout);
        if kind.direct {
            builder = builder.no_proxy();
        }
        builder = builder.tls_backend_preconfigured(if kind.tls { self.tls()? } else { without_trust()? });
        builder.build().map_err(|error| unusable("the HTTP client cannot be set up").with_source(error))
    }

    fn tls(&self) -> Result<ClientConfig, TransportError> {
        let config = self.shared.tls.get_or_init(|| {
            let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
            let builder = builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
            let builder = builder.with_platform_verifier().map_err(|error| error.to_string())?;
            Ok(builder.with_no_client_auth())
        });
        config.clone().map_err(|reason| {
            unusable(format!("TLS cannot be set up: {reason}. Are the system's certificates (`ca-certificates`) installed?"))
        })
    }
}

/// What plain http is built with: reqwest wants a TLS configuration, but nothing is verified by this one.
fn without_trust() -> Result<ClientConfig, TransportError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let builder = builder
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable("the HTTP client cannot be set up").with_source(error))?;
    Ok(builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
}

/// Whether a host is this machine or on the same link: no proxy can stand in between.
fn is_near(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_link_local() || address.octets() == METADATA,
        Ok(IpAddr::V6(address)) => address.is_loopback() || address.is_unicast_link_local(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

/// The metadata service of an instance.
const METADATA: [u8; 4] = [100, 100, 100, 200];

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            if tokio::runtime::Handle::try_current().is_err() {
                return Err(unusable("the call was not awaited inside a tokio runtime (`#[tokio::main]`, `Runtime::block_on`)"));
            }
            let client = self.client_for(&request)?;
            let most = request.max_reply_bytes;
            let sending = client.request(request.method, request.url).headers(request.headers).body(request.body);
            let mut response = sending.send().await.map_err(lost)?;
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
}

fn lost(error: reqwest::Error) -> TransportError {
    // The URL holds key and parameters: it must not come out through the source's text.
    let error = error.without_url();
    if error.is_builder() {
        return unusable("the request cannot be sent").with_source(error);
    }
    if error.is_connect() {
        return TransportError::new(TransportErrorKind::Connect, "no connection to the service").with_source(error);
    }
    TransportError::new(TransportErrorKind::Lost, "the connection was lost before the reply was complete").with_source(error)
}

fn unusable(message: impl Into<std::borrow::Cow<'static, str>>) -> TransportError {
    TransportError::new(TransportErrorKind::Unusable, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_hosts_are_known() {
        for host in ["127.0.0.1", "127.9.9.9", "[::1]", "localhost", "LOCALHOST", "169.254.1.1", "100.100.100.200"] {
            assert!(is_near(host), "{host}");
        }
        for host in ["vpc.aliyuncs.com", "10.0.0.1", "localhost.example.com", "[2001:db8::1]"] {
            assert!(!is_near(host), "{host}");
        }
    }
}
