//! Decoding from text and decoding from a tree agree on every text, valid or not.

use acs_runtime::wire::{DecodeReport, Reader, TextError, decode_json, parse_json};

use crate::wire::shapes::{Everything, FIELDS};

const REPLY: &str = r#"{ "Text": "a\"b\u4e13é", "Int": -12, "Long": 9007199254740993, "Float": 0.1, "Double": 1.5e2, "Flag": true,
    "Object": {"Key": "k", "Value": null}, "Parent": {"Ids": ["only", 7, ["x", {"y": 0}]], "Int": [1]}, "Ids": ["a", "b"],
    "Tags": [{"Key": "1"}, {"Key": "2", "Value": {"deep": [1, 2]}}], "Wrapped": {"Item": [{"Key": "x"}, null], "N\u0065w": [{}]},
    "WrappedIds": {"Id": "one"}, "Map": {"a": 1, "b\n": "2"}, "Present": [5], "Any": [1, {"x": false}], "Unknown": {"A": [1, "\\"]} }"#;

type Outcome = Result<(Everything, DecodeReport), TextError>;

fn by_tree(json: &[u8]) -> Outcome {
    let node = parse_json(json).map_err(TextError::Parse)?;
    let (mut value, mut report) = (Everything::default(), DecodeReport::default());
    Reader::new(&node, &mut report).fields(&mut value).map_err(TextError::Decode)?;
    Ok((value, report))
}

fn check(json: &[u8]) -> bool {
    let (direct, tree) = (decode_json::<Everything>(json), by_tree(json));
    assert_eq!(direct, tree, "{}", String::from_utf8_lossy(json));
    direct.is_ok()
}

#[test]
fn every_beginning_of_a_reply() {
    for end in 0..REPLY.len() {
        assert!(!check(&REPLY.as_bytes()[..end]), "{end}");
    }
    assert!(check(REPLY.as_bytes()));
    assert!(!check(&[REPLY.as_bytes(), b" {}"].concat()) && check(&[b" \n", REPLY.as_bytes(), b"\t\r"].concat()));
}

#[test]
fn every_byte_replaced_dropped_or_doubled() {
    let mut accepted = 0;
    for place in 0..REPLY.len() {
        let (before, after) = (&REPLY.as_bytes()[..place], &REPLY.as_bytes()[place + 1..]);
        for other in [
            b"\"".as_slice(),
            b"\\",
            b"{",
            b"}",
            b"[",
            b"]",
            b",",
            b":",
            b"0",
            b"-",
            b".",
            b"e",
            b"n",
            b" ",
            b"\n",
            b"\0",
            b"\xff",
            b"",
        ] {
            accepted += u32::from(check(&[before, other, after].concat()));
        }
        check(&[before, &REPLY.as_bytes()[place..=place], &REPLY.as_bytes()[place..]].concat());
    }
    assert!(accepted > 1000, "{accepted} of the texts are valid: too few to prove anything");
}

#[test]
fn every_value_in_every_field() {
    let values = [
        "null",
        "true",
        "false",
        "nul",
        "0",
        "-0",
        "00",
        "01",
        "-1",
        "1.",
        "1.0",
        "1e3",
        "1E+3",
        "-1.5e-3",
        "1e400",
        "--1",
        "+1",
        ".5",
        "123456789012345678",
        "999999999999999999",
        "1234567890123456789",
        "-9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "\"\"",
        "\" \"",
        "\"7\"",
        "\"true\"",
        "\"\\ud83d\\ude80\"",
        "\"\\ud83d\"",
        "\"\\x\"",
        "\"\u{1}\"",
        "[]",
        "[ ]",
        "{}",
        "{ }",
        "[null]",
        "[1]",
        "[1,]",
        "[,1]",
        "[\"a\"]",
        "[[]]",
        "[{}]",
        "{\"Key\":1}",
        "{\"Item\":{}}",
        "{\"Item\":[1]}",
        "{\"Id\":[1]}",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{\"a\":\"x\"}",
        "",
    ];
    for field in FIELDS {
        for value in values {
            check(format!(r#"{{"{field}":{value}}}"#).as_bytes());
            check(format!(r#"{{"{field}": {value} , "{field}":{value},"Text":"after"}}"#).as_bytes());
            check(format!(r#"{{"Parent":{{"Tags":[{{"Key":{value}}}],"{field}":{value}}}}}"#).as_bytes());
        }
    }
}

#[test]
fn nesting_is_limited_alike() {
    for field in ["Any", "Unknown", "Ids", "Text"] {
        for depth in [100, 125, 126, 127, 128, 1000] {
            check(format!(r#"{{"{field}":{}{}}}"#, "[".repeat(depth), "]".repeat(depth)).as_bytes());
        }
    }
    for depth in [126, 127, 128] {
        check(format!("{}1{}", r#"{"Parent":"#.repeat(depth), "}".repeat(depth)).as_bytes());
    }
}
