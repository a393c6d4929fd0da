//! One client on several tokio runtimes, and on one that is polled only now and then. Connections that a runtime opened answer only
//! while that runtime runs, so none may be used from another.
//!
//! Every call here is made once: a request that goes to a connection which nobody drives, or which the server has closed, fails.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acs_runtime::Client;
use acs_runtime::env::Env;
use acs_runtime::retry::RetryPolicy;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::connection::server::builder;

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// A server on a runtime of its own, which keeps connections open until it is told otherwise.
struct Service {
    runtime: Runtime,
    address: SocketAddr,
    open: Arc<Mutex<JoinSet<()>>>,
    /// How many connections there have been.
    accepted: Arc<Mutex<usize>>,
}

impl Service {
    fn new() -> Self {
        let (runtime, open, accepted) = (multi_thread(), Arc::<Mutex<JoinSet<()>>>::default(), Arc::<Mutex<usize>>::default());
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, count) = (open.clone(), accepted.clone());
        runtime.spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                *count.lock().unwrap() += 1;
                connections.lock().unwrap().spawn(async move {
                    let mut request = Vec::new();
                    while let Ok(byte) = stream.read_u8().await {
                        request.push(byte);
                        if request.ends_with(b"\r\n\r\n") {
                            request.clear();
                            let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n{\"RequestId\":\"R\"}";
                            stream.write_all(reply).await.unwrap();
                        }
                    }
                });
            }
        });
        Service { runtime, address, open, accepted }
    }

    fn client(&self) -> Client {
        let builder = builder().env(Env::of::<String, String>([])).retry(RetryPolicy::off());
        let builder = builder.attempt_timeout(Duration::from_secs(5));
        builder.endpoint(format!("http://{}", self.address)).build().unwrap()
    }

    /// Closes all connections, as a server does that has been idle for long.
    fn close_idle(&self) {
        let mut open = std::mem::take(&mut *self.open.lock().unwrap());
        self.runtime.block_on(open.shutdown());
    }

    /// Returns when the other side has closed all connections.
    fn wait_until_all_are_closed(&self) {
        let mut open = std::mem::take(&mut *self.open.lock().unwrap());
        let closing = async { while open.join_next().await.is_some() {} };
        self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), closing).await.unwrap() });
    }

    fn accepted(&self) -> usize {
        *self.accepted.lock().unwrap()
    }
}

/// A write without an idempotency token: nothing may repeat it.
async fn create(client: &Client) -> Value {
    client.raw_call("CreateThing").send().await.unwrap()
}

fn create_blocking(client: &Client) -> Value {
    client.raw_call("CreateThing").send().wait().unwrap()
}

#[test]
fn one_client_serves_asynchronous_and_blocking_calls_in_turn() {
    for runtime in [current_thread(), multi_thread()] {
        let service = Service::new();
        let client = service.client();
        for _ in 0..3 {
            runtime.block_on(create(&client));
            create_blocking(&client);
            let elsewhere = client.clone();
            runtime.block_on(async { tokio::task::spawn_blocking(move || create_blocking(&elsewhere)).await.unwrap() });
        }
        // Each side keeps its connection.
        assert_eq!(service.accepted(), 2);
    }
}

#[test]
fn a_client_outlives_the_runtimes_that_it_is_used_on() {
    let service = Service::new();
    let client = service.client();
    for _ in 0..5 {
        current_thread().block_on(create(&client));
        multi_thread().block_on(create(&client));
    }
    // Their connections went with them, while the client stays.
    service.wait_until_all_are_closed();
    create_blocking(&client);
}

#[test]
fn runtimes_that_are_not_polled_at_the_moment_do_not_hold_up_others() {
    let service = Service::new();
    let client = service.client();
    let (one, other) = (current_thread(), current_thread());
    for _ in 0..3 {
        one.block_on(create(&client));
        other.block_on(create(&client.clone()));
    }
    assert_eq!(service.accepted(), 2);
}

#[test]
fn runtimes_share_a_client_at_once() {
    let service = Service::new();
    let client = service.client();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (client, service) = (client.clone(), &service);
            scope.spawn(move || {
                let runtime = if number % 2 == 0 { current_thread() } else { multi_thread() };
                for _ in 0..20 {
                    runtime.block_on(async {
                        let elsewhere = client.clone();
                        tokio::spawn(async move { create(&elsewhere).await }).await.unwrap();
                        create(&client).await
                    });
                    create_blocking(&client);
                }
                assert!(service.accepted() > 0);
            });
        }
    });
    // A call that finds its runtime's connections busy opens another; that is all.
    assert!(service.accepted() <= 40, "{} connections", service.accepted());
}

#[test]
fn a_connection_that_the_server_closed_between_two_calls_is_not_used() {
    let service = Service::new();
    let client = service.client();
    let runtime = current_thread();
    for _ in 0..5 {
        runtime.block_on(create(&client));
        service.close_idle();
        // As the first future of the runtime, and as a task of it.
        let elsewhere = client.clone();
        runtime.block_on(async { tokio::spawn(async move { create(&elsewhere).await }).await.unwrap() });
        service.close_idle();
    }
    for _ in 0..5 {
        create_blocking(&client);
        service.close_idle();
    }
}

#[test]
fn threads_that_share_a_runtime_do_not_use_connections_that_the_server_closed() {
    let service = Service::new();
    let client = service.client();
    for _ in 0..20 {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| create_blocking(&client));
            }
        });
        service.close_idle();
    }
}
