//! Values and replies straight from JSON text.

use std::fmt;

use super::decode::FromNode;
use super::decode::Reader;
use super::decode_error::DecodeError;
use super::decode_report::DecodeReport;
use super::json::parse_json;
use super::json_text::Cursor;
use super::parse_error::ParseError;

/// Decodes JSON into a value without building a tree. The result is the same as with [`parse_json`] and a [`Reader`] of its tree.
///
/// ```
/// use acs_runtime::wire::{RequestIdResponse, decode_json};
///
/// let (reply, report) = decode_json::<RequestIdResponse>(br#"{"RequestId": "4EC47282"}"#)?;
/// assert_eq!(reply.request_id.as_deref(), Some("4EC47282"));
/// assert!(report.faults().is_empty());
/// # Ok::<(), acs_runtime::wire::JsonError>(())
/// ```
///
/// # Errors
/// If the text is not one JSON value, nests deeper than 127 levels, or holds a value that would shorten a list.
pub fn decode_json<T: FromNode + Default>(json: &[u8]) -> Result<(T, DecodeReport), JsonError> {
    let (mut cursor, mut report) = (Cursor::default(), DecodeReport::default());
    let decoded = std::str::from_utf8(json).ok().map(|text| {
        let text = text.trim_ascii_start();
        let value = T::read(Reader::of_json(text, &mut cursor, &mut report));
        (value, cursor.skip_unread(text).is_ok() && cursor.is_done(text))
    });
    match decoded {
        Some((Ok(value), true)) => Ok((value.unwrap_or_default(), report)),
        // The tree's parser says what is wrong, and where. An error of decoding counts only if the rest is valid.
        other => {
            parse_json(json).map_err(JsonError::Parse)?;
            Err(match other {
                Some((Err(error), _)) => JsonError::Decode(error),
                _ => JsonError::Decode(DecodeError::new("one JSON value", &super::node::Node::Null)),
            })
        }
    }
}

/// Why JSON text cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonError {
    /// It is not valid JSON.
    Parse(ParseError),
    /// A value does not fit.
    Decode(DecodeError),
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonError::Parse(error) => error.fmt(f),
            JsonError::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for JsonError {}

/// A reply that was decoded as it was read.
pub(crate) struct JsonReply<V> {
    pub(crate) value: V,
    pub(crate) request_id: Option<String>,
    pub(crate) report: DecodeReport,
}

/// Decodes a reply as it is read. `None` if it is not plainly a value with a request id: invalid, not fitting its type, wanted as a
/// tree, or with something at its root that may be an error. Its tree decides then.
pub(crate) fn read_reply<V>(json: &[u8], decode: impl FnOnce(Reader<'_>) -> Result<V, DecodeError>) -> Option<JsonReply<V>> {
    let text = std::str::from_utf8(json).ok()?;
    let (mut cursor, mut report) = (Cursor::of_reply(), DecodeReport::default());
    let value = decode(Reader::of_json(text, &mut cursor, &mut report)).ok()?;
    if !cursor.is_done(text) {
        return None;
    }
    let request_id = cursor.request_id(text).and_then(|id| id.to_text().map(|id| id.into_owned()));
    Some(JsonReply { value, request_id: request_id.filter(|id| !id.trim().is_empty()), report })
}
