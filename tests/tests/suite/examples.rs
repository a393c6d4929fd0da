//! The examples of `vpc-api` run to their end, against an emulator that each starts for itself.
//!
//! `cargo test --workspace` builds them beside the tests. Without that there is nothing to run, which is a failure where `CI` is
//! set and a message elsewhere.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

#[test]
fn every_example_runs_to_its_end() {
    let program = std::env::current_exe().unwrap();
    let built = program.ancestors().nth(2).unwrap().join("examples");
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vpc-api/examples");
    let mut ran = 0;
    for source in fs::read_dir(sources).unwrap() {
        let source = source.unwrap().path();
        if source.is_dir() {
            // What an example reads.
            continue;
        }
        let name = source.file_stem().unwrap().to_string_lossy().into_owned();
        let example = built.join(&name);
        if !example.is_file() && std::env::var_os("CI").is_none() {
            println!("skipped: {name} is not built; `cargo test --workspace` does that");
            continue;
        }
        let output = run(&example, &name);
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name} failed:\n{said}\n{complained}");
        assert!(!said.is_empty(), "{name} says what it does");
        ran += 1;
    }
    println!("{ran} examples ran");
}

/// Runs an example. Most take nothing; `jsonl` takes a command, and its lines on standard input.
fn run(example: &Path, name: &str) -> Output {
    let mut command = Command::new(example);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let lines = match name {
        "jsonl" => {
            command.arg("encode");
            r#"{"operation": "CreateVpc", "input": {"RegionId": "cn-hangzhou"}}"#
        }
        _ => "",
    };
    let mut child = command.spawn().unwrap();
    // An example that reads nothing may have ended before it is written to.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    child.wait_with_output().unwrap()
}
