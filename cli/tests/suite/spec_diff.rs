//! `acs spec diff` of folders, files and git revisions.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::acs;

const SERVICE: &str = "product: Moon\nversion: \"2030-01-01\"\nsummary: The moon.\nendpoints: { rule: \"moon.{region}.example.com\" }\n\
    groups: { moon: What there is of it. }\n";
const LAND: &str =
    "operation: LandOn\nsummary: Lands.\naccess: write\nparameters:\n  Crater: { type: string, description: A crater. }\n";

/// A repository with a service in its folder `specs`, and one commit with the tag `v1`.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("specs/moon")).unwrap();
    fs::write(folder.path().join("specs/service.yaml"), SERVICE).unwrap();
    fs::write(folder.path().join("specs/moon/LandOn.yaml"), LAND).unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch", "main"]);
    commit(folder.path(), "v1");
    folder
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]);
    let output = command.args(arguments).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", "/nonexistent").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path, tag: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "change"]);
    git(folder, &["tag", tag]);
}

fn edit(folder: &Path, name: &str, old: &str, new: &str) {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{text}");
    fs::write(path, text.replace(old, new)).unwrap();
}

fn run(folder: &Path, path: &str, arguments: &[&str]) -> Output {
    let arguments = [&["spec", "diff"], arguments].concat();
    acs(&arguments).env("PATH", path).current_dir(folder).output().unwrap()
}

/// Standard output and standard error, and the exit status.
fn diff(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = run(folder, &std::env::var("PATH").unwrap(), arguments);
    (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
}

#[test]
fn revisions_and_the_working_tree_are_compared() {
    let repository = repository();
    let root = repository.path();
    let specs = ["--spec", "specs"];
    assert_eq!(diff(root, &specs), ("no changes\n".to_owned(), Some(0)));
    edit(root, "specs/moon/LandOn.yaml", "  Crater:", "  Rim:");
    let expected = "breaking       `LandOn` `Crater` is gone\nadditive       `LandOn` `Rim` is new\n\
        1 breaking, 1 additive, 0 of documentation\n";
    for arguments in [
        &["--spec", "specs"][..],
        &["HEAD", "--spec", "specs"],
        &["specs"],
        &["v1", "specs"],
        &["specs/moon/LandOn.yaml"],
        &["v1", "specs/moon"],
        &["v1:specs", "specs"],
    ] {
        assert_eq!(diff(root, arguments), (expected.to_owned(), Some(0)), "{arguments:?}");
    }
    assert_eq!(diff(&root.join("specs/moon"), &[]), (expected.to_owned(), Some(0)), "from a folder inside");
    assert_eq!(diff(&root.join("specs/moon"), &["HEAD", "LandOn.yaml"]).0, expected);
    assert_eq!(diff(root, &["specs", "--deny", "breaking"]).1, Some(1));
    commit(root, "v2");
    for range in ["v1..v2", "v1..", "v1...v2", "main~1..main"] {
        assert_eq!(diff(root, &[range, "--spec", "specs"]).0, expected, "{range}");
    }
    assert_eq!(diff(root, &["v2..v1", "--spec", "specs", "--deny", "additive"]).1, Some(1));
    // A file that moves is the same operation; files that are not committed count.
    git(root, &["mv", "specs", "other"]);
    assert_eq!(diff(root, &["v2:specs", "other"]).0, "no changes\n");
    let lift = LAND.replace("LandOn", "LiftOff").replace("Crater", "Fuel");
    fs::write(root.join("other/moon/LiftOff.yaml"), lift).unwrap();
    let added = "additive       `LiftOff` is new: Lands.\n0 breaking, 1 additive, 0 of documentation\n";
    assert_eq!(diff(root, &["v2:specs", "other", "--deny", "breaking"]), (added.to_owned(), Some(0)));
    assert_eq!(diff(root, &["v2:specs", "other", "--deny", "additive"]).1, Some(1));
}

#[test]
fn files_are_compared_wherever_they_lie() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.yaml"), LAND).unwrap();
    fs::write(folder.path().join("new.yaml"), LAND.replace("string", "integer")).unwrap();
    let (text, status) = diff(folder.path(), &["old.yaml", "new.yaml", "--deny", "breaking"]);
    assert!(text.contains("`LandOn` `Crater` is now an integer of 64 bits instead of a string"), "{text}");
    assert_eq!(status, Some(1));
}

#[test]
fn changes_are_listed_as_json_and_as_release_notes() {
    let repository = repository();
    edit(repository.path(), "specs/moon/LandOn.yaml", "Lands.", "Goes down.");
    edit(repository.path(), "specs/moon/LandOn.yaml", "access: write", "access: read");
    let (text, _) = diff(repository.path(), &["specs", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&json["old"], &json["new"]), (&"HEAD".into(), &"specs".into()));
    assert_eq!((&json["breaking"], &json["additive"], &json["documentation"]), (&0.into(), &1.into(), &1.into()));
    assert_eq!(json["changes"][0]["severity"], "additive");
    assert_eq!(json["changes"][1]["operation"], "LandOn");
    let (text, _) = diff(repository.path(), &["specs", "--format", "markdown"]);
    assert!(text.starts_with("## Additions and changes\n\n- `LandOn` is now a read"), "{text}");
}

#[test]
fn a_side_that_cannot_be_compared_says_why() {
    let repository = repository();
    let root = repository.path();
    edit(root, "specs/moon/LandOn.yaml", "write", "writes");
    let (text, status) = diff(root, &["specs"]);
    assert!(text.contains("`specs` has errors") && text.contains("specs/moon/LandOn.yaml:3:9"), "{text}");
    assert_eq!(status, Some(1));
    commit(root, "wrong");
    let (text, _) = diff(root, &["v1..wrong", "--spec", "specs"]);
    assert!(text.contains("`wrong` has errors") && text.contains("wrong:specs/moon/LandOn.yaml:3:9"), "{text}");
    for (arguments, why) in [
        (&["v0..v1", "--spec", "specs"][..], "there is no revision `v0`"),
        (&["wrnog", "--spec", "specs"], "did you mean `wrong`?"),
        (&["v1", "--spec", "elsewhere"], "revision `v1` has no folder `elsewhere`"),
        (&["v1:specs/moon", "specs"], "`specs/moon` has no `service.yaml` in revision `v1`"),
        (&["old.yaml", "new.yaml"], "there is no file or folder old.yaml"),
        (&["--", "--output=x", "v1"], "there is no revision `--output=x`"),
    ] {
        let (text, status) = diff(root, arguments);
        assert!(text.contains(why), "{arguments:?}: {text}");
        assert_eq!(status, Some(1), "{arguments:?}");
    }
    let without = run(root, "/nonexistent", &["v1", "--spec", "specs"]);
    assert!(String::from_utf8_lossy(&without.stderr).contains("there is no program `git`"), "{without:?}");
    let outside = tempfile::tempdir().unwrap();
    let (text, status) = diff(outside.path(), &["main"]);
    assert!(text.contains("is in no git repository"), "{text}");
    assert_eq!(status, Some(1));
}
