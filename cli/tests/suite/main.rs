//! The tests of the crate, in one program: linking one takes a fraction of the time that linking many does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

/// A file of the repository outside of this crate. A test that needs one has nothing to do in the crate's package.
fn of_repository(path: &str) -> Option<std::path::PathBuf> {
    let crate_root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_package = crate_root.join(".cargo_vcs_info.json").exists();
    if is_package {
        eprintln!("skipped: the package has no {path}");
    }
    (!is_package).then(|| crate_root.join("..").join(path))
}

mod call;
mod common;
mod completion;
mod ecs;
mod emulate;
mod guide;
mod index;
mod lookup;
mod lsp;
mod new_product;
mod people;
mod products;
mod readme;
mod sample;
mod sample_runs;
mod scenario;
mod spec;
mod spec_check;
mod spec_diff;
mod spec_edit;
mod spec_fix;
mod wait;
mod wire;
