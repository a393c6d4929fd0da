use acs_runtime::credentials::UriProvider;
use acs_runtime::env::Env;
use serde_json::json;

use crate::credentials::script::{Script, id, key};

#[tokio::test]
async fn the_url_returns_a_key() {
    let script = Script::new();
    script.on("GET http://127.0.0.1:7002/", 200, key("STS.a", &script.clock, 3600));
    let env = Env::of([("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:7002/key?user=jack")]);
    assert_eq!(id(script.ask(&UriProvider::reading(&env)).await), "STS.a");
    assert_eq!(script.requests()[0].params["user"], "jack");
}

#[tokio::test]
async fn errors_redact_the_path_and_the_reply() {
    let script = Script::new();
    let provider = || UriProvider::new("http://hidden:hidden@127.0.0.1:7002/hidden?hidden");
    assert!(!format!("{:?}", provider()).contains("hidden"));
    let error = script.ask(&provider()).await.unwrap_err();
    assert_eq!(error, "http://127.0.0.1:7002 gave no answer: connection refused");
    for (status, body, reason) in [
        (500, json!("hidden"), "the reply of the credentials URI has status 500"),
        (200, json!({ "Code": "hidden" }), "the `Code` of the reply of the credentials URI is not `Success`"),
        (200, json!({ "AccessKeyId": "hidden" }), "the reply of the credentials URI has no `AccessKeySecret`"),
    ] {
        script.on("GET ", status, body);
        assert_eq!(script.ask(&provider()).await.unwrap_err(), reason);
    }
    let mut without_end = key("STS.a", &script.clock, 3600);
    without_end["Expiration"] = "hidden".into();
    script.on("GET ", 200, without_end);
    let error = script.ask(&provider()).await.unwrap_err();
    assert_eq!(error, "the `Expiration` of the reply of the credentials URI is not a time like 2024-05-17T12:02:09Z");

    let error = script.ask(&UriProvider::new("file:///etc/hidden")).await.unwrap_err();
    assert_eq!(error, "the credentials URI is neither https nor http");
    let error = script.ask(&UriProvider::reading(&Env::of::<String, String>([]))).await.unwrap_err();
    assert_eq!(error, "ALIBABA_CLOUD_CREDENTIALS_URI is not set");
}
