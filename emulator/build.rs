//! Puts the spec files into the crate, so that the emulator and the command line need none on disk.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = manifest.join("api-spec").canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());

    let mut code = String::from("&[\n");
    for file in acs_spec::read::files(&root) {
        code.push_str(&format!("    ({:?}, include_str!({:?})),\n", file.name, file.path.display().to_string()));
    }
    code.push_str("]\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("specs.rs"), code)
}
