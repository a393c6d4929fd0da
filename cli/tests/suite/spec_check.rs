//! `acs spec check`: what is checked, what is counted, and the formats.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Output, Stdio};

use crate::common::acs;
use serde_json::Value;

const SERVICE: &str = "product: Moon\nversion: \"2030-01-01\"\nsummary: The moon.\nendpoints: { rule: \"moon.{region}.example.com\" }\n\
    groups: { base: Where people live., moon: What there is of it. }\n";

/// A service with an operation in each of two groups: one with an error, one with a warning.
fn specs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "service.yaml", SERVICE);
    write(folder.path(), "moon/LandOn.yaml", "operation: LandOn\nsummary: Lands.\naccess: writes\n");
    write(folder.path(), "base/OpenBase.yaml", "operation: OpenBase\nsummary: Opens it, in 50 %.\naccess: write\nparameters:\n");
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    acs(&[&["spec", "check"], arguments].concat()).current_dir(folder).output().unwrap()
}

/// Standard output and standard error, and the exit status.
fn shown(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = check(folder, arguments);
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.code())
}

#[test]
fn errors_and_warnings_are_counted() {
    let specs = specs();
    let (text, status) = shown(specs.path(), &["."]);
    assert!(text.contains("1 error and 1 warning in ."), "{text}");
    assert_eq!(status, Some(1));

    write(specs.path(), "moon/LandOn.yaml", "operation: LandOn\nsummary: Lands.\naccess: write\n");
    let (text, status) = shown(specs.path(), &["."]);
    assert!(text.contains("Moon 2030-01-01: 1 warning in 2 operations and 2 groups"), "{text}");
    assert_eq!(status, Some(0), "a warning is no error");
}

#[test]
fn a_file_and_a_folder_are_checked_within_their_service() {
    let specs = specs();
    let base = specs.path().join("base");
    for (folder, path, has_error, has_warning) in [
        (specs.path(), "moon/LandOn.yaml", true, false),
        (specs.path(), "moon", true, false),
        (specs.path(), "base", false, true),
        (&base, "OpenBase.yaml", false, true),
        (&base, "../moon/LandOn.yaml", true, false),
        (&base, "../", true, true),
    ] {
        let (text, _) = shown(folder, &[path]);
        assert_eq!((text.contains("E0104"), text.contains("E0803")), (has_error, has_warning), "{path}: {text}");
    }
    let (text, status) = shown(specs.path(), &["moon", "base"]);
    assert!(text.contains("E0104") && text.contains("E0803") && text.contains("1 error and 1 warning in 2 paths"), "{text}");
    assert_eq!(status, Some(1));
    let (text, _) = shown(&base, &[]);
    assert!(text.contains("1 error and 1 warning"), "the service that one is in: {text}");
    let (text, status) = shown(specs.path(), &["nowhere.yaml"]);
    assert!(text.contains("cannot read nowhere.yaml"), "{text}");
    assert_eq!(status, Some(1));
}

#[test]
fn services_side_by_side_are_all_checked() {
    let folder = tempfile::tempdir().unwrap();
    for (name, access) in [("one", "read"), ("two", "reads")] {
        write(folder.path(), &format!("{name}/service.yaml"), SERVICE);
        write(folder.path(), &format!("{name}/moon/LandOn.yaml"), &format!("operation: LandOn\nsummary: L.\naccess: {access}\n"));
    }
    let (text, status) = shown(folder.path(), &["."]);
    assert!(text.contains("two/moon/LandOn.yaml:3:9") && text.contains("in 1 operation"), "{text}");
    assert_eq!(status, Some(1));
}

#[test]
fn checking_one_file_reports_conflicts_with_others() {
    let specs = specs();
    for name in ["LandOn", "LeaveMoon"] {
        let text = format!("operation: {name}\nsummary: L.\naccess: write\nwaiter: Landed\n");
        write(specs.path(), &format!("moon/{name}.yaml"), &text);
    }
    for name in ["LandOn", "LeaveMoon"] {
        let (text, _) = shown(specs.path(), &[&format!("moon/{name}.yaml")]);
        assert!(text.contains("there is no waiter `Landed`"), "{text}");
    }
}

#[test]
fn warnings_are_denied_and_allowed() {
    let specs = specs();
    for (arguments, status, counts) in [
        (&["base", "--deny", "warnings"][..], 1, "1 error in base"),
        (&["base", "--deny", "e0803"], 1, "1 error in base"),
        (&["base", "--deny", "E0801,E0802"], 0, "1 warning in base"),
        (&["base", "--allow", "E0803"], 0, "no errors and no warnings in base"),
        (&["base", "--deny", "warnings", "--allow", "E0803"], 0, "no errors and no warnings in base"),
        (&["moon", "--allow", "E0104"], 1, "1 error in moon"),
        (&["--deny", "E0803", "--allow", "E0803"], 2, "denied and allowed"),
        (&["--deny", "E0830"], 2, "did you mean `E0803`"),
    ] {
        let (text, found) = shown(specs.path(), arguments);
        assert_eq!(found, Some(status), "{arguments:?}: {text}");
        assert!(text.contains(counts), "{arguments:?}: {text}");
    }
}

#[test]
fn warnings_are_denied_by_the_environment() {
    let specs = specs();
    for (deny, status, counts) in [
        ("warnings", 1, "ACS_SPEC_DENY denies it"),
        ("e0803", 1, "1 error in base"),
        ("E0801", 0, "1 warning in base"),
        ("all", 2, "`all` is neither `warnings` nor a code"),
    ] {
        let output = acs(&["spec", "check", "base"]).current_dir(specs.path()).env("ACS_SPEC_DENY", deny).output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(status), "{deny}: {text}");
        assert!(text.contains(counts), "{deny}: {text}");
    }
}

#[test]
fn a_code_is_explained() {
    let specs = specs();
    let (text, _) = shown(specs.path(), &["moon"]);
    assert!(text.contains("`acs spec explain E0104` explains this code"), "{text}");
    let explain = |arguments: &[&str]| {
        let output = acs(&[&["spec", "explain"], arguments].concat()).output().unwrap();
        (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
    };
    let (page, status) = explain(&["e0104"]);
    assert!(
        page.starts_with("E0104: A key with a fixed set of values") && page.contains("Wrong:") && page.contains("Right:"),
        "{page}"
    );
    assert_eq!(status, Some(0));
    assert!(explain(&[]).0.lines().any(|line| line.starts_with("E0309  ")));
    let (text, status) = explain(&["E0390"]);
    assert!(text.contains("did you mean `E0309`"), "{text}");
    assert_eq!(status, Some(2));
}

#[test]
fn programs_get_json() {
    let specs = specs();
    let output = check(specs.path(), &[".", "--format", "json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&document["errors"], &document["warnings"]), (&Value::from(1), &Value::from(1)));
    let error = &document["diagnostics"][1];
    assert_eq!(error["code"], "E0104");
    assert_eq!(error["location"]["file"], "moon/LandOn.yaml");
    let place = ["line", "column", "end_line", "end_column"].map(|key| error["location"][key].as_u64().unwrap());
    assert_eq!(place, [3, 9, 3, 15]);
    assert_eq!((&error["edits"][0]["replacement"], &error["edits"][0]["certain"]), (&"write".into(), &true.into()));
}

#[test]
fn github_gets_one_command_for_each() {
    let specs = specs();
    let output = check(specs.path(), &[".", "--format", "github"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("::warning file=base/OpenBase.yaml,line=4,endLine=4,col=1,endColumn=10,title=E0803 "), "{text}");
    assert!(lines[1].starts_with("::error file=moon/LandOn.yaml,line=3,endLine=3,col=9,endColumn=14,title=E0104 "), "{text}");
    assert!(lines[1].ends_with("%0Adid you mean `write`?"), "{text}");
    assert_eq!(String::from_utf8(output.stderr).unwrap().trim(), "1 error and 1 warning in .");
}

#[test]
fn code_scanners_get_a_sarif_log() {
    let specs = specs();
    let output = check(specs.path(), &[".", "--format", "sarif"]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&"2.1.0".into(), 1));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
    }
    let error = &run["results"][1];
    assert_eq!((&error["ruleId"], &error["level"]), (&"E0104".into(), &"error".into()));
    let place = &error["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "moon/LandOn.yaml");
    assert_eq!(place["region"], serde_json::json!({ "startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 15 }));
    let replacement = &error["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&replacement["deletedRegion"], &replacement["insertedContent"]["text"]), (&place["region"], &"write".into()));
    let clean = check(specs.path(), &["service.yaml", "--format", "sarif"]);
    let log: Value = serde_json::from_slice(&clean.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]), "a log without results says that all is well");
}

#[test]
fn formats_for_programs_have_paths_from_the_root_of_the_repository() {
    let specs = specs();
    fs::create_dir(specs.path().join(".git")).unwrap();
    for format in ["json", "github", "sarif"] {
        for (folder, path) in [("moon", "LandOn.yaml"), ("base", "../moon"), (".", "moon/LandOn.yaml")] {
            let output = check(&specs.path().join(folder), &[path, "--format", format]);
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(text.contains("moon/LandOn.yaml") && !text.contains("../moon"), "{format} in {folder}: {text}");
        }
    }
    let (text, _) = shown(&specs.path().join("base"), &["../moon"]);
    assert!(text.contains("--> ../moon/LandOn.yaml:3:9"), "people see paths from where they are: {text}");
}

#[test]
fn a_service_file_that_is_gone_is_one_error() {
    let specs = specs();
    fs::remove_file(specs.path().join("service.yaml")).unwrap();
    write(specs.path(), "moon/LandOn.yaml", "operation: LandOn\nsummary: Lands.\naccess: write\n");
    for (path, error) in
        [("service.yaml", "there is no `service.yaml`"), ("moon/LandOn.yaml", "no folder above the operation file holds a")]
    {
        let (text, status) = shown(specs.path(), &[path]);
        assert!(text.contains(error) && text.contains("1 error in"), "{text}");
        assert_eq!(status, Some(1));
    }
}

#[test]
fn what_concerns_a_file_is_shown_wherever_it_is_told() {
    let specs = specs();
    write(
        specs.path(),
        "moon/LandOn.yaml",
        "operation: LandOn\nsummary: Lands.\naccess: write\nparameters:\n  CraterId: { type: string }\n",
    );
    write(
        specs.path(),
        "base/OpenBase.yaml",
        "operation: OpenBase\nsummary: Opens it.\naccess: write\nparameters:\n  CraterId: { type: string }\n",
    );
    write(specs.path(), "glossary.yaml", "CratreId: ID of the crater.\n");
    let (text, _) = shown(specs.path(), &["."]);
    assert!(text.contains("1 warning in") && text.contains("did you mean `CraterId`?"), "{text}");
    let (text, _) = shown(specs.path(), &["base"]);
    assert!(text.contains("E0807"), "{text}");
}

#[test]
fn a_change_is_checked_again() {
    let specs = specs();
    let mut command = acs(&["spec", "check", ".", "--watch"]);
    let mut child = command.current_dir(specs.path()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut next = |word: &str| errors.by_ref().map_while(Result::ok).find(|line| line.contains(word));
    let first = next("1 error and 1 warning");
    // A new group is a new folder.
    write(specs.path(), "service.yaml", &SERVICE.replace("groups: {", "groups: { mars: What there is of it., "));
    write(specs.path(), "mars/LandOnMars.yaml", "operation: LandOnMars\nsummary: L.\naccess: reads\n");
    let second = next("2 errors and 1 warning");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first.is_some() && second.is_some());
}
