//! The shell blocks of the guide: those marked `sh` run against an emulator, those marked `sh,syntax` are parsed.

#![cfg(feature = "full")]
use std::path::Path;
use std::process::Command;

use crate::common::Emulator;

#[test]
fn shell_blocks_run() {
    let Some(folder) = crate::of_repository("docs/src") else { return };
    let emulator = Emulator::start(&[]);
    let scratch = tempfile::tempdir().unwrap();
    let acs = Path::new(env!("CARGO_BIN_EXE_acs"));
    let path = format!("{}:{}", acs.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let (mut run, mut parsed) = (0, 0);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "md")) {
        let text = std::fs::read_to_string(file).unwrap();
        for (block, is_run) in blocks(&text) {
            let mut command = Command::new("bash");
            command.env_clear().env("PATH", &path).env("HOME", "/nonexistent").env("NO_COLOR", "1");
            command.env("ALIBABA_CLOUD_ENDPOINT", &emulator.endpoint).env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
            command.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid").env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret");
            command.env("ALIBABA_CLOUD_REGION_ID", "cn-hangzhou");
            // Blocks that change files do so in a folder of their own.
            command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).env("SCRATCH", scratch.path());
            command.args([if is_run { "-euo" } else { "-no" }, "pipefail", "-c", block]);
            let output = command.output().unwrap();
            let shown = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}:\n{block}\n{shown}", file.display());
            if is_run { run += 1 } else { parsed += 1 }
        }
    }
    assert!(run >= 4 && parsed >= 3, "{run} blocks run and {parsed} parsed");
}

/// The shell blocks of a chapter, and whether each is to be run.
fn blocks(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.split("\n```").filter_map(|part| {
        let (info, body) = part.split_once('\n')?;
        match info {
            "sh" => Some((body, true)),
            "sh,syntax" => Some((body, false)),
            _ => None,
        }
    })
}
