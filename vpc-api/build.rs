//! Generates the client from `api-spec/`.

use acs_codegen::build::{Groups, run};

fn main() {
    run("api-spec", Groups::ByFeature);
}
