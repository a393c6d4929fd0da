//! A server that answers every request with an empty page of VPCs: it reads no more of a request than it must.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Serves on a free port of this machine, whose address is given to `ready`, until the process ends.
///
/// # Errors
/// The port cannot be opened.
pub fn serve(ready: impl FnOnce(std::net::SocketAddr)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        ready(listener.local_addr()?);
        let body = crate::reply::json(0);
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        let answer = [head.as_bytes(), &body].concat();
        let local = tokio::task::LocalSet::new();
        local
            .run_until(async {
                loop {
                    let (stream, _) = listener.accept().await?;
                    tokio::task::spawn_local(answer_all(stream, answer.clone()));
                }
            })
            .await
    })
}

async fn answer_all(mut stream: TcpStream, answer: Vec<u8>) {
    let mut read = Vec::new();
    loop {
        while let Some(end) = request_end(&read) {
            read.drain(..end);
            if stream.write_all(&answer).await.is_err() {
                return;
            }
        }
        if !matches!(stream.read_buf(&mut read).await, Ok(1..)) {
            return;
        }
    }
}

/// Where the first request ends, if all of it is there.
fn request_end(read: &[u8]) -> Option<usize> {
    let head = read.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&read[..head]).to_ascii_lowercase();
    let length = text.split("content-length:").nth(1).and_then(|rest| rest.lines().next()?.trim().parse().ok());
    let end = head + length.unwrap_or(0);
    (read.len() >= end).then_some(end)
}
