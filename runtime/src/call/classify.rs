//! What a reply means.

use std::borrow::Cow;
use std::time::SystemTime;

use super::Action;
use crate::error::scrub::{scrub, scrub_address};
use crate::error::{Error, ErrorKind, ServiceError};
use crate::reply::HttpReply;
use crate::retry::{RetryClass, class_of, stated_wait};
use crate::wire::{Node, ParseError, parse_json, parse_xml};

/// The reply if it is a success that can be read, else the error that it is. `secrets` do not come out, even if the service
/// repeats them.
pub(super) fn classify_response(
    reply: HttpReply,
    action: &Action,
    now: SystemTime,
    secrets: &[&str],
) -> Result<HttpReply, Error> {
    match reply.status() {
        200..300 => check_success(reply),
        300..400 => Err(foreign(reply, "is a redirect, which a signed request does not follow")),
        _ => Err(refusal(reply, action, now, secrets)),
    }
}

/// What a body holds. A reply is XML if it looks like it: the content type is not always right.
pub(crate) fn parse(body: &[u8]) -> Result<Node<'_>, ParseError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    if body.first() == Some(&b'<') { parse_xml(body).map(|(_, node)| node) } else { parse_json(body) }
}

/// A successful status says nothing yet: gateways answer so too.
fn check_success(reply: HttpReply) -> Result<HttpReply, Error> {
    let body = reply.body();
    if body.trim_ascii().is_empty() {
        return Err(foreign(reply, "is empty").with_class(RetryClass::Server));
    }
    if is_html(body) {
        return Err(foreign(reply, "is a web page"));
    }
    match parse(body) {
        Ok(Node::Object(_)) => Ok(reply),
        // `<Response/>` is an object without fields.
        Ok(Node::Text(text)) if text.is_empty() => Ok(reply),
        Ok(_) => Err(foreign(reply, "is not an object")),
        // Cut off on its way: whether the call may be repeated is for its token to say.
        Err(error) => Err(foreign(reply, "cannot be read").with_source(error).with_class(RetryClass::Server)),
    }
}

fn refusal(reply: HttpReply, action: &Action, now: SystemTime, secrets: &[&str]) -> Error {
    let wait = stated_wait(&reply, now).is_some();
    let service = parse(reply.body()).ok().as_ref().and_then(ServiceError::read);
    let tables = [action.retry, action.service.retry];
    let Some(mut service) = service else {
        let class = class_of(tables, None, "", reply.status(), wait);
        let what = match piece(reply.body(), secrets) {
            Some(piece) => Cow::Owned(format!("is not the service's: `{piece}`")),
            None => Cow::Borrowed("is empty"),
        };
        return foreign(reply, &what).with_class(class);
    };
    let class = class_of(tables, Some(&service.code), &service.message, reply.status(), wait);
    cut_string_to_sign(&mut service.message);
    scrub(&mut service.message, secrets.iter().copied());
    Error::of_service(service, reply).with_class(class)
}

/// A reply that the service itself does not give.
fn foreign(reply: HttpReply, what: &str) -> Error {
    Error::new(ErrorKind::Reply, format!("the reply {what}")).with_reply(reply)
}

const STRING_TO_SIGN: &str = "server string to sign is:";

/// The string to sign holds every parameter, and in version 1 the security token.
fn cut_string_to_sign(message: &mut String) {
    if let Some(start) = message.find(STRING_TO_SIGN) {
        message.truncate(start);
        message.truncate(message.trim_end().len());
    }
}

/// The text that the service says it signed, if the error is about that.
pub(super) fn server_string_to_sign(reply: &HttpReply) -> Option<String> {
    let node = parse(reply.body()).ok()?;
    let message = ServiceError::read(&node)?.message;
    message.split_once(STRING_TO_SIGN).map(|(_, text)| text.trim().to_owned())
}

fn is_html(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    ["<!doctype html", "<html"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes())))
}

/// The beginning of a body in one line; of a web page, its title.
fn piece(body: &[u8], secrets: &[&str]) -> Option<String> {
    const LONGEST: usize = 160;
    let text = String::from_utf8_lossy(body);
    let text = if is_html(body) { between(&text, "<title>", "</title>").unwrap_or(&text) } else { &text };
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    let mut line: String = line.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect();
    scrub(&mut line, secrets.iter().copied());
    scrub_address(&mut line);
    match line.char_indices().nth(LONGEST) {
        _ if line.is_empty() => None,
        Some((end, _)) => Some(format!("{}…", &line[..end])),
        None => Some(line),
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}
