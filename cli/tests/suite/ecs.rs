//! ECS, the largest product: what its requests become on the wire, and whether the crate of all of it compiles.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::common::{fed, succeed};
use crate::new_product::{cargo, written};

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ecs").join(name).to_str().unwrap().to_owned()
}

/// `Tag`, `SystemDisk`, `Filter` and lists of ids in JSON are sent as the official SDK sends them.
#[test]
fn requests_are_those_of_the_official_sdk() {
    let folder = tempfile::tempdir().unwrap();
    let specs = folder.path().join("specs");
    let specs = specs.to_str().unwrap();
    succeed(&["spec", "import", &fixture("metadata.json"), "--out", specs, "--strict"]);
    let recorded = fs::read_to_string(fixture("requests.jsonl")).unwrap();
    let recorded: Vec<Value> = recorded.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut cases: Vec<(Value, Value)> = Vec::new();
    for case in &recorded {
        let asked = json!({ "operation": case["operation"], "input": case["request"] });
        // JSON in a text may be given as the list that it is.
        let mut as_lists = asked.clone();
        for (name, value) in as_lists["input"].as_object_mut().unwrap() {
            if let Some(ids) = value.as_str().filter(|_| ["InstanceIds", "DiskIds"].contains(&name.as_str())) {
                *value = serde_json::from_str(ids).unwrap();
            }
        }
        cases.extend([(asked, case["sent"].clone()), (as_lists, case["sent"].clone())]);
    }
    let lines: String = cases.iter().map(|(asked, _)| format!("{asked}\n")).collect();
    let output = fed(&["encode", "--lines", "--spec", specs], &lines);
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), cases.len(), "{}", String::from_utf8_lossy(&output.stderr));
    for (answer, (asked, sent)) in answers.lines().zip(&cases) {
        let encoded: Value = serde_json::from_str(answer).unwrap();
        assert_eq!(encoded["query"], without_python(sent), "{asked}");
    }
    assert!(cases.iter().any(|(asked, _)| asked["input"]["InstanceIds"].is_array()));
}

/// The parameters without Python's way to write a boolean.
fn without_python(sent: &Value) -> Value {
    let plain = |value: &Value| match value.as_str() {
        Some(flag @ ("True" | "False")) => json!(flag.to_ascii_lowercase()),
        _ => value.clone(),
    };
    sent.as_object().unwrap().iter().map(|(name, value)| (name.clone(), plain(value))).collect()
}

/// All of ECS: `ACS_ECS_METADATA` names its `api-docs.json`. `BENCHMARKS.md` has what it costs.
#[test]
#[ignore = "takes minutes, and metadata that is not in the repository"]
fn the_crate_of_all_operations_compiles() {
    let metadata = std::env::var("ACS_ECS_METADATA").expect("`ACS_ECS_METADATA` names the metadata of ECS");
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ecs-api");
    written(&metadata, &dir);
    let specs = dir.join("api-spec");
    let specs = specs.to_str().unwrap();
    succeed(&["spec", "check", "--spec", specs]);
    succeed(&["spec", "import", &metadata, "--out", specs, "--check"]);
    let mut cargo: Command = cargo(&dir);
    let output = cargo.args(["check", "--quiet", "--offline", "--all-features"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning:"), "{said}");
}
