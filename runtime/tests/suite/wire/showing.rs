//! `Debug` and equality over the fields of generated types.

use acs_runtime::wire::{Encode, Entry, Fields, Hint, Node};
use serde_json::json;

use crate::wire::shapes::{Everything, Tag};

fn value() -> Everything {
    Everything {
        text: Some("a\"b".to_owned()),
        int: Some(1),
        double: Some(0.5),
        flag: Some(true),
        tags: vec![Tag::new("k", "v"), Tag::default()],
        any: Some(json!([null, {"x": 1}])),
        password: Some("s3cret".to_owned()),
        ..Everything::default()
    }
}

#[test]
fn debug_shows_fields_under_their_wire_names_and_hides_sensitive_ones() {
    assert_eq!(
        format!("{:?}", value()),
        r#"Everything { Text: "a\"b", Int: 1, Double: 0.5, Flag: true, Tags: [{Key: "k", Value: "v"}, {}], Any: [null, {x: 1}], Password: *** }"#
    );
    assert_eq!(format!("{:?}", Everything::default()), "Everything");
}

#[test]
fn alternate_debug_is_indented() {
    let value = Everything { text: Some("a".to_owned()), tags: vec![Tag::new("k", "v")], ..Everything::default() };
    let expected = r#"Everything {
    Text: "a",
    Tags: [
        {
            Key: "k",
            Value: "v",
        },
    ],
}"#;
    assert_eq!(format!("{value:#?}"), expected);
}

#[test]
fn debug_of_nodes_hides_sensitive_values_at_any_depth() {
    let outer = Everything { parent: Some(Box::new(value())), ..value() };
    let node = Fields::of(&outer);
    let entry = Entry { name: "Outer".into(), node: Node::List(vec![node]), hint: Hint::default() };
    for shown in [format!("{outer:?}"), format!("{entry:?}"), format!("{:?}", Node::Object(vec![entry.clone()]))] {
        assert!(!shown.contains("s3cret") && shown.contains("***"), "{shown}");
    }
}

#[test]
fn values_are_equal_when_all_fields_are() {
    assert_eq!(value(), value());
    let changes: [fn(&mut Everything); 7] = [
        |value| value.text = None,
        |value| value.text = Some(String::new()),
        |value| value.int = Some(2),
        |value| value.password = Some("other".to_owned()),
        |value| value.tags.reverse(),
        |value| value.present = Some(vec![]),
        |value| value.parent = Some(Box::default()),
    ];
    for change in changes {
        let mut other = value();
        change(&mut other);
        assert_ne!(value(), other);
    }
}

/// A request is seen as itself through the trait object that the runtime holds.
#[test]
fn fields_are_listed_in_their_order() {
    let value = value();
    let listed: &dyn Encode = &value;
    let Node::Object(entries) = Fields::of(listed) else { panic!("no object") };
    let names: Vec<_> = entries.iter().map(|entry| entry.name.as_ref()).collect();
    assert_eq!(names, ["Text", "Int", "Double", "Flag", "Tags", "Any", "Password"]);
}
