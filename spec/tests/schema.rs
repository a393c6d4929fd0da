//! `api-spec/schema.json` is what the types say, and refuses what they refuse.
#![cfg(feature = "schema")]

use std::path::Path;

use acs_spec::schema::operation_schema;
use serde_json::Value;

#[test]
fn the_schema_beside_the_specs_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-spec/schema.json");
    let current = operation_schema();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == current,
        "api-spec/schema.json is not what the types say: write it anew with `acs spec schema > api-spec/schema.json`, or run this \
         test with UPDATE_SCHEMA=1"
    );
}

#[test]
fn editors_get_descriptions_and_refuse_unknown_keys() {
    let schema: Value = serde_json::from_str(&operation_schema()).unwrap();
    let operation = &schema["properties"];
    assert_eq!(operation["summary"]["description"], "One sentence that says what the operation does.");
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema["required"], serde_json::json!(["operation", "summary", "access"]));
    assert_eq!(operation["parameters"]["additionalProperties"]["$ref"], "#/definitions/Schema");
    let parameter = &schema["definitions"]["Schema"];
    assert_eq!(parameter["additionalProperties"], false);
    for key in ["type", "enum", "in", "wraps", "items", "fields"] {
        assert!(parameter["properties"][key]["description"].is_string(), "{key}");
    }
}
