//! Proxies: which one is used, and what happens when a setting is wrong.

use acs_runtime::Client;
use acs_runtime::env::Env;
use acs_runtime::error::ErrorKind;
use acs_runtime::transport::Proxy;

use crate::connection::server::{Authority, Server, builder};

async fn call(builder: acs_runtime::Builder) {
    let client: Client = builder.build().unwrap();
    client.raw_call("DescribeVpcs").send().await.unwrap();
}

#[tokio::test]
async fn the_proxy_of_the_builder_is_used() {
    let (proxy, service) = (Server::plain().await, Server::plain().await);
    let url = format!("http://user:password@{}", proxy.address);
    call(builder().endpoint(format!("http://{}", service.address)).proxy(url)).await;
    let [request] = &proxy.requests()[..] else { panic!("one request") };
    assert!(request.starts_with(&format!("POST http://{}/ HTTP/1.1", service.address)), "{request}");
    assert!(request.contains("proxy-authorization: Basic dXNlcjpwYXNzd29yZA==\r\n"), "{request}");
    assert_eq!(service.connections(), 0);
}

#[tokio::test]
async fn https_goes_through_a_tunnel_of_the_proxy() {
    let authority = Authority::new();
    let (proxy, service) = (Server::plain().await, Server::tls(&authority.issue(&["127.0.0.1"]), None).await);
    let builder = builder().endpoint(service.address.to_string()).root_certificates(authority.pem);
    call(builder.proxy(format!("http://{}", proxy.address))).await;
    assert!(proxy.requests()[0].starts_with(&format!("CONNECT {} ", service.address)));
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn excepted_hosts_and_a_client_without_proxy_are_reached_directly() {
    let (proxy, service) = (Server::plain().await, Server::plain().await);
    let url = format!("http://{}", proxy.address);
    let env = Env::of([("HTTP_PROXY", url.as_str())]);
    let direct = || builder().endpoint(format!("http://{}", service.address)).env(env.clone());
    call(direct().proxy(Proxy::new(url.clone()).except("127.0.0.0/8"))).await;
    call(direct().proxy(Proxy::none())).await;
    call(direct()).await;
    assert_eq!((proxy.connections(), service.connections()), (0, 3), "the environment's proxy is not for this machine");
}

#[tokio::test]
async fn the_proxy_of_the_environment_is_used_unless_no_proxy_excepts_the_host() {
    let proxy = Server::plain().await;
    let url = format!("http://{}", proxy.address);
    let outside = |env| builder().endpoint("http://vpc.invalid").allow_http(true).env(env);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        call(outside(Env::of([(name, url.as_str())]))).await;
    }
    call(outside(Env::of([] as [(&str, &str); 0])).proxy(Proxy::new(url.clone()).except("other.invalid"))).await;
    assert_eq!(proxy.requests().len(), 4);
    let env = Env::of([("HTTP_PROXY", url.as_str()), ("NO_PROXY", ".invalid")]);
    let policy = acs_runtime::RetryPolicy::off();
    let client: Client = outside(env).retry(policy).build().unwrap();
    assert!(client.raw_call("DescribeVpcs").send().await.is_err());
    assert_eq!(proxy.requests().len(), 4);
}

#[test]
fn a_proxy_that_is_not_a_url_is_an_error_and_not_a_direct_connection() {
    for (builder, name) in [
        (builder().env(Env::of([("HTTPS_PROXY", "http//hidden:3128")])), "HTTPS_PROXY"),
        (builder().env(Env::of([("https_proxy", "hidden hidden")])), "https_proxy"),
        (builder().env(Env::of([("ALL_PROXY", "ftp://hidden")])), "ALL_PROXY"),
        (builder().proxy("http://hidden:port"), "the client's proxy"),
    ] {
        let error = builder.build().unwrap_err();
        let text = format!("{error} {error:?}");
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(text.contains(&format!("{name} is not the URL of a proxy")) && !text.contains("hidden"), "{text}");
    }
}
