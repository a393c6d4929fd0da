//! JSON text to nodes and back.

use acs_runtime::wire::{Node, parse_json, write_json};

use super::Outcome;

#[test]
fn json_round_trips() -> Outcome {
    for text in ["", " ", "a\"b\\c/d", "\n\t\r\u{8}\u{c}", "\0\u{1f}\u{7f}", "专有网络 é 🚀", "\u{2028}</x>", "%+*~"] {
        let node = Node::Object(vec![]);
        let written = write_json(&Node::List(vec![Node::Text(text.into()), node]));
        assert_eq!(parse_json(&written)?, Node::List(vec![Node::Text(text.into()), Node::Object(vec![])]), "{written}");
    }
    Ok(())
}

#[test]
fn every_kind_of_value_is_read_and_written() -> Outcome {
    for (json, written) in [
        ("null", "null"),
        (" true ", "true"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("18446744073709551615", "18446744073709551615"),
        ("9007199254740993", "9007199254740993"),
        ("-0.5", "-0.5"),
        (r#""\u4e13\ud83d\ude80\/""#, "\"专🚀/\""),
        (r#"{ "b" : 1, "a" : [ ] , "B" : { } }"#, r#"{"B":{},"a":[],"b":1}"#),
        (r#"{"\u0061": null}"#, r#"{"a":null}"#),
    ] {
        assert_eq!(write_json(&parse_json(json)?), written);
    }
    Ok(())
}

#[test]
fn plain_text_is_borrowed() -> Outcome {
    let json = r#"{"Name": "plain"}"#.to_owned();
    let node = parse_json(&json)?;
    assert!(matches!(node.get("Name"), Some(Node::Text(std::borrow::Cow::Borrowed("plain")))));
    Ok(())
}

#[test]
fn json_is_parsed_from_bytes() -> Outcome {
    assert_eq!(parse_json(b"[1]".as_slice())?, Node::List(vec![Node::Int(1)]));
    assert!(parse_json(b"\"\xff\"".as_slice()).is_err());
    Ok(())
}

#[test]
fn json_parse_errors_say_where_and_never_quote() {
    for (json, line, column, problem) in [
        ("", 1, 0, "it ends too early"),
        ("{\"s3cret\": \"s3cret", 1, 18, "it ends too early"),
        ("{\"a\": 1}\n  s3cret", 2, 3, "trailing characters"),
        ("<html>s3cret</html>", 1, 1, "expected value"),
        ("{\"a\":\n s3cret}", 2, 2, "expected value"),
        ("{\"s3cret\" 1}", 1, 11, "expected `:`"),
        ("[1,]", 1, 4, "trailing comma"),
    ] {
        let Err(error) = parse_json(json) else { panic!("{json}") };
        assert_eq!((error.line(), error.column()), (line, column), "{json}");
        let shown = error.to_string();
        assert_eq!(shown, format!("not valid JSON: {problem} at line {line}, column {column}"));
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse_json(&nested(127)).is_ok());
    assert!(parse_json(&nested(128)).is_err_and(|error| error.to_string().contains("recursion limit")));
    assert!(parse_json(&"[".repeat(1_000_000)).is_err());
}
