//! Runs the binary.

#![allow(dead_code, reason = "each test file is a crate of its own and uses what it needs")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// A command line of `acs`, with nothing of the environment that could change what it shows.
pub fn acs(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_acs"));
    command.env_clear().env("NO_COLOR", "1").args(arguments);
    command
}

/// Runs a command line with `input` on its standard input.
pub fn fed(arguments: &[&str], input: &str) -> Output {
    let mut command = acs(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || {
        // A command that refuses its arguments does not read.
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

/// What a command line gives: exit status, standard output, and standard error where there is any.
pub fn shown(arguments: &[&str]) -> String {
    shown_fed(arguments, "")
}

/// The same with something on its standard input.
pub fn shown_fed(arguments: &[&str], input: &str) -> String {
    let output = fed(arguments, input);
    let mut shown = format!("$ acs {}\n{}", arguments.join(" "), stdout(&output));
    if !output.stderr.is_empty() {
        shown.push_str(&format!("--- standard error\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    shown.push_str(&format!("--- exit status {}\n", output.status.code().unwrap()));
    shown
}

/// Standard output of a command line that must succeed.
pub fn succeed(arguments: &[&str]) -> String {
    let output = acs(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    stdout(&output)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
