//! The files of `api-spec/schema` are what the types say, and refuse what they refuse.
#![cfg(feature = "schema")]
use acs_spec::layout::FileKind;
use acs_spec::read;
use acs_spec::schema::{KINDS, schema};
use serde_json::Value;

fn parsed(kind: FileKind) -> Value {
    serde_json::from_str(&schema(kind)).unwrap()
}

#[test]
fn the_schemas_beside_the_specs_are_current() {
    let Some(specs) = crate::api_spec() else { return };
    for (name, kind) in KINDS {
        let path = specs.join(format!("schema/{name}.json"));
        let current = schema(kind);
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &current).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            there == current,
            "api-spec/schema/{name}.json is not what the types say: write all anew with `acs spec schema --dir api-spec/schema`, or \
             run this test with UPDATE_SCHEMA=1"
        );
    }
}

#[test]
fn each_file_names_its_schema() {
    let Some(specs) = crate::api_spec() else { return };
    for file in read::files(&specs) {
        let name = KINDS.iter().find(|(_, kind)| *kind == FileKind::of(&file.name)).unwrap().0;
        let up = "../".repeat(file.name.matches('/').count());
        let text = std::fs::read_to_string(&file.path).unwrap();
        let line = format!("# yaml-language-server: $schema={up}schema/{name}.json\n");
        assert!(text.starts_with(&line), "{} does not begin with {line}", file.name);
        assert!(file.path.parent().unwrap().join(format!("{up}schema/{name}.json")).is_file());
    }
}

#[test]
fn editors_get_descriptions_and_refuse_unknown_keys() {
    let schema = parsed(FileKind::Operation);
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
    let waiter = &parsed(FileKind::Waiters)["additionalProperties"]["$ref"];
    assert_eq!(waiter, "#/definitions/Waiter");
    assert_eq!(
        parsed(FileKind::Service)["required"],
        serde_json::json!(["product", "version", "summary", "endpoints", "groups"])
    );
}

#[test]
fn nothing_proposes_null() {
    for (name, kind) in KINDS {
        assert!(!schema(kind).contains("null"), "{name}");
    }
}

#[test]
fn what_a_schema_can_say_is_in_it() {
    let operation = parsed(FileKind::Operation);
    let status = &operation["definitions"]["OneOrMany"]["anyOf"][0];
    assert_eq!((&status["minimum"], &status["maximum"]), (&400.into(), &599.into()));
    let names = |schema: &Value| -> Vec<String> {
        schema["oneOf"].as_array().unwrap().iter().map(|one| one["const"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&operation["definitions"]["Access"]), ["read", "write"]);
    assert_eq!(names(&operation["definitions"]["Retry"]), ["throttled", "busy", "server", "clock", "none"]);
    assert_eq!(names(&parsed(FileKind::Waiters)["definitions"]["Until"]), ["present", "gone", "detached"]);
    assert_eq!(parsed(FileKind::Glossary)["additionalProperties"]["type"], "string");
}
