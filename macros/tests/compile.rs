//! What must not compile, and what the compiler says; what must compile in a user's own crate.
//!
//! A wrong `.stderr` file is written anew with `TRYBUILD=overwrite cargo test -p acs-macros --test compile`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[test]
fn compile_errors_say_what_is_wrong() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/specs");
    // The cases are compiled in a crate of their own, and a macro's path starts at that crate's folder.
    let root = case_crate();
    copy(&specs, &root.join("specs"), &["ssl-vpn-client", "broken"]);
    copy(&specs, &root.join("whole"), &["ssl-vpn-client"]);
    copy(&specs.join("names"), &root.join("names"), &["thing"]);
    copy(&specs.join("warned"), &root.join("warned"), &["thing"]);
    #[cfg(unix)]
    link(&root.join("specs"), &root.join("linked"));

    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/fail/*.rs");
    cases.pass("tests/ui/pass/*.rs");
    drop(cases);
    // The same test program with the variable set: the compiler and the macro in it inherit it.
    let denied = Command::new(env::current_exe().unwrap())
        .args(["warnings_that_the_environment_denies_are_errors", "--exact", "--ignored"])
        .env("ACS_SPEC_DENY", "E0101,E0806")
        .output()
        .unwrap();
    assert!(denied.status.success(), "{}", String::from_utf8_lossy(&denied.stderr));
}

#[test]
#[ignore = "run by the other test, with the variable set"]
fn warnings_that_the_environment_denies_are_errors() {
    trybuild::TestCases::new().compile_fail("tests/ui/deny/*.rs");
}

#[cfg(unix)]
fn link(folder: &Path, link: &Path) {
    if !link.exists() {
        std::os::unix::fs::symlink(folder, link).unwrap();
    }
}

/// Where trybuild puts the crate of the cases: below the folder that this test was built into.
fn case_crate() -> PathBuf {
    let test = env::current_exe().unwrap();
    // Cargo marks a folder as its own with the first of them only if nobody else made it.
    let is_target = |folder: &&Path| ["CACHEDIR.TAG", ".rustc_info.json"].iter().any(|mark| folder.join(mark).is_file());
    let target = test.ancestors().find(is_target).unwrap();
    target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"))
}

fn copy(from: &Path, to: &Path, groups: &[&str]) {
    for group in groups {
        fs::create_dir_all(to.join(group)).unwrap();
        for entry in fs::read_dir(from.join(group)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(group).join(entry.file_name())).unwrap();
        }
    }
    let glossary = from.join("glossary.yaml");
    if glossary.is_file() {
        fs::copy(glossary, to.join("glossary.yaml")).unwrap();
    }
    let service = fs::read_to_string(from.join("service.yaml")).unwrap();
    let known = service.lines().filter(|line| !line.starts_with("  broken:") || groups.contains(&"broken"));
    fs::write(to.join("service.yaml"), known.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
}
