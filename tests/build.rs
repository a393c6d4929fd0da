//! Runs the first door on the whole API, for `tests/doors.rs` to look at what it writes, and writes the examples of the generated
//! documentation into a file, for `tests/documentation.rs` to compile.

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
    fs::write(Path::new(&out).join("documentation_examples.rs"), examples()).expect("OUT_DIR can be written to");
}

/// A function for each operation that has an example.
fn examples() -> String {
    let tree = read::tree(Path::new(SPECS)).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
    let service = model::service(&tree, None);
    let mut code = String::new();
    for (group, operation) in service.operations() {
        if let Some(example) = emit::example(operation, &service) {
            code += &format!(
                "async fn example_of_{}(client: &vpc_api::Client) -> Result<(), vpc_api::Error> {{\n\
                 use vpc_api::{}::*;\n{example}\nOk(())\n}}\n",
                operation.method, group.module
            );
        }
    }
    code
}
