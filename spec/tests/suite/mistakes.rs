//! What a spec author sees: each file of `mistakes/` holds a mistake, and the snapshot beside it is the whole of what is shown.
//!
//! A file is an operation, `vpc/CreateThing.yaml`, in a small tree that is right. A line `#@ path` begins another file of the tree,
//! which replaces the one of that path.

use std::fs;
use std::path::Path;

use acs_spec::diagnostic::Code;
use acs_spec::{check, read};

use crate::common::{SERVICE, diagnose, fixtures};

#[test]
fn every_mistake_is_shown_with_its_place() {
    insta::glob!("..", "mistakes/*.yaml", |path| {
        let shown = diagnose(&fs::read_to_string(path).unwrap()).render(false);
        let mut beside = insta::Settings::clone_current();
        beside.set_snapshot_path("../mistakes");
        beside.set_prepend_module_to_snapshot(false);
        beside.remove_snapshot_suffix();
        beside.set_omit_expression(true);
        beside.remove_input_file();
        let name = path.file_stem().unwrap().to_str().unwrap();
        beside.bind(|| insta::assert_snapshot!(name, shown));
    });
}

#[test]
fn every_code_has_an_example() {
    let mut seen: Vec<Code> = Vec::new();
    for path in fixtures() {
        seen.extend(diagnose(&fs::read_to_string(path).unwrap()).iter().map(|found| found.code));
    }
    for text in [aliases(), deep()] {
        seen.extend(diagnose(&text).iter().map(|found| found.code));
    }
    for tree in ["not_utf8", "no_service"] {
        seen.extend(read::tree(&Path::new("tests/trees").join(tree)).unwrap_err().iter().map(|found| found.code));
    }
    seen.extend(check::folder(Path::new("tests/trees/passed_over")).1.iter().map(|found| found.code));
    for code in Code::ALL {
        assert!(seen.contains(code), "no example of {code:?}: {}", code.explanation());
    }
}

#[test]
fn skipped_files_are_reported() {
    insta::assert_snapshot!(check::folder(Path::new("tests/trees/passed_over")).1.render(false));
}

#[test]
fn a_file_that_does_not_read_hides_no_error_in_the_others() {
    insta::assert_snapshot!(check::folder(Path::new("tests/trees/partly_readable")).1.render(false));
}

#[test]
fn codes_are_numbered_once_and_in_order() {
    let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

#[test]
fn one_line_each_for_build_scripts() {
    let diagnostics = diagnose(&fs::read_to_string("tests/mistakes/many_at_once.yaml").unwrap());
    insta::assert_snapshot!(diagnostics.one_lines().collect::<Vec<_>>().join("\n"));
}

#[test]
fn colour_for_terminals() {
    let diagnostics = diagnose(&fs::read_to_string("tests/mistakes/key_comes_twice.yaml").unwrap());
    let colored = diagnostics.render(true);
    assert!(colored.contains("\u{1b}["), "no colour");
    assert!(!diagnostics.render(false).contains('\u{1b}'), "colour without being asked");
    insta::assert_snapshot!(colored.replace('\u{1b}', "<ESC>"));
}

#[test]
fn order_is_by_file_and_place_whatever_the_order_of_files() {
    let broken = "operation: B\nsummary: S.\naccess: nothing\ncolour: red\n";
    let files = [("service.yaml", SERVICE), ("vpc/B.yaml", broken), ("vpc/A.yaml", broken)];
    let there = read::from_sources(files).unwrap_err();
    let back = read::from_sources(files.into_iter().rev()).unwrap_err();
    let places: Vec<_> = there.iter().map(|d| (d.location.path().to_owned(), d.location.line(), d.location.column())).collect();
    assert_eq!(there, back);
    assert_eq!(
        places,
        [
            ("vpc/A.yaml".to_owned(), 3, 9),
            ("vpc/A.yaml".to_owned(), 4, 1),
            ("vpc/B.yaml".to_owned(), 3, 9),
            ("vpc/B.yaml".to_owned(), 4, 1),
        ]
    );
}

#[test]
fn aliases_that_explode_are_refused() {
    insta::assert_snapshot!(diagnose(&aliases()).render(false));
}

#[test]
fn nesting_without_end_is_refused() {
    insta::assert_snapshot!(diagnose(&deep()).render(false));
}

/// "A billion laughs", and an unknown key so that it is examined closely.
fn aliases() -> String {
    let mut text = "operation: CreateThing\nsummary: S.\naccess: read\nlaughs:\n  - &a0 [lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        text.push_str(&format!("  - &a{level} [{before}, {before}, {before}, {before}]\n"));
    }
    text
}

/// Lists of lists of lists.
fn deep() -> String {
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    format!("operation: CreateThing\nsummary: S.\naccess: read\nsample: {open}{close}\n")
}
