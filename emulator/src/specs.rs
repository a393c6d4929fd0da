//! The spec files that this crate was built with.

use std::sync::LazyLock;

/// Every spec file by its path below `api-spec/`, with its text, sorted by path.
///
/// ```
/// assert!(acs_emulator::specs().iter().any(|(path, _)| *path == "service.yaml"));
/// ```
pub fn specs() -> &'static [(&'static str, &'static str)] {
    static TEXTS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| some_specs(|_| true));
    static SPECS: LazyLock<Vec<(&str, &str)>> =
        LazyLock::new(|| TEXTS.iter().map(|(path, text)| (*path, text.as_str())).collect());
    &SPECS
}

/// The files of [`specs`] whose path is wanted. It takes a fraction of the time where they are few.
///
/// ```
/// let files = acs_emulator::some_specs(|path| path == "vpc/CreateVpc.yaml");
/// assert!(matches!(&files[..], [(_, text)] if text.contains("operation: CreateVpc")));
/// ```
pub fn some_specs(wanted: impl Fn(&str) -> bool) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&str, String)> = FOLDERS.iter().flat_map(|folder| folder.read(&wanted)).collect();
    found.sort_by_key(|(path, _)| *path);
    found
}

/// The files of a folder: their paths and lengths, and their texts one after the other, compressed.
struct Folder {
    files: &'static [(&'static str, usize)],
    packed: &'static [u8],
}

/// A static: of a constant, every crate that uses it would have a copy.
static FOLDERS: &[Folder] = include!(concat!(env!("OUT_DIR"), "/specs.rs"));

impl Folder {
    fn read(&self, wanted: &dyn Fn(&str) -> bool) -> Vec<(&'static str, String)> {
        if !self.files.iter().any(|(path, _)| wanted(path)) {
            return Vec::new();
        }
        // The build script packed it.
        let texts = miniz_oxide::inflate::decompress_to_vec(self.packed).unwrap_or_default();
        let texts = String::from_utf8(texts).unwrap_or_default();
        let mut rest = texts.as_str();
        let mut found = Vec::new();
        for (path, length) in self.files {
            let (text, others) = rest.split_at_checked(*length).unwrap_or_default();
            rest = others;
            if wanted(path) {
                found.push((*path, text.to_owned()));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_packed_is_what_was_there() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/api-spec"));
        let files = acs_spec::read::files(root);
        let read: Vec<(String, String)> =
            files.into_iter().map(|file| (file.name, std::fs::read_to_string(file.path).unwrap())).collect();
        let packed: Vec<(String, String)> = specs().iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
        assert!(read.len() > 400);
        assert!(read == packed, "a text or a path differs");
    }

    #[test]
    fn some_are_read_without_the_others() {
        let wanted = |path: &str| path == "vpc/CreateVpc.yaml" || path == "eip/AllocateEipAddress.yaml";
        let all: Vec<(&str, &str)> = specs().iter().copied().filter(|(path, _)| wanted(path)).collect();
        let some = some_specs(wanted);
        assert_eq!(all.len(), 2);
        assert_eq!(some.iter().map(|(path, text)| (*path, text.as_str())).collect::<Vec<_>>(), all);
        assert!(some_specs(|_| false).is_empty());
    }
}
