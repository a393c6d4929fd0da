//! Servers whose certificate must not be accepted, and connections that do not come about.

use std::time::Duration;

use acs_runtime::env::Env;
use acs_runtime::retry::RetryPolicy;
use acs_runtime::{Client, Error, ErrorKind};
use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, date_time_ymd};
use tokio::net::{TcpSocket, TcpStream};

use crate::connection::server::{Authority, Identity, Server, builder};

async fn call(authority: &Authority, endpoint: &str) -> Result<(), Error> {
    let builder = builder().env(Env::of::<String, String>([])).root_certificates(authority.pem.clone());
    let client: Client = builder.endpoint(endpoint).build().unwrap();
    client.raw_call("DescribeVpcs").send().await.map(|_| ())
}

/// Each is refused before anything is sent, is not retried, and is told by what is wrong.
#[tokio::test]
async fn wrong_certificates_are_refused() {
    let (authority, other) = (Authority::new(), Authority::new());
    let with = |adjust: &dyn Fn(&mut CertificateParams)| authority.issue_with(&["127.0.0.1"], |params| adjust(params));
    let cases: Vec<(&str, Identity, &str)> = vec![
        ("wrong host", authority.issue(&["vpc.example"]), "for another host"),
        ("wrong address", authority.issue(&["127.0.0.2"]), "for another host"),
        (
            "expired",
            with(&|params| (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2020, 1, 2))),
            "not valid at this time",
        ),
        (
            "not yet valid",
            with(&|params| (params.not_before, params.not_after) = (date_time_ymd(2090, 1, 1), date_time_ymd(2091, 1, 1))),
            "not valid at this time",
        ),
        ("unknown authority", other.issue(&["127.0.0.1"]), "not trusted"),
        ("self-signed", Identity::self_signed(&["127.0.0.1"]), "not trusted"),
        (
            "for clients only",
            with(&|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]),
            "certificate",
        ),
    ];
    for (name, identity, part) in cases {
        let server = Server::tls(&identity, None).await;
        let error = call(&authority, &server.address.to_string()).await.expect_err(name);
        assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::Transport, 1, false), "{name}: {error}");
        assert!(error.to_string().contains(part), "{name}: {error}");
        assert!(server.requests().is_empty(), "{name}: something was sent");
    }
    // The same server with a right certificate is reached, so the refusals have no other reason.
    let server = Server::tls(&authority.issue(&["127.0.0.1"]), None).await;
    call(&authority, &server.address.to_string()).await.unwrap();
}

#[tokio::test]
async fn a_plain_server_in_place_of_tls_is_no_reply() {
    let server = Server::plain().await;
    let authority = Authority::new();
    let builder = builder().env(Env::of::<String, String>([])).root_certificates(authority.pem.clone()).retry(RetryPolicy::off());
    let client: Client = builder.endpoint(format!("https://{}", server.address)).build().unwrap();
    let error = client.raw_call("DescribeVpcs").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(server.requests().is_empty());
}

/// A listener whose queue is full takes no more connections and refuses none.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_does_not_come_about_ends_at_the_connect_timeout() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut held = Vec::new();
    while let Ok(Ok(stream)) = tokio::time::timeout(Duration::from_millis(300), TcpStream::connect(address)).await {
        held.push(stream);
    }
    let builder =
        builder().env(Env::of::<String, String>([])).retry(RetryPolicy::off()).connect_timeout(Duration::from_millis(100));
    let client: Client = builder.endpoint(format!("http://{address}")).build().unwrap();
    let call = tokio::time::timeout(Duration::from_secs(25), client.raw_call("DescribeVpcs").send());
    let error = call.await.expect("the connect timeout ends it").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(error.is_retryable() && error.to_string().contains("connect"), "{error}");
    drop(held);
}
