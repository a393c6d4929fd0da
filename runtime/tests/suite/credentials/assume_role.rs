use std::time::Duration;

use acs_runtime::credentials::{AssumeRoleProvider, Credentials, CredentialsProvider, EnvProvider, Sts, UriProvider};
use acs_runtime::env::Env;
use acs_runtime::sign::{Secret, canonical_query, v1};
use serde_json::json;

use crate::credentials::script::{Script, id, key, role_key};

fn source() -> Credentials {
    Credentials::access_key("LTAIsource", "hidden-source-secret").with_token("hidden-source-token")
}

#[tokio::test]
async fn the_request_is_signed_with_the_source_credentials() {
    let script = Script::new();
    script.on("POST https://sts.eu-central-1.aliyuncs.com/", 200, role_key("STS.a", &script.clock, 3600));
    let provider = AssumeRoleProvider::new(source(), "acs:ram::1:role/deployer")
        .session_name("release-42")
        .duration(Duration::from_secs(1800))
        .policy(r#"{"Version":"1"}"#)
        .external_id("customer 7")
        .sts(Sts::new().region("eu-central-1"));
    assert_eq!(id(script.ask(&provider).await), "STS.a");

    let [request] = &script.requests()[..] else { panic!("one request") };
    assert_eq!(
        (request.params["AccessKeyId"].as_str(), request.params["SecurityToken"].as_str()),
        ("LTAIsource", "hidden-source-token")
    );
    let form: Vec<_> = request.form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        form,
        [
            ("DurationSeconds", "1800"),
            ("ExternalId", "customer 7"),
            ("Policy", r#"{"Version":"1"}"#),
            ("RoleArn", "acs:ram::1:role/deployer"),
            ("RoleSessionName", "release-42"),
        ]
    );
    let signed = request.params.iter().filter(|(name, _)| *name != "Signature");
    let canonical = canonical_query(signed.map(|(name, value)| (name.as_str(), value.as_str())));
    let text = v1::string_to_sign("POST", &canonical);
    assert_eq!(request.params["Signature"], v1::signature(&Secret::from("hidden-source-secret"), &text));
}

#[tokio::test]
async fn a_role_can_be_the_source_of_another() {
    let script = Script::new();
    script.on("POST https://sts.cn-beijing.aliyuncs.com/", 200, role_key("STS.first", &script.clock, 3600));
    script.on("POST https://sts.aliyuncs.com/", 200, role_key("STS.second", &script.clock, 3600));
    let first = AssumeRoleProvider::new(source(), "acs:ram::1:role/a").sts(Sts::new().region("cn-beijing"));
    let second = AssumeRoleProvider::new(first, "acs:ram::2:role/b");
    assert_eq!(id(script.ask(&second).await), "STS.second");
    assert_eq!(script.requests()[1].params["AccessKeyId"], "STS.first");
    assert_eq!(script.requests()[1].form["RoleSessionName"], "acs-rust-sdk");
}

#[tokio::test]
async fn errors_name_the_fault_and_redact_the_source() {
    let script = Script::new();
    let role = || AssumeRoleProvider::new(source(), "acs:ram::1:role/a");
    let error = script.ask(&role().session_name("a b")).await.unwrap_err();
    assert_eq!(error, "the role session name `a b` is not 2 to 64 letters, digits and `.@-_`");
    let error = script.ask(&role().duration(Duration::from_secs(60))).await.unwrap_err();
    assert_eq!(error, "a role's key lasts at least 900 seconds, but 60 are set");
    assert!(script.requests().is_empty());

    let nothing = AssumeRoleProvider::new(EnvProvider::reading(Env::of::<String, String>([])), "acs:ram::1:role/a");
    assert_eq!(
        script.ask(&nothing).await.unwrap_err(),
        "no credentials to assume the role with, from environment variables: ALIBABA_CLOUD_ACCESS_KEY_ID and \
         ALIBABA_CLOUD_ACCESS_KEY_SECRET are not set"
    );

    let error = script.ask(&role()).await.unwrap_err();
    assert_eq!(error, "https://sts.aliyuncs.com gave no answer: connection refused");
    script.hang("POST https://sts.aliyuncs.com/");
    assert_eq!(script.ask(&role()).await.unwrap_err(), "https://sts.aliyuncs.com gave no answer within 10s");

    let message = "Signed POST&%2F&SecurityToken%3Dhidden-source-token with hidden-source-secret.";
    script.on("POST https://sts.aliyuncs.com/", 403, json!({ "Code": "NoPermission", "Message": message }));
    assert_eq!(
        script.ask(&role()).await.unwrap_err(),
        "the token service refused AssumeRole with status 403: NoPermission: Signed POST&%2F&SecurityToken%3D*** with ***"
    );
    let message = "Specified signature is not matched with our calculation. server string to sign is:POST&%2F&Policy%3Dx";
    script.on("POST https://sts.aliyuncs.com/", 400, json!({ "Code": "SignatureDoesNotMatch", "Message": message }));
    assert_eq!(
        script.ask(&role()).await.unwrap_err(),
        "the token service refused AssumeRole with status 400: SignatureDoesNotMatch: Specified signature is not matched with \
         our calculation"
    );
    script.on("POST https://sts.aliyuncs.com/", 502, "<html>hidden</html>");
    assert_eq!(script.ask(&role()).await.unwrap_err(), "the token service refused AssumeRole with status 502");
    script.on("POST https://sts.aliyuncs.com/", 200, json!({ "Credentials": { "AccessKeyId": "hidden" } }));
    assert_eq!(script.ask(&role()).await.unwrap_err(), "the reply to AssumeRole has no `AccessKeySecret`");
}

#[tokio::test]
async fn a_source_whose_key_has_expired_is_asked_for_another_once() {
    const SOURCE: &str = "GET http://127.0.0.1/";
    const STS: &str = "POST https://sts.aliyuncs.com/";
    for (code, requests) in [("NoPermission", &[SOURCE, STS][..]), ("InvalidSecurityToken.Expired", &[SOURCE, STS, SOURCE])] {
        let script = Script::new();
        script.on(SOURCE, 200, key("STS.a", &script.clock, 3600));
        script.on(STS, 400, json!({ "Code": code, "Message": "No.", "RequestId": "R" }));
        let provider = AssumeRoleProvider::new(UriProvider::new("http://127.0.0.1/"), "acs:ram::1:role/a");
        assert_eq!(provider.name(), "role acs:ram::1:role/a");
        assert!(script.ask(&provider).await.unwrap_err().contains(code));
        assert_eq!(script.lines(), requests, "the source has no other key");
    }
}
