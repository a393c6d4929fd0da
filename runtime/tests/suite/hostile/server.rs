//! A server that does to each connection what a test says.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens to a connection once a request has come.
#[derive(Clone)]
pub(crate) struct Behaviour {
    /// Whether the request is waited for.
    pub(crate) reads: bool,
    pub(crate) first: Vec<u8>,
    pub(crate) then: Then,
}

#[derive(Clone)]
pub(crate) enum Then {
    /// Ends the connection in order.
    Close,
    /// Resets the connection.
    Reset,
    /// Says no more, and keeps the connection.
    Silence,
    /// Sends this again and again, with a pause.
    Repeat(Vec<u8>, Duration),
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
}

impl Server {
    pub(crate) async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, behaviour.clone()));
            }
        });
        Server { address }
    }
}

async fn serve(mut stream: TcpStream, behaviour: Behaviour) {
    if behaviour.reads {
        let mut seen = Vec::new();
        while !seen.windows(4).any(|end| end == b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => seen.push(byte),
                Err(_) => return,
            }
        }
        // What is left unread when a connection is closed resets it, and with it what was sent.
        let head = String::from_utf8_lossy(&seen).to_ascii_lowercase();
        let length = head.split_once("content-length:").and_then(|(_, rest)| rest.lines().next()?.trim().parse().ok());
        if stream.read_exact(&mut vec![0; length.unwrap_or(0)]).await.is_err() {
            return;
        }
    }
    if stream.write_all(&behaviour.first).await.is_err() {
        return;
    }
    match behaviour.then {
        Then::Close => drop(stream.shutdown().await),
        Then::Reset => drop(stream.set_zero_linger()),
        Then::Silence => drop(stream.read_to_end(&mut Vec::new()).await),
        Then::Repeat(piece, pause) => {
            while stream.write_all(&piece).await.is_ok() {
                tokio::time::sleep(pause).await;
            }
        }
    }
}
