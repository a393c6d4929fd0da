//! Official SDKs of other languages as clients of the emulator: see `tests/witnesses/README.md`.
//!
//! A script whose package is not installed is skipped with a message. With `ACS_WITNESSES=required` that is a failure.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails, and says what it skips")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use acs_emulator::Emulator;

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_python_sdk_signs_with_version_3() {
    witness(&python(), "tea.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_classic_python_sdk_signs_with_version_1() {
    witness(&python(), "classic.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_generic_node_sdk_sends_everything_in_a_form() {
    witness(Path::new("node"), "pop_core.mjs").await;
}

async fn witness(program: &Path, script: &str) {
    let emulator = Emulator::builder().delay(Duration::ZERO).start().await.unwrap();
    let gateway = gateway(&emulator).await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("witnesses").join(script);
    let mut command = Command::new(program);
    command.arg(path).arg(emulator.endpoint()).arg(gateway).arg(acs_tests::target_folder().join("witnesses"));
    let ran = tokio::task::spawn_blocking(move || command.output()).await.unwrap();

    let required = std::env::var("ACS_WITNESSES").is_ok_and(|value| value == "required");
    let output = match ran {
        Ok(output) => output,
        Err(error) if !required => return println!("skipped: {} does not run: {error}", program.display()),
        Err(error) => panic!("{} does not run: {error}", program.display()),
    };
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.code() == Some(3) && !required {
        return println!("skipped: {said}install it with `tests/witnesses/install target/witnesses`");
    }
    assert!(output.status.success(), "{script} failed:\n{said}\nthe emulator answered {:#?}", emulator.requests());
    assert!(said.trim_end().ends_with("gone"), "{script} went to its end:\n{said}");
}

/// A VPN gateway that is ready, made by our own client.
async fn gateway(emulator: &Emulator) -> String {
    let builder = vpc_api::Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint());
    let client = builder.access_key("testid", "testsecret").build().unwrap();
    let vpc = client.create_vpc().cidr_block("10.0.0.0/8").send().await.unwrap().vpc_id.unwrap();
    client.create_vpn_gateway(vpc, 5).enable_ssl(true).send().await.unwrap().vpn_gateway_id.unwrap()
}

/// The Python that `tests/witnesses/install` made, or the machine's.
fn python() -> PathBuf {
    let own = acs_tests::target_folder().join("witnesses/python/bin/python");
    if own.is_file() { own } else { "python3".into() }
}
