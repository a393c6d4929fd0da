//! Spec files with mistakes: those of `mistakes/`, and trees in memory.
#![allow(dead_code, unreachable_pub, reason = "not every test uses all of it")]

#[cfg(feature = "import")]
pub mod imported;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use acs_spec::diagnostic::Diagnostics;
use acs_spec::{check, read};

pub const SERVICE: &str = "\
product: Vpc
version: \"2016-04-28\"
summary: Virtual private clouds.
endpoints: { rule: \"vpc.{region}.aliyuncs.com\" }
groups:
  vpc: Virtual private clouds.
";

pub fn fixtures() -> Vec<PathBuf> {
    let paths = fs::read_dir("tests/mistakes").into_iter().flatten().flatten().map(|entry| entry.path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect()
}

/// The files of a fixture by path.
pub fn files(fixture: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([("service.yaml".to_owned(), SERVICE.to_owned())]);
    let mut path = "vpc/CreateThing.yaml".to_owned();
    let mut text = String::new();
    for line in fixture.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix("#@ ") {
            files.insert(std::mem::replace(&mut path, next.trim_end().to_owned()), std::mem::take(&mut text));
        } else {
            text.push_str(line);
        }
    }
    files.insert(path, text);
    files
}

/// All that is found in files, by whichever stage refuses them.
pub fn found(files: BTreeMap<String, String>) -> Diagnostics {
    let found = read::from_sources(files).and_then(|tree| check::check(&tree));
    found.unwrap_or_else(|mistakes| mistakes)
}

/// All that is found in a fixture.
pub fn diagnose(fixture: &str) -> Diagnostics {
    let found = found(files(fixture));
    assert!(!found.is_empty(), "nothing was found");
    found
}
