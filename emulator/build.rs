//! Puts the spec files into the crate, so that the emulator and the command line need none on disk. The files of a folder are
//! compressed together: they are a sixth of their size then, and one of them is read without the other folders.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs, io};

/// The best compression that does not take long.
const LEVEL: u8 = 9;

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = manifest.join("api-spec").canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());

    let mut folders = BTreeMap::<String, Vec<(String, String)>>::new();
    for file in acs_spec::read::files(&root) {
        let text = fs::read_to_string(&file.path)?;
        let folder = file.name.split_once('/').map_or("", |(folder, _)| folder).to_owned();
        folders.entry(folder).or_default().push((file.name, text));
    }

    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut code = String::from("&[\n");
    for (number, files) in folders.values().enumerate() {
        let packed = out.join(format!("{number}.deflate"));
        let text: String = files.iter().map(|(_, text)| text.as_str()).collect();
        fs::write(&packed, miniz_oxide::deflate::compress_to_vec(text.as_bytes(), LEVEL))?;
        let lengths: Vec<(&str, usize)> = files.iter().map(|(name, text)| (name.as_str(), text.len())).collect();
        code.push_str(&format!("    Folder {{ files: &{lengths:?}, packed: include_bytes!({packed:?}) }},\n"));
    }
    code.push_str("]\n");
    fs::write(out.join("specs.rs"), code)
}
