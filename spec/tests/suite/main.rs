//! The tests of the crate, in one program: linking one takes a fraction of the time that linking many does.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

/// The specs of the repository. A test of them has nothing to do in the crate's package.
fn api_spec() -> Option<std::path::PathBuf> {
    let crate_root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_package = crate_root.join(".cargo_vcs_info.json").exists();
    if is_package {
        eprintln!("skipped: the package has no api-spec");
    }
    (!is_package).then(|| crate_root.join("../api-spec"))
}

mod bounds;
mod common;
mod diff;
mod edits;
mod explain;
mod hostile;
mod import;
mod import_again;
mod import_names;
mod import_odd;
mod import_properties;
mod import_texts;
mod import_waiters;
mod import_wrong;
mod layout;
mod mistakes;
mod reading;
mod schema;
