//! The files that `acs emulate` reads: keys and faults.

use std::path::Path;

use acs_emulator::{AccessKey, FaultRule};

use crate::failure::Failure;

/// Keys, one a line, each as `ID:SECRET`.
pub(super) fn keys(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let text = read(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let keys = lines.map(|(number, line)| {
        key(line.trim()).map_err(|wrong| Failure::new(format!("{}, line {}: {wrong}", path.display(), number + 1)))
    });
    not_empty(path, keys.collect::<Result<_, _>>()?)
}

/// A list of keys with their rules.
pub(super) fn keys_with_rules(path: &Path) -> Result<Vec<AccessKey>, Failure> {
    let text = read(path)?;
    let keys = serde_yaml::from_str(&text).map_err(|error| {
        Failure::new(format!("{} is not a list of keys with id, secret, allow and deny: {error}", path.display()))
    })?;
    not_empty(path, keys)
}

/// Without any key there would be the default one, which everybody knows.
fn not_empty<K>(path: &Path, keys: Vec<K>) -> Result<Vec<K>, Failure> {
    match keys.is_empty() {
        true => Err(Failure::new(format!("{} has no keys", path.display()))),
        false => Ok(keys),
    }
}

pub(super) fn faults(path: &Path) -> Result<Vec<FaultRule>, Failure> {
    serde_json::from_str(&read(path)?)
        .map_err(|error| Failure::new(format!("{} is not a list of faults: {error}", path.display())))
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))
}

/// `ID:SECRET`. The message does not repeat what was given: it may be a secret.
pub(super) fn key(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once(':') {
        Some((id, secret)) if !id.is_empty() && !secret.is_empty() => Ok((id.to_owned(), secret.to_owned())),
        _ => Err("a key is given as ID:SECRET"),
    }
}
