//! Scripts that play a whole scenario with a client that others wrote, and exit with 0 if it went as on the service.

use std::path::Path;
use std::process::Command;

use acs_emulator::{Answer, Emulator};

use crate::sdk::{is_required, python};

#[tokio::test(flavor = "multi_thread")]
async fn footmark_builds_what_ansible_asks_for() {
    passes(&python(), "footmark_network.py", false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn generic_calls_of_tea_need_no_sdk_of_the_product() {
    passes(&python(), "tea_generic.py", false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_credentials_library_assumes_a_role_by_https() {
    passes(&python(), "assumed_role.py", true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fun_finds_or_creates_the_network_of_a_function() {
    passes(Path::new("node"), "fun_vpc.mjs", false).await;
}

/// Runs a script, or says why it is skipped. Nothing that it asks for may be answered with an example.
async fn passes(program: &Path, script: &str, tls: bool) {
    let folder = tempfile::tempdir().unwrap();
    // As `acs emulate`: footmark sends a parameter that no operation has.
    let builder = Emulator::builder().ignore_unknown_parameters(true);
    let emulator = if tls { builder.tls(folder.path()) } else { builder }.start().await.unwrap();
    let mut command = Command::new(program);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("sdk_interop").join(script)).arg(emulator.endpoint());
    command.arg(acs_tests::target_folder().join("sdk_interop"));
    if let Some(authority) = emulator.certificate_authority() {
        for name in ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"] {
            command.env(name, authority);
        }
    }
    let output = match command.output() {
        Err(error) if !is_required() => return println!("skipped: {} does not run: {error}", program.display()),
        output => output.unwrap_or_else(|error| panic!("{} does not run: {error}", program.display())),
    };
    let (said, complaint) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.code() == Some(3) && !is_required() {
        return println!("skipped: {said}install it with `tests/sdk_interop/install target/sdk_interop`");
    }
    assert!(output.status.success() && said.ends_with("passed\n"), "{script}: {}\n{said}{complaint}", output.status);
    let requests = emulator.requests();
    assert!(requests.len() > 2, "{script} sent {requests:?}");
    let examples: Vec<_> = requests.iter().filter(|request| request.answer == Answer::Example).collect();
    assert!(examples.is_empty(), "{script} was given examples: {examples:?}");
}
