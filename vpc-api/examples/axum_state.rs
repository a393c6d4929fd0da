//! A web service with one client for all its requests: `GET /vpcs` lists VPCs, and errors of the cloud become errors of the
//! service with the cloud's request id.

use std::error::Error;
use std::io;
use std::net::SocketAddr;

use acs_emulator::Emulator;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vpc_api::Client;

/// A client is made once. Clones share its connections, credentials and limits, so it needs no `Arc` of its own.
fn router(client: Client) -> Router {
    Router::new().route("/vpcs", get(vpcs)).with_state(client)
}

async fn vpcs(State(client): State<Client>) -> Result<String, (StatusCode, String)> {
    // When the caller hangs up, axum drops this future, and the call is cancelled with it.
    let vpcs = client.describe_vpcs().items().collect().await.map_err(unavailable)?;
    let names = vpcs.into_iter().map(|vpc| vpc.vpc_name.unwrap_or_default());
    Ok(names.collect::<Vec<_>>().join("\n"))
}

/// The caller learns what happened and an id to report; details stay in the log.
fn unavailable(error: vpc_api::Error) -> (StatusCode, String) {
    let status = if error.is_throttling() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_GATEWAY };
    (status, format!("cannot list VPCs (request {})", error.request_id().unwrap_or("without an id")))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client: Client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;
    client.create_vpc().vpc_name("web").cidr_block("10.0.0.0/8").send().await?;
    client.create_vpc().vpc_name("office").cidr_block("172.16.0.0/12").send().await?;

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router(client)).await });
    println!("{}", get_vpcs(address).await?);
    Ok(())
}

/// What `curl` would show.
async fn get_vpcs(address: SocketAddr) -> io::Result<String> {
    let mut connection = TcpStream::connect(address).await?;
    connection.write_all(b"GET /vpcs HTTP/1.0\r\n\r\n").await?;
    let mut reply = String::new();
    connection.read_to_string(&mut reply).await?;
    Ok(reply)
}
