//! The reqwest clients of a tokio runtime, and the one that a request takes.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use reqwest::Url;

use super::{HttpRequest, TransportError};

/// The connections of a tokio runtime.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// reqwest fixes the proxy and the connect timeout per client, so there is one client for each combination in use.
    clients: Mutex<Vec<(Kind, reqwest::Client)>>,
    /// The clients for the addresses that were requested first, found without a lock and with the address parsed.
    routes: [OnceLock<Route>; ROUTES],
}

/// The client for requests to an address.
#[derive(Debug)]
struct Route {
    /// The URL up to the query.
    address: String,
    connect_timeout: Duration,
    url: Url,
    client: reqwest::Client,
}

/// A program calls one service, and a few others for its credentials.
const ROUTES: usize = 4;

/// What reqwest fixes per client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) direct: bool,
    pub(super) tls: bool,
    pub(super) connect_timeout: Duration,
}

/// Bounds the clients of a program that sets a new connect timeout for each call.
const MAX_CLIENTS: usize = 8;

impl Pool {
    /// The client for a request, and the request's URL. `client` is called for an address that has no route yet.
    pub(super) fn route(
        &self,
        request: &HttpRequest,
        client: impl FnOnce() -> Result<reqwest::Client, TransportError>,
    ) -> Result<(reqwest::Client, Url), TransportError> {
        let parse =
            |url: &str| Url::parse(url).map_err(|error| TransportError::unusable("the address is not a URL").with_source(error));
        let address = request.address();
        let fits = |route: &&Route| route.address == address && route.connect_timeout == request.connect_timeout;
        if let Some(route) = self.routes.iter().map_while(OnceLock::get).find(fits) {
            let url = if address == request.url { route.url.clone() } else { parse(&request.url)? };
            return Ok((route.client.clone(), url));
        }
        let client = client()?;
        let mut route = Route {
            address: address.to_owned(),
            connect_timeout: request.connect_timeout,
            url: parse(address)?,
            client: client.clone(),
        };
        for free in &self.routes {
            match free.set(route) {
                Ok(()) => break,
                Err(taken) => route = taken,
            }
        }
        Ok((client, parse(&request.url)?))
    }

    /// The client of a kind, which `build` makes if there is none yet.
    pub(super) fn client(
        &self,
        kind: Kind,
        build: impl FnOnce() -> Result<reqwest::Client, TransportError>,
    ) -> Result<reqwest::Client, TransportError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = clients.iter().find(|(known, _)| *known == kind) {
            return Ok(client.clone());
        }
        let client = build()?;
        if clients.len() == MAX_CLIENTS {
            clients.remove(0);
        }
        clients.push((kind, client.clone()));
        Ok(client)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tls::trusting_nobody;
    use super::*;

    #[test]
    fn requests_to_an_address_share_its_client_and_keep_their_query() {
        let pool = Pool::default();
        let build = || {
            let builder = reqwest::Client::builder().tls_backend_preconfigured(trusting_nobody()?);
            builder.build().map_err(|error| TransportError::unusable("no client").with_source(error))
        };
        let route = |url: &str, seconds| {
            let mut request = HttpRequest::get(url);
            request.connect_timeout = Duration::from_secs(seconds);
            let kind = Kind { direct: true, tls: false, connect_timeout: request.connect_timeout };
            pool.route(&request, || pool.client(kind, build)).map(|(_, url)| url.to_string())
        };
        for number in 0..2 * ROUTES {
            let url = format!("http://127.0.0.1:{}/", 7000 + number);
            for seconds in [1, 2] {
                assert_eq!(route(&url, seconds).unwrap(), url);
                assert_eq!(route(&format!("{url}?a=b%20c&d=%2B"), seconds).unwrap(), format!("{url}?a=b%20c&d=%2B"));
            }
        }
        assert!(pool.routes.iter().all(|route| route.get().is_some()));
        // One client per connect timeout, since all these hosts are of one kind.
        assert_eq!(pool.clients.lock().unwrap().len(), 2);
        assert!(route("http://", 1).is_err());
    }
}
