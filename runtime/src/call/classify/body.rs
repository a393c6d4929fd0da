//! What the body of a reply is.

use std::borrow::Cow;

use http::header::CONTENT_ENCODING;

use super::{content_type, web_page};
use crate::reply::HttpReply;
use crate::wire::{Node, ParseError, parse_json, parse_xml};

/// The body of a reply. Only what can be the service's is parsed.
pub(super) enum Body<'a> {
    /// There is nothing in it.
    Empty,
    /// It is compressed in a way that this client does not read.
    Encoded(&'a str),
    /// It is a web page.
    WebPage,
    /// An object, from JSON or from XML; `root` is the name of the XML root element.
    Object { root: Option<Cow<'a, str>>, node: Node<'a> },
    /// It begins like JSON or XML, but cannot be parsed.
    Broken(ParseError),
    /// It has more objects or values than a reply of the service, and would take many times its size as one.
    TooMany,
    /// Anything else: text, a JSON list, a scalar.
    Other,
}

impl<'a> Body<'a> {
    pub(super) fn of(reply: &'a HttpReply) -> Self {
        if let Some(encoding) = encoding(reply) {
            return Body::Encoded(encoding);
        }
        let body = text(reply);
        match body.first() {
            None => Body::Empty,
            Some(b'{') if has_too_many(body) => Body::TooMany,
            Some(b'{') => parse_json(body).map_or_else(Body::Broken, |node| Body::Object { root: None, node }),
            _ if web_page::is_web_page(body, content_type(reply)) => Body::WebPage,
            Some(b'<') if has_too_many(body) => Body::TooMany,
            // A reply is XML if it looks like it: the content type is not always right.
            Some(b'<') => match parse_xml(body) {
                Ok((root, node)) => Body::Object { root: Some(root), node },
                Err(error) => Body::Broken(error),
            },
            Some(_) => Body::Other,
        }
    }
}

/// The body of a reply that can be an object in JSON or XML.
pub(super) fn json_or_xml(reply: &HttpReply) -> Option<&[u8]> {
    let body = text(reply);
    (matches!(body.first(), Some(b'{' | b'<')) && encoding(reply).is_none() && !has_too_many(body)).then_some(body)
}

/// Most objects, lists and elements of a reply. A page of a thousand items has about ten thousand.
const MAX_OBJECTS: usize = 200_000;

/// Most values of a reply.
const MAX_VALUES: usize = 2_000_000;

/// Whether a body has more objects or values than fit: three bytes of it could take a kilobyte once they are decoded. It counts
/// signs, also those in texts, and looks only at bodies that are large enough.
fn has_too_many(body: &[u8]) -> bool {
    let count = |is_one: fn(&u8) -> bool| body.iter().filter(|byte| is_one(byte)).count();
    body.len() > 2 * MAX_OBJECTS
        && (count(|byte| matches!(byte, b'{' | b'[' | b'<')) > MAX_OBJECTS || count(|byte| *byte == b',') > MAX_VALUES)
}

/// The body without byte-order mark and white space around it.
pub(super) fn text(reply: &HttpReply) -> &[u8] {
    let body = reply.body();
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii()
}

/// The content encoding, if there is one. Some proxies compress without saying so, and some say so of an empty body.
fn encoding(reply: &HttpReply) -> Option<&str> {
    if reply.body().is_empty() {
        return None;
    }
    let stated = reply.header(CONTENT_ENCODING.as_str()).map(str::trim);
    let stated = stated.filter(|encoding| !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity"));
    stated.or_else(|| match reply.body().get(..4)? {
        [0x1f, 0x8b, ..] => Some("gzip"),
        [0x28, 0xb5, 0x2f, 0xfd] => Some("zstd"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_of_many_small_values_are_too_many() {
        let list = |item: &str, count: usize| format!("{{\"A\":[{}]}}", vec![item; count].join(","));
        assert!(has_too_many(list("{}", 500_000).as_bytes()) && has_too_many(list("1", 2_100_000).as_bytes()));
        assert!(has_too_many("<a/>".repeat(500_000).as_bytes()));
        assert!(!has_too_many(list("{}", 100_000).as_bytes()) && !has_too_many(list(&"x".repeat(90), 100_000).as_bytes()));
    }
}
