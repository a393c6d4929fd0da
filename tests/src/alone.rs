//! `vpc-api` built by itself, as a crate that depends on it would have it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A finished build.
#[derive(Debug)]
pub struct Build {
    /// Names of the files that the build script wrote.
    pub generated: BTreeSet<String>,
    /// The library.
    pub rlib: PathBuf,
}

/// Builds `vpc-api` with these features and no others, in the profile `dev`, in the folder that the test was built into, whose
/// dependencies are compiled already.
///
/// # Panics
///
/// With what the compiler says, if it does not build.
pub fn build(features: &[&str]) -> Build {
    let mut cargo = Command::new(env!("CARGO"));
    // With what cargo sets for the package of a test, build scripts that read it run again, and for the next `cargo test` once more.
    let of_package = |name: &str| name == "OUT_DIR" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| of_package(&name.to_string_lossy())) {
        cargo.env_remove(name);
    }
    let output = cargo
        .args(["build", "--offline", "--quiet", "--message-format=json-render-diagnostics", "--no-default-features"])
        .args(["--package", "vpc-api", "--features", &features.join(",")])
        .arg("--manifest-path")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"))
        .arg("--target-dir")
        .arg(crate::target_folder())
        // So that its size depends on the code alone.
        .env("CARGO_INCREMENTAL", "0")
        .output();
    let output = output.unwrap_or_else(|error| panic!("cargo does not run: {error}"));
    assert!(output.status.success(), "with features {features:?}: {}", String::from_utf8_lossy(&output.stderr));

    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let of_package = |message: &&Value| message["package_id"].as_str().is_some_and(|id| id.contains("vpc-api"));
    let script = messages.iter().filter(of_package).find_map(|message| message["out_dir"].as_str());
    let files = messages.iter().filter(of_package).filter_map(|message| message["filenames"].as_array()).flatten();
    let rlib = files.filter_map(Value::as_str).find(|file| file.ends_with(".rlib"));
    let (Some(out_dir), Some(rlib)) = (script, rlib) else { panic!("cargo does not say what it built: {text}") };
    let generated = fs::read_dir(out_dir).into_iter().flatten().flatten();
    Build {
        generated: generated.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect(),
        rlib: PathBuf::from(rlib),
    }
}
