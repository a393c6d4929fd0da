//! Values and replies straight from the text of JSON or XML.

use std::fmt;

use super::decode::FromNode;
use super::decode::Reader;
use super::decode_error::DecodeError;
use super::decode_report::DecodeReport;
use super::json::parse_json;
use super::json_text::Cursor;
use super::node::Node;
use super::parse_error::ParseError;
use super::xml::parse_xml;
use super::xml_text::XmlCursor;

/// Decodes JSON into a value without building a tree. The result is the same as with [`parse_json`] and a [`Reader`] of its tree.
///
/// ```
/// use acs_runtime::wire::{RequestIdResponse, decode_json};
///
/// let (reply, report) = decode_json::<RequestIdResponse>(br#"{"RequestId": "4EC47282"}"#)?;
/// assert_eq!(reply.request_id.as_deref(), Some("4EC47282"));
/// assert!(report.faults().is_empty());
/// # Ok::<(), acs_runtime::wire::TextError>(())
/// ```
///
/// # Errors
/// If the text is not one JSON value, nests deeper than 127 levels, or holds a value that would shorten a list.
pub fn decode_json<T: FromNode + Default>(json: &[u8]) -> Result<(T, DecodeReport), TextError> {
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
            parse_json(json).map_err(TextError::Parse)?;
            Err(match other {
                Some((Err(error), _)) => TextError::Decode(error),
                _ => TextError::Decode(DecodeError::new("one JSON value", &Node::Null)),
            })
        }
    }
}

/// Decodes XML into a value, without building a tree where it holds nothing but elements, text and predefined entities. The result is
/// the same as with [`parse_xml`] and a [`Reader`] of its tree. The name of the root element does not matter.
///
/// ```
/// use acs_runtime::wire::{RequestIdResponse, decode_xml};
///
/// let (reply, _) = decode_xml::<RequestIdResponse>(b"<DeleteVpcResponse><RequestId>4EC47282</RequestId></DeleteVpcResponse>")?;
/// assert_eq!(reply.request_id.as_deref(), Some("4EC47282"));
/// # Ok::<(), acs_runtime::wire::TextError>(())
/// ```
///
/// # Errors
/// If [`parse_xml`] rejects the text, or if it holds a value that would shorten a list.
pub fn decode_xml<T: FromNode + Default>(xml: &[u8]) -> Result<(T, DecodeReport), TextError> {
    if let Some(decoded) = decode_plain_xml(xml) {
        return Ok(decoded);
    }
    let (_, node) = parse_xml(xml).map_err(TextError::Parse)?;
    let mut report = DecodeReport::default();
    let value = T::read(Reader::new(&node, &mut report)).map_err(TextError::Decode)?;
    Ok((value.unwrap_or_default(), report))
}

fn decode_plain_xml<T: FromNode + Default>(xml: &[u8]) -> Option<(T, DecodeReport)> {
    let text = std::str::from_utf8(xml).ok()?;
    let (mut cursor, mut report) = (XmlCursor::default(), DecodeReport::default());
    cursor.root(text)?;
    let value = T::read(Reader::of_xml(text, &mut cursor, &mut report)).ok()?;
    cursor.skip_unread(text).ok()?;
    cursor.is_done(text).then(|| (value.unwrap_or_default(), report))
}

/// Why text cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextError {
    /// It is not valid JSON, or not valid XML.
    Parse(ParseError),
    /// A value does not fit.
    Decode(DecodeError),
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TextError::Parse(error) => error.fmt(f),
            TextError::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for TextError {}

/// A reply that was decoded as it was read.
pub(crate) struct TextReply<V> {
    pub(crate) value: V,
    pub(crate) request_id: Option<String>,
    pub(crate) report: DecodeReport,
}

/// Decodes a reply as it is read. `None` if it is not plainly a value with a request id: invalid, not fitting its type, wanted as a
/// tree, in XML with another root element than one that `is_root`, or with something at its root that may be an error. Its tree decides
/// then.
pub(crate) fn read_reply<V>(
    body: &[u8],
    is_root: impl FnOnce(&str) -> bool,
    decode: impl FnOnce(Reader<'_>) -> Result<V, DecodeError>,
) -> Option<TextReply<V>> {
    let text = std::str::from_utf8(body).ok()?;
    let mut report = DecodeReport::default();
    let (value, request_id) = if text.starts_with('<') {
        let mut cursor = XmlCursor::of_reply();
        cursor.root(text).filter(|root| is_root(root))?;
        let value = decode(Reader::of_xml(text, &mut cursor, &mut report)).ok()?;
        (value, cursor.is_done(text).then(|| cursor.request_id())?)
    } else {
        let mut cursor = Cursor::of_reply();
        let value = decode(Reader::of_json(text, &mut cursor, &mut report)).ok()?;
        let request_id = cursor.is_done(text).then(|| cursor.request_id(text))?;
        (value, request_id.and_then(|id| id.to_text().map(|id| id.into_owned())))
    };
    Some(TextReply { value, request_id: request_id.filter(|id| !id.trim().is_empty()), report })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_xml_needs_no_tree() {
        let reads = |xml: &str| decode_plain_xml::<Node<'static>>(xml.as_bytes()).is_some();
        for xml in [
            "<R/>",
            "<R>text</R>",
            "<?xml version='1.0' encoding='UTF-8'?>\n<R xmlns='urn:x'>\n  <A>&lt;&#x4e13;</A>\n  <B><C/> <C></C></B>\n</R>\n",
        ] {
            assert!(reads(xml), "{xml}");
        }
        for xml in
            ["", "<R>", "<R/><R/>", "<R>1</Q>", "<R><!-- c --></R>", "<p:R/>", "<R><![CDATA[x]]></R>", "<R>&e;</R>", "<R>\r</R>"]
        {
            assert!(!reads(xml), "{xml}");
        }
    }
}
