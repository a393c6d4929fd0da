//! Runs the first door on the whole API, for `tests/doors.rs` to look at what it writes.

use acs_codegen::build::{Groups, run};

fn main() {
    run("../api-spec", Groups::All);
}
