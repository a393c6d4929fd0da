//! Percent-encoding and query strings, as signatures need them, and back.

use std::borrow::Cow;
use std::str::Utf8Error;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but `A-Z a-z 0-9 - _ . ~` is encoded, as RFC 3986 has it.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Encodes text for a query or a form: UTF-8 bytes other than `A-Z a-z 0-9 - _ . ~` become `%XX` in upper-case
/// hexadecimal. So a space is `%20`, never `+`.
///
/// ```
/// assert_eq!(acs_runtime::sign::percent_encode("a b*~+"), "a%20b%2A~%2B");
/// ```
pub fn percent_encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// Decodes `%XX`, and `+` as a space, which is how forms and some clients' queries write it. A `%` without two
/// hexadecimal digits stands for itself.
///
/// # Errors
/// If what comes out is not UTF-8.
pub fn percent_decode(text: &str) -> Result<String, Utf8Error> {
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    Ok(percent_decode_str(&spaced).decode_utf8()?.into_owned())
}

/// Takes a query string or a form body apart into decoded names and values, in order; duplicates stay. A name without
/// `=` has an empty value; empty pieces, as between `&&`, are passed over.
///
/// ```
/// let pairs = acs_runtime::sign::parse_query("Name=a+b&Tag.1.Key=k%3D1&Empty=")?;
/// assert_eq!(pairs, [("Name".into(), "a b".into()), ("Tag.1.Key".into(), "k=1".into()), ("Empty".into(), "".into())]);
/// # Ok::<(), std::str::Utf8Error>(())
/// ```
///
/// # Errors
/// If a name or a value is not UTF-8 when decoded.
pub fn parse_query(query: &str) -> Result<Vec<(String, String)>, Utf8Error> {
    query
        .split('&')
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            Ok((percent_decode(name)?, percent_decode(value)?))
        })
        .collect()
}

/// Writes parameters as `name=value` joined with `&`, encoded, in the order given.
pub fn write_query<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = String::new();
    for (name, value) in parameters {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(utf8_percent_encode(name, RESERVED));
        query.push('=');
        query.extend(utf8_percent_encode(value, RESERVED));
    }
    query
}

/// The canonical query of both signatures: parameters sorted by the bytes of their plain names, then written as
/// `name=value` and joined with `&`. It is a valid query to send, too.
///
/// ```
/// let query = acs_runtime::sign::canonical_query([("bandwidth", "5"), ("Tag.2.Key", ""), ("Tag.10.Key", "a b")]);
/// assert_eq!(query, "Tag.10.Key=a%20b&Tag.2.Key=&bandwidth=5");
/// ```
pub fn canonical_query<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut sorted: Vec<_> = parameters.into_iter().collect();
    sorted.sort_unstable();
    write_query(sorted)
}
