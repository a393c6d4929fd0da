//! The targets.

mod anything;
mod calls;
mod credentials;
mod emulator;
mod second;
mod signing;
mod specs;
mod wire;

use std::path::Path;

use crate::Target;

/// Every target, in the order in which they run.
pub const ALL: &[Target] = &[
    wire::JSON,
    wire::XML,
    wire::DECODE,
    calls::CLASSIFY,
    wire::ENCODE,
    signing::V1,
    signing::V3,
    credentials::INI,
    credentials::JSON,
    specs::SPEC,
    specs::SERVICE,
    specs::WAITERS,
    specs::GLOSSARY,
    specs::GENERATE,
    specs::IMPORT,
    emulator::REQUEST,
    emulator::HTTP,
];

/// A file of the project, by its path from the root.
fn file(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of a file of the project, each a JSON value.
fn json_lines(path: &str) -> Vec<serde_json::Value> {
    let bytes = file(path);
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap_or_else(|error| panic!("{path}: {error}"))).collect()
}

/// Splits an input into its first line and the rest.
fn head(input: &[u8]) -> (&[u8], &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    (&input[..end], input.get(end + 1..).unwrap_or_default())
}

fn texts(words: &[&str]) -> Vec<Vec<u8>> {
    words.iter().map(|word| word.as_bytes().to_vec()).collect()
}
