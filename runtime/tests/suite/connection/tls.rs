//! Certificates: which are trusted, and what happens when one is not.

use std::sync::Arc;

use acs_runtime::credentials::{CredentialsProvider, RuntimeComponents, UriProvider};
use acs_runtime::env::Env;
use acs_runtime::error::ErrorKind;
use acs_runtime::random::SystemRandom;
use acs_runtime::test::MockTransport;
use acs_runtime::time::{SystemClock, TokioSleep};
use acs_runtime::transport::ReqwestTransport;
use acs_runtime::{Builder, Client, Error};
use tempfile::TempDir;

use crate::connection::server::{Authority, Server, builder};

/// An environment without certificates of its own.
fn nothing() -> Env {
    Env::of::<String, String>([])
}

async fn call(builder: Builder, endpoint: &str) -> Result<(), Error> {
    let client: Client = builder.endpoint(endpoint).build().unwrap();
    client.raw_call("DescribeVpcs").send().await.map(|_| ())
}

#[tokio::test]
async fn root_certificates_of_the_builder_are_trusted_over_ipv4_and_ipv6() {
    let authority = Authority::new();
    let identity = authority.issue(&["localhost", "127.0.0.1", "::1"]);
    let server = Server::tls(&identity, None).await;
    let port = server.address.port();
    for root in [authority.pem.clone().into_bytes(), authority.der.to_vec()] {
        for endpoint in [format!("127.0.0.1:{port}"), format!("https://localhost:{port}")] {
            call(builder().env(nothing()).root_certificates(root.clone()), &endpoint).await.unwrap();
        }
    }
    assert!(server.requests()[0].contains(&format!("host: 127.0.0.1:{port}\r\n")), "the signed host has the port");

    let Ok(probe) = std::net::TcpListener::bind("[::1]:0") else { return };
    drop(probe);
    let server = Server::tls_at("[::1]:0", &identity, None).await;
    let endpoint = format!("[::1]:{}", server.address.port());
    call(builder().env(nothing()).root_certificates(authority.pem), &endpoint).await.unwrap();
    assert!(server.requests()[0].contains(&format!("host: {endpoint}\r\n")));
}

#[tokio::test]
async fn an_untrusted_certificate_is_not_retried_and_the_error_names_the_settings() {
    let server = Server::tls(&Authority::new().issue(&["127.0.0.1"]), None).await;
    let error = call(builder(), &server.address.to_string()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::Transport, 1, false));
    let text = error.to_string();
    for part in ["the server's certificate is not trusted", "SSL_CERT_FILE", "`root_certificates`"] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn ssl_cert_file_names_the_trusted_certificates() {
    let (authority, folder) = (Authority::new(), TempDir::new().unwrap());
    let server = Server::tls(&authority.issue(&["127.0.0.1"]), None).await;
    let endpoint = server.address.to_string();
    let file = folder.path().join("ca.pem");
    let env = Env::of([("SSL_CERT_FILE", file.to_str().unwrap())]);
    std::fs::write(&file, &authority.pem).unwrap();
    call(builder().env(env.clone()), &endpoint).await.unwrap();

    std::fs::write(&file, Authority::new().pem).unwrap();
    assert!(call(builder().env(env.clone()), &endpoint).await.is_err());
    call(builder().env(env.clone()).root_certificates(authority.pem.clone()), &endpoint).await.unwrap();

    std::fs::write(&file, "hidden").unwrap();
    let error = call(builder().env(env.clone()), &endpoint).await.unwrap_err().to_string();
    assert!(error.contains("ca.pem (SSL_CERT_FILE): there is no certificate in PEM") && !error.contains("hidden"), "{error}");
    std::fs::remove_file(&file).unwrap();
    let error = call(builder().env(env), &endpoint).await.unwrap_err().to_string();
    assert!(error.contains("ca.pem (SSL_CERT_FILE) cannot be read"), "{error}");
}

#[tokio::test]
async fn expired_and_untrusted_certificates_are_distinguished() {
    let authority = Authority::new();
    let expired = authority.issue_with(&["127.0.0.1"], |params| {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2020, 1, 2);
    });
    for (identity, part) in [
        (expired, "the server's certificate is not valid at this time"),
        (authority.issue(&["vpc.example"]), "the server's certificate is for another host"),
    ] {
        let server = Server::tls(&identity, None).await;
        let builder = builder().env(nothing()).root_certificates(authority.pem.clone());
        let error = call(builder, &server.address.to_string()).await.unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!((error.attempts(), server.connections()), (1, 1));
    }
}

#[tokio::test]
async fn a_client_certificate_is_presented_and_its_absence_is_not_retried() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = Server::tls(&authority.issue(&["127.0.0.1"]), Some(&clients)).await;
    let endpoint = server.address.to_string();
    let identity = clients.issue(&[]);
    let trusting = || builder().env(nothing()).root_certificates(authority.pem.clone());
    call(trusting().client_identity(identity.pem.clone(), identity.key_pem()), &endpoint).await.unwrap();

    let error = call(trusting(), &endpoint).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("the server refused the client's certificate") && text.contains("`client_identity`"), "{text}");
    assert_eq!((error.attempts(), server.connections()), (1, 2));
}

#[test]
fn unusable_certificates_and_keys_are_rejected_when_the_client_is_built() {
    let authority = Authority::new();
    let (one, other) = (authority.issue(&[]), authority.issue(&[]));
    let hidden = "-----BEGIN PRIVATE KEY-----\nhidden!\n-----END PRIVATE KEY-----\n";
    for (builder, part) in [
        (builder().root_certificates("hidden"), "the root certificates: there is no certificate in PEM"),
        (builder().root_certificates(vec![0x30, 1]), "a root certificate is not valid"),
        (builder().client_identity("hidden", one.key_pem()), "the client's certificate: there is no certificate in PEM"),
        (builder().client_identity(one.pem.clone(), hidden), "the client's private key is not a key in PEM"),
        (builder().client_identity(one.pem.clone(), other.key_pem()), "the client's certificate and key cannot be used"),
        (
            builder().root_certificates(authority.pem.clone()).transport(MockTransport::new()),
            "`root_certificates` and `client_identity` need the built-in transport",
        ),
    ] {
        let error = builder.build().unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(error.kind() == ErrorKind::Config && text.contains(part) && !text.contains("hidden"), "{text}");
    }
    let transport = ReqwestTransport::new().client_identity(one.pem.clone(), one.key_pem());
    let body = one.key_pem();
    assert!(!format!("{transport:?}").contains(body.lines().nth(1).unwrap()));
}

#[tokio::test]
async fn errors_of_providers_say_what_to_do_about_a_certificate() {
    let server = Server::tls(&Authority::new().issue(&["127.0.0.1"]), None).await;
    let components = RuntimeComponents {
        transport: Arc::new(ReqwestTransport::reading(nothing())),
        clock: Arc::new(SystemClock::new()),
        sleep: Arc::new(TokioSleep),
        random: Arc::new(SystemRandom),
        region: None,
    };
    let provider = UriProvider::new(format!("https://{}/hidden", server.address));
    let error = provider.credentials(&components).await.unwrap_err().to_string();
    assert!(error.contains("certificate is not trusted. ") && error.contains("SSL_CERT_FILE"), "{error}");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_check_reports_proxy_and_certificates() {
    let (authority, proxy) = (Authority::new(), Server::plain().await);
    let server = Server::tls(&authority.issue(&["127.0.0.1"]), None).await;
    let url = format!("http://user:hidden@{}", proxy.address);
    let trusting = builder().env(nothing()).root_certificates(authority.pem).proxy(url);
    let client: Client = trusting.endpoint(server.address.to_string()).build().unwrap();
    let report = client.check().await;
    let text = report.to_string();
    assert!(report.is_ok() && !text.contains("hidden"), "{text}");
    for part in [
        format!("proxy        http://{} (the client's proxy)\n", proxy.address),
        "certificates the certificates that the operating system trusts, and 1 of the client's\n".to_owned(),
    ] {
        assert!(text.contains(&part), "{text}");
    }
    let client: Client = builder().endpoint(server.address.to_string()).build().unwrap();
    let text = client.check().await.to_string();
    assert!(text.contains("the server's certificate is not trusted"), "{text}");
}
