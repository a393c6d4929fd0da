//! Answers kept and given again.

use acs_runtime::Client;
use acs_runtime::test::{MockTransport, RecordingTransport, ReplayTransport};
use serde_json::json;

use crate::behaviour::service::SERVICE;

fn client(replay: &ReplayTransport) -> Client {
    Client::builder(&SERVICE).test(replay).build().unwrap()
}

/// A recording of a few calls, one of them with secrets.
async fn recorded() -> String {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").header("set-cookie", "betrayed").header("x-acs-request-id", "R").reply(json!({ "TotalCount": 1 }));
    mock.on("DescribeVpcs").reply(json!({ "TotalCount": 2 }));
    mock.on("CreateVpnConnection")
        .reply(json!({ "Ike": { "Psk": "betrayed" }, "Text": "{\"Psk\":\"betrayed\"}", "Mine": "betrayed" }));
    mock.on("DeleteVpc").error(404, "InvalidVpcId.NotFound", "No.");
    mock.on("DeleteVpc").raw(502, "<html>Bad Gateway</html>");
    let recording = RecordingTransport::new(mock.clone()).hide("Mine");
    let client: Client = Client::builder(&SERVICE).test(&mock).transport(recording.clone()).build().unwrap();
    client.raw_call("DescribeVpcs").send().await.unwrap();
    client.raw_call("DescribeVpcs").send().await.unwrap();
    mock.on("ModifyVpnConnection").error(400, "Failed", "`deep-secret` is too short.");
    let modify = client.raw_call("ModifyVpnConnection").param("Config", r#"{"Tunnels":[{"Ike":{"Psk":"deep-secret"}}]}"#);
    modify.send().await.unwrap_err();
    let create = client.raw_call("CreateVpnConnection").param("ClientToken", "one").param("IkeConfig", r#"{"Psk":"betrayed"}"#);
    create.param("Tunnel.1.Psk", "betrayed").send().await.unwrap();
    client.raw_call("DeleteVpc").param("VpcId", "vpc-1").send().await.unwrap_err();
    client.raw_call("DeleteVpc").param("VpcId", "vpc-2").send().await.unwrap_err();
    recording.to_json()
}

#[tokio::test]
async fn what_was_recorded_is_answered_again() {
    let replay = ReplayTransport::from_json(&recorded().await).unwrap();
    let client = client(&replay);
    let second = client.raw_call("DeleteVpc").param("VpcId", "vpc-2").send().await.unwrap_err();
    assert_eq!(second.status(), Some(502));
    assert!(client.raw_call("DeleteVpc").param("VpcId", "vpc-1").send().await.unwrap_err().is_not_found());
    assert_eq!(client.raw_call("DescribeVpcs").send().await.unwrap()["TotalCount"], 1);
    assert_eq!(client.raw_call("DescribeVpcs").send().await.unwrap()["TotalCount"], 2);
    let create = client.raw_call("CreateVpnConnection").param("ClientToken", "two").param("IkeConfig", r#"{"Psk":"other"}"#);
    create.param("Tunnel.1.Psk", "other").send().await.unwrap();
    client.raw_call("ModifyVpnConnection").param("Config", r#"{"Tunnels":[{"Ike":{"Psk":"x"}}]}"#).send().await.unwrap_err();
    replay.assert_done();
}

#[tokio::test]
async fn nothing_secret_is_kept() {
    let text = recorded().await;
    for secret in ["betrayed", "deep-secret", "testid", "testsecret", "Signature", "nonce-"] {
        assert!(!text.contains(secret), "`{secret}` is in: {text}");
    }
    assert!(text.contains("x-acs-request-id"));
}

#[tokio::test]
async fn an_unrecorded_request_is_an_error() {
    let replay = ReplayTransport::from_json(&recorded().await).unwrap();
    let client = client(&replay);
    let error = client.raw_call("DeleteVpc").param("VpcId", "vpc-3").send().await.unwrap_err();
    assert!(error.to_string().contains("what differs: `VpcId`"), "{error}");
    // Of several recordings, the one that differs least is compared.
    let error = client.raw_call("DeleteVpc").param("VpcId", "vpc-1").param("Force", "true").send().await.unwrap_err();
    assert!(
        error.to_string().ends_with("what differs: `Force`") || error.to_string().contains("what differs: `Force`."),
        "{error}"
    );
    let error = client.raw_call("CreateVpc").send().await.unwrap_err();
    assert!(error.to_string().contains("`CreateVpc` was not recorded"), "{error}");
    for text in ["", "[]", r#"{"hidden":[],"exchanges":[{"operation":"X","params":{},"status":"200"}]}"#] {
        assert!(ReplayTransport::from_json(text).is_err(), "{text}");
    }
}

#[tokio::test]
async fn recordings_are_files() {
    let path = std::env::temp_dir().join(format!("acs-recording-{}.json", std::process::id()));
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({}));
    let recording = RecordingTransport::new(mock.clone());
    let recorded: Client = Client::builder(&SERVICE).test(&mock).transport(recording.clone()).build().unwrap();
    recorded.raw_call("DescribeVpcs").send().await.unwrap();
    recording.save(&path).unwrap();
    let replay = ReplayTransport::load(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    client(&replay).raw_call("DescribeVpcs").send().await.unwrap();
}
