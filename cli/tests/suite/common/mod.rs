//! Runs the binary.

#![allow(dead_code, reason = "each test file is a crate of its own and uses what it needs")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};

/// A command line of `acs`, with nothing of the environment that could change what it shows.
pub(crate) fn acs(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_acs"));
    command.env_clear().env("NO_COLOR", "1").args(arguments);
    // Nobody is to look for credentials beyond this machine.
    command.env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true").env("HOME", "nowhere");
    command
}

/// Runs a command line with `input` on its standard input.
pub(crate) fn fed(arguments: &[&str], input: &str) -> Output {
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
pub(crate) fn shown(arguments: &[&str]) -> String {
    shown_fed(arguments, "")
}

/// The same with something on its standard input.
pub(crate) fn shown_fed(arguments: &[&str], input: &str) -> String {
    let output = fed(arguments, input);
    let mut shown = format!("$ acs {}\n{}", arguments.join(" "), stdout(&output));
    if !output.stderr.is_empty() {
        shown.push_str(&format!("--- standard error\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    shown.push_str(&format!("--- exit status {}\n", output.status.code().unwrap()));
    shown
}

/// Standard output of a command line that must succeed.
pub(crate) fn succeed(arguments: &[&str]) -> String {
    let output = acs(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    stdout(&output)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// An emulator in a process of its own, ended with the test.
pub(crate) struct Emulator {
    pub(crate) process: Child,
    pub(crate) endpoint: String,
}

impl Emulator {
    pub(crate) fn start(options: &[&str]) -> Self {
        Self::start_with_time_scale("0", options)
    }

    /// An emulator whose changes take that part of the service's time.
    pub(crate) fn start_with_time_scale(scale: &str, options: &[&str]) -> Self {
        let arguments = [&["emulate", "--port", "0", "--time-scale", scale, "--quiet"], options].concat();
        let mut process = acs(&arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let endpoint = first.trim_end().strip_prefix("listening on ").unwrap_or_else(|| panic!("{first}")).to_owned();
        Emulator { process, endpoint }
    }

    /// A command line of `acs` that calls this emulator.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = acs(arguments);
        self.around(&mut command);
        command
    }

    /// Lets a program call this emulator.
    pub(crate) fn around<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid").env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret");
        command.env("ALIBABA_CLOUD_REGION_ID", "cn-hangzhou").env("ALIBABA_CLOUD_ENDPOINT", &self.endpoint)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
