//! The real transport, against a server on this machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use acs_runtime::transport::{HttpRequest, ReqwestTransport, Transport, TransportErrorKind};
use acs_runtime::{Client, SignatureVersion};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::behaviour::service::{DESCRIBE_VPCS, MODIFY_VPC, Request, SERVICE, Vpcs};

/// A server that gives each request one answer, and tells how many connections it had and what it was sent.
struct Server {
    address: String,
    connections: Arc<AtomicUsize>,
    requests: tokio::sync::mpsc::UnboundedReceiver<String>,
}

impl Server {
    async fn answering(answer: impl Into<Vec<u8>>) -> Server {
        let answer: Arc<[u8]> = answer.into().into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let (sender, requests) = tokio::sync::mpsc::unbounded_channel();
        let count = connections.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, SeqCst);
                tokio::spawn(serve(stream, answer.clone(), sender.clone()));
            }
        });
        Server { address, connections, requests }
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<[u8]>, requests: tokio::sync::mpsc::UnboundedSender<String>) {
    let mut buffer = Vec::new();
    loop {
        let read = stream.read_buf(&mut buffer).await.unwrap_or(0);
        if read == 0 {
            return;
        }
        if !is_complete(&buffer) {
            continue;
        }
        let _ = requests.send(String::from_utf8(std::mem::take(&mut buffer)).unwrap());
        if stream.write_all(&answer).await.is_err() || !has_length(&answer) {
            return;
        }
    }
}

/// Whether a request is there with its body.
fn is_complete(request: &[u8]) -> bool {
    let Some(head) = request.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let text = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
    let length = text.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse::<usize>().ok());
    request.len() >= head + 4 + length.unwrap_or(0)
}

/// Without a length the end of the connection is the end of the reply.
fn has_length(answer: &[u8]) -> bool {
    String::from_utf8_lossy(answer).contains("content-length")
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

fn client(server: &Server, version: SignatureVersion) -> Client {
    let builder = Client::builder(&SERVICE).region("cn-hangzhou").access_key("testid", "testsecret");
    builder.endpoint(&server.address).signature(version).build().unwrap()
}

#[tokio::test]
async fn what_was_signed_is_what_arrives() {
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        let mut server =
            Server::answering(answer("200 OK", "x-acs-request-id: R\r\n", r#"{"RequestId":"B","TotalCount":3}"#)).await;
        let mut call = client(&server, version).call(&DESCRIBE_VPCS);
        call.param("VpcName".to_owned(), "a b+c*~/é".to_owned());
        let reply = call.send_with_metadata::<Vpcs>(&Request::default()).await.unwrap();
        assert_eq!(reply.total_count, Some(3));
        assert_eq!((reply.metadata().status(), reply.metadata().request_id()), (200, Some("R")));

        let request = server.requests.recv().await.unwrap();
        let host = server.address.trim_start_matches("http://");
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let (line, place) = match version {
            SignatureVersion::V1 => ("POST / HTTP/1.1\r\n", body),
            SignatureVersion::V3 => ("POST /?", head),
        };
        assert!(head.starts_with(line) && place.contains("VpcName=a%20b%2Bc%2A~%2F%C3%A9"), "{request}");
        assert!(request.to_ascii_lowercase().contains(&format!("\r\nhost: {host}\r\n")), "{request}");
        assert!(request.contains("\r\nuser-agent: AlibabaCloud ("), "{request}");
        assert!(request.contains("\r\naccept-encoding: identity\r\n"), "{request}");
    }
}

#[tokio::test]
async fn connections_are_reused() {
    let server = Server::answering(answer("200 OK", "", r#"{"RequestId":"R"}"#)).await;
    let client = client(&server, SignatureVersion::V1);
    for _ in 0..5 {
        client.clone().call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    }
    assert_eq!(server.connections.load(SeqCst), 1);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Server::answering(answer("200 OK", "", "{}")).await;
    let location = format!("location: {}/\r\n", other.address);
    let server = Server::answering(answer("302 Found", &location, "")).await;
    let error = client(&server, SignatureVersion::V3).call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!(error.status(), Some(302));
    assert_eq!(other.connections.load(SeqCst), 0);
}

async fn send(
    server: &Server,
    change: impl FnOnce(&mut HttpRequest),
) -> Result<acs_runtime::reply::HttpReply, TransportErrorKind> {
    let mut request = HttpRequest::get(format!("{}/?Signature=hidden", server.address));
    change(&mut request);
    ReqwestTransport::new().send(request).await.map_err(|error| {
        assert!(!format!("{error} {error:?}").contains("hidden"), "{error:?}");
        error.kind()
    })
}

#[tokio::test]
async fn a_reply_is_bounded() {
    let server = Server::answering(answer("200 OK", "", &"x".repeat(100))).await;
    assert_eq!(send(&server, |request| request.max_reply_bytes = 100).await.unwrap().body().len(), 100);
    assert_eq!(send(&server, |request| request.max_reply_bytes = 99).await.unwrap_err(), TransportErrorKind::TooLarge);
}

#[tokio::test]
async fn failures_say_how_far_the_request_came() {
    let cut_short = Server::answering("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{").await;
    assert_eq!(send(&cut_short, |_| ()).await.unwrap_err(), TransportErrorKind::Lost);
    let silent = Server::answering("").await;
    assert_eq!(send(&silent, |_| ()).await.unwrap_err(), TransportErrorKind::Lost);
    let nonsense = Server::answering("nonsense\r\n\r\n").await;
    assert_eq!(send(&nonsense, |_| ()).await.unwrap_err(), TransportErrorKind::Lost);
    let closed = Server { address: free_address().await, ..silent };
    assert_eq!(send(&closed, |_| ()).await.unwrap_err(), TransportErrorKind::Connect);
    let connect_timeout = |request: &mut HttpRequest| request.connect_timeout = Duration::from_secs(1);
    assert_eq!(send(&closed, connect_timeout).await.unwrap_err(), TransportErrorKind::Connect);
}

/// An address where nobody listens.
async fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn outside_of_a_tokio_runtime_the_error_says_so() {
    let client: Client = Client::builder(&SERVICE)
        .region("cn-hangzhou")
        .endpoint("http://127.0.0.1:9")
        .access_key("testid", "testsecret")
        .build()
        .unwrap();
    let mut call = Box::pin(client.call(&MODIFY_VPC).send::<Vpcs>(&Request::default()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = std::future::Future::poll(call.as_mut(), &mut context) else {
        panic!("it should have failed at once")
    };
    assert!(error.to_string().contains("tokio runtime"), "{error}");
}
