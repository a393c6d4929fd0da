//! The network side: connections, routes, and answers on their way out.

mod connections;
mod control;
mod delivery;
mod guard;
mod metadata;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::service::Service;
use crate::service_error::ServiceError;
use connections::{Connection, Connections};
use delivery::Dropped;

/// Longest body that is read.
const MAX_BODY: usize = 2 << 20;

/// How long a client may take to send its request.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// The first byte of a TLS handshake.
const HANDSHAKE: u8 = 22;

/// What can be asked for without TLS, too: a probe needs no certificate.
const HEALTH: &str = "/_emulator/health";

/// Answers connections until it is dropped, and ends them then.
pub(crate) async fn run(listener: TcpListener, tls: Option<TlsAcceptor>, service: Arc<Service>, most: usize) {
    let routes = Routes { router: router(Arc::clone(&service)), service, plain: false };
    let open = Connections::new(most);
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let Some(permit) = open.place().await else { return };
                let (routes, tls, connection) = (routes.clone(), tls.clone(), open.open());
                connections.spawn(async move {
                    tokio::select! {
                        () = accept(stream, tls, routes, connection.clone()) => {}
                        () = connection.ended() => tracing::debug!("an idle connection ended for a new one"),
                    }
                    connection.work();
                    drop(permit);
                });
            }
            // Too many open files, or a client that left: the next may do better.
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                // The place of an idle connection is free as soon as it had its turn to end.
                let wait = if open.end_oldest() { 1 } else { 50 };
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves a connection, within TLS if there is an acceptor.
async fn accept(stream: TcpStream, tls: Option<TlsAcceptor>, routes: Routes, own: Connection) {
    let Some(tls) = tls else { return connection(stream, routes, own).await };
    if !matches!(timeout(READ_TIMEOUT, begins_tls(&stream)).await, Ok(Ok(true))) {
        return connection(stream, Routes { plain: true, ..routes }, own).await;
    }
    match timeout(READ_TIMEOUT, tls.accept(stream)).await {
        Ok(Ok(stream)) => connection(stream, routes, own).await,
        Ok(Err(error)) => tracing::warn!(%error, "a TLS handshake failed: does the client trust the authority?"),
        Err(_) => tracing::debug!("a TLS handshake took too long"),
    }
}

/// Whether a client begins with a TLS handshake, and not with a request.
async fn begins_tls(stream: &TcpStream) -> std::io::Result<bool> {
    let mut first = [0];
    Ok(stream.peek(&mut first).await? == 0 || first == [HANDSHAKE])
}

async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin + 'static, routes: Routes, own: Connection) {
    let service = service_fn(move |request| {
        own.work();
        let (answer, own) = (routes.clone().answer(request), own.clone());
        async move {
            let response = answer.await;
            own.rest();
            match response.extensions().get::<Dropped>() {
                // An error here makes hyper close the connection without an answer.
                Some(dropped) => Err(*dropped),
                None => Ok(response),
            }
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(READ_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = serving.await {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Where requests go.
#[derive(Clone)]
struct Routes {
    service: Arc<Service>,
    router: Router,
    /// Whether a request comes without the TLS that is spoken here.
    plain: bool,
}

impl Routes {
    async fn answer(self, request: http::Request<hyper::body::Incoming>) -> Response {
        if self.plain && request.uri().path() != HEALTH {
            let message = "The emulator was started with --tls: use https, and trust its certificate authority.";
            return plain(&self.service, &ServiceError::new(400, "UnsupportedHTTPMethod", message));
        }
        // Nearly all requests are operations: a tenth of their time would go into finding that they have no route.
        if request.uri().path() == "/" {
            return api(State(self.service), request.map(Body::new)).await;
        }
        let router = TowerToHyperService::new(self.router);
        hyper::service::Service::call(&router, request).await.unwrap_or_else(|never: Infallible| match never {})
    }
}

fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/latest/api/token", put(metadata::token))
        .route("/latest/meta-data", get(metadata::meta_data))
        .route("/latest/meta-data/", get(metadata::meta_data))
        .route("/latest/meta-data/{*path}", get(metadata::meta_data))
        .merge(control::router())
        .route_layer(from_fn(guard::refuse_foreign))
        .fallback(api)
        .with_state(service)
}

/// Everything that is not one of the other routes is for the emulated service.
async fn api(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match read(body).await {
        Ok(body) => delivery::deliver(service.answer(parts, body)).await,
        Err(error) => plain(&service, &error),
    }
}

/// A body, whole.
async fn read(body: Body) -> Result<Vec<u8>, ServiceError> {
    match timeout(READ_TIMEOUT, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(body)) => Ok(body.to_vec()),
        Ok(Err(_)) => {
            Err(ServiceError::new(413, "RequestTooLarge", format!("The body is cut off, or longer than {MAX_BODY} bytes.")))
        }
        Err(_) => Err(ServiceError::new(408, "RequestTimeout", "The body did not arrive in time.")),
    }
}

/// An error outside of the emulated service's own rules.
fn plain(service: &Service, error: &ServiceError) -> Response {
    let body = error.body(&service.ids.request(), "").to_string();
    let status = http::StatusCode::from_u16(error.status).unwrap_or(http::StatusCode::BAD_REQUEST);
    (status, [(http::header::CONTENT_TYPE, "application/json;charset=utf-8")], body).into_response()
}
