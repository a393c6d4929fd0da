//! Trees that are right, and those whose files cannot be read.

use std::path::Path;

use acs_spec::diagnostic::Diagnostics;
use acs_spec::types::{Access, Kind};
use acs_spec::{check, read};

fn mistakes(tree: &str) -> String {
    read::tree(&Path::new("tests/trees").join(tree)).map_or_else(|mistakes| mistakes.render(false), |_| "no mistakes".to_owned())
}

#[test]
fn a_good_tree_reads() {
    let tree = read::tree(Path::new("tests/trees/good")).unwrap();
    assert_eq!(check::check(&tree), Ok(Diagnostics::default()));
    assert_eq!(tree.service.product, "Vpc");
    assert_eq!(tree.glossary.get("Name").map(String::as_str), Some("Name of the thing."));
    assert!(tree.waiters.is_empty());
    let paths: Vec<_> = tree.operations.iter().map(|source| (source.group.as_str(), source.path.as_str())).collect();
    assert_eq!(paths, [("vpc", "vpc/CreateThing.yaml"), ("vpc", "vpc/DescribeThings.yaml")]);
    let create = &tree.operations[0].operation;
    assert_eq!((create.operation.as_str(), create.access), ("CreateThing", Access::Write));
    assert_eq!(create.parameters.get("Name").map(|name| name.kind), Some(Some(Kind::String)));
}

#[test]
fn the_specs_of_the_service_are_without_mistakes_and_warnings() {
    let Some(specs) = crate::api_spec() else { return };
    let tree = read::tree(&specs).unwrap();
    assert_eq!(check::check(&tree).unwrap().render(false), "");
}

#[test]
fn one_operation_is_read_with_what_it_shares() {
    let tree = read::operation(Path::new("tests/trees/good/vpc/CreateThing.yaml")).unwrap();
    assert_eq!(tree.operations.len(), 1);
    assert_eq!((tree.operations[0].group.as_str(), tree.operations[0].path.as_str()), ("vpc", "vpc/CreateThing.yaml"));
    assert!(tree.glossary.get("Name").is_some());
    assert_eq!(check::check(&tree), Ok(Diagnostics::default()), "what concerns other operations is not checked");
}

#[test]
fn sources_in_memory_read_like_files() {
    let files = ["glossary.yaml", "service.yaml", "vpc/CreateThing.yaml", "vpc/DescribeThings.yaml"];
    let there = read::tree(Path::new("tests/trees/good")).unwrap();
    let text = |path: &str| std::fs::read_to_string(Path::new("tests/trees/good").join(path)).unwrap();
    let here = read::from_sources(files.map(|path| (path, text(path)))).unwrap();
    assert_eq!(here.service, there.service);
    assert_eq!(here.glossary, there.glossary);
    let operations = |tree: &read::SpecTree| tree.operations.iter().map(|source| source.operation.clone()).collect::<Vec<_>>();
    assert_eq!(operations(&here), operations(&there));
}

#[test]
fn paths_begin_as_they_are_given() {
    let broken = read::tree(Path::new("tests/trees/broken")).unwrap_err();
    assert_eq!(broken.iter().map(|found| found.location.path()).collect::<Vec<_>>(), ["tests/trees/broken/vpc/CreateThing.yaml"]);
    let one = read::operation(Path::new("tests/trees/broken/vpc/CreateThing.yaml")).unwrap_err();
    assert_eq!(one.render(false), broken.render(false));
}

#[test]
fn bytes_that_are_not_utf8_are_named() {
    insta::assert_snapshot!(mistakes("not_utf8"));
}

#[test]
fn a_tree_needs_a_service() {
    insta::assert_snapshot!(mistakes("no_service"));
}

#[test]
fn an_operation_needs_a_service_above_it() {
    let mistakes = read::operation(Path::new("tests/trees/no_service/vpc/CreateThing.yaml")).unwrap_err();
    insta::assert_snapshot!(mistakes.render(false));
}

#[test]
fn a_shared_file_is_not_an_operation() {
    let mistakes = read::operation(Path::new("tests/trees/good/service.yaml")).unwrap_err();
    insta::assert_snapshot!(mistakes.render(false));
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    insta::assert_snapshot!(mistakes("nowhere"));
}

#[test]
fn a_byte_order_mark_is_accepted() {
    let text = |path: &str| std::fs::read_to_string(Path::new("tests/trees/good").join(path)).unwrap();
    let files = ["service.yaml", "vpc/CreateThing.yaml", "vpc/DescribeThings.yaml"];
    let tree = read::from_sources(files.map(|path| (path, format!("\u{feff}{}", text(path))))).unwrap();
    assert_eq!(tree.operations.len(), 2);
}

#[test]
fn windows_line_ends_are_accepted() {
    let text = |path: &str| std::fs::read_to_string(Path::new("tests/trees/good").join(path)).unwrap();
    let files = ["service.yaml", "vpc/CreateThing.yaml", "vpc/DescribeThings.yaml"];
    let tree = read::from_sources(files.map(|path| (path, text(path).replace('\n', "\r\n")))).unwrap();
    assert_eq!(check::check(&tree), Ok(Diagnostics::default()));
}
