//! Leniency: what a reply may hold where something else is declared, and what is refused.

use acs_runtime::wire::{DecodeError, Reader, TextError, decode_json, decode_xml, parse_json, parse_xml};
use serde_json::json;

use super::Outcome;
use crate::wire::shapes::{Everything, Tag};

type Decoded = Result<Everything, Box<dyn std::error::Error>>;

fn from_json(json: &str) -> Decoded {
    let mut value = Everything::default();
    let tree = Reader::read(&parse_json(json)?, &mut value);
    let outcome = direct(json);
    assert_eq!(outcome.as_ref().err(), tree.as_ref().err(), "{json}");
    tree?;
    // `null` has no value, and an object holds none.
    assert_eq!(outcome?, value, "{json}");
    Ok(value)
}

/// The same without a tree.
fn direct(json: &str) -> Result<Everything, DecodeError> {
    match decode_json::<Everything>(json.as_bytes()) {
        Ok((value, report)) => report.into_result().map(|()| value),
        Err(TextError::Decode(error)) => Err(error),
        Err(error) => panic!("{json}: {error}"),
    }
}

fn from_xml(xml: &str) -> Decoded {
    let mut value = Everything::default();
    let tree = Reader::read(&parse_xml(xml)?.1, &mut value);
    let direct = match decode_xml::<Everything>(xml.as_bytes()) {
        Ok((direct, report)) => report.into_result().map(|()| assert_eq!(direct, value, "{xml}")),
        Err(TextError::Decode(error)) => Err(error),
        Err(error) => panic!("{xml}: {error}"),
    };
    assert_eq!(direct, tree, "{xml}");
    tree?;
    Ok(value)
}

/// Decodes one field, given as JSON.
fn field(name: &str, json: &str) -> Decoded {
    from_json(&format!(r#"{{"{name}": {json}}}"#))
}

fn refusal(json: &str) -> Result<DecodeError, Box<dyn std::error::Error>> {
    from_json(json).err().ok_or("it was accepted")?.downcast::<DecodeError>().map(|error| *error)
}

#[test]
fn strings_accept_every_scalar_and_other_values_as_json() -> Outcome {
    for (json, expected) in [
        (r#""vpc-1""#, Some("vpc-1")),
        (r#""""#, Some("")),
        (r#"" a ""#, Some(" a ")),
        ("7", Some("7")),
        ("-7", Some("-7")),
        ("18446744073709551615", Some("18446744073709551615")),
        ("0.5", Some("0.5")),
        ("2.0", Some("2")),
        ("true", Some("true")),
        ("null", None),
        ("[]", None),
        ("{}", Some("")),
        (r#"[1, "a"]"#, Some(r#"[1,"a"]"#)),
        (r#"{"b": [1], "a": "x"}"#, Some(r#"{"a":"x","b":[1]}"#)),
    ] {
        assert_eq!(field("Text", json)?.text.as_deref(), expected, "{json}");
    }
    Ok(())
}

#[test]
fn integers_accept_text_and_whole_fractions() -> Outcome {
    for (json, expected) in [
        ("7", Some(7)),
        (r#""7""#, Some(7)),
        (r#"" -7 ""#, Some(-7)),
        (r#""+7""#, Some(7)),
        ("7.0", Some(7)),
        ("7e2", Some(700)),
        (r#""7.0""#, Some(7)),
        ("2147483647", Some(2_147_483_647)),
        (r#""-2147483648""#, Some(-2_147_483_648)),
        (r#""""#, None),
        (r#"" ""#, None),
        ("null", None),
        ("[]", None),
        ("{}", None),
    ] {
        assert_eq!(field("Int", json)?.int, expected, "{json}");
        assert_eq!(field("Long", json)?.long, expected.map(i64::from), "{json}");
    }
    Ok(())
}

#[test]
fn integers_of_64_bits_are_exact() -> Outcome {
    for exact in [i64::MIN, i64::MAX, 9_007_199_254_740_993, -9_007_199_254_740_993] {
        assert_eq!(field("Long", &exact.to_string())?.long, Some(exact));
        assert_eq!(field("Long", &format!("\"{exact}\""))?.long, Some(exact));
        assert_eq!(from_xml(&format!("<R><Long>{exact}</Long></R>"))?.long, Some(exact));
    }
    Ok(())
}

#[test]
fn numbers_accept_text_and_integers() -> Outcome {
    for (json, expected) in [
        ("0.5", Some(0.5)),
        (r#""0.5""#, Some(0.5)),
        (r#"" 0.5 ""#, Some(0.5)),
        ("-3", Some(-3.0)),
        (r#""1e3""#, Some(1000.0)),
        (r#""""#, None),
        ("null", None),
        ("[]", None),
    ] {
        assert_eq!(field("Double", json)?.double, expected, "{json}");
        assert_eq!(field("Float", json)?.float.map(f64::from), expected, "{json}");
    }
    Ok(())
}

#[test]
fn booleans_accept_text_in_any_case_and_digits() -> Outcome {
    for (json, expected) in [
        ("true", Some(true)),
        ("false", Some(false)),
        (r#""true""#, Some(true)),
        (r#""True""#, Some(true)),
        (r#""FALSE""#, Some(false)),
        (r#"" false ""#, Some(false)),
        ("1", Some(true)),
        ("0", Some(false)),
        (r#""1""#, Some(true)),
        (r#""0""#, Some(false)),
        (r#""""#, None),
        ("null", None),
        ("{}", None),
    ] {
        assert_eq!(field("Flag", json)?.flag, expected, "{json}");
    }
    Ok(())
}

#[test]
fn objects_accept_null_and_empty_values() -> Outcome {
    for (json, expected) in [
        ("null", None),
        ("{}", Some(Tag::default())),
        ("[]", Some(Tag::default())),
        (r#""""#, Some(Tag::default())),
        (r#"{"Key": "k", "Unknown": {"Deep": [1]}}"#, Some(Tag { key: Some("k".to_owned()), value: None })),
    ] {
        assert_eq!(field("Object", json)?.tag, expected, "{json}");
    }
    let nested = field("Parent", r#"{"Text": "a", "Parent": {"Text": "b"}}"#)?;
    let inner = nested.parent.and_then(|parent| parent.parent).and_then(|parent| parent.text);
    assert_eq!(inner.as_deref(), Some("b"));
    Ok(())
}

#[test]
fn lists_may_be_wrapped_bare_null_or_missing() -> Outcome {
    let one = || vec![Tag::new("k", "v")];
    for (json, expected) in [
        (r#"{"Wrapped": {"Item": [{"Key": "k", "Value": "v"}]}}"#, one()),
        (r#"{"Wrapped": [{"Key": "k", "Value": "v"}]}"#, one()),
        (r#"{"Wrapped": {"Item": {"Key": "k", "Value": "v"}}}"#, one()),
        (r#"{"Wrapped": {"Other": 1, "Item": [{"Key": "k", "Value": "v"}]}}"#, one()),
        (r#"{"Wrapped": {"Item": []}}"#, vec![]),
        (r#"{"Wrapped": {"Item": null}}"#, vec![]),
        (r#"{"Wrapped": {}}"#, vec![]),
        (r#"{"Wrapped": []}"#, vec![]),
        (r#"{"Wrapped": ""}"#, vec![]),
        (r#"{"Wrapped": null}"#, vec![]),
        ("{}", vec![]),
        (r#"{"Wrapped": [{}]}"#, vec![Tag::default()]),
    ] {
        assert_eq!(from_json(json)?.wrapped, expected, "{json}");
    }
    for (json, expected) in [
        (r#"["a", 1, true, ""]"#, vec!["a", "1", "true", ""]),
        (r#""a""#, vec!["a"]),
        ("null", vec![]),
        (r#""""#, vec![]),
        ("{}", vec![]),
    ] {
        assert_eq!(field("Ids", json)?.ids, expected, "{json}");
    }
    assert_eq!(field("Tags", r#"{"Key": "k", "Value": "v"}"#)?.tags, one());
    Ok(())
}

#[test]
fn an_object_that_is_null_keeps_its_place_in_a_list() -> Outcome {
    let value = from_json(r#"{"Wrapped": {"Item": [{"Key": "k", "Value": "v"}, null]}, "Ids": ["a", null, "b"]}"#)?;
    assert_eq!((value.wrapped, value.ids), (vec![Tag::new("k", "v"), Tag::default()], vec!["a".to_owned(), "b".to_owned()]));
    Ok(())
}

#[test]
fn a_list_whose_presence_matters_is_empty_or_absent() -> Outcome {
    for (json, expected) in [
        (r#"{"Present": [1, "2"]}"#, Some(vec![1, 2])),
        (r#"{"Present": []}"#, Some(vec![])),
        (r#"{"Present": null}"#, None),
        ("{}", None),
    ] {
        assert_eq!(from_json(json)?.present, expected, "{json}");
    }
    assert_eq!(from_xml("<R><Present/></R>")?.present, Some(vec![]));
    assert_eq!(from_xml("<R><Present>1</Present><Present>2</Present></R>")?.present, Some(vec![1, 2]));
    Ok(())
}

#[test]
fn maps_and_values_of_any_shape_are_kept() -> Outcome {
    let value = from_json(r#"{"Map": {"a": 1, "b": "2", "c": null}, "Any": {"x": [1, null, {"y": 1.5}]}}"#)?;
    assert_eq!(value.map.into_iter().collect::<Vec<_>>(), [("a".to_owned(), 1), ("b".to_owned(), 2)]);
    assert_eq!(value.any, Some(json!({"x": [1, null, {"y": 1.5}]})));
    assert_eq!(field("Any", "18446744073709551615")?.any, Some(json!(18_446_744_073_709_551_615_u64)));
    assert_eq!(field("Any", "null")?.any, None);
    assert!(field("Map", r#""""#)?.map.is_empty());
    // A name that comes twice holds a list, even if its first value is one already.
    assert_eq!(from_json(r#"{"Any": {"x": [1], "x": 2, "x": 3}}"#)?.any, Some(json!({"x": [[1], 2, 3]})));

    let value = from_xml("<R><Any><x>1</x><y/><x>2</x><x>3</x></Any></R>")?;
    assert_eq!(value.any, Some(json!({"x": ["1", "2", "3"], "y": {}})));
    Ok(())
}

#[test]
fn unknown_fields_are_skipped_and_names_are_case_sensitive() -> Outcome {
    let value = from_json(r#"{"text": "a", "TEXT": 1, "New": {"Text": "b"}, "Text": "c"}"#)?;
    assert_eq!(value, Everything { text: Some("c".to_owned()), ..Everything::default() });
    Ok(())
}

#[test]
fn xml_and_json_of_one_reply_give_equal_values() -> Outcome {
    let json = r#"{
        "Text": "a<b>&c", "Int": 1, "Long": 9007199254740993, "Float": 0.1, "Double": 0.25, "Flag": true,
        "Object": {"Key": "k", "Value": ""}, "Parent": {"Ids": ["only"]}, "Ids": ["a", "b"],
        "Tags": [{"Key": "1"}, {"Key": "2", "Value": "v"}], "Wrapped": {"Item": [{"Key": "x", "Value": "y"}, {"Key": "z"}]},
        "WrappedIds": {"Id": ["one"]}, "Map": {"a": 1}, "Present": [5], "Unknown": {"A": [1]}
    }"#;
    let xml = r#"<?xml version="1.0" encoding="UTF-8"?>
        <DescribeResponse>
            <Text>a&lt;b&gt;<![CDATA[&c]]></Text><Int>1</Int><Long>9007199254740993</Long><Float>0.1</Float>
            <Double>0.25</Double><Flag>true</Flag>
            <Object><Key>k</Key><Value></Value></Object>
            <Parent><Ids>only</Ids></Parent>
            <Ids>a</Ids><Ids>b</Ids>
            <Tags><Key>1</Key></Tags><Tags><Key>2</Key><Value>v</Value></Tags>
            <Wrapped>
                <Item><Key>x</Key><Value>y</Value></Item>
                <Item><Key>z</Key></Item>
            </Wrapped>
            <WrappedIds><Id>one</Id></WrappedIds>
            <Map><a>1</a></Map>
            <Present>5</Present>
            <Unknown><A>1</A></Unknown>
        </DescribeResponse>"#;
    let (json, xml) = (from_json(json)?, from_xml(xml)?);
    assert_eq!(json, xml);
    assert_eq!(json.tags.len(), 2);
    assert_eq!(json.wrapped, [Tag::new("x", "y"), Tag { key: Some("z".to_owned()), value: None }]);
    assert_eq!(json.tag, Some(Tag::new("k", "")));
    Ok(())
}

#[test]
fn empty_elements_are_empty_lists_and_absent_numbers() -> Outcome {
    let value = from_xml(
        "<R><Ids/><Tags/><Wrapped>\n  </Wrapped><WrappedIds><Id/></WrappedIds><Int/><Long></Long><Flag/><Double> </Double><Map/></R>",
    )?;
    assert_eq!(value, Everything::default());
    Ok(())
}

#[test]
fn decode_errors_name_the_path_and_not_the_value() -> Outcome {
    for (json, path, expected) in [
        (r#"{"Int": "s3cret"}"#, "Int", "`Int` should be a 32-bit integer, but is other text"),
        (r#"{"Int": 2147483648}"#, "Int", "`Int` should be a 32-bit integer, but is a whole number"),
        (r#"{"Int": 0.5}"#, "Int", "`Int` should be a 32-bit integer, but is a number"),
        (r#"{"Long": 9223372036854775808}"#, "Long", "`Long` should be a 64-bit integer, but is a whole number"),
        (r#"{"Long": 9007199254740993.0}"#, "Long", "`Long` should be a 64-bit integer, but is a number"),
        (r#"{"Long": true}"#, "Long", "`Long` should be a 64-bit integer, but is a boolean"),
        (r#"{"Double": [1]}"#, "Double", "`Double` should be a number, but is a list"),
        (r#"{"Flag": "s3cret"}"#, "Flag", "`Flag` should be a boolean, but is other text"),
        (r#"{"Flag": 2}"#, "Flag", "`Flag` should be a boolean, but is a whole number"),
        (r#"{"Object": "s3cret"}"#, "Object", "`Object` should be an object, but is other text"),
        (r#"{"Parent": {"Parent": {"Int": "s3cret"}}}"#, "Parent.Parent.Int", "32-bit"),
        (r#"{"Tags": [{}, {}, 7]}"#, "Tags[2]", "`Tags[2]` should be an object, but is a whole number"),
        (r#"{"Wrapped": {"Item": [{"Key": "k"}, "s3cret"]}}"#, "Wrapped.Item[1]", "an object"),
        (r#"{"Wrapped": ["s3cret"]}"#, "Wrapped[0]", "an object"),
        (r#"{"Present": [1, "s3cret"]}"#, "Present[1]", "64-bit"),
        (r#"{"Map": {"a": "s3cret"}}"#, "Map.a", "64-bit"),
        (r#"{"Map": 1}"#, "Map", "an object"),
        (r#"[1]"#, "", "the reply should be an object, but is a list"),
    ] {
        let error = refusal(json)?;
        assert_eq!(error.path(), path, "{json}");
        let (shown, debug) = (error.to_string(), format!("{error:?}"));
        assert!(shown.contains(expected), "{json}: {shown}");
        assert!(!shown.contains("s3cret") && !debug.contains("s3cret"), "{json}: {shown} {debug}");
    }
    Ok(())
}

#[test]
fn all_faults_are_counted_and_the_first_are_kept() -> Outcome {
    let map: Vec<_> = (0..40).map(|number| format!(r#""{number}": {{"Int": "x"}}"#)).collect();
    let json = format!(
        r#"{{"Int": "x", "Long": "x", "Parent": {{{}}}}}"#,
        (0..40).map(|_| r#""Int": "x""#).collect::<Vec<_>>().join(",")
    );
    let (_, report) = decode_json::<Everything>(json.as_bytes())?;
    assert_eq!((report.fault_count(), report.faults().len()), (42, 16));
    let (_, report) = decode_json::<Everything>(format!("{{{}}}", map.join(",")).as_bytes())?;
    assert_eq!(report.fault_count(), 0);
    Ok(())
}

#[test]
fn long_lists_are_as_flat_as_short_ones() -> Outcome {
    let json = format!(r#"{{"Tags": [{}]}}"#, vec![r#"{"Key": "k"}"#; 1000].join(","));
    let (value, _) = decode_json::<Everything>(json.as_bytes())?;
    assert_eq!(value.tags.len(), 1000);
    Ok(())
}

#[test]
fn decode_errors_count_the_items_of_xml_lists() -> Outcome {
    for (xml, path) in [
        ("<R><Present>1</Present><Present>s3cret</Present></R>", "Present[1]"),
        ("<R><Wrapped><Item><Key>k</Key></Item><Item>s3cret</Item></Wrapped></R>", "Wrapped.Item[1]"),
    ] {
        let error = from_xml(xml).err().ok_or("it was accepted")?.downcast::<DecodeError>()?;
        assert_eq!(error.path(), path);
    }
    Ok(())
}

#[test]
fn debug_of_a_reader_hides_the_value() -> Outcome {
    struct Spy(String);
    impl acs_runtime::wire::Decode for Spy {
        fn field(&mut self, _: &str, value: Reader<'_>) -> Result<(), DecodeError> {
            self.0 = format!("{value:?}");
            Ok(())
        }
    }
    let mut spy = Spy(String::new());
    Reader::read(&parse_json(r#"{"A": "s3cret"}"#)?, &mut spy)?;
    assert!(spy.0.starts_with("Reader") && !spy.0.contains("s3cret"), "{}", spy.0);
    Ok(())
}
