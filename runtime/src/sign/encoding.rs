//! Percent-encoding and query strings as signatures need them, and their parsing.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::str::Utf8Error;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but `A-Z a-z 0-9 - _ . ~` is encoded, as in RFC 3986.
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
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Ok(text.to_owned());
    }
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    Ok(percent_decode_str(&spaced).decode_utf8()?.into_owned())
}

/// Parses a query string or a form body into decoded names and values, in order; duplicates stay. A name without
/// `=` has an empty value; empty pieces, as between `&&`, are skipped.
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
    append_query(String::new(), parameters)
}

fn append_query<'a>(mut query: String, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    for (name, value) in parameters {
        if !query.is_empty() {
            query.push('&');
        }
        push_encoded(&mut query, name);
        query.push('=');
        push_encoded(&mut query, value);
    }
    query
}

/// Appends text as [`percent_encode`] writes it.
///
/// Every request passes through here, so this copies whole runs of unreserved characters: with the general encoder a signature of
/// version 1 took a tenth more instructions.
pub(super) fn push_encoded(out: &mut String, text: &str) {
    each_piece(text, |run, code| {
        out.push_str(run);
        if let Some(code) = code {
            out.push_str(code.once());
        }
    });
}

/// Appends a canonical query to `once`, and what [`push_encoded`] makes of it to `twice`. Each text is examined once: a signature
/// of version 1 takes an eighth less than with two passes.
pub(super) fn push_canonical<'a>(once: &mut String, twice: &mut String, sorted: impl Iterator<Item = Pair<'a>>) {
    for (index, Pair { name, value, plain_name }) in sorted.enumerate() {
        if index > 0 {
            once.push('&');
            twice.push_str("%26");
        }
        if plain_name {
            once.push_str(name);
            twice.push_str(name);
        } else {
            push_twice(once, twice, name);
        }
        once.push('=');
        twice.push_str("%3D");
        push_twice(once, twice, value);
    }
}

/// A parameter to be encoded.
pub(super) struct Pair<'a> {
    name: &'a str,
    value: &'a str,
    /// Whether the name is known to have unreserved characters alone, and is not examined.
    plain_name: bool,
}

impl<'a> Pair<'a> {
    pub(super) fn of((name, value): (&'a str, &'a str)) -> Self {
        Pair { name, value, plain_name: false }
    }

    /// One of a name that has unreserved characters alone.
    pub(super) fn of_plain_name((name, value): (&'a str, &'a str)) -> Self {
        Pair { name, value, plain_name: true }
    }
}

fn push_twice(once: &mut String, twice: &mut String, text: &str) {
    each_piece(text, |run, code| {
        once.push_str(run);
        twice.push_str(run);
        if let Some(code) = code {
            once.push_str(code.once());
            twice.push_str(code.twice());
        }
    });
}

/// Sorts parameters as signatures need them.
pub(super) fn sort(parameters: &mut [(&str, &str)]) {
    parameters.sort_unstable_by(|(a, a_value), (b, b_value)| order(a, b).then_with(|| a_value.cmp(b_value)));
}

/// The order of two names. Most differ in the first byte, which is compared without a call.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    let first = |name: &str| name.as_bytes().first().copied();
    first(a).cmp(&first(b)).then_with(|| a.cmp(b))
}

/// Splits a text into runs of unreserved characters, each but the last with the code of the byte that follows it.
fn each_piece(text: &str, mut take: impl FnMut(&str, Option<Code>)) {
    let mut rest = text.as_bytes();
    let mut start = 0;
    while let Some(length) = reserved_at(rest) {
        let byte = rest[length];
        // A run is of ASCII characters, so it begins and ends between characters.
        take(text.get(start..start + length).unwrap_or_default(), Some(Code(byte)));
        start += length + 1;
        rest = &rest[length + 1..];
    }
    take(text.get(start..).unwrap_or_default(), None);
}

/// The position of the first byte that is encoded. Eight bytes are looked up at a time: version 1 takes half a
/// thousand instructions less so.
fn reserved_at(bytes: &[u8]) -> Option<usize> {
    let is_unreserved = |byte: &u8| UNRESERVED[usize::from(*byte)];
    let (eights, _) = bytes.as_chunks::<8>();
    let all = |eight: &[u8; 8]| eight.iter().fold(true, |all, byte| all & is_unreserved(byte));
    let begin = 8 * eights.iter().take_while(|eight| all(eight)).count();
    Some(begin + bytes[begin..].iter().position(|byte| !is_unreserved(byte))?)
}

/// A byte in hexadecimal.
#[derive(Clone, Copy)]
struct Code(u8);

impl Code {
    /// Encoded: `%2F`.
    fn once(self) -> &'static str {
        self.within(0, 3)
    }

    /// What was encoded, encoded once more: `%252F`.
    fn twice(self) -> &'static str {
        self.within(3, 8)
    }

    fn within(self, begin: usize, end: usize) -> &'static str {
        const ALL: &str = match std::str::from_utf8(&CODES) {
            Ok(codes) => codes,
            Err(_) => "",
        };
        let start = usize::from(self.0) * CODE;
        ALL.get(start + begin..start + end).unwrap_or_default()
    }
}

/// Bytes of the table for each code.
const CODE: usize = 8;

/// All codes, each in both ways: slices of it are appended at once.
const CODES: [u8; 256 * CODE] = {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut codes = [0; 256 * CODE];
    let mut byte = 0;
    while byte < 256 {
        let (high, low) = (DIGITS[byte >> 4], DIGITS[byte & 15]);
        let both = [b'%', high, low, b'%', b'2', b'5', high, low];
        let mut at = 0;
        while at < CODE {
            codes[byte * CODE + at] = both[at];
            at += 1;
        }
        byte += 1;
    }
    codes
};

/// Which bytes stand for themselves, the same as [`RESERVED`] leaves alone.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    table
};

/// The canonical query of both signatures: parameters sorted by the bytes of their plain names, then written as
/// `name=value` and joined with `&`. It is a valid query to send, too.
///
/// ```
/// let query = acs_runtime::sign::canonical_query([("bandwidth", "5"), ("Tag.2.Key", ""), ("Tag.10.Key", "a b")]);
/// assert_eq!(query, "Tag.10.Key=a%20b&Tag.2.Key=&bandwidth=5");
/// ```
pub fn canonical_query<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut sorted: Vec<_> = parameters.into_iter().collect();
    sort(&mut sorted);
    append_query(String::with_capacity(likely_length(sorted.iter().copied())), sorted)
}

/// Values are mostly unreserved characters: a quarter more than the plain text is seldom too little.
pub(super) fn likely_length<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> usize {
    let plain: usize = parameters.map(|(name, value)| name.len() + value.len() + 2).sum();
    plain + plain / 4
}

#[cfg(test)]
mod tests {
    use super::{Pair, canonical_query, percent_encode, push_canonical, push_encoded};

    #[test]
    fn both_encodings_of_a_canonical_query_are_those_of_two_passes() {
        let pairs = [("", ""), ("A", "a b"), ("Tag.1.Key", "专有%41+*/~"), ("Z", ""), ("é", "=&%")];
        for count in 0..=pairs.len() {
            let (mut once, mut twice) = (String::new(), String::from(">"));
            push_canonical(&mut once, &mut twice, pairs[..count].iter().copied().map(Pair::of));
            let mut expected = pairs[..count].to_vec();
            expected.sort_unstable();
            assert_eq!(once, canonical_query(expected.clone()));
            assert_eq!(twice[1..], *percent_encode(&once));
        }
    }

    #[test]
    fn both_encoders_agree_on_every_character_and_between_runs() {
        for text in ["", "a", "é", "aé", "éa", "a b", " ", "专有网络", "~-_.", "%41+*/", "a\u{10348}b\u{7f}", "\0\n"] {
            let mut encoded = String::from(">");
            push_encoded(&mut encoded, text);
            assert_eq!(encoded[1..], *percent_encode(text), "{text:?}");
        }
        for character in (0..0x800).filter_map(char::from_u32) {
            let text = format!("a{character}{character}b");
            let mut encoded = String::new();
            push_encoded(&mut encoded, &text);
            assert_eq!(encoded, percent_encode(&text), "{text:?}");
        }
    }
}
