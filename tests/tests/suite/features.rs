//! A cargo feature for each group of operations: which there are, and what one builds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use acs_codegen::model;
use acs_spec::names::FEATURES;
use acs_spec::read;
use acs_tests::alone;
use serde::Deserialize;

/// What cargo says about a workspace.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    features: BTreeMap<String, Vec<String>>,
}

#[test]
fn every_group_is_a_feature() {
    let features = features();
    let tree = acs_tests::specs();
    let groups: Vec<&str> = tree.service.groups.names().collect();
    let known: BTreeSet<&str> = groups.iter().copied().chain(FEATURES.iter().copied()).collect();
    for feature in features.keys() {
        assert!(known.contains(feature.as_str()), "feature `{feature}` is neither a group nor in `acs_spec::names::FEATURES`");
    }
    for group in &groups {
        assert!(features.contains_key(*group), "group `{group}` is not a feature");
    }
    assert_eq!(features["groups"], groups, "`groups` turns on all groups, in the order of service.yaml");
    assert!(features["default"].iter().any(|feature| feature == "groups"));
}

/// An operation's waiter is a method that its users need, so its group brings along the group that the waiter polls, and no
/// more than that.
#[test]
fn a_group_brings_along_what_its_waiters_poll() {
    let features = features();
    let tree = acs_tests::specs();
    let group_of = |operation: &str| {
        let found = tree.operations.iter().find(|sourced| sourced.operation.operation == operation);
        found.map(|sourced| sourced.group.clone()).unwrap_or_else(|| panic!("no operation {operation}"))
    };
    let mut needs: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for sourced in &tree.operations {
        let needed = needs.entry(&sourced.group).or_default();
        if let Some(waiter) = &sourced.operation.waiter {
            needed.insert(group_of(&tree.waiters.get(waiter).unwrap().operation));
        }
        needed.remove(&sourced.group);
    }
    for (group, needed) in needs {
        let brought: BTreeSet<String> = features[group].iter().cloned().collect();
        assert_eq!(brought, needed, "what `{group}` brings along");
    }
}

/// Nothing in a group's code depends on which other groups are read, but the waits for what another group polls.
#[test]
fn types_are_named_alike_whichever_groups_are_read() {
    let names = |tree: &acs_spec::read::SpecTree, group: &str| -> Vec<String> {
        let service = model::service(tree);
        let operations = service.operations().filter(|(of, _)| of.name == group).map(|(_, operation)| operation);
        let types = |operation: &model::Operation<'_>| {
            let structs = operation.shapes.iter().map(|shape| shape.type_name.clone());
            structs.chain(operation.enums.iter().map(|set| set.type_name.clone())).collect::<Vec<_>>()
        };
        operations.flat_map(types).collect()
    };
    let whole = acs_tests::specs();
    for group in whole.service.groups.names() {
        let alone = read::groups(&acs_tests::spec_folder(), &|name| name == group).unwrap();
        let warnings = acs_spec::check(&alone).unwrap();
        assert_eq!(warnings.one_lines().next(), None, "{group}: some of the operations are not enough to judge by");
        assert_eq!(names(&alone, group), names(&whole, group), "{group}");
    }
}

#[test]
#[ignore = "it compiles crates anew; `.ci/run` runs it"]
fn a_group_builds_without_the_others() {
    let client = "client.rs".to_owned();
    for (features, modules) in
        [(vec![], vec![]), (vec!["vpc"], vec!["vpc"]), (vec!["ssl-vpn-client"], vec!["ssl_vpn_client", "vpn_gateway"])]
    {
        let generated = alone::build(&features).generated;
        let expected: BTreeSet<String> = modules.iter().map(|module| format!("{module}.rs")).chain([client.clone()]).collect();
        assert_eq!(generated, expected, "with features {features:?}");
    }
}

/// A group of such a name would be no feature of its own.
#[test]
fn features_other_than_groups_are_reserved() {
    let features = features();
    let groups: BTreeSet<&str> = features["groups"].iter().map(String::as_str).collect();
    let own: BTreeSet<&str> = features.keys().map(String::as_str).filter(|name| !groups.contains(name)).collect();
    let unreserved: Vec<_> = own.iter().filter(|name| !acs_spec::names::FEATURES.contains(name)).collect();
    assert!(unreserved.is_empty(), "`acs_spec::names::FEATURES` lacks {unreserved:?}");
}

/// The features of the client, as cargo sees them.
fn features() -> BTreeMap<String, Vec<String>> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vpc-api/Cargo.toml");
    let mut cargo = Command::new(env!("CARGO"));
    let output =
        cargo.args(["metadata", "--no-deps", "--offline", "--format-version=1", "--manifest-path"]).arg(manifest).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let Metadata { packages } = serde_json::from_slice(&output.stdout).unwrap();
    packages.into_iter().find(|package| package.name == "vpc-api").unwrap().features
}
