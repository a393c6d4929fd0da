//! A fetch of credentials that takes longer than the calls that wait for it, over real sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use acs_runtime::Client;
use acs_runtime::credentials::UriProvider;
use acs_runtime::env::Env;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::connection::server::{Server, builder};

/// Answers with a key after 300 ms, and counts the requests.
async fn slow_credentials() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = [0; 4096];
            let _ = stream.read(&mut bytes).await;
            counted.fetch_add(1, SeqCst);
            tokio::time::sleep(Duration::from_millis(300)).await;
            let key = r#"{"AccessKeyId":"STS.a","AccessKeySecret":"s","SecurityToken":"t","Expiration":"2999-01-01T00:00:00Z"}"#;
            let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{key}", key.len());
            let _ = stream.write_all(reply.as_bytes()).await;
        }
    });
    (url, count)
}

fn client(service: &Server, url: String) -> Client {
    let builder = builder().env(Env::of::<String, String>([])).credentials(UriProvider::new(url));
    let builder = builder.operation_timeout(Duration::from_millis(100));
    builder.endpoint(format!("http://{}", service.address)).build().unwrap()
}

#[tokio::test]
async fn calls_of_100_ms_share_a_fetch_of_300_ms() {
    let (service, (url, fetches)) = (Server::plain().await, slow_credentials().await);
    let client = client(&service, url);
    let mut calls = 0;
    while client.raw_call("DescribeVpcs").send().await.is_err() {
        calls += 1;
        assert!(calls < 200, "no call ever succeeds");
    }
    assert_eq!(fetches.load(SeqCst), 1);
}

#[test]
fn blocking_calls_of_100_ms_share_a_fetch_of_300_ms() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (service, (url, fetches)) = runtime.block_on(async { (Server::plain().await, slow_credentials().await) });
    let client = client(&service, url);
    let mut calls = 0;
    while client.raw_call("DescribeVpcs").send().wait().is_err() {
        calls += 1;
        assert!(calls < 200, "no call ever succeeds");
    }
    assert_eq!(fetches.load(SeqCst), 1);
}
