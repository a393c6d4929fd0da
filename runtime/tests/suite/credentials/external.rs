use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use acs_runtime::credentials::{CliProvider, Credentials, CredentialsProvider, ExternalProvider};
use acs_runtime::future::BoxFuture;
use serde_json::json;

use crate::credentials::script::{Home, Script, end, id};

/// A command that runs this. A file that was just written cannot always be run itself: another thread's child may still have it
/// open.
fn command(home: &Home, script: &str) -> String {
    format!("sh {}", home.write("program", script))
}

fn printing(home: &Home, output: serde_json::Value) -> String {
    format!("cat {}", home.write("output", output))
}

#[tokio::test]
async fn the_program_output_is_the_key() {
    let (script, home) = (Script::new(), Home::with("output", ""));
    let ask = async |output| script.ask(&ExternalProvider::new(printing(&home, output))).await;
    let lasting = json!({ "mode": "AK", "access_key_id": "a", "access_key_secret": "hidden" });
    assert_eq!(ask(lasting).await, Ok(Credentials::access_key("a", "hidden")));
    let temporary = json!({ "mode": "StsToken", "access_key_id": "b", "access_key_secret": "hidden", "sts_token": "t",
                            "expiration": "2024-05-17T13:02:09Z" });
    let expected = Credentials::access_key("b", "hidden").with_token("t").with_expiry(end(&script.clock, 3600));
    assert_eq!(ask(temporary).await, Ok(expected));
    for (output, reason) in [
        (
            json!({ "mode": "hidden", "access_key_id": "a", "access_key_secret": "s" }),
            "the `mode` of the output of the program `cat` is neither `AK` nor `StsToken`",
        ),
        (json!({ "mode": "AK", "access_key_id": "hidden" }), "the output of the program `cat` has no `access_key_secret`"),
        (json!("hidden"), "the output of the program `cat` is JSON, but not an object"),
    ] {
        assert_eq!(ask(output).await.unwrap_err(), reason);
    }
}

#[tokio::test]
async fn errors_name_the_program_without_its_arguments() {
    let (script, home) = (Script::new(), Home::with("output", ""));
    let provider = ExternalProvider::new(format!("{} --password hidden", command(&home, "exit 3")));
    assert_eq!(script.ask(&provider).await.unwrap_err(), "the program `sh` failed (exit status: 3)");
    assert!(!format!("{provider:?}").contains("hidden"));
    assert_eq!(provider.name(), "external program");
    let error = script.ask(&ExternalProvider::new("/nowhere/program hidden")).await.unwrap_err();
    assert!(error.starts_with("the program `/nowhere/program` cannot be run: ") && !error.contains("hidden"), "{error}");
    assert_eq!(script.ask(&ExternalProvider::new(" ")).await.unwrap_err(), "the command for credentials is empty");
}

async fn is_pending<T>(future: &mut BoxFuture<'_, T>) -> bool {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
}

#[tokio::test]
async fn a_program_is_killed_after_60_seconds() {
    let (script, home) = (Script::new(), Home::with("output", ""));
    let (provider, components) = (ExternalProvider::new(command(&home, "exec sleep 1000")), script.components());
    let mut asking = provider.credentials(&components);
    assert!(is_pending(&mut asking).await, "the program runs");
    script.clock.advance(Duration::from_secs(59));
    assert!(is_pending(&mut asking).await, "and runs on");
    script.clock.advance(Duration::from_secs(1));
    let error = asking.await.unwrap_err().to_string();
    assert_eq!(error, "the program `sh` did not end within 60 s, and was killed");
}

#[tokio::test]
async fn external_mode_runs_the_program() {
    let (script, home) = (Script::new(), Home::with("output", ""));
    let command = printing(&home, json!({ "mode": "AK", "access_key_id": "printed", "access_key_secret": "hidden" }));
    let profile = json!({ "name": "main", "mode": "External", "process_command": command });
    home.write(".aliyun/config.json", json!({ "current": "main", "profiles": [profile] }));
    assert_eq!(id(script.ask(&CliProvider::reading(home.env(&[]))).await), "printed");
    let forbidden = home.env(&[("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "true")]);
    let error = script.ask(&CliProvider::reading(forbidden)).await.unwrap_err();
    assert!(error.ends_with("runs a program, which ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids"), "{error}");
}
