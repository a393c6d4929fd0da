//! What the README says about operations and functions is so.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::fill::filled;
use crate::common::fixture::{borrowed, operations};
use crate::common::{Setup, text};
use acs_emulator::Emulator;

/// Where the list of operations begins and ends.
const MARKS: [&str; 2] = ["<!-- operations: begin -->\n", "<!-- operations: end -->"];

/// Why operations are answered with examples, by a part of their names.
const REASONS: &[(&str, &str)] = &[
    ("Diagnos", "there is no traffic to diagnose"),
    ("Log", "there is no traffic that logs would be about"),
    ("Monitor", "there is no traffic to monitor"),
    ("95Traffic", "there is no traffic to measure"),
    ("Download", "the file is for a device of another vendor"),
    ("AccessPoint", "the places of the service are its own"),
    ("BusinessRegions", "the places of the service are its own"),
    ("GeographicSubRegions", "the places of the service are its own"),
    ("PhysicalConnectionFeatures", "the places of the service are its own"),
    ("ExpressCloudConnection", "there is no operation that lists them"),
    ("Ecr", "routers of other services are not kept"),
];

#[tokio::test]
async fn the_list_of_operations_is_what_it_answers() {
    let setup = Setup::with(Emulator::builder().log_size(10)).await;
    let mut lists: [BTreeMap<String, Vec<String>>; 2] = Default::default();
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut kept = 0;
    for (name, operation) in operations() {
        let reply = setup.send(name, &borrowed(&filled(operation))).await.unwrap();
        let is_example = reply.headers.contains_key("x-acs-emulator");
        kept += usize::from(!is_example);
        if is_example {
            let reason = REASONS.iter().find(|(part, _)| name.contains(part)).map_or("no state is kept for it", |(_, why)| why);
            reasons.entry(reason).or_default().push(format!("`{name}`"));
        } else {
            lists[0].entry(group(name)).or_default().push(name.clone());
        }
    }
    let mut expected = format!("{kept} of the {} operations:\n\n<details><summary>by group</summary>\n\n", operations().len());
    for (group, names) in &lists[0] {
        expected.push_str(&format!("- `{group}`: {}\n", names.join(", ")));
    }
    let left = operations().len() - kept;
    expected.push_str(&format!("\n</details>\n\nThe other {left} are checked in the same way, and answered with the examples of their specs and the header `x-acs-emulator: example`:\n\n"));
    for (reason, names) in &reasons {
        expected.push_str(&format!("- {reason}: {}\n", names.join(", ")));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(MARKS[0]).unwrap();
    let (is, after) = rest.split_once(MARKS[1]).unwrap();
    if is != expected && std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, format!("{before}{}{expected}{}{after}", MARKS[0], MARKS[1])).unwrap();
        return;
    }
    assert_eq!(is, expected, "UPDATE_README=1 cargo test -p acs-emulator readme writes it anew");
}

/// The group of an operation: the folder of its file.
fn group(name: &str) -> String {
    let (path, _) = acs_emulator::specs().iter().find(|(path, _)| path.ends_with(&format!("/{name}.yaml"))).unwrap();
    path.split('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn every_control_function_is_in_the_readme() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let setup = Setup::new().await;
    let described = setup.raw("GET", "/_emulator/", &[], "").await.json();
    for function in described["functions"].as_array().unwrap() {
        let path = text(function, "/path");
        assert!(readme.contains(path.trim_end_matches('/')), "{path} is not in the README");
    }
}
