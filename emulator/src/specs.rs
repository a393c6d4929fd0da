//! The spec files that this crate was built with.

/// Every spec file by its path below `api-spec/`, with its text, sorted by path.
///
/// ```
/// assert!(acs_emulator::specs().iter().any(|(path, _)| *path == "service.yaml"));
/// ```
pub fn specs() -> &'static [(&'static str, &'static str)] {
    include!(concat!(env!("OUT_DIR"), "/specs.rs"))
}
