//! Does text survive the wire?

use acs_runtime::sign::{canonical_query, parse_query, percent_decode, percent_encode, write_query};

use super::Outcome;

/// Text that careless encoders have broken.
const AWKWARD: &[&str] = &[
    "",
    " ",
    "a b",
    "+",
    "a+b",
    "*",
    "~",
    "%",
    "%%",
    "%2",
    "%20",
    "%2B",
    "%zz",
    "\n",
    "\r\n\t",
    "\0",
    "\u{7f}",
    "&",
    "=",
    "a=1&b=2&Signature=x",
    "/?#[]@!$&'()*+,;:",
    "\"'`\\<>{}|^",
    "é",
    "e\u{301}",
    "专有网络",
    "\u{200b}\u{feff}\u{2028}",
    "🚀👩\u{200d}💻",
    "\u{10ffff}",
];

/// Awkward text, every pair of it, and each ASCII character.
fn texts() -> Vec<String> {
    let alone = AWKWARD.iter().map(|text| (*text).to_owned());
    let pairs = AWKWARD.iter().flat_map(|a| AWKWARD.iter().map(move |b| format!("{a}{b}")));
    let ascii = (0..128u8).map(|byte| char::from(byte).to_string());
    alone.chain(pairs).chain(ascii).collect()
}

#[test]
fn percent_encoding_round_trips() -> Outcome {
    for text in texts() {
        assert_eq!(percent_decode(&percent_encode(&text))?, text, "{text:?}");
    }
    Ok(())
}

#[test]
fn only_unreserved_characters_and_escapes_are_sent() {
    for text in texts() {
        let encoded = percent_encode(&text);
        assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte)), "{encoded}");
        assert!(
            !encoded.split('%').skip(1).any(|escape| escape[..2].contains(|digit: char| digit.is_ascii_lowercase())),
            "{encoded}"
        );
    }
}

#[test]
fn queries_round_trip_with_any_name_and_value() -> Outcome {
    let texts = texts();
    for (name, value) in texts.iter().zip(texts.iter().rev()) {
        let sent = [(name.as_str(), value.as_str()), ("Tag.1.Key", value), (value, name)];
        let received = parse_query(&write_query(sent))?;
        assert!(received.iter().map(|(name, value)| (name.as_str(), value.as_str())).eq(sent), "{sent:?} became {received:?}");
    }
    Ok(())
}

#[test]
fn a_query_is_the_same_however_its_sender_encoded_it() -> Outcome {
    for text in texts() {
        let strict = percent_encode(&text).into_owned();
        let as_form = strict.replace("%20", "+").replace("%2A", "*").replace('~', "%7E");
        let lower = strict.replace("%2B", "%2b").replace("%2F", "%2f");
        for encoded in [strict, as_form, lower] {
            assert_eq!(parse_query(&format!("A={encoded}"))?, [("A".to_owned(), text.clone())], "{encoded}");
        }
    }
    Ok(())
}

#[test]
fn queries_are_parsed_leniently_and_in_order() -> Outcome {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(parse_query("")?, []);
    assert_eq!(parse_query("&&")?, []);
    assert_eq!(parse_query("B=1&A=2&B=3")?, [pair("B", "1"), pair("A", "2"), pair("B", "3")]);
    assert_eq!(parse_query("Flag&Empty=&=x")?, [pair("Flag", ""), pair("Empty", ""), pair("", "x")]);
    assert_eq!(parse_query("A=1=2")?, [pair("A", "1=2")]);
    assert_eq!(parse_query("A=100%&B=%4")?, [pair("A", "100%"), pair("B", "%4")]);
    Ok(())
}

#[test]
fn bytes_that_are_not_utf8_are_rejected() {
    assert!(percent_decode("%FF").is_err());
    assert!(parse_query("A=1&B=%C3%28").is_err());
    assert!(parse_query("%E4%B8=1").is_err());
}

#[test]
fn the_canonical_query_sorts_by_the_bytes_of_plain_names() {
    let query = canonical_query([
        ("bandwidth", ""),
        ("Zone", "z"),
        ("Tag.2", "b"),
        ("Tag.10", "a"),
        ("Tag", "t"),
        ("A-", "2"),
        ("A/", "1"),
    ]);
    assert_eq!(query, "A-=2&A%2F=1&Tag=t&Tag.10=a&Tag.2=b&Zone=z&bandwidth=");
}
