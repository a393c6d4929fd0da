//! JSON from standard input to standard output: one value, or with `--lines` one object a line.

use std::io::{self, BufRead, Read, Write};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::failure::Failure;

/// All of standard input.
pub(crate) fn read_input() -> Result<Vec<u8>, Failure> {
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input).map_err(|error| unreadable(&error))?;
    Ok(input)
}

/// All of standard input as JSON.
pub(crate) fn read_json<T: DeserializeOwned>() -> Result<T, Failure> {
    serde_json::from_slice(&read_input()?)
        .map_err(|error| Failure::new(format!("standard input is not the JSON that is expected: {error}")))
}

/// Answers each line with a line. An empty line is skipped.
pub(crate) fn each(answer: impl Fn(&[u8]) -> Value) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let line = line.map_err(|error| unreadable(&error))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match writeln!(out, "{}", answer(&line)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(Failure::new(format!("cannot write to standard output: {error}"))),
        }
    }
    Ok(())
}

/// The answer to a line: what `work` makes of it, or `{"error": …}`.
pub(crate) fn answer<T: DeserializeOwned>(line: &[u8], work: impl Fn(T) -> Result<Value, String>) -> Value {
    let read = serde_json::from_slice(line).map_err(|error| format!("the line is not the JSON that is expected: {error}"));
    read.and_then(work).unwrap_or_else(|error| json!({ "error": error }))
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::new(format!("cannot read standard input: {error}"))
}
