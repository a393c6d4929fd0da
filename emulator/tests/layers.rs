//! The modules of this crate form layers: no module uses one that uses it, directly or through others.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The layers that a request passes, the lowest first.
const LAYERS: &[&str] = &["store", "kinds", "engine", "resources", "registry", "service", "server", "emulator"];

/// Modules by name, each with those that it uses.
type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_two_modules_import_each_other() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_acyclic(&graph(&src, "crate::"));
    for folder in folders(&src) {
        assert_acyclic(&graph(&folder, "super::"));
    }
}

#[test]
fn layers_use_only_lower_layers() {
    let graph = graph(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "crate::");
    for (height, layer) in LAYERS.iter().enumerate() {
        let higher = LAYERS[height + 1..].iter().find(|higher| graph[*layer].contains(**higher));
        assert_eq!(higher, None, "{layer} uses a layer above it");
    }
}

/// The modules in a folder. A module in a folder of its own stands for all files there.
fn graph(folder: &Path, prefix: &str) -> Graph {
    let mut graph = Graph::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name != "lib" && name != "mod" {
            graph.entry(name).or_default().extend(sources(&path).iter().flat_map(|text| used(text, prefix)));
        }
    }
    let names: BTreeSet<String> = graph.keys().cloned().collect();
    for (name, uses) in &mut graph {
        uses.retain(|used| names.contains(used) && used != name);
    }
    graph
}

/// The texts of a file, or of all files in a folder, without their unit tests.
fn sources(path: &Path) -> Vec<String> {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().flat_map(|entry| sources(&entry.unwrap().path())).collect();
    }
    let text = fs::read_to_string(path).unwrap();
    vec![text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned()]
}

/// The first names behind a prefix, also within braces: both `a` and `b` of `use crate::{a, b::c};`.
fn used(text: &str, prefix: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let mut names = Vec::new();
    for rest in code.split(prefix).skip(1) {
        let paths = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap().split(',').collect(),
            None => vec![rest],
        };
        let name = |path: &str| path.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned();
        names.extend(paths.into_iter().map(name));
    }
    names
}

fn folders(src: &Path) -> Vec<std::path::PathBuf> {
    fs::read_dir(src).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

/// Takes away what uses nothing that is left, until nothing is left.
fn assert_acyclic(graph: &Graph) {
    let mut left = graph.clone();
    loop {
        let lowest: Vec<String> = left
            .iter()
            .filter(|(_, uses)| !uses.iter().any(|used| left.contains_key(used)))
            .map(|(name, _)| name.clone())
            .collect();
        if lowest.is_empty() {
            break;
        }
        lowest.iter().for_each(|name| drop(left.remove(name)));
    }
    assert!(left.is_empty(), "these modules use each other: {left:#?}");
}
