//! Runs the first door on the whole API, for `tests/doors.rs` to look at what it writes, and writes two files of code: the examples
//! of the generated documentation, for `tests/documentation.rs` to compile, and a visit of every operation's types, for
//! `tests/every_operation`.

#![allow(clippy::expect_used, reason = "a build script that cannot go on fails")]

use std::path::Path;
use std::{env, fs};

use acs_codegen::build::{Groups, run};
use acs_codegen::{emit, model};
use acs_spec::read;

const SPECS: &str = "../api-spec";

fn main() {
    run(SPECS, Groups::All);
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let tree = read::tree(Path::new(SPECS)).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
    let service = model::service(&tree);
    let write = |file, code| fs::write(Path::new(&out).join(file), code).expect("OUT_DIR can be written to");
    write("documentation_examples.rs", examples(&service));
    write("every_operation.rs", every_operation(&service));
}

/// A function that gives a subject for each operation.
fn every_operation(service: &model::Service<'_>) -> String {
    let subjects = service
        .operations()
        .map(|(group, operation)| format!("Subject::of::<vpc_api::{}::{}>(),\n", group.module, operation.name));
    format!("fn every_operation() -> Vec<Subject> {{\nvec![{}]\n}}\n", subjects.collect::<String>())
}

/// A function for each operation that has an example.
fn examples(service: &model::Service<'_>) -> String {
    let mut code = String::new();
    for (group, operation) in service.operations() {
        if let Some(example) = emit::example(operation, service) {
            code += &format!(
                "async fn example_of_{}(client: &vpc_api::Client) -> Result<(), vpc_api::Error> {{\n\
                 use vpc_api::{}::*;\n{example}\nOk(())\n}}\n",
                operation.method, group.module
            );
        }
    }
    code
}
