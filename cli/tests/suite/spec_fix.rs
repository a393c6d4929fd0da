//! `acs spec fix`: what it changes, and what it leaves alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::acs;

const SERVICE: &str = "product: Moon\nversion: \"2030-01-01\"\nsummary: The moon.\nendpoints: { rule: \"moon.{region}.example.com\" }\n\
    groups: { moon: What there is of it. }\n";

fn specs(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files.iter().chain(&[("service.yaml", SERVICE)]) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// All files of a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for name in ["", "moon"] {
        for entry in fs::read_dir(folder.join(name)).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            let name = format!("{name}/{}", entry.file_name().to_str().unwrap()).trim_start_matches('/').to_owned();
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}

/// Standard output and standard error, and the exit status.
fn fix(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = acs(&[&["spec", "fix"], arguments].concat()).current_dir(folder).output().unwrap();
    (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
}

const WRONG: &str = "\u{feff}# Keep this.\r\noperation: LandOn\r\nsummary:   Lands.  # and this\r\naccess:writes\r\nparameters:\r\n  Crater:   \
    { typ: int, min: 3,  required: \"true\" }   # the layout, too\r\n  Name: { type: string, max: 3 }\r\n";
const RIGHT: &str = "\u{feff}# Keep this.\r\noperation: LandOn\r\nsummary:   Lands.  # and this\r\naccess: write\r\nparameters:\r\n  Crater:   \
    { type: integer, minimum: 3,  required: true }   # the layout, too\r\n  Name: { type: string, max_length: 3 }\r\n";

#[test]
fn comments_and_layout_stay() {
    let specs = specs(&[("moon/LandOn.yaml", WRONG)]);
    let (text, status) = fix(specs.path(), &["."]);
    assert_eq!(status, Some(0), "{text}");
    assert_eq!(files(specs.path())["moon/LandOn.yaml"], RIGHT);
    assert!(text.contains("-access:writes") && text.contains("+access: write"), "the change is shown: {text}");
    assert!(text.contains("7 changes made, 1 warning left in ."), "{text}");
    let (text, status) = fix(specs.path(), &["."]);
    assert_eq!((text.trim(), status), ("0 changes made, 1 warning left in .", Some(0)));
}

#[test]
fn a_dry_run_shows_and_changes_nothing() {
    let specs =
        specs(&[("moon/LandOn.yaml", WRONG), ("moon/LeaveMoon.yml", "operation: LeaveMoon\nsummary: L.\naccess: write\n")]);
    let before = files(specs.path());
    let (text, status) = fix(specs.path(), &[".", "--dry-run"]);
    assert!(text.contains("+access: write") && text.contains("rename to moon/LeaveMoon.yaml"), "{text}");
    assert!(text.contains("8 changes would be made, nothing is written"), "{text}");
    assert_eq!(status, Some(0));
    assert_eq!(files(specs.path()), before);
}

#[test]
fn files_get_their_names() {
    let operation = |name: &str| format!("operation: {name}\nsummary: L.\naccess: write\n");
    let specs = specs(&[
        ("moon/LandOn.yml", &operation("LandOn")),
        ("moon/LeaveMoon.YAML", &operation("LeaveMoon")),
        ("moon/OrbitMoon", &operation("OrbitMoon")),
        ("moon/SeMoon.yaml", &operation("SeeMoon")),
    ]);
    let (text, status) = fix(specs.path(), &["."]);
    assert_eq!(status, Some(0), "{text}");
    let names: Vec<String> = files(specs.path()).into_keys().collect();
    let expected = ["moon/LandOn.yaml", "moon/LeaveMoon.yaml", "moon/OrbitMoon.yaml", "moon/SeeMoon.yaml", "service.yaml"];
    assert_eq!(names, expected);
}

#[test]
fn nothing_is_overwritten() {
    let operation = "operation: LandOn\nsummary: L.\naccess: write\n";
    let specs =
        specs(&[("moon/LandOn.yml", "operation: LandOn\nsummary: Other.\naccess: write\n"), ("moon/LandOn.yaml", operation)]);
    let before = files(specs.path());
    let (text, status) = fix(specs.path(), &["."]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("0 changes made, 1 error left in .: `acs spec check` shows them"), "{text}");
    assert_eq!(files(specs.path()), before);
}

#[test]
fn files_are_laid_out_or_left_alone() {
    let odd = "operation:  LandOn # here\nsummary: 'L.'\naccess: write\n";
    let broken = "operation: [\n";
    let specs = specs(&[("moon/LandOn.yaml", odd), ("moon/Broken.yaml", broken)]);
    let before = files(specs.path());
    let fmt = |arguments: &[&str]| {
        let output = acs(&[&["spec", "fmt"], arguments].concat()).current_dir(specs.path()).output().unwrap();
        (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
    };
    let (text, status) = fmt(&["--check"]);
    assert!(text.contains("+operation: LandOn # here") && text.contains("E0004"), "{text}");
    assert_eq!((files(specs.path()), status), (before, Some(1)));
    let (text, status) = fmt(&["moon/LandOn.yaml"]);
    assert_eq!((text.trim(), status), ("1 file of 1 laid out", Some(0)));
    let after = files(specs.path());
    assert_eq!(after["moon/LandOn.yaml"], "operation: LandOn # here\nsummary: L.\naccess: write\n");
    assert_eq!(fmt(&["moon/LandOn.yaml", "--check"]).1, Some(0));
    let (text, status) = fmt(&[]);
    assert!(text.contains("1 file left alone"), "{text}");
    assert_eq!((files(specs.path())["moon/Broken.yaml"].as_str(), status), (broken, Some(1)));
}

#[test]
fn only_what_is_meant_is_changed() {
    let other = WRONG.replace("LandOn", "LeaveMoon");
    let specs = specs(&[("moon/LandOn.yaml", WRONG), ("moon/LeaveMoon.yaml", &other)]);
    let (text, status) = fix(specs.path(), &["moon/LandOn.yaml"]);
    assert_eq!(status, Some(0), "{text}");
    let after = files(specs.path());
    assert_eq!((&after["moon/LandOn.yaml"], &after["moon/LeaveMoon.yaml"]), (&RIGHT.to_owned(), &other));
}

#[test]
fn uncertain_fixes_are_reported_and_not_applied() {
    let uncertain = "operation: LandOn\nsummary: L.\naccess: write\nparameters:\n  A: { type: int32 }\n  B: { type: strng }\n";
    let specs = specs(&[("moon/LandOn.yaml", uncertain)]);
    let (text, status) = fix(specs.path(), &["."]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("1 change made, 1 error left"), "{text}");
    assert_eq!(files(specs.path())["moon/LandOn.yaml"], uncertain.replace("strng", "string"));
}

/// No command says that a tree is right in which the check finds an error.
#[cfg(unix)]
#[test]
fn a_link_out_of_the_tree_is_an_error_that_is_left() {
    let specs = specs(&[]);
    let outside = tempfile::tempdir().unwrap();
    let file = outside.path().join("LandOn.yaml");
    fs::write(&file, "operation: LandOn\nsummary: Lands.\naccess: write\n").unwrap();
    fs::create_dir(specs.path().join("moon")).unwrap();
    std::os::unix::fs::symlink(&file, specs.path().join("moon/LandOn.yaml")).unwrap();
    for path in [".", "moon", "moon/LandOn.yaml"] {
        let (text, status) = fix(specs.path(), &[path]);
        assert_eq!(status, Some(1), "{path}: {text}");
        assert!(text.contains("0 changes made, errors left in"), "{path}: {text}");
        for command in ["check", "fmt"] {
            let output = acs(&["spec", command, path]).current_dir(specs.path()).output().unwrap();
            let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert_eq!(output.status.code(), Some(1), "{command} {path}: {text}");
            assert_eq!(text.matches("the link leads out of the spec folder").count(), 1, "{command} {path}: {text}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_refused_and_nothing_is_changed() {
    use std::os::unix::fs::PermissionsExt;
    let wrong = "operation: LandOn\nsummary: Lands.\naccess: writes\n";
    let specs = specs(&[("moon/LandOn.yaml", wrong), ("moon/Leave.yaml", &wrong.replace("LandOn", "Leave"))]);
    let path = specs.path().join("moon/LandOn.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let before = files(specs.path());
    let (text, status) = fix(specs.path(), &["."]);
    assert!(text.contains("moon/LandOn.yaml: it is read-only: make it writable first"), "{text}");
    assert_eq!((status, files(specs.path())), (Some(1), before));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::PermissionsExt;
    let specs = specs(&[("moon/LandOn.yaml", "")]);
    let (real, link) = (specs.path().join("moon/.real"), specs.path().join("moon/LandOn.yaml"));
    fs::write(&real, WRONG).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(".real", &link).unwrap();
    let (text, status) = fix(specs.path(), &["."]);
    assert_eq!(status, Some(0), "{text}");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), RIGHT);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}
