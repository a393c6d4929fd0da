//! Makes the index of the embedded specs, so that looking something up parses no spec file.

#[cfg(feature = "full")]
#[allow(dead_code, reason = "the program uses the rest")]
#[path = "src/full/index.rs"]
mod index;

#[cfg(feature = "full")]
fn main() -> std::io::Result<()> {
    use std::path::{Path, PathBuf};

    let folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("api-spec");
    println!("cargo::rerun-if-changed={}", folder.display());
    let index = index(&folder).unwrap_or_default();
    let json = serde_json::to_string(&index)?;
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    std::fs::write(Path::new(&out).join("index.json"), json)
}

#[cfg(not(feature = "full"))]
fn main() {}

/// The index of a folder. A file that cannot be read leaves its operation out: `acs spec check`, which shows what is wrong with it,
/// must build all the same.
#[cfg(feature = "full")]
pub(crate) fn index(folder: &std::path::Path) -> Option<index::Index> {
    let (tree, _) = acs_spec::read::partial(folder);
    tree.map(|tree| index::Index::of(&tree))
}
