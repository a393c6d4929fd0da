//! The pipeline as a build script.

#![allow(clippy::print_stdout, reason = "it is how a build script talks to cargo")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::{emit, format, generate};
use acs_spec::diagnostic::Diagnostics;
use acs_spec::read;

/// Generates the client of the specs in `dir`, a folder of the crate, into the build's output folder.
///
/// Each group is a file of its own, and `client.rs` brings them together: include that. The crate's features `dynamic` and
/// `serde` turn on the [options](emit::Options) of those names. Errors in the specs are shown as the
/// compiler shows its own, and fail the build; warnings are shown in one line each.
pub fn run(dir: &str, groups: Groups) {
    if let Err(error) = try_run(dir, groups) {
        error.report();
        std::process::exit(1);
    }
}

/// Which groups of a service a crate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Groups {
    /// All of them.
    All,
    /// Those whose name is a feature of the crate that is on.
    ByFeature,
}

fn try_run(dir: &str, groups: Groups) -> Result<(), Failure> {
    let dir = variable("CARGO_MANIFEST_DIR")?.join(dir);
    let out = variable("OUT_DIR")?;
    let tree = match groups {
        Groups::All => read::tree(&dir)?,
        Groups::ByFeature => read::groups(&dir, &has_feature)?,
    };
    // A script that fails is run again in any case.
    let names = tree.service.groups.names().filter(|name| groups == Groups::All || has_feature(name));
    for path in tracked(&dir, names) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let options =
        emit::Options { dynamic: has_feature("dynamic"), serde: has_feature("serde"), features: groups == Groups::ByFeature };
    for warning in acs_spec::check(&tree)?.one_lines() {
        println!("cargo::warning={warning}");
    }
    for file in generate::files(&tree, options) {
        write(&out.join(&file.name), &format::quick(file.items))?;
    }
    Ok(())
}

/// What the generated code is made from: the shared files and the folders of the groups that are generated. Other files, like those
/// of groups that are off and JSON Schemas, may change without a build. Where one of them is yet to come, the whole folder is watched.
fn tracked<'n>(dir: &Path, groups: impl Iterator<Item = &'n str>) -> Vec<PathBuf> {
    let shared = ["service.yaml", "glossary.yaml", "waiters.yaml"].into_iter();
    let paths: Vec<PathBuf> = shared.chain(groups).map(|name| dir.join(name)).collect();
    if paths.iter().all(|path| path.exists()) { paths } else { vec![dir.to_owned()] }
}

fn has_feature(name: &str) -> bool {
    env::var_os(format!("CARGO_FEATURE_{}", name.to_uppercase().replace('-', "_"))).is_some()
}

fn variable(name: &str) -> Result<PathBuf, Failure> {
    env::var_os(name)
        .map(PathBuf::from)
        .ok_or_else(|| Failure::Usage(format!("{name} is not set: only a build script may call this")))
}

/// Writes a file unless it says the same already, so that what depends on it is not compiled again.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| Failure::Write(path.to_owned(), error))
}

enum Failure {
    Spec(Diagnostics),
    Usage(String),
    Write(PathBuf, io::Error),
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Failure::Spec(diagnostics)
    }
}

impl Failure {
    /// Cargo shows a `cargo::error` line each, and what stands on standard error when the script fails.
    #[allow(clippy::print_stderr)]
    fn report(&self) {
        match self {
            Failure::Spec(diagnostics) => {
                eprintln!("{}", diagnostics.render(false));
                for line in diagnostics.one_lines() {
                    println!("cargo::error={line}");
                }
            }
            Failure::Usage(text) => println!("cargo::error={text}"),
            Failure::Write(path, error) => println!("cargo::error=cannot write {}: {error}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_code_is_made_from_is_watched() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-spec");
        let paths = tracked(&dir, ["vpc"].into_iter());
        let names: Vec<_> = paths.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["service.yaml", "glossary.yaml", "waiters.yaml", "vpc"]);
        assert_eq!(tracked(&dir, ["vpc", "yet-to-come"].into_iter()), [dir]);
    }
}
