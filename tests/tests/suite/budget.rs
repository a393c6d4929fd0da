//! Budgets of the generated code, in figures that do not vary from run to run: as measured, plus 5 %. Code that exceeds one makes
//! every user's build slower: generate less, or raise the budget and say why.

use std::fs;

use acs_codegen::{emit, format, generate, model};
use acs_tests::alone;
use quote::quote;

/// Bytes that the build script writes.
const BYTES: usize = 5_090_000;
/// Lines of the same code, formatted.
const LINES: usize = 129_500;
/// Bytes of the library in profile `dev`, all groups on. Another compiler may need another figure.
const RLIB: u64 = 22_300_000;

#[test]
fn the_whole_api() {
    let tree = acs_tests::specs();
    let (mut bytes, mut lines) = (0, 0);
    for file in generate(&tree, emit::Options::default()).unwrap() {
        bytes += format::quick(file.items.clone()).len();
        lines += format::pretty(file.items).unwrap().lines().count();
    }
    println!("{bytes} bytes, {lines} lines");
    assert!(bytes <= BYTES, "{bytes} bytes of generated code, {BYTES} are allowed");
    assert!(lines <= LINES, "{lines} lines of generated code, {LINES} are allowed");
}

/// An operation pays for itself, for each of its fields, and for each of its error codes.
#[test]
fn each_operation() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    let mut dear = Vec::new();
    for (_, operation) in service.operations() {
        let structures = [&operation.request, &operation.response].into_iter().chain(&operation.shapes);
        let fields: usize = structures.map(|structure| structure.fields.len()).sum();
        let codes = operation.codes.len();
        let method = emit::client_method(operation, &service);
        let items = emit::operation(operation, &service, emit::Options::default());
        let code = quote! { impl Client { #method } #items };
        let bytes = format::quick(code.clone()).len();
        let lines = format::pretty(code).unwrap().lines().count();
        let allowed = (5_600 + 450 * fields + 280 * codes, 170 + 12 * fields + 7 * codes);
        if bytes > allowed.0 || lines > allowed.1 {
            dear.push(format!("{}: {bytes} bytes of {}, {lines} lines of {}", operation.name, allowed.0, allowed.1));
        }
    }
    assert!(dear.is_empty(), "these cost more than they may:\n{}", dear.join("\n"));
}

#[test]
#[ignore = "it compiles crates anew; `.ci/run` runs it"]
fn the_library() {
    let size = fs::metadata(alone::build(&["groups"]).rlib).unwrap().len();
    println!("{size} bytes");
    assert!(size <= RLIB, "the library has {size} bytes, {RLIB} are allowed");
}
