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

/// The index of a folder. A file that cannot be read leaves its operation out: `acs spec check`, which is to show what is wrong
/// with it, must build all the same.
#[cfg(feature = "full")]
pub(crate) fn index(folder: &std::path::Path) -> Option<index::Index> {
    use acs_spec::read;

    if let Ok(tree) = read::tree(folder) {
        return Some(index::Index::of(&tree));
    }
    let mut operations = Vec::new();
    for group in std::fs::read_dir(folder).ok()?.flatten().filter(|entry| entry.path().is_dir()) {
        operations.extend(std::fs::read_dir(group.path()).ok()?.flatten().map(|entry| entry.path()));
    }
    let mut trees = operations.iter().filter_map(|path| read::operation(path).ok());
    let mut whole = trees.next()?;
    for tree in trees {
        whole.operations.extend(tree.operations);
    }
    Some(index::Index::of(&whole))
}
