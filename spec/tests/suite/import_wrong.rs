//! Metadata with something wrong at each place in turn: nothing panics, what is written passes the check, and a second import changes
//! nothing.
#![cfg(feature = "import")]
use acs_spec::check;
use acs_spec::import::{ImportError, NoteKind, Report, import};
use serde_json::{Value as Json, json};

use crate::common::imported::tree_of;

fn document() -> Json {
    json!({
        "info": { "style": "RPC", "product": "Thing", "version": "2020-01-01" },
        "components": { "schemas": { "Node": { "type": "object", "properties": { "Name": { "type": "string" } } } } },
        "endpoints": [{ "regionId": "cn-hangzhou", "endpoint": "thing.aliyuncs.com" }],
        "apis": { "ListThings": {
            "title": "Lists things", "methods": ["post"], "security": [{ "AK": [] }], "deprecated": false,
            "parameters": [
                { "name": "Name", "in": "query", "style": "json", "schema": {
                    "type": "string", "title": "Name", "description": "A name.", "example": "a", "default": "a", "enum": ["a", "b"],
                    "minLength": 1, "maxLength": 5, "pattern": "a|b", "required": false,
                    "enumValueTitles": { "a": "first" },
                } },
                { "name": "Count", "in": "query", "schema": {
                    "type": "integer", "format": "int32", "minimum": "1", "maximum": "9", "example": "3",
                } },
                { "name": "Filter.1.Key", "in": "query", "schema": { "type": "string" } },
                { "name": "Tags", "in": "query", "style": "repeatList", "schema": {
                    "type": "array", "minItems": 1, "maxItems": 5, "example": "[\"x\\ny\"]", "items": { "type": "string" },
                } },
            ],
            "responses": { "200": { "schema": { "type": "object", "properties": {
                "Things": { "type": "array", "items": { "$ref": "#/components/schemas/Node" } },
                "NextToken": { "type": "string", "example": "t" },
            } } } },
            "errorCodes": { "400": [{ "errorCode": "Thing.Wrong", "errorMessage": "It is wrong." }] },
        } },
    })
}

/// Each place of a value, as a JSON pointer.
fn places(value: &Json, at: &str, found: &mut Vec<String>) {
    let mut inside = |step: &str, value: &Json| {
        let place = format!("{at}/{}", step.replace('~', "~0").replace('/', "~1"));
        found.push(place.clone());
        places(value, &place, found);
    };
    match value {
        Json::Object(fields) => fields.iter().for_each(|(name, value)| inside(name, value)),
        Json::Array(items) => items.iter().enumerate().for_each(|(index, value)| inside(&index.to_string(), value)),
        _ => {}
    }
}

#[test]
fn a_wrong_value_at_any_place_is_refused_or_imported_clean() {
    let mut all = Vec::new();
    places(&document(), "", &mut all);
    let odd = [
        json!(null),
        json!(true),
        json!(-7),
        json!(1.5),
        json!(1e30),
        json!(u64::MAX),
        json!(""),
        json!("a: b # c\n- d\t\u{0}"),
        json!("\u{4e91}"),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "a": 1 }),
        json!("#/components/schemas/Node"),
    ];
    let (mut imported, mut refused) = (0, 0);
    for place in &all {
        for value in &odd {
            let mut document = document();
            *document.pointer_mut(place).unwrap() = value.clone();
            let text = document.to_string();
            let done = match import(&text, None) {
                Ok(done) => done,
                Err(ImportError::NoMetadata(_) | ImportError::Style { .. }) => {
                    refused += 1;
                    continue;
                }
                Err(other) => panic!("{place} = {value}: {other}"),
            };
            imported += 1;
            let tree = tree_of(&done);
            // A name or a version that says nothing is for a person to mend.
            if !place.starts_with("/info") {
                assert!(check::check(&tree).is_ok(), "{place} = {value}");
            }
            let again = import(&text, Some(&tree)).unwrap();
            assert_eq!(again.files, [], "{place} = {value}");
        }
    }
    assert!(imported > 500 && refused > 10, "{imported} imported, {refused} refused");
}

fn told(change: impl FnOnce(&mut Json)) -> Report {
    let mut document = document();
    change(&mut document["apis"]["ListThings"]);
    import(&document.to_string(), None).unwrap().report
}

#[test]
fn what_is_not_read_is_told() {
    for key in ["parameters", "responses", "errorCodes"] {
        for value in [json!("x"), json!(7), if key == "parameters" { json!({ "a": 1 }) } else { json!([1]) }] {
            let report = told(|api| api[key] = value.clone());
            let found = report.notes.iter().any(|note| note.kind == NoteKind::NoPlace && note.text.contains(key));
            assert!(found, "{key} = {value}: {report:#}");
        }
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        let report = told(|api| api["parameters"][1]["schema"] = json!({ key: [{ "type": "string" }] }));
        let found = report.notes.iter().any(|note| note.kind == NoteKind::TypeUnknown && note.text.contains(key));
        assert!(found, "{key}: {report:#}");
    }
    let report = told(|api| api["parameters"][1]["schema"]["type"] = json!(7));
    assert_eq!(report.count(NoteKind::TypeUnknown), 1, "{report:#}");
}
