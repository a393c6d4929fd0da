//! What the tests of this crate share: the project's own specs, and the vendor's metadata to compare them with.

pub mod metadata;

use std::path::{Path, PathBuf};

use acs_codegen::read::{self, SpecTree};

/// The folder of spec files.
pub fn spec_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-spec")
}

/// The project's specs, read.
///
/// # Panics
///
/// With the diagnostics, if they have mistakes.
pub fn specs() -> SpecTree {
    match read::tree(&spec_folder()) {
        Ok(tree) => tree,
        Err(mistakes) => panic!("{}", mistakes.render(false)),
    }
}

/// The folder into which the first door has written.
pub fn first_door() -> &'static Path {
    Path::new(env!("OUT_DIR"))
}
