//! Work on spec files.

use std::fs;
use std::path::Path;

use crate::common::{acs, shown, succeed};
use insta::{assert_snapshot, with_settings};

const SERVICE: &str = "product: Moon\nversion: \"2030-01-01\"\nsummary: The moon.\nendpoints: { rule: \"moon.{region}.example.com\" }\n\
    groups: { moon: What there is of it. }\n";

/// A folder of specs with one operation.
fn specs(parameters: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("service.yaml"), SERVICE).unwrap();
    fs::create_dir(folder.path().join("moon")).unwrap();
    let operation = format!("operation: LandOn\nsummary: Lands on the moon.\naccess: write\nparameters:\n{parameters}");
    fs::write(folder.path().join("moon/LandOn.yaml"), operation).unwrap();
    folder
}

/// What a command line shows, whatever the folders are called.
fn shown_in(folders: &[(&str, &Path)], arguments: &[&str]) -> String {
    folders.iter().fold(shown(arguments), |text, (name, path)| text.replace(path.to_str().unwrap(), name))
}

fn path(folder: &tempfile::TempDir) -> &str {
    folder.path().to_str().unwrap()
}

#[test]
fn specs_without_mistakes_pass() {
    let specs = specs("  Crater: { type: string, required: true }\n");
    assert!(succeed(&["spec", "check", "--spec", path(&specs)]).contains("no errors and no warnings in 1 operation and 1 group"));
    assert!(succeed(&["spec", "preview", "LandOn", "--spec", path(&specs)]).contains("pub fn land_on("));
}

#[test]
fn mistakes_are_shown_with_their_places() {
    let specs = specs("  Crater: { type: strng, required: true }\n");
    with_settings!({ omit_expression => true }, {
        assert_snapshot!(shown_in(&[("specs", specs.path())], &["spec", "check", "--spec", path(&specs)]));
    });
}

#[test]
fn a_breaking_change_sets_the_exit_status() {
    let old = specs("  Crater: { type: string, required: true }\n");
    let new = specs("  Crater: { type: string }\n  Fuel: { type: integer, required: true }\n");
    let folders = [("old", old.path()), ("new", new.path())];
    with_settings!({ omit_expression => true }, {
        assert_snapshot!(shown_in(&folders, &["spec", "diff", "--deny", "breaking", path(&old), path(&new)]));
    });
    assert!(acs(&["spec", "diff", path(&old), path(&old)]).status().unwrap().success(), "no change breaks nobody");
}

#[test]
fn metadata_is_imported_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (metadata, out) = (folder.path().join("api.json"), folder.path().join("specs"));
    let api = r#"{"info": {"style": "RPC", "product": "Moon", "version": "2030-01-01"}, "directories": [], "components": {},
        "apis": {"LandOn": {"methods": ["post"], "schemes": ["https"], "operationType": "write", "deprecated": false,
        "parameters": [{"name": "Crater", "in": "query", "schema": {"type": "string", "required": true}}],
        "responses": {"200": {"schema": {"type": "object", "properties": {"RequestId": {"type": "string"}}}}}}},
        "endpoints": [{"regionId": "cn-moon", "endpoint": "moon.cn-moon.example.com"}]}"#;
    fs::write(&metadata, api).unwrap();
    let import = ["spec", "import", metadata.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let check = [&import[..], &["--check"]].concat();

    assert_eq!(acs(&check).status().unwrap().code(), Some(1), "something would change");
    assert!(!out.exists(), "a check writes nothing");
    assert!(succeed(&import).contains("1 operations"));
    assert!(acs(&check).status().unwrap().success(), "all is up to date");
    assert!(succeed(&["spec", "check", "--spec", out.to_str().unwrap()]).contains("Moon 2030-01-01"));
    assert!(succeed(&["describe", "LandOn", "--spec", out.to_str().unwrap()]).contains("Crater"));

    fs::write(&metadata, api.replace("\"RPC\"", "\"ROA\"")).unwrap();
    let refused = acs(&import).output().unwrap();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("ROA"), "{refused:?}");
}

#[test]
fn a_new_operation_begins_with_a_file_that_passes() {
    let specs = specs("  Crater: { type: string }\n");
    succeed(&["spec", "new", "LeaveMoon", "--group", "moon", "--spec", path(&specs)]);
    assert!(succeed(&["spec", "check", "--spec", path(&specs)]).contains("2 operations"));
    let again = acs(&["spec", "new", "LeaveMoon", "--group", "moon", "--spec", path(&specs)]).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
}

#[test]
fn the_schema_is_json() {
    let schema: serde_json::Value = serde_json::from_str(&succeed(&["spec", "schema"])).unwrap();
    assert!(schema["properties"]["operation"].is_object());
}
