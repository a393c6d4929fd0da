//! Makes the index of the embedded specs, so that looking something up parses no spec file, and writes the files that every
//! operation needs as JSON, which is read many times faster than YAML. The index, the largest, is compressed. The JSON Schemas are
//! written here as well, so that the program does not hold what makes them.

#[cfg(feature = "full")]
#[allow(dead_code, reason = "the program uses the rest")]
#[path = "src/full/index.rs"]
mod index;

/// The best compression that does not take long.
#[cfg(feature = "full")]
const LEVEL: u8 = 9;

#[cfg(feature = "full")]
fn main() -> std::io::Result<()> {
    use std::path::{Path, PathBuf};

    let folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("api-spec");
    println!("cargo::rerun-if-changed={}", folder.display());
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let write = |(name, json): (&str, String)| std::fs::write(out.join(Path::new(name).with_extension("json")), json);
    let tree = tree(&folder);
    let shared = tree.as_ref().map(shared).transpose()?;
    // Without a service that can be read there is no tree, and the program says what is wrong with the file itself.
    shared.unwrap_or_else(|| acs_spec::read::SHARED.map(|name| (name, String::new()))).into_iter().try_for_each(write)?;
    acs_spec::schema::KINDS
        .into_iter()
        .try_for_each(|(name, kind)| write((&format!("schema-{name}"), acs_spec::schema::schema(kind))))?;
    let index = tree.map(|tree| index::Index::of(&tree)).unwrap_or_default();
    std::fs::write(out.join("index.deflate"), miniz_oxide::deflate::compress_to_vec(&serde_json::to_vec(&index)?, LEVEL))
}

/// The files that all operations share, as JSON.
#[cfg(feature = "full")]
fn shared(tree: &acs_spec::read::SpecTree) -> serde_json::Result<[(&'static str, String); 3]> {
    use acs_spec::read::{GLOSSARY, SERVICE, WAITERS};

    let json =
        (serde_json::to_string(&tree.service)?, serde_json::to_string(&tree.glossary)?, serde_json::to_string(&tree.waiters)?);
    Ok([(SERVICE, json.0), (GLOSSARY, json.1), (WAITERS, json.2)])
}

#[cfg(not(feature = "full"))]
fn main() {}

/// The specs of a folder. A file that cannot be read leaves its operation out: `acs spec check`, which shows what is wrong with it,
/// must build all the same.
#[cfg(feature = "full")]
pub(crate) fn tree(folder: &std::path::Path) -> Option<acs_spec::read::SpecTree> {
    acs_spec::read::partial(folder).0
}
