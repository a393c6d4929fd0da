//! Which modules use which: in no crate, at no depth, is one in a circle with its neighbours.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Attribute, Item, UseTree};

const CRATES: [&str; 8] = ["cli", "codegen", "emulator", "explorer", "macros", "runtime", "spec", "vpc-api"];

/// A deserializer and its access to lists and maps need each other: that is how serde is made.
const ALLOWED: [(&str, &str, &str); 1] = [("spec", "read/lenient/access", "reader")];

/// A module's path below its crate.
type Module = Vec<String>;

#[test]
fn no_modules_use_each_other_in_a_circle() {
    let mut circles = Vec::new();
    for name in CRATES {
        for (parent, uses) in neighbours(name) {
            for module in uses.keys() {
                let mut reached = BTreeSet::new();
                let mut open: Vec<&String> = uses[module].iter().collect();
                while let Some(next) = open.pop() {
                    if reached.insert(next) {
                        open.extend(uses.get(next).into_iter().flatten());
                    }
                }
                if reached.contains(module) {
                    circles.push(format!(
                        "{name}: `{}` uses {:?}",
                        [&parent[..], std::slice::from_ref(module)].concat().join("/"),
                        uses[module]
                    ));
                }
            }
        }
    }
    assert!(circles.is_empty(), "in circles:\n{}", circles.join("\n"));
}

/// For each module that has others in it: which of these use which.
fn neighbours(name: &str) -> BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src");
    let files = rust_files(&sources);
    let modules: BTreeMap<Module, &PathBuf> = files.iter().map(|path| (module(&sources, path), path)).collect();
    let exists = |path: &[String]| modules.keys().any(|module| module.starts_with(path));
    let mut neighbours: BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (module, path) in &modules {
        for used in references(path) {
            let Some(used) = absolute(module, &used) else { continue };
            let common = module.iter().zip(&used).take_while(|(a, b)| a == b).count();
            let (Some(from), Some(to)) = (module.get(common), used.get(common)) else { continue };
            let allowed = ALLOWED.contains(&(name, &module.join("/"), to));
            if exists(&used[..=common]) && !allowed {
                let of_parent = neighbours.entry(module[..common].to_vec()).or_default();
                of_parent.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    neighbours
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn module(sources: &Path, file: &Path) -> Module {
    let path = file.strip_prefix(sources).unwrap().with_extension("");
    let mut names: Module = path.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    names.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
    names
}

/// A path as it is seen from the root of the crate; `None` if it leads out of the crate.
fn absolute(from: &[String], path: &[String]) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([from, rest].concat()),
        "super" => {
            let up = path.iter().take_while(|name| *name == "super").count();
            Some([&from[..from.len().checked_sub(up)?], &path[up..]].concat())
        }
        _ => None,
    }
}

/// The paths that a file mentions outside of its tests.
fn references(file: &Path) -> Vec<Module> {
    let mut paths = Vec::new();
    for item in syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap().items {
        match &item {
            Item::Mod(item) if is_test(&item.attrs) => {}
            Item::Use(item) if is_test(&item.attrs) => {}
            Item::Use(item) => used(&item.tree, &mut Vec::new(), &mut paths),
            item => mentioned(&item.to_token_stream().to_string(), &mut paths),
        }
    }
    paths
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.to_token_stream().to_string().contains("cfg (test"))
}

fn used(tree: &UseTree, before: &mut Module, paths: &mut Vec<Module>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            used(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, before, paths)),
        UseTree::Name(name) => paths.push([&before[..], &[name.ident.to_string()]].concat()),
        UseTree::Rename(name) => paths.push([&before[..], &[name.ident.to_string()]].concat()),
        _ => paths.push(before.clone()),
    }
}

/// Paths in code, where tokens stand apart: `crate :: wire :: Node`.
fn mentioned(code: &str, paths: &mut Vec<Module>) {
    let code = code.replace(" :: ", "::");
    for word in code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        let names: Module = word.split("::").map(str::to_owned).collect();
        if names.len() > 1 {
            paths.push(names);
        }
    }
}
