//! What the tests of this crate share: the project's own specs, the vendor's metadata to compare them with, and
//! builds of the client alone.

pub mod alone;
pub mod metadata;
pub mod sent;
pub mod snapshot;
pub mod xml;

use std::path::{Path, PathBuf};

use acs_spec::read::{self, SpecTree};

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

/// The folder that this crate is built into.
///
/// # Panics
///
/// If the running program was not built by cargo.
pub fn target_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    // Cargo marks a folder as its own with the first of them only if nobody else made it.
    let is_target = |folder: &&Path| ["CACHEDIR.TAG", ".rustc_info.json"].iter().any(|mark| folder.join(mark).is_file());
    let target = program.ancestors().find(is_target);
    target.unwrap_or_else(|| panic!("{} is in no target folder", program.display())).to_owned()
}

/// The folder into which the first door has written.
pub fn first_door() -> &'static Path {
    Path::new(env!("OUT_DIR"))
}

/// The README's program compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The examples of the macros' documentation compile. Their paths begin at this crate's folder.
#[cfg(doctest)]
#[doc = include_str!("../../macros/src/operation.md")]
#[doc = include_str!("../../macros/src/service.md")]
pub struct Macros;
