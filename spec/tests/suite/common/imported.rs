//! What an import writes, read back.
#![allow(dead_code, unreachable_pub, reason = "not every test uses all of it")]

use acs_spec::import::Import;
use acs_spec::read::{self, SpecTree};
use acs_spec::types::Operation;

pub fn tree_of(done: &Import) -> SpecTree {
    let files = done.files.iter().map(|file| (file.path.clone(), file.text.clone()));
    read::from_sources(files).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
}

pub fn operation<'t>(tree: &'t SpecTree, name: &str) -> &'t Operation {
    &tree.operations.iter().find(|source| source.operation.operation == name).unwrap().operation
}
