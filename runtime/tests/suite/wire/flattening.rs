//! Flattened parameters: the kinds of value that the official SDKs were given, and the rules beyond them.

use std::collections::BTreeMap;

use acs_runtime::wire::{Encode, Fields, Node, Param, Params, Style, ToNode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use crate::wire::shapes::{Everything, Tag};

/// A value, and what it becomes in each style. Where the official SDKs differ, booleans are lower case, numbers are the
/// shortest that are exact, and null in a list uses up its index.
#[derive(Deserialize)]
struct Case {
    note: String,
    input: Value,
    flat: BTreeMap<String, String>,
    json: Option<String>,
    simple: Option<String>,
}

fn params(input: &Value, style: Style) -> Params {
    let mut node = input.to_node().unwrap_or_default();
    if let Node::Object(entries) = &mut node {
        for entry in entries {
            entry.hint.style = style;
        }
    }
    Params::from_node(&node)
}

fn pairs(params: &Params) -> Vec<(&str, &str)> {
    params.iter().map(|param| (param.name(), param.value())).collect()
}

#[test]
fn values_are_written_as_the_official_sdks_write_them() -> Outcome {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../fixtures/flattening.json"))?;
    assert_eq!(cases.len(), 22);
    for case in cases {
        let flat = params(&case.input, Style::Flat);
        let sent: BTreeMap<_, _> = flat.iter().map(|param| (param.name().to_owned(), param.value().to_owned())).collect();
        assert_eq!(sent, case.flat, "{}", case.note);
        assert_eq!(flat.len(), sent.len(), "{}: a name is sent twice", case.note);
        for (style, expected) in [(Style::Json, case.json), (Style::Simple, case.simple)] {
            if let Some(expected) = expected {
                assert_eq!(params(&case.input, style).get("P"), Some(expected.as_str()), "{} {style:?}", case.note);
            }
        }
    }
    Ok(())
}

#[test]
fn parameters_keep_the_order_of_fields_and_lists_count_from_one() {
    let tags = (1..=11).map(|number| Tag::new(&format!("k{number}"), "")).collect();
    let request = Everything { text: Some(String::new()), int: Some(-1), flag: Some(false), tags, ..Everything::default() };
    let params = Params::of(&request);
    let sent = pairs(&params);
    assert_eq!(sent[..5], [("Text", ""), ("Int", "-1"), ("Flag", "false"), ("Tags.1.Key", "k1"), ("Tags.1.Value", "")]);
    assert_eq!(sent[23..], [("Tags.11.Key", "k11"), ("Tags.11.Value", "")]);
}

#[test]
fn absent_null_and_empty_values_are_not_sent() {
    let request = Everything {
        tag: Some(Tag::default()),
        parent: Some(Box::default()),
        tags: vec![Tag::default()],
        present: Some(vec![]),
        any: Some(json!({"a": null, "b": [], "c": {}, "d": [null, {}, [[]]]})),
        ..Everything::default()
    };
    assert!(Params::of(&request).is_empty());
}

#[test]
fn empty_items_of_a_list_keep_their_index() {
    let params = params(&json!({"P": [null, {}, [], "d", {"A": [null, 1]}]}), Style::Flat);
    assert_eq!(pairs(&params), [("P.4", "d"), ("P.5.A.2", "1")]);
}

#[test]
fn a_float_of_32_bits_is_sent_as_its_own_shortest_decimal() {
    let request = Everything { float: Some(0.1), double: Some(0.1 + 0.2), ..Everything::default() };
    assert_eq!(pairs(&Params::of(&request)), [("Float", "0.1"), ("Double", "0.30000000000000004")]);
}

/// A request with a field in each place and style.
#[derive(Default)]
struct Placed {
    mode: Option<Tag>,
    options: Vec<Tag>,
    names: Option<Vec<String>>,
    psk: Option<String>,
    accounts: Vec<Account>,
    dump: Option<Account>,
    after: Option<String>,
}

impl Encode for Placed {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        to.json().value("Mode", self.mode.as_ref());
        to.form().list("Options", &self.options);
        to.simple().present_list("Names", &self.names);
        to.sensitive().string("Psk", &self.psk);
        to.list("Accounts", &self.accounts);
        to.json().value("Dump", self.dump.as_ref());
        to.string("After", &self.after);
    }
}

/// A shape with a sensitive field, which only its mark says.
#[derive(Default)]
struct Account {
    name: Option<String>,
    answer: Option<String>,
}

impl Encode for Account {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        to.string("Name", &self.name);
        to.sensitive().string("Answer", &self.answer);
    }
}

fn placed() -> Placed {
    let account = || Account { name: Some("n".to_owned()), answer: Some("s3cret".to_owned()) };
    Placed {
        mode: Some(Tag { key: None, value: Some("专有\"".to_owned()) }),
        options: vec![Tag::new("k", "v")],
        names: Some(vec!["a".to_owned(), "b,c".to_owned()]),
        psk: Some("s3cret".to_owned()),
        accounts: vec![account()],
        dump: Some(account()),
        after: Some("x".to_owned()),
    }
}

#[test]
fn styles_and_places_hold_for_their_own_field_alone() {
    let params = Params::of(&placed());
    assert_eq!(
        pairs(&params),
        [
            ("Mode", "{\"Value\":\"专有\\\"\"}"),
            ("Options.1.Key", "k"),
            ("Options.1.Value", "v"),
            ("Names", "a,b,c"),
            ("Psk", "s3cret"),
            ("Accounts.1.Name", "n"),
            ("Accounts.1.Answer", "s3cret"),
            ("Dump", r#"{"Answer":"s3cret","Name":"n"}"#),
            ("After", "x"),
        ]
    );
    let in_form: Vec<_> = params.iter().filter(|param| param.is_form()).map(Param::name).collect();
    assert_eq!(in_form, ["Options.1.Key", "Options.1.Value"]);
}

/// The hint for a field without a value must not go to the next one.
#[test]
fn a_hint_for_a_field_without_a_value_does_not_reach_the_next_field() {
    let params = Params::of(&Placed { after: Some("x".to_owned()), ..Placed::default() });
    assert_eq!(params.iter().collect::<Vec<_>>(), [Param::new("After", "x")]);
}

#[test]
fn an_empty_list_in_simple_style_is_sent_empty() {
    let params = Params::of(&Placed { names: Some(vec![]), ..Placed::default() });
    assert_eq!(pairs(&params), [("Names", "")]);
}

#[test]
fn sensitive_marks_reach_every_parameter_that_holds_such_a_value() {
    let params = Params::of(&placed());
    let sensitive: Vec<_> = params.iter().filter(|param| param.is_sensitive()).map(Param::name).collect();
    assert_eq!(sensitive, ["Psk", "Accounts.1.Answer", "Dump"]);
    let shown = format!("{:?} {:?}", Fields::of(&placed()), params.iter());
    assert!(!shown.contains("s3cret") && shown.contains("After="), "{shown}");
    let by_its_value = Param::new("Body", r#"{"Password":"s3cret"}"#);
    assert!(by_its_value.is_sensitive() && !format!("{by_its_value:?}").contains("s3cret"));
    assert!(Param::new("Answer", "s3cret").sensitive().is_sensitive() && !Param::new("Answer", "a").is_sensitive());
    let shown = format!("{params:?} {params:#?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(shown.starts_with(r#"Params [Mode="#) && shown.contains("Psk=***") && shown.contains(r#"After="x""#), "{shown}");
}

/// JSON and joined items are one text: a mark on the field, or anywhere below it, is one on all of it.
#[test]
fn a_mark_within_a_value_that_is_sent_as_one_text_counts_for_all_of_it() {
    struct Marks(Vec<Account>);
    impl Encode for Marks {
        fn encode<'a>(&'a self, to: &mut Fields<'a>) {
            to.json().list("Accounts", &self.0);
            to.json().wrapped("Wrapped", "Account", &self.0);
            to.sensitive().json().string("Marked", &self.0[0].name);
            to.json().string("Plain", &self.0[0].name);
        }
    }
    let params = Params::of(&Marks(vec![Account { name: Some("n".to_owned()), answer: Some("s3cret".to_owned()) }]));
    let sensitive: Vec<_> = params.iter().map(|param| (param.name(), param.is_sensitive())).collect();
    assert_eq!(sensitive, [("Accounts", true), ("Wrapped", true), ("Marked", true), ("Plain", false)]);
}

#[test]
fn scalars_are_items_and_values_of_maps() {
    #[derive(Default)]
    struct Lists {
        numbers: BTreeMap<String, i64>,
        nested: Vec<BTreeMap<String, i32>>,
        present: Option<Vec<i64>>,
    }
    impl Encode for Lists {
        fn encode<'a>(&'a self, to: &mut Fields<'a>) {
            to.list("Doubles", &[0.5, 0.0, 1e-6, 1e-7]);
            to.list("Floats", &[0.1_f32]);
            to.list("Flags", &[true, false]);
            to.map("Numbers", &self.numbers);
            to.list("Nested", &self.nested);
            to.present_list("Present", &self.present);
            to.text("Text", Some("t"));
        }
    }
    let numbers = BTreeMap::from([("a".to_owned(), i64::MAX), ("b".to_owned(), -1)]);
    let lists = Lists { numbers, nested: vec![BTreeMap::from([("c".to_owned(), 7)])], present: Some(vec![8]) };
    let params = Params::of(&lists);
    assert_eq!(
        pairs(&params),
        [
            ("Doubles.1", "0.5"),
            ("Doubles.2", "0"),
            ("Doubles.3", "0.000001"),
            ("Doubles.4", "1e-7"),
            ("Floats.1", "0.1"),
            ("Flags.1", "true"),
            ("Flags.2", "false"),
            ("Numbers.a", "9223372036854775807"),
            ("Numbers.b", "-1"),
            ("Nested.1.c", "7"),
            ("Present.1", "8"),
            ("Text", "t"),
        ]
    );
    assert!(!params.is_empty() && Params::of(&Everything::default()).is_empty());
    assert_eq!(params.iter().len(), 12);
    assert_eq!(params, params.clone());
    assert_ne!(params, Params::new());
}

#[test]
fn setting_a_parameter_replaces_it_where_it_stands_and_keeps_its_marks() {
    let mut params = Params::of(&placed());
    params.set("Psk", "other");
    params.set("Options.1.Key", "other");
    params.set("PageNumber", "2");
    params.set("PageNumber", "3");
    assert_eq!((params.get("Psk"), params.get("PageNumber")), (Some("other"), Some("3")));
    assert_eq!(params.len(), 10);
    let marks =
        |name: &str| params.iter().position(|param| param.name() == name).zip(params.iter().find(|param| param.name() == name));
    assert!(marks("Psk").is_some_and(|(index, param)| index == 4 && param.is_sensitive()));
    assert!(marks("Options.1.Key").is_some_and(|(index, param)| index == 1 && param.is_form()));
    assert!(marks("PageNumber").is_some_and(|(index, param)| index == 9 && !param.is_form()));

    params.insert(Param::new("Psk", "shown"));
    assert!(params.iter().any(|param| param == Param::new("Psk", "shown")));
    assert_eq!(params.len(), 10);
}

#[test]
fn a_name_is_contained_when_something_is_below_it() {
    let mut params = Params::of(&placed());
    for (name, contained) in [
        ("Psk", true),
        ("Accounts", true),
        ("Accounts.1", true),
        ("Accounts.1.Name", true),
        ("Account", false),
        ("Accounts.", false),
        ("A", false),
    ] {
        assert_eq!(params.contains(name), contained, "{name}");
    }
    assert_eq!(params.get("Accounts"), None);
    params.set("Accounts.10.Name", "ten");
    params.remove("Accounts.1");
    assert!(!params.contains("Accounts.1") && params.contains("Accounts.10"));
    params.remove("Accounts");
    assert!(!params.contains("Accounts"));
}
