//! Messages over standard input and output.
//!
//! A message that is not JSON-RPC is answered with an error, logged and skipped: the session goes on.

use std::io::{self, BufRead, Read};
use std::thread;

use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use lsp_types::MessageType;
use serde_json::Value;

use super::client;

/// More than any editor sends at once.
const MAX_LENGTH: u64 = 64 << 20;

/// Most bytes of a header line.
const MAX_HEADER: u64 = 4096;

/// The server's end of a connection whose other end is standard input and output.
pub(super) fn connect() -> Connection {
    let (server, ours) = Connection::memory();
    let Connection { sender, receiver } = ours;
    let answers = server.sender.clone();
    thread::spawn(move || {
        let mut out = io::stdout().lock();
        // A client that is gone needs no answers; its end of input ends the server.
        receiver.into_iter().try_for_each(|message| message.write(&mut out))
    });
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let received = match read(&mut input) {
                Ok(None) | Err(_) => return,
                Ok(Some(Frame::Message(message))) => sender.send(message),
                Ok(Some(Frame::Invalid { id: Some(id), why })) => {
                    answers.send(Response::new_err(id, ErrorCode::InvalidRequest as i32, why).into())
                }
                Ok(Some(Frame::Invalid { id: None, why })) => answers.send(client::log(MessageType::ERROR, why)),
            };
            if received.is_err() {
                return;
            }
        }
    });
    server
}

/// What stands between two headers.
enum Frame {
    Message(Message),
    /// No message, and the id of the request that it was meant to be, if it has one.
    Invalid {
        id: Option<RequestId>,
        why: String,
    },
}

/// The next frame; none at the end of the input.
fn read(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        match (line.split_once(':'), length) {
            _ if line.is_empty() && length.is_some() => break,
            (Some((name, value)), _) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<u64>().ok();
            }
            // Headers that say nothing of the length, and whatever else stands there.
            _ => {}
        }
    }
    let length = length.unwrap_or_default();
    if length > MAX_LENGTH {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok(Some(Frame::Invalid { id: None, why: format!("a message of {length} bytes is skipped") }));
    }
    let mut body = Vec::new();
    input.by_ref().take(length).read_to_end(&mut body)?;
    Ok(Some(frame(&body)))
}

fn frame(body: &[u8]) -> Frame {
    match serde_json::from_slice(body) {
        Ok(message) => Frame::Message(message),
        Err(_) => {
            let value: Result<Value, _> = serde_json::from_slice(body);
            let id = value.as_ref().ok().and_then(|value| serde_json::from_value(value.get("id")?.clone()).ok());
            let why = match value {
                Ok(_) => "this is not a request, response or notification of JSON-RPC".to_owned(),
                Err(error) => format!("a message is not JSON: {error}"),
            };
            Frame::Invalid { id, why }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(input: &str) -> Vec<String> {
        let mut input = input.as_bytes();
        let mut shown = Vec::new();
        while let Some(frame) = read(&mut input).unwrap() {
            shown.push(match frame {
                Frame::Message(Message::Notification(notification)) => notification.method,
                Frame::Message(_) => "another message".to_owned(),
                Frame::Invalid { id, why } => format!("{}{why}", id.map(|id| format!("{id}: ")).unwrap_or_default()),
            });
        }
        shown
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn an_invalid_message_is_skipped_and_the_next_is_read() {
        let good = framed(r#"{"jsonrpc": "2.0", "method": "initialized"}"#);
        for (bad, why) in [
            (framed("{"), "a message is not JSON"),
            (framed("[]"), "this is not a request"),
            (framed(r#"{"id": 7}"#), "7: this is not a request"),
            (framed(r#"{"id": 1.5, "method": 3}"#), "this is not a request"),
            (framed(""), "a message is not JSON"),
        ] {
            let found = frames(&format!("{bad}{good}"));
            assert!(found[0].starts_with(why), "{found:?}");
            assert_eq!(found[1], "initialized");
        }
        assert_eq!(frames(&format!("noise\nmore: noise\r\nContent-Length: x\r\n{good}")), ["initialized"]);
        assert_eq!(frames(&format!("content-length:43\nContent-Type: x\n\n{}", &good[22..])), ["initialized"]);
    }

    #[test]
    fn a_length_that_no_machine_has_allocates_nothing() {
        assert_eq!(
            frames("Content-Length: 18446744073709551615\r\n\r\n{}"),
            ["a message of 18446744073709551615 bytes is skipped"]
        );
    }
}
